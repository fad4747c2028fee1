// What a review as attacker found around residents and their rights, each as the way it was done.
#include "base/utf8.h"
#include "modules/residents/own.h"
#include "modules/residents/request.h"
#include "residents_desk.h"
#include "spine/access/api_model.h"
#include "spine/access/person.h"
#include "spine/people/import_model.h"
#include "spine/people/look.h"
#include "spine/workflow/once.h"
#include "spine/workflow/store.h"

namespace gulou {
namespace {

using namespace people;
using residents::RequestView;

using Rules = std::vector<std::string>;

class ResidentsAttacks : public ResidentsDesk {
 protected:
  static std::string asks(std::string_view kind, std::string_view why = "") {
    return json::write(json::Value::object()
                           .set("kind", kind)
                           .set("field", json::Value())
                           .set("wanted", json::Value())
                           .set("why", why));
  }
  RequestView asked(TestBrowser& phone, std::string_view kind, std::string_view why = "") {
    const auto response = phone.post("/api/residents/own/requests", asks(kind, why));
    EXPECT_EQ(response.status, 201) << response.body;
    return read<RequestView>(response);
  }
  net::Response decide(TestBrowser& by, const RequestView& seen, std::string_view action,
                       std::string_view reason = "") {
    return by.post(fmt::format("/api/residents/requests/{}/{}", seen.id.text(), action),
                   json::write(residents::Decide{seen.version, std::string(reason)}));
  }
  PersonDetail detail(TestBrowser& by, const Id& record) {
    return read<PersonDetail>(by.get("/api/people/" + record.text()));
  }
  net::Response household(TestBrowser& by, std::string_view number, std::string_view address = "") {
    return by.post("/api/households",
                   fmt::format(R"({{"village":"{}","number":"{}","address":"{}"}})", village_a, number, address));
  }
  std::string last_action() { return entries().back().action; }
};

// ---- finding 13: what residents write is sealed, also where an answer is kept

TEST_F(ResidentsAttacks, SEC46_a_kept_answer_does_not_have_in_clear_what_a_resident_wrote) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  phone.headers.emplace_back("idempotency-key", "0123456789abcdef");
  const auto body = asks("erasure", "非常独特的一句话");
  const auto first = phone.post("/api/residents/own/requests", body);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(everything().find("非常独特的一句话"), std::string::npos);
  // Answered once more all the same.
  const auto again = phone.post("/api/residents/own/requests", body);
  EXPECT_EQ(again.body, first.body);
  EXPECT_NE(again.body.find("非常独特的一句话"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM resident_request"), 1);
}

TEST_F(ResidentsAttacks, SEC56_an_erasure_finds_the_answers_about_the_person_among_many_and_leaves_the_others) {
  const auto context = application_->context();
  must(database().write([&](db::Transaction& tx) -> Result<void> {
    for (int i = 0; i < 1'203; ++i) {
      workflow::KeptAnswer kept{.id = Id::make(clock_.now().ms() + i),
                                .caller = "somebody",
                                .key = fmt::format("key-{:05}", i),
                                .request_sha256 = {},
                                .body_sealed = {},
                                .at = clock_.now()};
      const std::string body = i % 400 == 2 ? "关于测试甲" : "关于别人";
      kept.body_sealed = TRY(context.vault.seal(tx, workflow::body_place(kept.id), body));
      TRY(tx.insert(workflow::kept_answer_table, kept));
    }
    return {};
  }));
  EXPECT_EQ(must(database().write([&](db::Transaction& tx) {
              return workflow::forget_answers_with(tx, context, {"没有的", "测试甲"});
            })),
            4);
  EXPECT_EQ(count("SELECT count(*) FROM kept_answer"), 1'199);
}

// ---- finding 7: numbers in ordinary fields

TEST_F(ResidentsAttacks, SEC44_numbers_of_people_are_refused_where_they_would_stand_in_clear) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1990, 1, 1), 2);
  const auto seen = added(clerk, village_a, resident_fields());
  const auto before = entries().size();
  EXPECT_EQ(faults(household(clerk, number)), (Rules{"/number personal_number"}));
  EXPECT_EQ(faults(household(clerk, "138-0000-1234")), (Rules{"/number personal_number"}));
  EXPECT_EQ(faults(household(clerk, "7", "老寨1号 电话 138 0000 1234")), (Rules{"/address personal_number"}));
  const auto look = [&](std::string_view reason) {
    return clerk.post(address(seen, "/look"),
                      json::write(json::Value::object().set("what", "phone").set("reason", reason)));
  };
  EXPECT_EQ(faults(look("核对号码" + number)), (Rules{"/reason personal_number"}));
  EXPECT_EQ(
      faults(clerk.post(
          "/api/people/export",
          fmt::format(
              R"({{"village":"{}","group":null,"purpose":"check","note":"给１３８００００１２３４","whole_numbers":false}})",
              village_a))),
      (Rules{"/note personal_number"}));
  EXPECT_EQ(entries().size(), before);
  EXPECT_EQ(count("SELECT count(*) FROM household"), 0);
  // A number that begins as the village's code does is none of a person's.
  EXPECT_EQ(household(clerk, fmt::format("{}012", village_a)).status, 201);
  const auto kept = read<HouseholdLine>(household(clerk, "12"));
  const auto changed = [&](std::string_view as, std::string_view where) {
    return clerk.send(net::Method::put, "/api/households/" + kept.id.text(),
                      fmt::format(R"({{"version":1,"group":null,"number":"{}","address":"{}"}})", as, where));
  };
  EXPECT_EQ(faults(changed(number, "")), (Rules{"/number personal_number"}));
  EXPECT_EQ(faults(changed("12", number)), (Rules{"/address personal_number"}));
  EXPECT_EQ(everything().find(number), std::string::npos);
}

TEST_F(ResidentsAttacks, SEC44_a_roll_whose_household_number_or_address_is_a_number_of_a_person_is_refused_by_row) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1990, 1, 1), 2);
  const auto roll = fmt::format(
      "姓名,民族,身份证号码,户号,与户主关系,门牌\n测试甲,苗族,{0},{0},户主,老寨1号\n测试乙,苗族,{1},8,户主,"
      "电话13800001234\n",
      number, made_up_number(*Date::of(1991, 1, 1), 2));
  clerk.content_type = "application/octet-stream";
  const auto response = clerk.post(fmt::format("/api/people/imports?village={}", village_a), roll);
  ASSERT_EQ(response.status, 201) << response.body;
  const auto answer = must(json::parse(response.body));
  Rules rules;
  for (const auto& each : *answer.find("faults")->as_list())
    rules.push_back(*each.find("column")->as_text() + " " + *each.find("rule")->as_text());
  EXPECT_EQ(rules, (Rules{"户号 personal_number", "门牌 personal_number"}));
  EXPECT_EQ(response.body.find(number), std::string::npos);
}

