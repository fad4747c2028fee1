// The public pages over the whole application: what they say with everything there, and with nothing there yet.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/application.h"
#include "app/commands.h"
#include "db/testing.h"

namespace gulou::app {
namespace {

constexpr auto divisions_file = GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv";
constexpr auto plan_file = GULOU_SOURCE_DIR "/data/plans/2016.json";

class Pages : public testing::Test {
 protected:
  Pages() : clock_(*Instant::parse("2026-11-25T02:00:00Z")) {
    auto opened = Application::over(db::open_test_database(), clock_, {}, files_);
    if (!opened) std::abort();
    application_ = std::move(*opened);
  }

  void import_divisions(const std::string& path, Date on) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const auto done = import_divisions_command(*application_, path, on, true);
    testing::internal::GetCapturedStderr();
    testing::internal::GetCapturedStdout();
    ASSERT_TRUE(done) << describe_error(done.error());
  }
  void import_divisions() { import_divisions(divisions_file, *Date::of(2023, 6, 30)); }
  void import_plan() {
    testing::internal::CaptureStdout();
    const auto done = import_plan_command(*application_, plan_file);
    testing::internal::GetCapturedStdout();
    ASSERT_TRUE(done) << describe_error(done.error());
  }
  void add_demo() {
    testing::internal::CaptureStdout();
    const auto done = demo_command(*application_);
    testing::internal::GetCapturedStdout();
    ASSERT_TRUE(done) << describe_error(done.error());
  }

  net::Response get(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
    net::Request request;
    request.target = path;
    request.path = path;
    request.query = std::move(query);
    request.id = "test";
    return application_->router().answer(request);
  }
  std::string page(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
    const auto response = get(path, std::move(query));
    EXPECT_EQ(response.status, 200) << path;
    return response.body;
  }

  ~Pages() override { std::filesystem::remove_all(files_); }

  std::filesystem::path files_ = std::filesystem::temp_directory_path() / ("gulou_pages_" + Id::make(1).text());
  FixedClock clock_;
  std::unique_ptr<Application> application_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

TEST_F(Pages, an_empty_database_says_so_and_claims_no_source) {
  const auto home = page("/");
  EXPECT_TRUE(has(home, "这里还没有资料"));
  EXPECT_FALSE(has(home, "国家统计局"));
  EXPECT_TRUE(has(page("/plan"), "还没有发布工作要点"));
  EXPECT_TRUE(has(page("/scoreboard"), "还没有发布工作要点"));
  EXPECT_EQ(get("/u/522600000000").status, 404);
}

TEST_F(Pages, without_a_plan_one_still_finds_a_village) {
  import_divisions();
  const auto home = page("/");
  EXPECT_EQ(count(home, "href=\"/u/5226"), 16u);
  EXPECT_TRUE(has(home, "自 2023年6月30日起的版本")) << home;
  EXPECT_FALSE(has(home, "工作要点第五部分"));
  const auto found = page("/", {{"q", "未来城"}});
  EXPECT_TRUE(has(found, "<mark>未来城</mark>"));
  EXPECT_FALSE(has(page("/u/522601000000"), "工作要点在本地的进展"));
}

TEST_F(Pages, figures_that_nobody_reported_are_not_zero) {
  import_divisions();
  import_plan();
  const auto county = page("/u/522601000000");
  EXPECT_TRUE(has(county, "这里还没有任何数字"));
  EXPECT_TRUE(has(county, "尚无数据"));
  EXPECT_FALSE(has(county, "示例数据"));
  const auto board = page("/scoreboard");
  EXPECT_TRUE(has(board, "尚无数据"));
  EXPECT_FALSE(has(board, "示例数据"));
}

TEST_F(Pages, demo_figures_are_called_that_on_every_page) {
  import_divisions();
  import_plan();
  add_demo();
  for (const auto* path : {"/", "/plan", "/plan/full", "/plan/2016/1.1", "/scoreboard", "/u/522600000000",
                           "/u/522601000000", "/u/522601001000", "/u/522601001006"})
    EXPECT_TRUE(has(page(path), "<b>示例数据</b>")) << path;
  EXPECT_TRUE(has(page("/u/522601001006"), "工作要点在本地的进展"));
}

TEST_F(Pages, what_is_typed_is_shown_as_text) {
  import_divisions();
  const auto found = page("/", {{"q", "<script>alert(1)</script>"}});
  EXPECT_FALSE(has(found, "<script>"));
  EXPECT_TRUE(has(found, "&lt;script&gt;"));
}

TEST_F(Pages, an_unknown_place_and_clause_get_a_page_that_helps) {
  import_divisions();
  import_plan();
  for (const auto* path : {"/u/999999999999", "/plan/2016/9.9", "/plan/1999/1.1", "/nowhere"}) {
    const auto response = get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_TRUE(has(response.body, "name=\"q\"")) << path;
    EXPECT_TRUE(has(response.body, "test")) << "the number of the request, for a report";
  }
  EXPECT_EQ(get("/scoreboard", {{"at", "999999999999"}}).status, 404);
}

TEST_F(Pages, elders_mode_is_remembered_and_comes_back_to_the_page) {
  const auto chosen = get("/elders", {{"on", "1"}, {"back", "/plan"}});
  EXPECT_EQ(chosen.status, 303);
  std::string cookie;
  std::string location;
  for (const auto& [name, value] : chosen.headers) {
    if (name == "Set-Cookie" && value.starts_with("elders=")) cookie = value;
    if (name == "Location") location = value;
  }
  EXPECT_TRUE(cookie.starts_with("elders=1;")) << cookie;
  EXPECT_EQ(location, "/plan");
  for (const auto* elsewhere : {"https://elsewhere.example/", "//elsewhere.example/"}) {
    for (const auto& [name, value] : get("/elders", {{"on", "1"}, {"back", elsewhere}}).headers) {
      if (name == "Location") {
        EXPECT_EQ(value, "/") << elsewhere;
      }
    }
  }
  EXPECT_TRUE(has(page("/plan", {{"elders", "1"}}), "class=\"elders\""));
  EXPECT_FALSE(has(page("/plan"), "class=\"elders\""));
}

TEST_F(Pages, a_withdrawn_village_keeps_its_page) {
  import_divisions();
  std::ifstream in(divisions_file);
  const auto path = std::filesystem::temp_directory_path() / ("gulou-pages-" + std::to_string(::getpid()) + ".csv");
  std::ofstream out(path);
  for (std::string line; std::getline(in, line);)
    if (!line.starts_with("522601001006,")) out << line << "\n";
  out.close();
  import_divisions(path.string(), *Date::of(2024, 6, 30));
  std::filesystem::remove(path);
  const auto gone = page("/u/522601001006");
  EXPECT_TRUE(has(gone, "这个区划已撤销"));
  EXPECT_TRUE(has(gone, "2024年6月30日"));
}

}  // namespace
}  // namespace gulou::app
