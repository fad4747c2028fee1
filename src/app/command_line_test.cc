// The command line as an operator meets it: exit codes, what is printed, and that refused input changes nothing.
#include "app/command_line.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing.h"

namespace gulou::app {
namespace {

constexpr auto divisions_file = GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv";
constexpr auto plan_file = GULOU_SOURCE_DIR "/data/plans/2016.json";

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;
};

Outcome run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "gulou");
  std::vector<char*> argv;
  for (auto& each : arguments) argv.push_back(each.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.exit_code = run_command_line(static_cast<int>(argv.size()), argv.data());
  std::fflush(stdout);
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class CommandLine : public testing::Test {
 protected:
  CommandLine() : database_(db::open_test_database()) {
    folder_ = std::filesystem::temp_directory_path() / std::filesystem::path(db::location_of(*database_)).stem();
    folder_ += "_files";
    std::filesystem::create_directory(folder_);
  }
  ~CommandLine() override { std::filesystem::remove_all(folder_); }

  Outcome gulou(std::vector<std::string> arguments) {
    const auto location = db::location_of(*database_);
    if (database_->engine() == db::Engine::postgres) {
      arguments.insert(arguments.begin(), {"--database", location});
    }
    arguments.insert(arguments.begin(), {"--data", (folder_ / "data").string()});  // and of files, on either
    return run(std::move(arguments));
  }

  std::string file(const std::string& name, const std::string& text) {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  std::unique_ptr<db::Database> database_;
  std::filesystem::path folder_;
};

TEST_F(CommandLine, help_names_the_commands_and_exit_codes) {
  const auto help = run({"--help"});
  EXPECT_EQ(help.exit_code, done);
  for (const auto* word :
       {"serve", "import", "verify", "migrate", "openapi", "demo", "--data", "--database", "Exit codes"})
    EXPECT_TRUE(has(help.out, word)) << word;
}

TEST_F(CommandLine, wrong_usage_is_told_apart) {
  EXPECT_EQ(run({}).exit_code, wrong_usage);
  EXPECT_EQ(run({"dance"}).exit_code, wrong_usage);
  EXPECT_EQ(run({"serve", "--port", "many"}).exit_code, wrong_usage);
  EXPECT_EQ(run({"import", "plan"}).exit_code, wrong_usage);
}

TEST_F(CommandLine, a_fresh_database_is_filled_and_sound) {
  const auto first = gulou({"import", "divisions", divisions_file, "--on", "2023-06-30"});
  EXPECT_EQ(first.exit_code, done) << first.err;
  EXPECT_TRUE(has(first.out, "added 2673, renamed 0, moved 0, recoded 0, withdrawn 0")) << first.out;
  const auto again = gulou({"import", "divisions", divisions_file, "--on", "2024-06-30"});
  EXPECT_TRUE(has(again.out, "added 0, renamed 0, moved 0, recoded 0, withdrawn 0")) << again.out;
  const auto plan = gulou({"import", "plan", plan_file});
  EXPECT_EQ(plan.exit_code, done) << plan.err;
  EXPECT_TRUE(has(plan.out, "added (")) << plan.out;
  EXPECT_TRUE(has(gulou({"import", "plan", plan_file}).out, "unchanged (")) << plan.out;
  const auto sound = gulou({"verify"});
  EXPECT_EQ(sound.exit_code, done);
  EXPECT_TRUE(has(sound.out, "journal: 4 entries")) << sound.out;
  EXPECT_TRUE(sound.out.ends_with("\nsound\n")) << sound.out;
}

TEST_F(CommandLine, a_faulty_division_file_is_named_by_line_and_field_and_changes_nothing) {
  const auto path = file("bad.csv",
                         "code,name,parent_code,level\n"
                         "520000000000,贵州省,,province\n"
                         "522600000000,,520000000000,prefecture\n");
  const auto refused_file = gulou({"import", "divisions", path});
  EXPECT_EQ(refused_file.exit_code, refused);
  EXPECT_TRUE(has(refused_file.err, "bad.csv")) << refused_file.err;
  EXPECT_TRUE(has(refused_file.err, "3")) << refused_file.err;
  EXPECT_TRUE(has(refused_file.err, "name")) << refused_file.err;
  const auto after = gulou({"import", "divisions", divisions_file, "--on", "2023-06-30"});
  EXPECT_TRUE(has(after.out, "added 2673")) << after.out;
}

TEST_F(CommandLine, what_is_odd_in_a_division_file_is_said_and_imported) {
  const auto path = file("odd.csv",
                         "code,name,parent_code,level,urban_rural_class\n"
                         "520000000000,贵州省,,province,\n"
                         "522600000000,黔东南州,520000000000,prefecture,\n"
                         "522601000000,凯里市,522600000000,county,\n"
                         "522601101000,城西街道,522601000000,township,\n"
                         "522601101201,清江社区居民委员会,522601101000,village,121\n");
  const auto done_so = gulou({"import", "divisions", path, "--on", "2023-06-30"});
  EXPECT_EQ(done_so.exit_code, done) << done_so.err;
  EXPECT_TRUE(has(done_so.out, "2 places worth a second look")) << done_so.out;
  EXPECT_TRUE(has(done_so.out, "odd.csv:5 “城西街道”像是街道，代码 522601101000 却在镇一段。")) << done_so.out;
  EXPECT_TRUE(has(done_so.out, "odd.csv:6")) << done_so.out;
  EXPECT_TRUE(has(done_so.out, "added 5")) << done_so.out;
}

TEST_F(CommandLine, a_faulty_plan_is_named_by_field_and_changes_nothing) {
  ASSERT_EQ(gulou({"import", "divisions", divisions_file, "--on", "2023-06-30"}).exit_code, done);
  std::ifstream in(plan_file);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto at = text.find("elections.turnout");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 17, "elections.unknown");
  const auto bad = gulou({"import", "plan", file("plan.json", text)});
  EXPECT_EQ(bad.exit_code, refused);
  EXPECT_TRUE(has(bad.err, "plan.json#/sections/0/clauses/0/targets/1/measure")) << bad.err;
  EXPECT_TRUE(has(gulou({"import", "plan", plan_file}).out, "added (")) << "the refused plan had been stored";
}

TEST_F(CommandLine, what_is_not_there_is_said) {
  const auto missing = gulou({"import", "plan", (folder_ / "nowhere.json").string()});
  EXPECT_EQ(missing.exit_code, refused);
  EXPECT_TRUE(has(missing.err, "nowhere.json")) << missing.err;
  const auto no_plan = gulou({"demo"});
  EXPECT_EQ(no_plan.exit_code, refused);
  EXPECT_TRUE(has(no_plan.err, "no_plan")) << no_plan.err;
  const auto no_date = gulou({"import", "divisions", divisions_file, "--on", "soon"});
  EXPECT_EQ(no_date.exit_code, refused);
  EXPECT_TRUE(has(no_date.err, "--on")) << no_date.err;
}

TEST_F(CommandLine, a_machine_that_fails_has_an_exit_code_of_its_own) {
  EXPECT_EQ(run({"--database", "postgres://nobody@127.0.0.1:1/nothing?connect_timeout=2", "verify"}).exit_code, failed);
}

TEST_F(CommandLine, verify_names_what_is_wrong) {
  ASSERT_EQ(gulou({"import", "divisions", divisions_file, "--on", "2023-06-30"}).exit_code, done);
  const auto location = database_->engine() == db::Engine::postgres ? db::location_of(*database_)
                                                                    : (folder_ / "data" / "gulou.sqlite").string();
  const auto opened = db::Database::open(location);
  ASSERT_TRUE(opened);
  ASSERT_TRUE((*opened)->write([](db::Transaction& tx) -> Result<std::int64_t> {
    TRY(tx.execute("UPDATE unit_code SET code = '522601001699' WHERE code = '522601001001'"));
    return tx.execute(
        "INSERT INTO measure_total (unit_id, period, measure, n, d, reported) "
        "SELECT id, '2016', 'elections.turnout', 1, 2, 1 FROM unit WHERE level = 'county'");
  }));
  const auto faulty = gulou({"verify"});
  EXPECT_EQ(faulty.exit_code, refused);
  EXPECT_TRUE(has(faulty.out, "17 faults")) << faulty.out;
  EXPECT_TRUE(has(faulty.out, "units: code 522601001699")) << faulty.out;
  EXPECT_TRUE(has(faulty.out, "measures: total of elections.turnout")) << faulty.out;
}

TEST_F(CommandLine, the_api_describes_itself) {
  const auto document = gulou({"openapi"});
  EXPECT_EQ(document.exit_code, done);
  EXPECT_TRUE(document.out.starts_with("{")) << document.out.substr(0, 100);
  EXPECT_TRUE(has(document.out, "\"openapi\": \"3.1"));
  EXPECT_TRUE(has(document.out, "\"/api/units/{code}\""));
  EXPECT_TRUE(has(document.out, "\"security\": []"));
}

TEST_F(CommandLine, SEC47_keys_are_shown_changed_and_given_up_and_a_lost_file_stops_every_command) {
  ASSERT_EQ(gulou({"migrate"}).exit_code, done);
  const auto shown = gulou({"keys", "show"});
  EXPECT_EQ(shown.exit_code, done);
  EXPECT_TRUE(has(shown.out, "seals  0 values\n")) << shown.out;
  const auto first = shown.out.substr(0, 8);
  const auto rotated = gulou({"keys", "rotate"});
  EXPECT_EQ(rotated.exit_code, done);
  EXPECT_TRUE(has(rotated.out, "seals from now on; 0 values sealed anew")) << rotated.out;
  EXPECT_TRUE(has(rotated.err, "Keep a copy")) << rotated.err;
  EXPECT_TRUE(has(gulou({"keys", "show"}).out, first)) << "it may still be needed";
  EXPECT_EQ(gulou({"keys", "prune"}).out, "given up: " + first + "\n");
  EXPECT_EQ(gulou({"keys", "prune"}).out, "nothing to give up\n");
  EXPECT_EQ(gulou({"verify"}).exit_code, done);

  const auto keys = folder_ / "data" / "keys";
  std::filesystem::rename(keys, folder_ / "kept");
  for (const auto* command : {"verify", "migrate", "openapi"}) {
    const auto without = gulou({command});
    EXPECT_EQ(without.exit_code, failed) << command;
    EXPECT_TRUE(has(without.err, "key_file_missing")) << without.err;
    EXPECT_TRUE(has(without.err, "Put back the copy")) << without.err;
  }
  EXPECT_FALSE(std::filesystem::exists(keys));
  EXPECT_EQ(gulou({"--keys", (folder_ / "kept").string(), "verify"}).exit_code, done);
  std::filesystem::permissions(folder_ / "kept", std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_TRUE(has(gulou({"--keys", (folder_ / "kept").string(), "verify"}).err, "chmod 600"));
}

TEST_F(CommandLine, a_token_is_shown_once_and_can_be_voided) {
  const auto token = gulou({"token", "--name", "tests"});
  EXPECT_EQ(token.exit_code, done);
  EXPECT_GE(token.out.size(), 43u);
  EXPECT_EQ(gulou({"token", "--name", "tests", "--revoke"}).out, "1 revoked\n");
  EXPECT_EQ(gulou({"token", "--name", "tests", "--revoke"}).out, "0 revoked\n");
}

}  // namespace
}  // namespace gulou::app
