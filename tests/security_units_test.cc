// tests/security/units.csv: for each route that concerns a unit, and each role that may call it at all (matrix.csv),
// what it answers about the own unit, the one above, one below, a sibling and a foreign one, as people reviewed it.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "app/application.h"
#include "app/commands.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "db/testing.h"
#include "modules/notices/notice.h"
#include "modules/notices/recording.h"
#include "modules/plan/comment.h"
#include "modules/plan/draft.h"
#include "modules/plan/press.h"
#include "modules/plan/report.h"
#include "modules/plan/store.h"
#include "modules/residents/request.h"
#include "spine/access/accounts.h"
#include "spine/access/factor_reset.h"
#include "spine/access/testing.h"
#include "spine/documents/approval.h"
#include "spine/journal/journal.h"
#include "spine/people/api_model.h"
#include "spine/people/register.h"
#include "spine/people/store.h"
#include "spine/units/queries.h"

namespace gulou {
namespace {

using access::Role;
using net::Method;

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
  if (!result) std::abort();  // nothing after this could mean anything
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

constexpr std::string_view tree =
    "code,name,parent_code,level\n"
    "520000000000,贵州省,,province\n"
    "522600000000,黔东南州,520000000000,prefecture\n"
    "522601000000,凯里市,522600000000,county\n"
    "522601001000,城西街道,522601000000,township\n"
    "522601001001,甲村,522601001000,village\n"
    "522601001002,乙村,522601001000,village\n"
    "522601002000,大十字街道,522601000000,township\n"
    "522622000000,黄平县,522600000000,county\n"
    "522622100000,新州镇,522622000000,township\n"
    "522622100001,丙村,522622100000,village\n"
    "522700000000,黔南州,520000000000,prefecture\n"
    "522701000000,都匀市,522700000000,county\n";

// Where a unit stands to that of whoever asks.
constexpr std::array<std::string_view, 5> relations = {"own", "above", "below", "sibling", "foreign"};

// The units of these relations for a post at that level; "" where there is none.
std::array<std::string_view, 5> units_around(units::Level level) {
  using units::Level;
  if (level == Level::prefecture)
    return {"522600000000", "520000000000", "522601000000", "522700000000", "522701000000"};
  if (level == Level::county) return {"522601000000", "522600000000", "522601001000", "522622000000", "522701000000"};
  if (level == Level::township) return {"522601001000", "522601000000", "522601001001", "522601002000", "522622100000"};
  return {"522601001001", "522601001000", "", "522601001002", "522622100001"};
}

struct Probe {
  Method method = Method::get;
  std::string target;
  std::string body = {};
  std::string content_type = "application/json";
};

class SecurityUnits : public testing::Test {
 protected:
  SecurityUnits() : application_(must(app::Application::over(db::open_test_database(), clock_, {}, files_))) {
    const auto file = std::filesystem::temp_directory_path() / ("gulou_" + Id::make(1).text() + ".csv");
    std::ofstream(file) << tree;
    must(app::import_divisions_command(*application_, file.string(), *Date::of(2015, 1, 1), false));
    std::filesystem::remove(file);
    must(app::import_plan_command(*application_, GULOU_SOURCE_DIR "/src/modules/plan/testdata/good/small.json"));
    plan_ = must(application_->database().read([](db::Reader& reader) { return plan::load(reader, 2016); })).id;
  }

  ~SecurityUnits() override { std::filesystem::remove_all(files_); }

  db::Database& database() { return application_->database(); }
  Id next_id() { return Id::make(clock_.now().ms()); }
  units::UnitSummary unit(std::string_view code) {
    return must(database().read([&](db::Reader& reader) { return units::by_code(reader, code); }));
  }

  // A browser as which someone with that role at that unit is known to the gate.
  access::TestBrowser desk(Role role, std::string_view at) {
    application_->router().set_gate(
        access::gate_of(access::test_caller(database(), clock_, application_->permissions(), role, at)));
    return access::TestBrowser(application_->router());
  }

