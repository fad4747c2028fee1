// For tests of access: a small tree, its routes behind the real gate, and people who are signed in.
//
//   黔东南州 522600000000 > 凯里市 522601000000 > 城西街道 …1001000 > 金井社区 …1001006, 西门社区 …1001007
//                         > 榕江县 522632000000 > 古州镇 …2001000 > 车江村 …2001201
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "crypto/password.h"
#include "db/testing.h"
#include "spine/access/accounts.h"
#include "spine/access/api.h"
#include "spine/access/api_model.h"
#include "spine/access/gate.h"
#include "spine/access/store.h"
#include "spine/access/testing.h"
#include "spine/journal/api.h"
#include "spine/journal/journal.h"
#include "spine/journal/verify.h"
#include "spine/settings/settings.h"
#include "spine/units/division_import.h"
#include "spine/units/queries.h"
#include "spine/workflow/store.h"

namespace gulou::access {

inline constexpr std::string_view prefecture = "522600000000";
inline constexpr std::string_view kaili = "522601000000";
inline constexpr std::string_view rongjiang = "522632000000";
inline constexpr std::string_view chengxi = "522601001000";
inline constexpr std::string_view guzhou = "522632001000";
inline constexpr std::string_view jinjing = "522601001006";
inline constexpr std::string_view ximen = "522601001007";
inline constexpr std::string_view chejiang = "522632001201";

class TestAccess {
 public:
  TestAccess() : database(db::open_test_database()) {
    auto all = journal::migrations();
    for (const auto& more : {settings::migrations(), units::migrations(), access::migrations(), workflow::migrations()})
      all.insert(all.end(), more.begin(), more.end());
    must(database->migrate(all));
    using enum units::Level;
    const units::DivisionSource source{
        .divisions = {{"520000000000", "贵州省", "", province},
                      {"522600000000", "黔东南州", "520000000000", units::Level::prefecture},
                      {"522601000000", "凯里市", "522600000000", county},
                      {"522632000000", "榕江县", "522600000000", county},
                      {"522601001000", "城西街道", "522601000000", township},
                      {"522632001000", "古州镇", "522632000000", township},
                      {"522601001006", "金井社区", "522601001000", village},
                      {"522601001007", "西门社区", "522601001000", village},
                      {"522632001201", "车江村", "522632001000", village}},
        .name = "test.csv",
        .sha256 = std::string(64, '0')};
    must(database->write([&](db::Transaction& tx) {
      return units::import_divisions(tx, clock, source, {.valid_from = *Date::of(2015, 1, 1)});
    }));
    without_second_factor(*database);
    register_session_routes(router, context);
    register_factor_routes(router, context);
    register_account_routes(router, context);
    journal::register_routes(router, context);
    router.set_gate(make_gate(*database, clock, permissions));
    router.set_failure_log([](const Error& error, const net::Request& request) {
      ADD_FAILURE() << request.path << ": " << describe_error(error) << " " << error.internal.value;
    });
    EXPECT_TRUE(router.mistakes().empty());
  }

  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
    if (!result) std::abort();  // nothing after this could mean anything
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }

  // An account with these roles, made by the operator, whose password is its name and "-password". Hashing costs 30 ms,
  // so one hash serves all that are named alike.
  Id person(const std::string& name, std::string_view home,
            const std::vector<std::pair<Role, std::string_view>>& posts) {
    const auto caller = operator_on_shell(clock);
    const auto hash = must(crypto::hash_password(name + "-password"));
    return must(database->write([&](db::Transaction& tx) -> Result<Id> {
      const auto made = TRY(create_account(tx, clock, caller, {name, "演示" + name, std::string(home)}, hash));
      for (const auto& [role, unit] : posts)
        TRY(grant_post(tx, clock, caller, made.id, {.role = role, .unit = std::string(unit)}));
      TRY(tx.execute("UPDATE account SET state = 'active' WHERE id = $1", made.id));
      TRY(tx.execute("DELETE FROM handed_out_password WHERE account_id = $1", made.id));
      return made.id;
    }));
  }
  // Such a person, signed in.
  TestBrowser desk(Role role, std::string_view unit) {
    const auto name = std::string(name_of(role)) + "." + std::string(unit) + "." + std::to_string(++people_);
    last_account = person(name, unit, {{role, unit}});
    TestBrowser browser(router);
    EXPECT_EQ(browser.sign_in(name, name + "-password").status, 200);
    return browser;
  }
  template <class T>
  static T read(const net::Response& response) {
    EXPECT_LT(response.status, 300) << response.body;
    return must(json::read<T>(response.body));
  }
  std::int64_t count(std::string_view sql) {
    return must(database->read([&](db::Reader& reader) { return reader.integer(sql); })).value_or(0);
  }
  template <class... Args>
  void execute(std::string_view sql, const Args&... args) {
    must(database->write([&](db::Transaction& tx) { return tx.execute(sql, args...); }));
  }
  journal::JournalEntry last_entry() {
    return must(database->read([](db::Reader& reader) {
             return reader.first<journal::JournalEntry>(
                 "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, "
                 "unit_id, county_id, detail, request, previous, hash FROM journal_entry ORDER BY number DESC LIMIT 1");
           }))
        .value();
  }
  Id unit_id(std::string_view code) {
    return must(database->read([&](db::Reader& reader) { return units::by_code(reader, code); })).id;
  }

  FixedClock clock{Instant(1'467'340'200'000)};  // 2016-07-01 10:30
  std::unique_ptr<db::Database> database;
  PermissionTable permissions = [] {
    auto all = access::permissions();
    for (const auto& more : journal::permissions()) all.push_back(more);
    all.push_back({.name = "desk.write",
                   .allows = {"测试", "Test"},
                   .roles = {Role::county_bureau, Role::village_committee},
                   .programs = true});
    return must(PermissionTable::make(std::move(all)));
  }();
  measures::Catalogue catalogue = must(measures::Catalogue::make({}));
  calendar::Calendar calendar = must(calendar::Calendar::built_in());
  rules::Library rules = must(rules::Library::built_in());
  documents::FileStore files{""};
  documents::AttachmentOwners attachment_owners;
  std::unique_ptr<vault::Vault> vault = vault::Vault::in_memory();
  ModuleContext context{*database, catalogue, clock, permissions, calendar, rules, files, attachment_owners, *vault};
  net::Router router;
  Id last_account;

 private:
  int people_ = 0;
};

}  // namespace gulou::access
