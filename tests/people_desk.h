// For tests of the register: the whole application over the real tree, with a key file, and people who are signed in.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "app/application.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "db/testing.h"
#include "spine/access/accounts.h"
#include "spine/access/testing.h"
#include "spine/journal/model.h"
#include "spine/people/api_model.h"
#include "spine/people/id_number.h"
#include "spine/people/register.h"
#include "spine/units/division_import.h"
#include "spine/units/queries.h"
#include "spine/units/use_cases.h"

namespace gulou {

using access::code_of;
using access::Role;
using access::TestBrowser;

inline constexpr std::string_view prefecture = "522600000000";
inline constexpr std::string_view kaili = "522601000000";
inline constexpr std::string_view chengxi = "522601001000";
inline constexpr std::string_view village_a = "522601001001";
inline constexpr std::string_view village_b = "522601001002";
inline constexpr std::string_view far_village = "522622100001";

// A valid number that nobody has: of a day, a sequence and a region.
inline std::string made_up_number(Date born, int sequence, std::string_view region = "522601") {
  const auto digits = fmt::format("{}{:04}{:02}{:02}{:03}", region, born.year(), born.month(), born.day(), sequence);
  return digits + people::id_check_character(digits);
}

class PeopleDesk : public testing::Test {
 protected:
  PeopleDesk() { open(db::open_test_database()); }
  ~PeopleDesk() override { std::filesystem::remove_all(folder_); }

  void open(std::unique_ptr<db::Database> database) {
    application_ = must(app::Application::over(std::move(database), clock_, {}, folder_ / "files", folder_ / "keys"));
    access::without_second_factor(this->database());
    const auto source = must(units::read_divisions(GULOU_SOURCE_DIR "/data/divisions-qiandongnan.csv"));
    must(this->database().write([&](db::Transaction& tx) {
      return units::import_divisions(tx, clock_, source, {.valid_from = *Date::of(2015, 1, 1)});
    }));
  }

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

  TestBrowser desk(Role role, std::string_view unit) {
    static const std::string hash = must(crypto::hash_password("a-long-password"));
    const auto name = fmt::format("{}.{}", name_of(role), ++people_);
    must(database().write([&](db::Transaction& tx) -> Result<void> {
      const auto shell = access::operator_on_shell(clock_);
      const auto made = TRY(access::create_account(tx, clock_, shell, {name, "演示人员", std::string(unit)}, hash));
      TRY(access::grant_post(tx, clock_, shell, made.id, {.role = role, .unit = std::string(unit)}));
      TRY(tx.execute("UPDATE account SET state = 'active' WHERE id = $1", made.id));
      account_ = made.id;
      return {};
    }));
    TestBrowser browser(application_->router());
    EXPECT_EQ(browser.sign_in(name, "a-long-password").status, 200);
    return browser;
  }

  static people::PersonFields someone(std::string name, std::optional<std::string> number = {}) {
    people::PersonFields fields;
    fields.name = std::move(name);
    fields.ethnic_code = "06";
    fields.id_number = std::move(number);
    if (!fields.id_number) {
      fields.sex = people::Sex::female;
      fields.born_on = *Date::of(1980, 5, 6);
    }
    return fields;
  }
  static std::string body_of(std::string_view village, const people::PersonFields& fields) {
    return json::write(people::NewPerson{std::string(village), fields});
  }
  net::Response add(TestBrowser& by, std::string_view village, const people::PersonFields& fields) {
    return by.post("/api/people", body_of(village, fields));
  }
  people::PersonDetail added(TestBrowser& by, std::string_view village, const people::PersonFields& fields) {
    const auto response = add(by, village, fields);
    EXPECT_EQ(response.status, 201) << response.body;
    return read<people::PersonDetail>(response);
  }
  static std::string address(const people::PersonDetail& detail, std::string_view rest = {}) {
    return fmt::format("/api/people/{}{}", detail.person.id.text(), rest);
  }
  net::Response change(TestBrowser& by, const people::PersonDetail& seen, const people::PersonFields& fields) {
    return by.send(net::Method::put, address(seen), json::write(people::ChangedPerson{seen.person.version, fields}));
  }
  net::Response leave(TestBrowser& by, const people::PersonDetail& seen, people::Departure how, std::string_view on) {
    return by.post(address(seen, "/leave"), json::write(people::Leaving{seen.person.version, how, *Date::parse(on)}));
  }
  people::PersonList list(TestBrowser& by, std::string_view query = {}) {
    return read<people::PersonList>(by.get(fmt::format("/api/people{}", query)));
  }
  static std::vector<std::string> names(const people::PersonList& list) {
    std::vector<std::string> out;
    for (const auto& each : list.people) out.push_back(each.name);
    std::ranges::sort(out);  // who is entered within one millisecond stands in no order
    return out;
  }
  std::vector<journal::JournalEntry> entries() {
    return must(database().read([](db::Reader& reader) {
      return reader.all<journal::JournalEntry>(
          "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
          "county_id, detail, request, previous, hash FROM journal_entry ORDER BY number");
    }));
  }
  std::int64_t count(std::string_view sql) {
    return must(database().read([&](db::Reader& reader) { return reader.integer(sql); })).value_or(0);
  }
  // "pointer rule" of each field at fault.
  static std::vector<std::string> faults(const net::Response& response) {
    std::vector<std::string> out;
    const auto document = must(json::parse(response.body));
    if (const auto* errors = document.find("errors"))
      for (const auto& each : *errors->as_list())
        out.push_back(*each.find("field")->as_text() + " " + *each.find("rule")->as_text());
    return out;
  }
  void later(std::int64_t ms) { clock_.set(Instant(clock_.now().ms() + ms)); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("gulou_people_" + crypto::hex(crypto::random_bytes(8)));
  FixedClock clock_{Instant(1'467'340'200'000)};  // 2016-07-01 10:30
  std::unique_ptr<app::Application> application_;
  Id account_;
  int people_ = 0;
};

}  // namespace gulou