  // Things that belong to a unit, made beside the use cases so that there is one of each everywhere.
  std::string report_at(std::string_view code, std::string state) {
    const auto place = unit(code);
    const plan::ReportRow row{.id = next_id(),
                              .plan_id = plan_,
                              .clause = "1.1",
                              .task = "1.1-1",
                              .unit_id = place.id,
                              .by_unit_id = unit("522600000000").id,
                              .county_id = place.county_id,
                              .due_on = *Date::of(2016, 9, 30),
                              .note = "",
                              .state = std::move(state),
                              .text = "",
                              .asked_at = clock_.now(),
                              .submitted_at = {},
                              .decided_at = {}};
    must(database().write([&](db::Transaction& tx) -> Result<void> {
      TRY(tx.execute("DELETE FROM plan_report"));  // one question of a task and unit at a time
      return tx.insert(plan::report_table, row);
    }));
    return row.id.text();
  }
  // A village's record of somebody with a telephone; whatever the unit is.
  std::string record_at(std::string_view code) {
    const auto place = unit(code);
    people::PersonRow person{.id = next_id(),
                             .name = "测试甲",
                             .folded_name = "测试甲",
                             .ethnic_code = "06",
                             .ethnic_text = "",
                             .born_on = *Date::of(1990, 1, 1),
                             .id_number_sealed = {},
                             .id_number_index = {},
                             .died_on = {},
                             .created_at = clock_.now()};
    people::RecordRow record{.id = next_id(),
                             .person_id = person.id,
                             .village_id = place.id,
                             .unit_id = place.id,
                             .county_id = place.county_id,
                             .household_id = {},
                             .kinship = {},
                             .phone_sealed = {},
                             .phone_index = {},
                             .since = {},
                             .departure = {},
                             .left_on = {},
                             .changed_at = clock_.now()};
    must(database().write([&](db::Transaction& tx) -> Result<void> {
      record.phone_sealed = TRY(application_->vault().seal(tx, people::phone_place(record.id), "+8613812341234"));
      // Synthetic (standards: 522601 1990-01-01); without its index, so that everybody may have the same.
      person.id_number_sealed =
          TRY(application_->vault().seal(tx, people::id_number_place(person.id), "522601199001010010"));
      TRY(tx.insert(people::person_table, person));
      return tx.insert(people::record_table, record);
    }));
    return record.id.text();
  }
  std::string household_at(std::string_view code) {
    const auto place = unit(code);
    const people::HouseholdRow row{.id = next_id(),
                                   .village_id = place.id,
                                   .unit_id = place.id,
                                   .county_id = place.county_id,
                                   .number = next_id().text(),
                                   .address = ""};
    must(database().write([&](db::Transaction& tx) { return tx.insert(people::household_table, row); }));
    return row.id.text();
  }
  // One that is over: what may be done with it is another matter.
  std::string import_at(std::string_view code) {
    const auto place = unit(code);
    const Id id = next_id();
    must(database().write([&](db::Transaction& tx) {
      return tx.execute(
          "INSERT INTO person_import (id, village_id, county_id, state, sent_at, rows, added, changed, unchanged, "
          "faulty) VALUES ($1, $2, $3, 'done', $4, 0, 0, 0, 0, 0)",
          id, place.id, place.county_id, clock_.now());
    }));
    return id.text();
  }
  std::string resident_request_at(std::string_view code) {
    const auto place = unit(code);
    const auto record = *Id::parse(record_at(code));
    const residents::RequestRow row{
        .id = next_id(),
        .unit_id = place.id,
        .county_id = place.county_id,
        .kind = residents::RequestKind::erasure,
        .state = "submitted",
        .account_id = {},
        .person_id =
            must(database().read([&](db::Reader& reader) { return people::record_by_id(reader, record); })).person_id,
        .record_id = record,
        .field = {},
        .wanted_sealed = {},
        .why_sealed = {},
        .asked_at = clock_.now(),
        .due_on = *Date::of(2016, 7, 31),
        .decided_at = {},
        .kept = ""};
    must(database().write([&](db::Transaction& tx) { return tx.insert(residents::request_table, row); }));
    return row.id.text();
  }
  static people::PersonFields somebody() {
    people::PersonFields fields;
    fields.name = "测试乙";
    fields.ethnic_code = "06";
    fields.sex = people::Sex::female;
    fields.born_on = *Date::of(1980, 5, 6);
    return fields;
  }
  // The routes of the register.
  void add_people_probes(std::map<std::string, std::function<Probe(const std::string&)>>& all) {
    const auto get = [](std::string target) { return Probe{Method::get, std::move(target)}; };
    const auto person = [this](const auto& u, std::string_view rest = "") {
      return fmt::format("/api/people/{}{}", record_at(u), rest);
    };
    all["POST /api/residents/slips"] = [=, this](const auto& u) {
      return Probe{Method::post, "/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", record_at(u))};
    };
    all["GET /api/residents/records/{id}"] = [=, this](const auto& u) {
      return get("/api/residents/records/" + record_at(u));
    };
    all["GET /api/residents/requests"] = [=](const auto& u) { return get("/api/residents/requests?at=" + u); };
    const auto request = [this](const auto& u, std::string_view rest) {
      return fmt::format("/api/residents/requests/{}{}", resident_request_at(u), rest);
    };
    all["GET /api/residents/requests/{id}"] = [=](const auto& u) { return get(request(u, "")); };
    for (const std::string action : {"correct", "erase", "confirm", "decline", "restrict", "refuse"})
      all["POST /api/residents/requests/{id}/" + action] = [=](const auto& u) {
        return Probe{Method::post, request(u, "/" + action), R"({"version":99,"reason":"不合适"})"};
      };
    all["GET /api/people"] = [=](const auto& u) { return get("/api/people?at=" + u); };
    all["POST /api/people/search"] = [](const auto& u) {
      return Probe{Method::post, "/api/people/search", fmt::format(R"({{"at":"{}","name":"测试"}})", u)};
    };
    all["GET /api/people/figures"] = [=](const auto& u) { return get("/api/people/figures?at=" + u); };
    all["GET /api/people/{id}"] = [=](const auto& u) { return get(person(u)); };
    all["GET /api/people/{id}/history"] = [=](const auto& u) { return get(person(u, "/history")); };
    all["GET /api/people/{id}/relatives"] = [=](const auto& u) { return get(person(u, "/relatives")); };
    all["GET /api/households"] = [=](const auto& u) { return get("/api/households?at=" + u); };
    all["POST /api/people"] = [](const auto& u) {
      return Probe{Method::post, "/api/people", json::write(people::NewPerson{u, somebody()})};
    };
    all["PUT /api/people/{id}"] = [=](const auto& u) {
      return Probe{Method::put, person(u), json::write(people::ChangedPerson{2, somebody()})};
    };
    all["POST /api/people/{id}/leave"] = [=](const auto& u) {
      return Probe{Method::post, person(u, "/leave"), R"({"version":2,"departure":"moved_out","on":"2016-06-01"})"};
    };
    all["POST /api/people/{id}/reinstate"] = [=](const auto& u) {
      return Probe{Method::post, person(u, "/reinstate"), R"({"version":2})"};
    };
    all["POST /api/people/{id}/ties"] = [=, this](const auto& u) {
      return Probe{Method::post, person(u, "/ties"), fmt::format(R"({{"kind":"spouse","other":"{}"}})", record_at(u))};
    };
    all["POST /api/people/{id}/ties/end"] = [=, this](const auto& u) {
      const auto other = record_at(u);
      return Probe{Method::post, person(u, "/ties/end"), fmt::format(R"({{"other":"{}","on":"2099-01-01"}})", other)};
    };
    all["POST /api/households"] = [](const auto& u) {
      return Probe{Method::post, "/api/households",
                   fmt::format(R"({{"village":"{}","number":"{}","address":""}})", u, u)};
    };
    all["PUT /api/households/{id}"] = [this](const auto& u) {
      return Probe{Method::put, "/api/households/" + household_at(u), R"({"version":1,"number":"9","address":""})"};
    };
    all["POST /api/people/{id}/look"] = [=](const auto& u) {
      return Probe{Method::post, person(u, "/look"), R"({"what":"phone","reason":"核对养老保险"})"};
    };
    const auto roll = [this](const auto& u, std::string_view rest, std::string group) {
      record_at(u);
      return Probe{Method::post, fmt::format("/api/people/export{}", rest),
                   fmt::format(R"({{"village":"{}","group":{},"purpose":"check","note":"核对人数",)"
                               R"("whole_numbers":false}})",
                               u, group)};
    };
    all["GET /api/people/export/whole-numbers"] = [=, this](const auto& u) {
      record_at(u);
      return get("/api/people/export/whole-numbers?village=" + std::string(u));
    };
    // Of a group, which needs nobody's agreement; of the whole village.
    all["POST /api/people/export"] = [=, this](const auto& u) {
      return roll(u, "", fmt::format("\"{}\"", next_id().text()));
    };
    all["POST /api/people/export/requests"] = [=](const auto& u) { return roll(u, "/requests", "null"); };
    for (const std::string action : {"agree", "refuse", "recall", "withdraw"})
      all["POST /api/export-requests/{id}/" + action] = [=, this](const auto& u) {
        return Probe{Method::post, fmt::format("/api/export-requests/{}/{}", export_request_at(u), action),
                     R"({"version":1,"reason":"不合适"})"};
      };
    all["POST /api/people/imports"] = [](const auto& u) {
      return Probe{Method::post, "/api/people/imports?village=" + u, "a,b\n", "application/octet-stream"};
    };
    all["GET /api/people/imports/template"] = [=](const auto& u) {
      return get("/api/people/imports/template?village=" + u);
    };
    const auto import = [this](const auto& u, std::string_view rest = "") {
      return fmt::format("/api/people/imports/{}{}", import_at(u), rest);
    };
    all["GET /api/people/imports/{id}"] = [=](const auto& u) { return get(import(u)); };
    all["POST /api/people/imports/{id}/confirm"] = [=](const auto& u) {
      return Probe{Method::post, import(u, "/confirm"), R"({"digest":"-","without_faulty":false})"};
    };
    all["DELETE /api/people/imports/{id}"] = [=](const auto& u) { return Probe{Method::del, import(u)}; };
    all["GET /api/people/looks"] = [=](const auto& u) { return get("/api/people/looks?at=" + u); };
  }