TEST_F(ResidentsAttacks, SEC44_a_login_name_is_no_number_with_dashes_either) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  const auto slips = read<residents::PrintedSlips>(
      clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", person.id.text())));
  TestBrowser phone(application_->router());
  for (const auto* name : {"139-7777-8888", "１３９ 7777 8888", "5226-0119-9001-0100-29"})
    EXPECT_EQ(faults(phone.post("/api/residents/join", json::write(json::Value::object()
                                                                       .set("code", slips.slips.at(0).code)
                                                                       .set("born_on", "1990-01-01")
                                                                       .set("name", name)
                                                                       .set("password", residents_password)))),
              (Rules{"/name number"}))
        << name;
}

TEST_F(ResidentsAttacks, SEC44_nor_is_an_address_corrected_to_a_number) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto roof = read<HouseholdLine>(household(clerk, "12", "老寨1号"));
  auto fields = resident_fields();
  fields.household = roof.id;
  fields.kinship = Kinship::head;
  auto phone = joined(clerk, added(clerk, village_a, fields).person.id);
  EXPECT_EQ(faults(phone.post("/api/residents/own/requests",
                              R"({"kind":"correction","field":"address","wanted":"老寨 138-0000-1234","why":""})")),
            (Rules{"/wanted personal_number"}));
}

