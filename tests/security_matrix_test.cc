// tests/security/matrix.csv: role × route, as people reviewed it, against the whole application.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "app/application.h"
#include "crypto/password.h"
#include "db/testing.h"
#include "spine/access/accounts.h"
#include "spine/access/testing.h"
#include "spine/units/division_import.h"
#include "spine/units/queries.h"

namespace gulou {
namespace {

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
  if (!result) std::abort();  // nothing after this could mean anything
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// A unit of the real tree at which the role may be held.
std::string unit_for(const access::RoleInfo& info) {
  using units::Level;
  const std::map<Level, std::string> units{{Level::prefecture, "522600000000"},
                                           {Level::county, "522601000000"},
                                           {Level::township, "522601001000"},
                                           {Level::village, "522601001006"}};
  for (const auto level : info.levels)
    if (const auto found = units.find(level); found != units.end()) return found->second;
  return {};
}

class SecurityMatrix : public testing::Test {
 protected:
  SecurityMatrix() : application_(must(app::Application::over(db::open_test_database(), clock_))) {
    access::without_second_factor(application_->database());
    const auto source = must(units::read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv"));
    must(application_->database().write([&](db::Transaction& tx) {
      return units::import_divisions(tx, clock_, source, {.valid_from = *Date::of(2015, 1, 1)});
    }));
  }

  // A browser in which someone of that role is signed in.
  access::TestBrowser desk(const access::RoleInfo& info) {
    static const std::string hash = must(crypto::hash_password("a-long-password"));
    const auto name = std::string(name_of(info.role));
    must(application_->database().write([&](db::Transaction& tx) -> Result<void> {
      const auto shell = access::operator_on_shell(clock_);
      const auto made = TRY(access::create_account(tx, clock_, shell, {name, "演示人员", unit_for(info)}, hash));
      TRY(access::grant_post(tx, clock_, shell, made.id, {.role = info.role, .unit = unit_for(info)}));
      TRY(tx.execute("UPDATE account SET state = 'active' WHERE id = $1", made.id));
      return {};
    }));
    access::TestBrowser browser(application_->router());
    EXPECT_EQ(browser.sign_in(name, "a-long-password").status, 200) << name;
    return browser;
  }

  // The gate alone decides here: no parameter names anything that exists, and no body is a good one.
  static std::string answer(access::TestBrowser& browser, const net::Route& route) {
    std::string target;
    bool in_parameter = false;
    for (const char c : route.pattern) {
      if (c == '{') target += '0';
      in_parameter = (in_parameter || c == '{') && c != '}';
      if (!in_parameter && c != '}') target += c;
    }
    const auto response = browser.send(route.method, target, "[]");
    if (response.status == 401) return "401";
    return access::code_of(response) == "not_permitted" ? "no" : "yes";
  }

  FixedClock clock_{Instant(1'467'340'200'000)};  // 2016-07-01 10:30
  std::unique_ptr<app::Application> application_;
};

TEST_F(SecurityMatrix, SEC13_every_route_answers_every_role_as_it_was_reviewed) {
  std::ifstream in(GULOU_SOURCE_DIR "/tests/security/matrix.csv");
  std::set<std::string> reviewed;
  for (std::string line; std::getline(in, line);) reviewed.insert(line);

  std::vector<std::string> heading{"route", "permission", "visitor"};
  std::vector<access::TestBrowser> browsers{access::TestBrowser(application_->router())};
  for (const auto& info : access::all_roles()) {
    heading.emplace_back(name_of(info.role));
    browsers.push_back(desk(info));
  }
  std::vector<std::string> now{fmt::format("{}", fmt::join(heading, ","))};
  for (const auto& route : application_->router().routes()) {
    // Signing out ends the session that the next rows need; it asks for nothing but one.
    if (!route.pattern.starts_with("/api/") || (route.method == net::Method::del && route.pattern == "/api/session"))
      continue;
    std::vector<std::string> cells{fmt::format("{} {}", net::name_of_method(route.method), route.pattern),
                                   route.permission};
    for (auto& browser : browsers) cells.push_back(answer(browser, route));
    now.push_back(fmt::format("{}", fmt::join(cells, ",")));
  }
  for (const auto& line : now) EXPECT_TRUE(reviewed.erase(line)) << "not as reviewed: " << line;
  EXPECT_TRUE(reviewed.empty()) << "no longer there: " << fmt::format("{}", fmt::join(reviewed, "\n"));
  EXPECT_GT(now.size(), 40u);
}

}  // namespace
}  // namespace gulou
