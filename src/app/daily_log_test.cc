#include "app/daily_log.h"

#include <gtest/gtest.h>

#include <set>

#include "base/id.h"

namespace gulou::app {
namespace {

namespace fs = std::filesystem;

class DailyLogTest : public testing::Test {
 protected:
  ~DailyLogTest() override { fs::remove_all(folder_); }
  Result<std::unique_ptr<DailyLog>> open(std::int64_t keep_days) {
    return DailyLog::open(folder_, clock_, rules_, keep_days);
  }
  std::set<std::string> names() const {
    std::set<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder_)) out.insert(entry.path().filename().string());
    return out;
  }
  std::string text(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_ = fs::temp_directory_path() / ("gulou_log_" + Id::make(1).text());
  FixedClock clock_{Date::of(2026, 12, 1)->start()};
  rules::Library rules_ = *rules::Library::built_in();
};

TEST_F(DailyLogTest, SEC43_logs_are_kept_for_six_months_at_least) {
  for (const std::int64_t days : {0, 30, 183}) {
    const auto refused = open(days);
    ASSERT_FALSE(refused) << days;
    ASSERT_EQ(refused.error().fields.size(), 1u);
    EXPECT_EQ(refused.error().fields[0].pointer, "--keep-logs");
    EXPECT_EQ(refused.error().fields[0].rule, "too_few");
    EXPECT_FALSE(fs::exists(folder_)) << "what is refused changes nothing";
  }
  EXPECT_TRUE(open(184));
}

TEST_F(DailyLogTest, SEC43_each_day_has_its_file_and_old_ones_go_and_nothing_else) {
  fs::create_directories(folder_);
  const Date today = clock_.today();
  const auto of_day = [&](int days_ago) { return "gulou-" + today.plus_days(-days_ago).text() + ".log"; };
  for (const int days_ago : {1, 184, 185, 400}) std::ofstream(folder_ / of_day(days_ago)) << "line\n";
  for (const auto* other : {"gulou-2020-01-01.txt", "other-2020-01-01.log", "gulou-2020-13-01.log", "gulou.sqlite"})
    std::ofstream(folder_ / other) << "kept\n";
  const auto log = open(184);
  ASSERT_TRUE(log);
  (*log)->write("one");
  (*log)->write("two");
  EXPECT_EQ(text(of_day(0)), "one\ntwo\n");
  EXPECT_EQ(fs::status(folder_ / of_day(0)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(names(), (std::set<std::string>{of_day(0), of_day(1), of_day(184), "gulou-2020-01-01.txt",
                                            "other-2020-01-01.log", "gulou-2020-13-01.log", "gulou.sqlite"}));
  const auto day_of_184 = of_day(184);
  const auto first = of_day(0);
  clock_.set(today.plus_days(1).start());
  (*log)->write("three");
  EXPECT_EQ(text("gulou-2026-12-02.log"), "three\n");
  EXPECT_EQ(text(first), "one\ntwo\n");
  EXPECT_FALSE(names().contains(day_of_184)) << "a day older now";
}

TEST_F(DailyLogTest, SEC43_a_server_that_starts_again_goes_on_in_the_same_file) {
  (*open(400))->write("before");
  (*open(400))->write("after");
  EXPECT_EQ(text("gulou-2026-12-01.log"), "before\nafter\n");
}

TEST_F(DailyLogTest, a_folder_that_cannot_be_written_to_is_said) {
  folder_ = "/dev/null/logs";
  const auto refused = open(184);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "log_unavailable");
  folder_ = fs::temp_directory_path() / ("gulou_log_" + Id::make(1).text());
}

}  // namespace
}  // namespace gulou::app