// ---- finding 4: erasing what a village is bound to keep

TEST_F(ResidentsAttacks, SEC56_another_villages_record_of_the_person_is_not_erased) {
  auto own = desk(Role::village_committee, village_a);
  auto other = desk(Role::village_committee, village_b);
  auto fields = resident_fields();
  fields.status = Status::registered;
  const auto kept = added(own, village_a, fields);
  auto lives = resident_fields();
  lives.status = Status::lives_here;
  const auto there = added(other, village_b, lives);
  auto phone = joined(other, there.person.id);
  const auto request = asked(phone, "erasure");
  ASSERT_EQ(leave(other, detail(other, there.person.id), Departure::moved_out, "2005-06-20").status, 200);
  entered_long_ago();
  const auto seen = read<RequestView>(other.get("/api/residents/requests/" + request.id.text()));
  ASSERT_FALSE(seen.holds.empty());
  EXPECT_EQ(seen.holds[0].rule, "residents.hold.other_village");
  const auto agreed = read<RequestView>(decide(other, request, "erase"));
  auto second = desk(Role::township, chengxi);
  EXPECT_EQ(decide(second, agreed, "confirm").status, 200);
  EXPECT_EQ(detail(own, kept.person.id).person.name, "测试甲");
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE erased_at IS NOT NULL"), 0);
}

TEST_F(ResidentsAttacks, SEC56_who_has_left_is_kept_for_the_term_of_the_rule_from_the_day_that_was_entered) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto recent = added(clerk, village_a, resident_fields());
  auto phone = joined(clerk, recent.person.id);
  const auto request = asked(phone, "erasure");
  // A day far back does not shorten the term.
  ASSERT_EQ(leave(clerk, detail(clerk, recent.person.id), Departure::moved_out, "1999-07-02").status, 200);
  const auto rules_of = [&] {
    EXPECT_EQ(clerk.sign_in("village_committee.1", "a-long-password").status, 200);
    Rules out;
    for (const auto& each : read<RequestView>(clerk.get("/api/residents/requests/" + request.id.text())).holds)
      out.push_back(each.rule);
    return out;
  };
  const auto held = Rules{"residents.hold.retention", "residents.hold.journal"};
  EXPECT_EQ(rules_of(), held);
  const auto said = read<RequestView>(clerk.get("/api/residents/requests/" + request.id.text())).holds.at(0).zh;
  EXPECT_NE(said.find("到2026年7月1日"), std::string::npos) << said;
  clock_.set(Date::of(2026, 6, 30)->start());
  EXPECT_EQ(rules_of(), held);
  clock_.set(Date::of(2026, 7, 1)->start());  // ten years to the day
  EXPECT_EQ(rules_of(), (Rules{"residents.hold.journal"}));
}

TEST_F(ResidentsAttacks, SEC56_the_term_counts_anew_from_a_departure_that_is_entered_anew) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  auto phone = joined(clerk, person.id);
  const auto request = asked(phone, "erasure");
  ASSERT_EQ(leave(clerk, detail(clerk, person.id), Departure::moved_out, "1999-07-02").status, 200);
  clock_.set(Date::of(2020, 1, 2)->start());
  ASSERT_EQ(clerk.sign_in("village_committee.1", "a-long-password").status, 200);
  const auto left = detail(clerk, person.id);
  ASSERT_EQ(clerk
                .post(fmt::format("/api/people/{}/reinstate", person.id.text()),
                      json::write(people::Reinstating{left.person.version}))
                .status,
            200);
  ASSERT_EQ(leave(clerk, detail(clerk, person.id), Departure::moved_out, "1999-07-02").status, 200);
  const auto holds = read<RequestView>(clerk.get("/api/residents/requests/" + request.id.text())).holds;
  EXPECT_NE(holds.at(0).zh.find("到2030年1月2日"), std::string::npos) << holds.at(0).zh;
}