  std::string press_at(std::string_view code) {
    const auto place = unit(code);
    const plan::PressRow row{.id = next_id(),
                             .plan_id = plan_,
                             .clause = "1.1",
                             .task = "1.1-1",
                             .unit_id = place.id,
                             .by_unit_id = unit("522600000000").id,
                             .county_id = place.county_id,
                             .due_on = *Date::of(2016, 9, 30),
                             .text = "请说明",
                             .state = "open",
                             .reply = "",
                             .pressed_at = clock_.now(),
                             .closed_at = {}};
    must(database().write([&](db::Transaction& tx) { return tx.insert(plan::press_table, row); }));
    return row.id.text();
  }
  std::string comment_at(std::string_view code) {
    const plan::CommentRow row{.id = next_id(),
                               .plan_id = plan_,
                               .unit_id = unit(code).id,
                               .clause = "",
                               .name = "",
                               .text = "评论",
                               .state = "waiting",
                               .sent_at = clock_.now(),
                               .decided_at = {}};
    must(database().write([&](db::Transaction& tx) { return tx.insert(plan::comment_table, row); }));
    return row.id.text();
  }
  std::string draft_at(std::string_view code) {
    const plan::DraftRow row{.id = next_id(),
                             .unit_id = unit(code).id,
                             .year = 2017,
                             .state = "discarded",
                             .document = "{}",
                             .saved_at = clock_.now()};
    must(database().write([&](db::Transaction& tx) { return tx.insert(plan::draft_table, row); }));
    return row.id.text();
  }
  access::Account account_at(std::string_view code) {
    const auto name = fmt::format("probe.{}", ++people_);
    return must(database().write([&](db::Transaction& tx) {
      return access::create_account(tx, clock_, access::operator_on_shell(clock_),
                                    {name, "演示人员", std::string(code)}, "no hash");
    }));
  }
  // Asked for by somebody else.
  std::string factor_reset_at(std::string_view code) {
    const auto of = account_at(code);
    const access::FactorResetRow row{.id = next_id(),
                                     .account_id = of.id,
                                     .unit_id = of.unit_id,
                                     .reason = "当面核对",
                                     .state = "asked",
                                     .asked_at = clock_.now(),
                                     .asked_by = account_at(code).id,
                                     .decided_at = {},
                                     .decided_by = {}};
    must(database().write([&](db::Transaction& tx) { return tx.insert(access::factor_reset_table, row); }));
    return row.id.text();
  }
  // Asked for by somebody else.
  std::string export_request_at(std::string_view code) {
    const auto place = unit(code);
    const documents::ExportRequestRow row{.id = next_id(),
                                          .unit_id = place.id,
                                          .county_id = place.county_id,
                                          .state = "asked",
                                          .account_id = account_at(code).id,
                                          .requester = "演示人员",
                                          .data_class = "personal",
                                          .what_zh = "居民名册",
                                          .what_en = "Roll",
                                          .address = "/api/people/export",
                                          .parameters = "{}",
                                          .note = "核对人数",
                                          .asked_at = clock_.now(),
                                          .expires_at = Instant(clock_.now().ms() + 3'600'000),
                                          .decided_at = {},
                                          .decided_by = {},
                                          .decider = {},
                                          .export_number = {}};
    must(database().write([&](db::Transaction& tx) { return tx.insert(documents::export_request_table, row); }));
    return row.id.text();
  }
  std::string post_at(std::string_view code) {
    const auto holder = account_at(code);
    const auto level = unit(code).level;
    const Role role = level == units::Level::prefecture ? Role::prefecture_bureau : Role::volunteer;
    const access::Post row{.id = next_id(),
                           .account_id = holder.id,
                           .role = role,
                           .unit_id = unit(code).id,
                           .valid_from = *Date::of(2016, 1, 1),
                           .valid_to = {},
                           .granted_by = {},
                           .granted_at = clock_.now(),
                           .revoked_by = {}};
    must(database().write([&](db::Transaction& tx) { return tx.insert(access::post_table, row); }));
    return row.id.text();
  }
  std::string attachment_at(std::string_view code) {
    const auto place = unit(code);
    const auto report = *Id::parse(report_at(code, "asked"));
    const Id id = next_id();
    must(database().write([&](db::Transaction& tx) {
      return tx.execute(
          "INSERT INTO attachment (id, sha256, size, media_type, name, unit_id, county_id, owner_kind, owner_id, "
          "uploaded_at, account_id, is_demo) VALUES ($1, $2, 1, 'text/plain', 'a.txt', $3, $4, 'plan.report', $5, $6, "
          "NULL, $7)",
          id, std::string(64, 'a'), place.id, place.county_id, report, clock_.now(), false);
    }));
    return id.text();
  }
  std::string notice_at(std::string_view code, std::string_view state = "draft") {
    const notices::NoticeRow row{.id = next_id(),
                                 .unit_id = unit(code).id,
                                 .county_id = {},
                                 .title = "公告",
                                 .text = "内容",
                                 .from_on = *Date::of(2016, 7, 1),
                                 .until_on = *Date::of(2016, 7, 31),
                                 .contact = "",
                                 .state = std::string(state),
                                 .made_at = clock_.now(),
                                 .published_at = {},
                                 .ended_at = {}};
    must(database().write([&](db::Transaction& tx) { return tx.insert(notices::notice_table, row); }));
    return row.id.text();
  }
  std::string recording_at(std::string_view code) {
    const auto place = unit(code);
    const auto notice = *Id::parse(notice_at(code));
    const Id file = next_id();
    must(database().write([&](db::Transaction& tx) {
      return tx.execute(
          "INSERT INTO attachment (id, sha256, size, media_type, name, unit_id, county_id, owner_kind, owner_id, "
          "uploaded_at, account_id, is_demo) VALUES ($1, $2, 1, 'audio/mpeg', 'a.mp3', $3, $4, 'notices.notice', $5, "
          "$6, NULL, $7)",
          file, std::string(64, 'a'), place.id, place.county_id, notice, clock_.now(), false);
    }));
    const notices::RecordingRow row{.id = next_id(),
                                    .notice_id = notice,
                                    .attachment_id = file,
                                    .sha256 = std::string(64, 'a'),
                                    .media_type = "audio/mpeg",
                                    .speaker = "演示人员",
                                    .consented_on = *Date::of(2016, 6, 30),
                                    .transcript = "内容",
                                    .added_at = clock_.now()};
    must(database().write([&](db::Transaction& tx) { return tx.insert(notices::recording_table, row); }));
    return row.id.text();
  }
  std::string entry_at(std::string_view code) {
    const Id about = unit(code).id;
    return std::to_string(must(database().write([&](db::Transaction& tx) -> Result<std::int64_t> {
      TRY(journal::record(tx, clock_, access::actor_of(access::operator_on_shell(clock_)),
                          {.action = "probe", .object_kind = "probe", .unit_id = about}));
      return TRY(tx.integer("SELECT max(number) FROM journal_entry")).value_or(0);
    })));
  }

