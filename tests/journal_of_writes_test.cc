// Every write over HTTP and every import leaves exactly one entry, with who did it; a refused one leaves none.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "app/application.h"
#include "app/commands.h"
#include "base/json.h"
#include "db/testing.h"
#include "spine/access/operator_token.h"
#include "spine/journal/model.h"

namespace gulou::app {
namespace {

class JournalOfWrites : public testing::Test {
 protected:
  JournalOfWrites() : application_(must(Application::over(db::open_test_database(), clock_, {}, files_))) {}
  ~JournalOfWrites() override { std::filesystem::remove_all(files_); }

  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }

  void import_all() {
    must(import_divisions_command(*application_, GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv",
                                  *Date::of(2015, 1, 1), false));
    must(import_plan_command(*application_, GULOU_SOURCE_DIR "/data/plans/2016.json"));
  }
  std::vector<journal::JournalEntry> entries() {
    return must(application_->database().read([](db::Reader& reader) {
      return reader.all<journal::JournalEntry>(
          "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
          "county_id, detail, request, previous, hash FROM journal_entry ORDER BY number");
    }));
  }
  net::Response send(net::Method method, std::string path, std::string body, const std::string& token) {
    net::Request request;
    request.method = method;
    request.path = std::move(path);
    request.body = std::move(body);
    request.id = "request-1";
    request.headers = {{"content-type", "application/json"}, {"authorization", "Bearer " + token}};
    return application_->router().answer(request);
  }

  std::filesystem::path files_ = std::filesystem::temp_directory_path() / ("gulou_journal_" + Id::make(1).text());
  FixedClock clock_{*Date::of(2016, 7, 1)};
  std::unique_ptr<Application> application_;
};

TEST_F(JournalOfWrites, AnImportIsOneEntryWithHashAndCounts) {
  import_all();
  const auto rows = entries();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].action, "import.divisions");
  EXPECT_EQ(rows[0].actor, "import");
  const auto divisions = must(json::parse(rows[0].detail));
  EXPECT_EQ(*divisions.find("added")->as_integer(), 2673);
  EXPECT_EQ(divisions.find("sha256")->as_text()->size(), 64u);
  EXPECT_EQ(rows[1].action, "import.plan");
  const auto plan = must(json::parse(rows[1].detail));
  EXPECT_GT(*plan.find("tasks")->as_integer(), 0);
  EXPECT_EQ(plan.find("sha256")->as_text()->size(), 64u);
}

TEST_F(JournalOfWrites, LoadingTheDemoIsJournalled) {
  // One village and a small plan: the whole demo takes most of a minute on PostgreSQL.
  const auto divisions = std::filesystem::temp_directory_path() / ("gulou_" + Id::make(1).text() + ".csv");
  std::ofstream(divisions) << "code,name,parent_code,level\n520000000000,贵州省,,province\n"
                              "522600000000,黔东南州,520000000000,prefecture\n"
                              "522601000000,凯里市,522600000000,county\n"
                              "522601001000,城西街道,522601000000,township\n"
                              "522601001006,金井社区,522601001000,village\n";
  must(import_divisions_command(*application_, divisions.string(), *Date::of(2015, 1, 1), false));
  std::filesystem::remove(divisions);
  must(import_plan_command(*application_, GULOU_SOURCE_DIR "/src/modules/plan/testdata/good/small.json"));
  must(demo_command(*application_));
  const auto rows = entries();
  std::map<std::string, int> actions;
  for (const auto& row : rows) ++actions[row.action];
  // Eight people (Huangping is not in this tree), each made and given a post as any other.
  EXPECT_EQ(actions, (std::map<std::string, int>{{"import.divisions", 1},
                                                 {"import.plan", 1},
                                                 {"settings.set", 2},
                                                 {"account.create", 8},
                                                 {"post.grant", 8},
                                                 {"household.add", 30},
                                                 {"people.add", 120},
                                                 {"attachment.add", 2},
                                                 {"notices.recording.add", 2},
                                                 {"notices.notice.create", 5},
                                                 {"notices.notice.publish", 5},
                                                 {"demo.load", 1}}));
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(JournalOfWrites, TokensAreJournalledWithoutThemselves) {
  const auto token = must(access::make_operator_token(application_->database(), clock_, "probe"));
  must(access::revoke_operator_tokens(application_->database(), clock_, "probe"));
  const auto rows = entries();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].action, "token.make");
  EXPECT_EQ(rows[0].actor, "operator");
  EXPECT_EQ(rows[0].post, "shell");
  EXPECT_EQ(rows[1].action, "token.revoke");
  for (const auto& row : rows) EXPECT_EQ(row.detail.find(token), std::string::npos);
}

TEST_F(JournalOfWrites, SEC39_EveryWriteOverHttpIsOneEntryOfItsSender) {
  import_all();
  const auto token = must(access::make_operator_token(application_->database(), clock_, "probe"));
  const auto expect_entry = [&](std::string path, std::string body, int status, std::string_view action) {
    const auto before = entries().size();
    const auto answer = send(net::Method::post, std::move(path), std::move(body), token);
    EXPECT_EQ(answer.status, status) << answer.body;
    const auto after = entries();
    ASSERT_EQ(after.size(), before + (action.empty() ? 0 : 1));
    if (action.empty()) return;
    EXPECT_EQ(after.back().action, action);
    EXPECT_EQ(after.back().actor, "operator");
    EXPECT_EQ(after.back().post, "token probe");
    EXPECT_EQ(after.back().request, "request-1");
    EXPECT_TRUE(after.back().account_id);
  };
  const std::string group = R"({"parent_code":"522601001006","parent_id":null,"level":"group","name":"一组"})";
  expect_entry("/api/units", group, 201, "units.add");
  expect_entry("/api/units", group, 409, "");
  expect_entry("/api/measures/elections.turnout/values",
               R"({"source":"s","values":[{"unit":"522601001006","period":"2016","n":1,"d":2}]})", 200,
               "measures.record");
  EXPECT_TRUE(entries().back().unit_id);
  expect_entry("/api/measures/elections.turnout/values",
               R"({"source":"s","values":[{"unit":"522601001006","period":"2016","n":3,"d":2}]})", 400, "");
  must(application_->database().write([](db::Transaction& tx) {
    return tx.execute(
        "UPDATE unit SET withdrawn_on = '2016-01-01' WHERE id = "
        "(SELECT unit_id FROM unit_code WHERE code = '522601001006')");
  }));
  expect_entry("/api/units/522601001006/successor", R"({"successor_code":"522601001001"})", 200, "units.successor");
  expect_entry("/api/units/522601001006/successor", R"({"successor_code":"522601000000"})", 400, "");
  EXPECT_EQ(send(net::Method::post, "/api/units", group, "gulou_wrong").status, 401);
}

TEST_F(JournalOfWrites, VerifyNamesTheEntryThatWasAltered) {
  import_all();
  must(application_->database().write(
      [](db::Transaction& tx) { return tx.execute("UPDATE journal_entry SET detail = '{}' WHERE number = 1"); }));
  const auto faults = must(application_->verify());
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_NE(faults[0].find("entry 1 was altered"), std::string::npos) << faults[0];
}

}  // namespace
}  // namespace gulou::app