TEST_F(ResidentsAttacks, SEC56_a_death_that_the_keeper_entered_holds_the_other_villages_record_as_long) {
  auto own = desk(Role::village_committee, village_a);
  auto other = desk(Role::village_committee, village_b);
  auto fields = resident_fields();
  fields.status = Status::registered;
  const auto kept = added(own, village_a, fields);
  auto lives = resident_fields();
  lives.status = Status::lives_here;
  const auto there = added(other, village_b, lives);
  auto phone = joined(other, there.person.id);
  const auto request = asked(phone, "erasure");
  ASSERT_EQ(leave(own, kept, Departure::death, "1999-07-02").status, 200);
  const auto holds = read<RequestView>(other.get("/api/residents/requests/" + request.id.text())).holds;
  ASSERT_GE(holds.size(), 2u);
  EXPECT_EQ(holds[0].rule, "residents.hold.retention");
  EXPECT_NE(holds[0].zh.find("到2026年7月1日"), std::string::npos) << holds[0].zh;
}

TEST_F(ResidentsAttacks, SEC17_an_erasure_is_agreed_to_by_one_person_and_confirmed_by_another) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto clerks_account = account_;
  auto twin = desk(Role::village_committee, village_a);
  const auto twin_name = read<access::SessionAnswer>(twin.get("/api/session")).name;
  auto township = desk(Role::township, chengxi);
  auto neighbour = desk(Role::village_committee, village_b);
  const auto person = added(clerk, village_a, resident_fields()).person;
  auto phone = joined(clerk, person.id);
  must(database().write([&](db::Transaction& tx) {
    return access::set_person(tx, clock_, access::operator_on_shell(clock_), clerks_account, {twin_name});
  }));
  const auto request = asked(phone, "erasure");
  ASSERT_EQ(leave(clerk, detail(clerk, person.id), Departure::moved_out, "2006-06-20").status, 200);
  EXPECT_EQ(code_of(decide(township, request, "confirm")), "wrong_state");
  const auto agreed = read<RequestView>(decide(clerk, request, "erase"));
  EXPECT_EQ(agreed.state, "agreed");
  EXPECT_EQ(agreed.decided_at, std::nullopt);
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE erased_at IS NOT NULL"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request' AND state = 'open'"), 1);
  // The console says so before they try.
  ASSERT_EQ(agreed.actions.size(), 2u);
  for (const auto& each : agreed.actions) EXPECT_TRUE(each.refused_zh) << each.name;
  const auto before = entries().size();
  for (auto* by : {&clerk, &twin})
    for (const auto* action : {"confirm", "decline"})
      EXPECT_EQ(code_of(decide(*by, agreed, action, "不合适")), "other_person_wanted");
  EXPECT_EQ(decide(neighbour, agreed, "confirm").status, 403);
  EXPECT_EQ(faults(decide(township, agreed, "decline")), (Rules{"/reason required"}));
  EXPECT_EQ(faults(decide(township, agreed, "decline", "请打 138-0000-1234")), (Rules{"/reason personal_number"}));
  EXPECT_EQ(entries().size(), before);
  // What is worth a question: the departure lies ten years back, and was entered today.
  const auto seen = read<RequestView>(township.get("/api/residents/requests/" + request.id.text()));
  EXPECT_EQ(seen.left_on, *Date::of(2006, 6, 20));
  EXPECT_EQ(seen.left_entered_at, clock_.now());
  EXPECT_EQ(seen.joined_at, clock_.now());
  const auto waiting = read<residents::RequestList>(township.get("/api/residents/requests?state=waiting"));
  ASSERT_EQ(waiting.requests.size(), 1u);
  for (const auto& each : waiting.requests[0].actions) EXPECT_FALSE(each.refused_zh) << each.name;

  ASSERT_EQ(decide(township, agreed, "decline", "离开的日期没有凭据").status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE erased_at IS NOT NULL"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request' AND state = 'open'"), 0);
  EXPECT_NE(phone.get("/own").body.find("离开的日期没有凭据"), std::string::npos);
  entered_long_ago();
  // Asked and agreed to once more; its owner may still take it back, and ask again.
  const auto second = read<RequestView>(decide(clerk, asked(phone, "erasure"), "erase"));
  EXPECT_EQ(faults(phone.post("/api/residents/own/requests", asks("erasure"))), (Rules{"/kind asked_already"}));
  EXPECT_EQ(phone
                .post(fmt::format("/api/residents/own/requests/{}/withdraw", second.id.text()),
                      json::write(residents::Decide{second.version, ""}))
                .status,
            200);
  EXPECT_EQ(code_of(decide(township, second, "confirm")), "version_changed");
  const auto third = read<RequestView>(decide(clerk, asked(phone, "erasure"), "erase"));
  later(6 * 60'000);
  EXPECT_EQ(code_of(decide(township, third, "confirm")), "step_up_required");
  ASSERT_EQ(township.sign_in("township.3", "a-long-password").status, 200);
  ASSERT_EQ(decide(township, third, "confirm").status, 200);
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE erased_at IS NOT NULL"), 1);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(ResidentsAttacks, SEC39_SEC55_a_correction_that_meets_anothers_number_is_written_where_that_person_is_kept) {
  auto clerk = desk(Role::village_committee, village_a);
  auto neighbour = desk(Role::village_committee, village_b);
  const auto number = made_up_number(*Date::of(1990, 1, 11), 4);
  const auto met = added(neighbour, village_b, someone("测试乙", number));
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  const auto request =
      read<RequestView>(phone.post("/api/residents/own/requests", json::write(json::Value::object()
                                                                                  .set("kind", "correction")
                                                                                  .set("field", "id_number")
                                                                                  .set("wanted", number)
                                                                                  .set("why", ""))));
  const auto before = entries().size();
  EXPECT_EQ(faults(decide(clerk, request, "correct")), (Rules{"/wanted id_number_taken"}));
  ASSERT_EQ(entries().size(), before + 1);
  const auto entry = entries().back();
  EXPECT_EQ(entry.action, "people.number_met");
  EXPECT_EQ(entry.object_id, met.person.id.text());
  EXPECT_EQ(entry.detail.find(number), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM person_look WHERE met = 1 AND uncounted = 0"), 1);
  EXPECT_EQ(read<RequestView>(clerk.get("/api/residents/requests/" + request.id.text())).state, "submitted");
  // And it is one of the fifty of the hour.
  for (int i = 1; i < people::looks_per_hour; ++i) EXPECT_EQ(decide(clerk, request, "correct").status, 409) << i;
  const auto refused = decide(clerk, request, "correct");
  EXPECT_EQ(code_of(refused), "looks_per_hour");
  EXPECT_EQ(last_action(), "people.look.limit");
}

// ---- finding 5: slips and joins

TEST_F(ResidentsAttacks, SEC39_slips_wrong_tries_and_joins_are_told_in_the_journal_of_the_village) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  const auto slips = read<residents::PrintedSlips>(
      clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", person.id.text())));
  EXPECT_EQ(last_action(), "residents.slips");
  EXPECT_NE(entries().back().detail.find(person.id.text()), std::string::npos) << entries().back().detail;
  TestBrowser phone(application_->router());
  const auto join = [&](std::string_view born) {
    return phone.post("/api/residents/join", json::write(json::Value::object()
                                                             .set("code", slips.slips.at(0).code)
                                                             .set("born_on", born)
                                                             .set("name", "示例阿妹")
                                                             .set("password", residents_password)));
  };
  const auto village = must(database().read([](db::Reader& reader) { return units::by_code(reader, village_a); }));
  EXPECT_EQ(join("1990-01-02").status, 400);
  EXPECT_EQ(last_action(), "residents.join_failed");
  EXPECT_EQ(entries().back().object_id, person.id.text());
  EXPECT_EQ(entries().back().unit_id, village.id.text());
  EXPECT_EQ(entries().back().detail, R"({"left":4})");
  EXPECT_EQ(join("1990-01-01").status, 201);
  const auto all = entries();
  const auto told = std::ranges::find(all, "residents.join", &journal::JournalEntry::action);
  ASSERT_NE(told, all.end());
  EXPECT_EQ(told->object_id, person.id.text());
  EXPECT_EQ(told->unit_id, village.id.text());
  for (const auto& each : all) EXPECT_EQ(each.detail.find("1990-01"), std::string::npos) << each.detail;
}

TEST_F(ResidentsAttacks, SEC39_the_village_sees_who_has_joined_and_with_which_slips) {
  auto clerk = desk(Role::village_committee, village_a);
  auto township = desk(Role::township, chengxi);
  auto neighbour = desk(Role::village_committee, village_b);
  const auto person = added(clerk, village_a, resident_fields()).person;
  const auto path = "/api/residents/records/" + person.id.text();
  EXPECT_EQ(read<residents::Joining>(clerk.get(path)).joined_at, std::nullopt);
  auto phone = joined(clerk, person.id);
  for (auto* by : {&clerk, &township}) {
    const auto seen = read<residents::Joining>(by->get(path));
    EXPECT_EQ(seen.joined_at, clock_.now());
    ASSERT_EQ(seen.slips.size(), 1u);
    EXPECT_EQ(seen.slips[0].used_at, clock_.now());
    EXPECT_EQ(by->get(path).body.find("code"), std::string::npos);
  }
  EXPECT_EQ(neighbour.get(path).status, 404);
  EXPECT_EQ(neighbour.get("/api/residents/records/" + Id::make(1).text()).status, 404);
  EXPECT_EQ(phone.get(path).status, 403);
}

TEST_F(ResidentsAttacks, a_record_gets_three_slips_a_day) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  const auto print = [&] {
    return clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", person.id.text()));
  };
  EXPECT_EQ(faults(clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{0}","{0}"]}})", person.id.text()))),
            (Rules{"/records/1 twice"}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(print().status, 201);
  EXPECT_EQ(faults(print()), (Rules{"/records/0 slips_per_day"}));
  later(86'400'000);
  EXPECT_EQ(clerk.sign_in("village_committee.1", "a-long-password").status, 200);
  EXPECT_EQ(print().status, 201);
}