  using MakeProbe = std::function<Probe(const std::string& unit)>;
  // How each route is asked about a unit. Bodies are good as far as the question whether one may goes, and of a version
  // that nothing has, so that little changes.
  std::map<std::string, MakeProbe> probes() {
    const std::string stale = R"({"version":99,"reason":"不合适"})";
    const auto get = [](std::string target) { return Probe{.target = std::move(target)}; };
    const auto post = [](std::string target, std::string body) {
      return Probe{Method::post, std::move(target), std::move(body)};
    };
    const auto written = R"({"version":99,"progress":"done","text":"已办"})";
    return {
        {"GET /api/journal", [=](const auto& u) { return get("/api/journal?unit=" + u); }},
        {"GET /api/journal/{number}", [=, this](const auto& u) { return get("/api/journal/" + entry_at(u)); }},
        {"POST /api/units",
         [=](const auto& u) {
           return post("/api/units",
                       fmt::format(R"({{"parent_code":"{}","parent_id":null,"level":"group","name":"一组"}})", u));
         }},
        {"POST /api/units/{code}/successor",
         [=](const auto& u) {
           return post("/api/units/" + u + "/successor", fmt::format(R"({{"successor_code":"{}"}})", u));
         }},
        {"POST /api/units/{code}/telephone",
         [=](const auto& u) {
           return post("/api/units/" + u + "/telephone", R"({"number":"0855-8222222","hours":""})");
         }},
        {"POST /api/units/{code}/credit-code",
         [=](const auto& u) { return post("/api/units/" + u + "/credit-code", R"({"code":"55522631MF1234567Y"})"); }},
        {"GET /api/accounts", [=](const auto& u) { return get("/api/accounts?unit=" + u); }},
        {"GET /api/accounts/{id}",
         [=, this](const auto& u) { return get("/api/accounts/" + account_at(u).id.text()); }},
        {"POST /api/accounts",
         [=, this](const auto& u) {
           return post("/api/accounts",
                       fmt::format(R"({{"name":"made.{}","display_name":"演示","unit":"{}"}})", ++people_, u));
         }},
        {"POST /api/accounts/{id}/reset-password",
         [=, this](const auto& u) {
           return post("/api/accounts/" + account_at(u).id.text() + "/reset-password", "{}");
         }},
        {"POST /api/accounts/{id}/lock",
         [=, this](const auto& u) { return post("/api/accounts/" + account_at(u).id.text() + "/lock", "{}"); }},
        {"POST /api/accounts/{id}/end-sessions",
         [=, this](const auto& u) { return post("/api/accounts/" + account_at(u).id.text() + "/end-sessions", "{}"); }},
        {"POST /api/accounts/{id}/person",
         [=, this](const auto& u) {
           return post("/api/accounts/" + account_at(u).id.text() + "/person", R"({"also":"nobody"})");
         }},
        {"POST /api/accounts/{id}/factor-reset",
         [=, this](const auto& u) {
           return post("/api/accounts/" + account_at(u).id.text() + "/factor-reset", R"({"reason":"当面核对"})");
         }},
        {"POST /api/factor-resets/{id}/confirm",
         [=, this](const auto& u) {
           return post("/api/factor-resets/" + factor_reset_at(u) + "/confirm", R"({"version":99})");
         }},
        {"POST /api/factor-resets/{id}/refuse",
         [=, this](const auto& u) {
           return post("/api/factor-resets/" + factor_reset_at(u) + "/refuse", R"({"version":99})");
         }},
        {"POST /api/accounts/{id}/release",
         [=, this](const auto& u) { return post("/api/accounts/" + account_at(u).id.text() + "/release", "{}"); }},
        {"POST /api/accounts/{id}/unlock",
         [=, this](const auto& u) { return post("/api/accounts/" + account_at(u).id.text() + "/unlock", "{}"); }},
        {"POST /api/accounts/{id}/posts",
         [=, this](const auto& u) {
           // An account that is kept where the caller stands would hide what the post's own unit decides.
           const bool at_top = unit(u).level <= units::Level::prefecture;
           return post("/api/accounts/" + account_at(u).id.text() + "/posts",
                       fmt::format(R"({{"role":"{}","unit":"{}","valid_from":null,"valid_to":null}})",
                                   at_top ? "prefecture_bureau" : "volunteer", u));
         }},
        {"POST /api/posts/{id}/move",
         [=, this](const auto& u) { return post("/api/posts/" + post_at(u) + "/move", "{}"); }},
        {"DELETE /api/posts/{id}",
         [=, this](const auto& u) {
           return Probe{Method::del, "/api/posts/" + post_at(u)};
         }},
        {"POST /api/rules/confirmations",
         [=](const auto& u) {
           return post(
               "/api/rules/confirmations",
               fmt::format(R"({{"rule":"elections.term","division":"{}","from":"2026-01-01","office":"州民政局",)"
                           R"("person":"某甲","confirmed_on":"2016-01-01","paper":"函1号"}})",
                           u));
         }},
        {"POST /api/measures/{code}/values",
         [=](const auto& u) {
           return post("/api/measures/elections.turnout/values",
                       fmt::format(R"({{"source":"s","values":[{{"unit":"{}","period":"2016","n":1,"d":2}}]}})", u));
         }},
        {"GET /api/reports", [=](const auto& u) { return get("/api/reports?at=" + u); }},
        {"GET /api/plans/{year}/news", [=](const auto& u) { return get("/api/plans/2016/news?at=" + u); }},
        {"GET /api/reports/{id}", [=, this](const auto& u) { return get("/api/reports/" + report_at(u, "asked")); }},
        {"POST /api/plans/{year}/reports",
         [=](const auto& u) {
           return post("/api/plans/2016/reports",
                       fmt::format(R"({{"task":"1.1-1","units":["{}"],"due_on":"2016-09-30","note":""}})", u));
         }},
        {"POST /api/reports/{id}/write",
         [=, this](const auto& u) { return post("/api/reports/" + report_at(u, "asked") + "/write", written); }},
        {"POST /api/reports/{id}/submit",
         [=, this](const auto& u) { return post("/api/reports/" + report_at(u, "asked") + "/submit", written); }},
        {"POST /api/reports/{id}/accept",
         [=, this](const auto& u) { return post("/api/reports/" + report_at(u, "submitted") + "/accept", stale); }},
        {"POST /api/reports/{id}/return",
         [=, this](const auto& u) { return post("/api/reports/" + report_at(u, "submitted") + "/return", stale); }},
        {"POST /api/reports/{id}/withdraw",
         [=, this](const auto& u) { return post("/api/reports/" + report_at(u, "asked") + "/withdraw", stale); }},
        {"GET /api/presses", [=](const auto& u) { return get("/api/presses?at=" + u); }},
        {"GET /api/presses/{id}", [=, this](const auto& u) { return get("/api/presses/" + press_at(u)); }},
        {"POST /api/plans/{year}/presses",
         [=](const auto& u) {
           return post("/api/plans/2016/presses",
                       fmt::format(R"({{"task":"1.1-1","unit":"{}","due_on":"2016-09-30","text":"请说明"}})", u));
         }},
        {"POST /api/presses/{id}/reply",
         [=, this](const auto& u) {
           return post("/api/presses/" + press_at(u) + "/reply", R"({"version":99,"text":"已办"})");
         }},
        {"POST /api/presses/{id}/withdraw",
         [=, this](const auto& u) { return post("/api/presses/" + press_at(u) + "/withdraw", stale); }},
        {"POST /api/comments/{id}/publish",
         [=, this](const auto& u) { return post("/api/comments/" + comment_at(u) + "/publish", stale); }},
        {"POST /api/comments/{id}/refuse",
         [=, this](const auto& u) { return post("/api/comments/" + comment_at(u) + "/refuse", stale); }},
        {"GET /api/notices", [=](const auto& u) { return get("/api/notices?at=" + u); }},
        {"GET /api/notices/{id}", [=, this](const auto& u) { return get("/api/notices/" + notice_at(u)); }},
        {"POST /api/notices",
         [=](const auto& u) {
           return post(
               "/api/notices",
               fmt::format(R"({{"unit":"{}","kind":"other","title":"公告","text":"内容","from_on":"2016-07-01",)"
                           R"("until_on":"2016-07-31","contact":null}})",
                           u));
         }},
        {"POST /api/notices/{id}/write",
         [=, this](const auto& u) {
           return post("/api/notices/" + notice_at(u) + "/write",
                       R"({"version":99,"kind":"other","title":"公告","text":"内容","from_on":"2016-07-01",)"
                       R"("until_on":"2016-07-31","contact":null})");
         }},
        {"POST /api/notices/{id}/publish",
         [=, this](const auto& u) { return post("/api/notices/" + notice_at(u) + "/publish", stale); }},
        {"POST /api/notices/{id}/discard",
         [=, this](const auto& u) { return post("/api/notices/" + notice_at(u) + "/discard", stale); }},
        {"POST /api/notices/{id}/withdraw",
         [=, this](const auto& u) { return post("/api/notices/" + notice_at(u, "published") + "/withdraw", stale); }},
        {"POST /api/notices/{id}/recordings",
         [=, this](const auto& u) {
           return post("/api/notices/" + notice_at(u) + "/recordings",
                       fmt::format(R"({{"attachment":"{}","language":"kmc","speaker":"演示人员",)"
                                   R"("consented_on":"2016-06-30","transcript":"内容"}})",
                                   next_id().text()));
         }},
        {"DELETE /api/recordings/{id}",
         [=, this](const auto& u) {
           return Probe{Method::del, "/api/recordings/" + recording_at(u)};
         }},
        {"GET /api/drafts/{id}", [=, this](const auto& u) { return get("/api/drafts/" + draft_at(u)); }},
        {"GET /api/drafts/{id}/changes",
         [=, this](const auto& u) { return get("/api/drafts/" + draft_at(u) + "/changes"); }},
        {"POST /api/drafts/{id}/publish",
         [=, this](const auto& u) { return post("/api/drafts/" + draft_at(u) + "/publish", stale); }},
        {"POST /api/drafts/{id}/discard",
         [=, this](const auto& u) { return post("/api/drafts/" + draft_at(u) + "/discard", stale); }},
        {"GET /api/obligations", [=](const auto& u) { return get("/api/obligations?at=" + u); }},
        {"POST /api/attachments",
         [=, this](const auto& u) {
           return Probe{Method::post, "/api/attachments?owner_kind=plan.report&owner_id=" + report_at(u, "asked"),
                        "text", "application/octet-stream"};
         }},
        {"GET /api/attachments/{id}", [=, this](const auto& u) { return get("/api/attachments/" + attachment_at(u)); }},
        {"DELETE /api/attachments/{id}",
         [=, this](const auto& u) {
           return Probe{Method::del, "/api/attachments/" + attachment_at(u)};
         }},
    };
  }

