// For tests of the plan's desks: the whole application over the real tree and the plan of 2016, and people who are
// signed in.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/application.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "db/testing.h"
#include "modules/plan/comment.h"
#include "modules/plan/document.h"
#include "modules/plan/draft.h"
#include "modules/plan/press.h"
#include "modules/plan/report.h"
#include "modules/plan/store.h"
#include "spine/access/accounts.h"
#include "spine/access/testing.h"
#include "spine/units/division_import.h"

namespace gulou {

using access::code_of;
using access::Role;
using access::TestBrowser;

inline constexpr std::string_view prefecture = "522600000000";
inline constexpr std::string_view kaili = "522601000000";
inline constexpr std::string_view huangping = "522622000000";
inline constexpr std::string_view kaili_township = "522601001000";

class PlanDesk : public testing::Test {
 protected:
  PlanDesk() {
    application_ = must(app::Application::over(db::open_test_database(), clock_, {}, files_));
    access::without_second_factor(database());
    const auto source = must(units::read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv"));
    std::ifstream in(GULOU_SOURCE_DIR "/data/plans/2016.json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto document = must(plan::read_document(text, application_->catalogue()));
    must(database().write([&](db::Transaction& tx) -> Result<void> {
      TRY(units::import_divisions(tx, clock_, source, {.valid_from = *Date::of(2015, 1, 1)}));
      TRY(plan::import_plan(tx, clock_, document));
      return {};
    }));
  }
  ~PlanDesk() override { std::filesystem::remove_all(files_); }

  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();  // nothing after this could mean anything
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }
  template <class T>
  static T read(const net::Response& response) {
    EXPECT_LT(response.status, 300) << response.body;
    return must(json::read<T>(response.body));
  }

  db::Database& database() { return application_->database(); }
  TestBrowser visitor() { return TestBrowser(application_->router()); }

  // Someone with that role at that unit, signed in.
  TestBrowser desk(Role role, std::string_view unit) {
    static const std::string hash = must(crypto::hash_password("a-long-password"));
    const auto name = fmt::format("{}.{}", name_of(role), ++people_);
    must(database().write([&](db::Transaction& tx) -> Result<void> {
      const auto shell = access::operator_on_shell(clock_);
      const auto made = TRY(access::create_account(tx, clock_, shell, {name, "演示人员", std::string(unit)}, hash));
      TRY(access::grant_post(tx, clock_, shell, made.id, {.role = role, .unit = std::string(unit)}));
      TRY(tx.execute("UPDATE account SET state = 'active' WHERE id = $1", made.id));
      return {};
    }));
    TestBrowser browser(application_->router());
    EXPECT_EQ(browser.sign_in(name, "a-long-password").status, 200);
    return browser;
  }

  static std::string ask_body(std::string_view unit, std::string_view task = "1.2-1",
                              std::string_view due = "2016-09-30") {
    return fmt::format(R"({{"task":"{}","units":["{}"],"due_on":"{}","note":"请写明试点做法"}})", task, unit, due);
  }
  plan::Report asked(TestBrowser& by, std::string_view unit, std::string_view task = "1.2-1") {
    const auto list = read<plan::ReportList>(by.post("/api/plans/2016/reports", ask_body(unit, task)));
    EXPECT_EQ(list.reports.size(), 1u);
    return list.reports.front();
  }
  static std::string address(const plan::Report& report, std::string_view action = {}) {
    return fmt::format("/api/reports/{}{}{}", report.id.text(), action.empty() ? "" : "/", action);
  }
  static std::string written(std::int64_t version, std::string_view text = "已在两个社区开展。") {
    return fmt::format(R"({{"version":{},"progress":"under_way","text":"{}"}})", version, text);
  }
  static std::string act(std::int64_t version, std::string_view reason = {}) {
    return reason.empty() ? fmt::format(R"({{"version":{},"reason":null}})", version)
                          : fmt::format(R"({{"version":{},"reason":"{}"}})", version, reason);
  }
  static std::vector<std::string> names(const std::vector<workflow::OfferedAction>& actions) {
    std::vector<std::string> out;
    for (const auto& each : actions) out.push_back(each.name);
    return out;
  }

  std::filesystem::path files_ =
      std::filesystem::temp_directory_path() / ("gulou_desk_" + crypto::hex(crypto::random_bytes(8)));
  FixedClock clock_{Instant(1'467'340'200'000)};  // 2016-07-01 10:30
  std::unique_ptr<app::Application> application_;
  int people_ = 0;
};

}  // namespace gulou