// ---- finding 14: the copy has all of it

TEST_F(ResidentsAttacks, SEC56_the_copy_has_ties_slips_sessions_searches_and_tells_an_import_as_one) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1990, 1, 1), 2);
  clerk.content_type = "application/octet-stream";
  const auto preview =
      read<ImportAnswer>(clerk.post(fmt::format("/api/people/imports?village={}", village_a),
                                    fmt::format("姓名,民族,身份证号码,电话\n测试甲,苗族,{},13800001234\n", number)));
  clerk.content_type = "application/json";
  ASSERT_EQ(clerk
                .post(fmt::format("/api/people/imports/{}/confirm", preview.id.text()),
                      json::write(people::ConfirmImport{preview.digest, false}))
                .status,
            200);
  const auto own = list(clerk).people.at(0);
  const auto seen = detail(clerk, own.id);
  const auto roof = read<HouseholdLine>(household(clerk, "12"));
  const auto at_home = [&](std::string name, std::optional<std::string> id, Kinship kinship) {
    auto fields = someone(std::move(name), std::move(id));
    fields.household = roof.id;
    fields.kinship = kinship;
    return fields;
  };
  auto moved_in = at_home("测试甲", number, Kinship::head);
  moved_in.phone = "13800001234";
  ASSERT_EQ(change(clerk, seen, moved_in).status, 200);
  const auto child =
      added(clerk, village_a, at_home("测试小丙", made_up_number(*Date::of(2010, 5, 6), 3), Kinship::daughter));
  const auto mother = added(clerk, village_a, someone("杨测试丁", made_up_number(*Date::of(1965, 5, 6), 2)));
  const auto tie = [&](const Id& other, std::string_view kind) {
    return clerk.post(address(seen, "/ties"), fmt::format(R"({{"kind":"{}","other":"{}"}})", kind, other.text()));
  };
  ASSERT_EQ(tie(child.person.id, "child").status, 201);
  ASSERT_EQ(tie(mother.person.id, "parent").status, 201);
  ASSERT_EQ(clerk.post("/api/people/search", fmt::format(R"({{"id_number":"{}"}})", number)).status, 200);
  ASSERT_EQ(clerk.post("/api/people/search", R"({"phone":"13800001234"})").status, 200);
  auto phone = joined(clerk, own.id);
  const auto copy = read<residents::OwnCopy>(phone.get("/api/residents/own/copy"));
  const auto facts = [](const std::vector<residents::KeptFact>& kept) {
    std::string all;
    for (const auto& each : kept) all += each.name + "=" + each.value + ";";
    return all;
  };
  const auto village = seen.person.village_name;
  EXPECT_EQ(facts(copy.family), fmt::format("子女=测试小丙（{0}登记）;父母=杨**（{0}登记）;", village));
  ASSERT_EQ(copy.slips.size(), 1u);
  EXPECT_NE(copy.slips[0].value.find("2016年7月1日10:30凭它加入"), std::string::npos) << copy.slips[0].value;
  ASSERT_EQ(copy.sessions.size(), 1u);
  for (const auto* section : {&copy.family, &copy.account, &copy.sessions, &copy.slips})
    for (const auto& each : *section) EXPECT_LE(utf8::length(each.name), 5u) << each.name << " is wide on a telephone";
  EXPECT_NE(facts(copy.account).find("加入凭据=" + village), std::string::npos) << facts(copy.account);
  Rules told;
  for (const auto& each : copy.events) told.push_back(each.what);
  std::ranges::sort(told);
  EXPECT_EQ(told, (Rules{"修改了登记：户号、与户主的关系", "按电话号码查到您", "按身份证号码查到您", "由名册导入登记",
                         "登记了亲属关系", "登记了亲属关系"}));
  for (const auto& each : copy.events) EXPECT_FALSE(each.by.empty()) << each.what;
  // A row says more than the heading above it.
  EXPECT_EQ(copy.sessions[0].name, "第1个");
  EXPECT_EQ(copy.slips[0].name, "第1张");
  const auto paper = phone.get("/own/copy").body;
  EXPECT_NE(paper.find("13800001234"), std::string::npos);
  EXPECT_EQ(paper.find("+86"), std::string::npos) << "a number is told as one dials it";
  for (const auto* each : {"测试小丙", "杨**", "登记条", "由名册导入登记", "按身份证号码查到您"})
    EXPECT_NE(paper.find(each), std::string::npos) << each;
  EXPECT_EQ(paper.find("杨测试丁"), std::string::npos);
  EXPECT_EQ(paper.find("全部信息"), std::string::npos);
  EXPECT_NE(phone.get("/own").body.find("杨**"), std::string::npos);
}

// ---- finding 10: restricted people

TEST_F(ResidentsAttacks, SEC56_the_number_of_a_restricted_person_leaves_in_no_export_and_a_search_says_so) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1990, 1, 1), 2);
  const auto seen = added(clerk, village_a, resident_fields());
  added(clerk, village_a, someone("测试乙", made_up_number(*Date::of(1991, 2, 3), 2)));
  auto phone = joined(clerk, seen.person.id);
  const auto request = asked(phone, "restriction");
  ASSERT_EQ(decide(clerk, request, "restrict").status, 200);
  const auto found = clerk.post("/api/people/search", fmt::format(R"({{"id_number":"{}"}})", number));
  const auto answer = must(json::parse(found.body));
  const auto& people = *answer.find("people")->as_list();
  ASSERT_EQ(people.size(), 1u);
  ASSERT_NE(people[0].find("restricted"), nullptr) << found.body;
  EXPECT_TRUE(*people[0].find("restricted")->as_bool());
}

}  // namespace
}  // namespace gulou