  // "yes": one may; what is wrong besides is another matter. "none": as if it were not there.
  static std::string answer(access::TestBrowser& browser, const Probe& probe) {
    browser.content_type = probe.content_type;
    browser.headers.emplace_back("x-file-name", "a.txt");
    const auto response = browser.send(probe.method, probe.target, probe.body);
    browser.headers.pop_back();
    if (response.status == 403) return "no";
    if (response.status == 404 && access::code_of(response) == "not_found") return "none";
    if (response.status >= 500 || response.status == 401) return fmt::format("{} {}", response.status, response.body);
    for (const auto* refused : {"\"not_below\"", "\"outside_division\""})
      if (response.status == 400 && response.body.find(refused) != std::string::npos) return "no";
    return "yes";
  }

  std::filesystem::path files_ =
      std::filesystem::temp_directory_path() / ("gulou_units_" + crypto::hex(crypto::random_bytes(8)));
  FixedClock clock_{Instant(1'467'340'200'000)};  // 2016-07-01 10:30
  std::unique_ptr<app::Application> application_;
  Id plan_;
  int people_ = 0;
};

// Routes that concern no unit of their own, and why.
const std::map<std::string, std::string>& without_unit() {
  static const std::map<std::string, std::string> routes{
      {"GET /api/people/ethnic-groups", "a table of the standard"},
      {"GET /api/residents/own", "of whoever asks (tests/residents_test.cc)"},
      {"GET /api/residents/own/copy", "of whoever asks (tests/residents_test.cc)"},
      {"POST /api/residents/own/requests", "of whoever asks (tests/residents_rights_test.cc)"},
      {"POST /api/residents/own/requests/{id}/withdraw", "of whoever asks (tests/residents_rights_test.cc)"},
      {"POST /api/residents/own/requests/{id}/lift", "of whoever asks (tests/residents_rights_test.cc)"},
      {"GET /api/factor-resets", "what waits in the whole of the own subtree (access/factor_reset_test.cc)"},
      {"GET /api/export-requests", "those of the whole of the own subtree (tests/approvals_test.cc)"},
      {"GET /api/export-requests/own", "of whoever asks (tests/approvals_test.cc)"},
      {"GET /api/posts/withdrawn", "those of the whole of the own subtree (access/post_move_test.cc)"},
      {"GET /api/comments", "what waits in the whole of the own subtree"},
      {"GET /api/drafts", "those of the own subtree"},
      {"POST /api/plans/{year}/copy", "the year's own plan; the draft's routes are asked"},
      {"POST /api/drafts/{id}/save", "checks the document first; publish is asked"},
      {"GET /api/circulars", "filtered by plan (tests/circular_test.cc)"},
      {"POST /api/plans/{year}/circulars", "the year's own plan (tests/circular_test.cc)"},
      {"POST /api/circulars/{id}/xlsx", "by plan (tests/circular_test.cc)"},
      {"POST /api/circulars/{id}/paper", "by plan (tests/circular_test.cc)"},
      {"POST /api/circulars/preview/xlsx", "the year's own plan (tests/circular_test.cc)"},
      {"POST /api/circulars/preview/paper", "the year's own plan (tests/circular_test.cc)"}};
  return routes;
}

TEST_F(SecurityUnits, SEC14_every_route_answers_about_every_unit_as_it_was_reviewed) {
  std::ifstream in(GULOU_SOURCE_DIR "/tests/security/units.csv");
  std::set<std::string> reviewed;
  for (std::string line; std::getline(in, line);) reviewed.insert(line);

  auto ask = probes();
  add_people_probes(ask);
  std::vector<std::string> now{fmt::format("route,role,{}", fmt::join(relations, ","))};
  for (const auto& info : access::all_roles()) {
    const auto level = info.levels.front();
    const auto around = units_around(level);
    for (const auto& route : application_->router().routes()) {
      const std::string name = fmt::format("{} {}", net::name_of_method(route.method), route.pattern);
      const bool asks = route.permission != net::public_route && route.permission != access::signed_in &&
                        route.permission != access::arriving;
      if (!asks || !route.pattern.starts_with("/api/") ||
          !application_->permissions().allows(route.permission, info.role))
        continue;
      const auto probe = ask.find(name);
      if (probe == ask.end()) {
        EXPECT_TRUE(without_unit().contains(name)) << "nobody asks about units: " << name;
        continue;
      }
      auto browser = desk(info.role, around[0]);
      std::vector<std::string> cells{name, std::string(name_of(info.role))};
      for (const auto& each : around)
        cells.push_back(each.empty() ? "-" : answer(browser, probe->second(std::string(each))));
      now.push_back(fmt::format("{}", fmt::join(cells, ",")));
    }
  }
  for (const auto& line : now) EXPECT_TRUE(reviewed.erase(line)) << "not as reviewed: " << line;
  EXPECT_TRUE(reviewed.empty()) << "no longer there: " << fmt::format("{}", fmt::join(reviewed, "\n"));
}

// SEC-15: which fields -------------------------------------------------------------------------------------------

// The fields of an answer or a body as a tree; a list's are those of its elements together.
struct Fields {
  std::map<std::string, Fields> below;
  bool told = false;    // somebody was told a value
  bool masked = false;  // with asterisks in it

  void take(const json::Value& value) {
    if (const auto* members = value.as_object())
      for (const auto& [name, member] : *members) below[name].take(member);
    if (const auto* list = value.as_list())
      for (const auto& each : *list) take(each);
    const auto* text = value.as_text();
    masked = masked || (text && text->find("***") != std::string::npos);
    told = told || text || value.as_integer() || value.as_bool() || !below.empty();
  }
  void take(const TypeInfo& type) {
    if (type.kind == Kind::optional || type.kind == Kind::list) return take(type.element());
    if (type.kind != Kind::object) return;
    for (const auto& field : type.fields) below[std::string(field.name)].take(field.type());
    told = true;
  }
  void take(const Fields& other) {
    told = told || other.told;
    for (const auto& [name, each] : other.below) below[name].take(each);
  }
  // "people{id name phone*}". A field that is null here though others are told it is withheld, and left out.
  std::string text(const Fields& all) const {
    std::string out;
    for (const auto& [name, each] : below) {
      const auto& known = all.below.at(name);
      const bool pages = name == "next";  // null on the last page, whoever asks
      if (!each.told && known.told && !pages) continue;
      out += fmt::format("{}{}{}", out.empty() ? "" : " ", name, each.masked ? "*" : "");
      if (!each.below.empty()) out += fmt::format("{{{}}}", each.text(known));
    }
    return out;
  }
};

// Whose answers are about people: those of the register, accounts, the journal, recorded speakers.
bool is_about_people(const net::Route& route) {
  static const std::set<std::string> tags{"people", "residents", "accounts", "journal", "notices", "exports"};
  return std::ranges::any_of(route.tags, [&](const std::string& tag) { return tags.contains(tag); });
}

// Who sees the same: "township:own+below village_committee:own".
using Seen = std::map<std::string, std::map<std::string, std::string>>;  // by fields, then by role

void add_rows(std::vector<std::string>& out, const std::string& route, std::string_view how, const Seen& seen) {
  for (const auto& [fields, roles] : seen) {
    std::string who;
    for (const auto& [role, where] : roles) who += fmt::format("{}{}:{}", who.empty() ? "" : " ", role, where);
    out.push_back(fmt::format("{},{},{},{}", route, how, who, fields));
  }
}

TEST_F(SecurityUnits, SEC15_every_role_sees_and_writes_the_fields_that_were_reviewed_and_no_other) {
  auto ask = probes();
  add_people_probes(ask);
  ask["GET /api/notices/{id}"] = [this](const auto& u) {  // one that was read out, so that its speaker is told
    const auto id = *Id::parse(recording_at(u));
    const auto row = must(database().read([&](db::Reader& reader) { return notices::find_recording(reader, id); }));
    return Probe{.target = "/api/notices/" + row.notice_id.text()};
  };
  std::vector<std::string> now{"route,how,who,fields"};
  for (const auto& route : application_->router().routes()) {
    const std::string name = fmt::format("{} {}", net::name_of_method(route.method), route.pattern);
    const auto probe = ask.find(name);
    if (probe == ask.end() || !is_about_people(route) || (!route.gives && !route.takes)) continue;
    Fields everybody;
    std::vector<std::tuple<std::string, std::string, Fields>> answers;  // role, where, what
    Seen written;
    for (const auto& info : access::all_roles()) {
      if (!application_->permissions().allows(route.permission, info.role)) continue;
      const auto around = units_around(info.levels.front());
      auto browser = desk(info.role, around[0]);
      for (std::size_t i = 0; i < around.size(); ++i) {
        if (around[i].empty()) continue;
        record_at(around[i]);  // so that no list is empty
        household_at(around[i]);
        notice_at(around[i]);
        const auto wanted = probe->second(std::string(around[i]));
        browser.content_type = wanted.content_type;
        const auto response = browser.send(wanted.method, wanted.target, wanted.body);
        const std::string role(name_of(info.role)), where(relations[i]);
        if (route.gives && response.status < 300) {
          Fields told;
          told.take(must(json::parse(response.body)));
          everybody.take(told);
          answers.emplace_back(role, where, std::move(told));
        }
        if (!route.takes || response.status == 403 || response.status == 404 || response.status >= 500) continue;
        if (response.body.find("\"not_below\"") != std::string::npos) continue;
        Fields may;
        may.take(*route.takes);
        auto& of_role = written[may.text(may)][role];
        of_role += (of_role.empty() ? "" : "+") + where;
      }
    }
    Seen seen;
    for (const auto& [role, where, fields] : answers) {
      auto& of_role = seen[fields.text(everybody)][role];
      of_role += (of_role.empty() ? "" : "+") + where;
    }
    add_rows(now, name, "sees", seen);
    add_rows(now, name, "writes", written);
  }
  std::ifstream in(GULOU_SOURCE_DIR "/tests/security/fields.csv");
  std::set<std::string> reviewed;
  for (std::string line; std::getline(in, line);) reviewed.insert(line);
  for (const auto& line : now) EXPECT_TRUE(reviewed.erase(line)) << "not as reviewed: " << line;
  EXPECT_TRUE(reviewed.empty()) << "no longer there: " << fmt::format("{}", fmt::join(reviewed, "\n"));
  EXPECT_GT(now.size(), 30u);
}

}  // namespace
}  // namespace gulou
