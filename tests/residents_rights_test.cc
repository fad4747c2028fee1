// What residents may ask of those who keep their data (PIPL 46, 47), from the form on a telephone to the register and
// to what is left in every table and file.
#include <fstream>

#include "modules/residents/own.h"
#include "modules/residents/request.h"
#include "residents_desk.h"
#include "spine/access/gate.h"
#include "spine/people/import_model.h"
#include "spine/people/phone.h"

namespace gulou {
namespace {

using namespace people;
using residents::RequestList;
using residents::RequestView;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::string_view password = residents_password;

class ResidentsRights : public ResidentsDesk {
 protected:
  static units::NewUnit first_group() {
    return {.parent_code = std::string(village_a), .parent_id = {}, .level = units::Level::group, .name = "一组"};
  }
  static std::string asks(std::string_view kind, std::string_view field = "", std::string_view wanted = "",
                          std::string_view why = "") {
    auto body = json::Value::object().set("kind", kind);
    body.set("field", field.empty() ? json::Value() : json::Value(field));
    body.set("wanted", wanted.empty() ? json::Value() : json::Value(wanted));
    return json::write(body.set("why", why));
  }
  RequestView asked(TestBrowser& phone, const std::string& body) {
    const auto response = phone.post("/api/residents/own/requests", body);
    EXPECT_EQ(response.status, 201) << response.body;
    return read<RequestView>(response);
  }
  net::Response decide(TestBrowser& by, const RequestView& seen, std::string_view action,
                       std::string_view reason = "") {
    return by.post(fmt::format("/api/residents/requests/{}/{}", seen.id.text(), action),
                   json::write(residents::Decide{seen.version, std::string(reason)}));
  }
  // The village agrees, and somebody of the township confirms.
  net::Response erased(TestBrowser& clerk, const RequestView& seen) {
    const auto agreed = decide(clerk, seen, "erase");
    EXPECT_EQ(agreed.status, 200) << agreed.body;
    auto second = desk(Role::township, chengxi);
    return decide(second, read<RequestView>(agreed), "confirm");
  }
  RequestList waiting(TestBrowser& by) { return read<RequestList>(by.get("/api/residents/requests?state=submitted")); }
  PersonDetail detail(TestBrowser& by, const Id& record) {
    return read<PersonDetail>(by.get("/api/people/" + record.text()));
  }
  static std::vector<std::string> names_of(const std::vector<workflow::OfferedAction>& actions) {
    std::vector<std::string> out;
    for (const auto& each : actions) out.push_back(each.name);
    return out;
  }
  std::vector<std::string> actions_since(std::size_t before) {
    std::vector<std::string> out;
    const auto all = entries();
    for (std::size_t i = before; i < all.size(); ++i) out.push_back(all[i].action);
    return out;
  }
  void expect_sound() {
    const auto faults = must(application_->verify());
    EXPECT_TRUE(faults.empty()) << faults.front();
  }
  // SQLite in the data folder, as an installation has it, so that the files can be read once the server has stopped.
  void keep_in_the_folder() {
    if (database().engine() != db::Engine::sqlite) return;
    application_.reset();
    open(must(db::Database::open((folder_ / "gulou.db").string())));
  }
};

TEST_F(ResidentsRights, SEC56_a_correction_is_asked_by_a_form_decided_by_the_village_and_written_in_the_register) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  auto phone = joined(clerk, person.id);
  const auto sent = send_form(phone, "/own/correct", "field=ethnic&wanted=侗族&why=身份证上是侗族");
  ASSERT_EQ(sent.status, 303) << sent.body;
  const auto page = phone.get("/own").body;
  EXPECT_NE(page.find("更正民族：侗族"), std::string::npos);
  EXPECT_NE(page.find("待答复"), std::string::npos);
  EXPECT_NE(page.find("最晚2016年8月1日答复"), std::string::npos);

  const auto list = waiting(clerk);
  ASSERT_EQ(list.requests.size(), 1u);
  const auto& request = list.requests[0];
  EXPECT_EQ(request.now, "苗族");
  EXPECT_EQ(request.wanted, "侗族");
  EXPECT_EQ(request.why, "身份证上是侗族");
  EXPECT_EQ(request.due_on, *Date::of(2016, 8, 1));  // the thirtieth day is a Sunday
  EXPECT_EQ(names_of(request.actions), (std::vector<std::string>{"correct", "refuse"}));
  const auto before = entries().size();
  const auto decided = read<RequestView>(decide(clerk, request, "correct"));
  EXPECT_EQ(decided.state, "corrected");
  EXPECT_EQ(actions_since(before), (std::vector<std::string>{"people.change", "residents.request.correct"}));
  const auto after = detail(clerk, person.id);
  EXPECT_EQ(after.person.ethnic, "侗族");
  EXPECT_EQ(after.person.id_number, person.id_number);
  EXPECT_EQ(after.person.version, person.version + 2);  // of person and record
  EXPECT_NE(phone.get("/own").body.find("已更正"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request' AND state = 'fulfilled'"), 1);
  // Once more, it is decided already.
  EXPECT_EQ(code_of(decide(clerk, decided, "refuse", "不同意")), "wrong_state");
  expect_sound();
}

TEST_F(ResidentsRights, SEC56_a_refusal_gives_its_reason_and_one_takes_back_what_one_asked) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  const auto first = asked(phone, asks("correction", "phone", "13900001234"));
  EXPECT_EQ(faults(decide(clerk, first, "refuse", " ")), (std::vector<std::string>{"/reason required"}));
  EXPECT_EQ(decide(clerk, first, "refuse", "打不通，请带手机到村里核对").status, 200);
  EXPECT_NE(phone.get("/own").body.find("打不通，请带手机到村里核对"), std::string::npos);

  const auto second = asked(phone, asks("correction", "political", "群众"));
  const auto path = fmt::format("/own/requests/{}/withdraw", second.id.text());
  ASSERT_EQ(send_form(phone, path, "version=1").status, 303);
  EXPECT_TRUE(waiting(clerk).requests.empty());
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request' AND state = 'cancelled'"), 1);
  expect_sound();
}

TEST_F(ResidentsRights, SEC56_a_number_that_shall_be_corrected_is_sealed_masked_and_forgotten) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  auto phone = joined(clerk, person.id);
  const auto right = made_up_number(*Date::of(1990, 1, 11), 4);
  const auto request = asked(phone, asks("correction", "id_number", right, "少了一个1"));
  EXPECT_EQ(request.wanted, masked_id_number(right));
  EXPECT_EQ(waiting(clerk).requests.at(0).wanted, masked_id_number(right));
  EXPECT_EQ(waiting(clerk).requests.at(0).now, *person.id_number);
  EXPECT_EQ(everything().find(right), std::string::npos);
  const auto decided = read<RequestView>(decide(clerk, request, "correct"));
  EXPECT_EQ(decided.wanted, "");
  EXPECT_EQ(count("SELECT count(*) FROM resident_request WHERE wanted_sealed IS NOT NULL"), 0);
  const auto looked = read<Unmasked>(clerk.post(fmt::format("/api/people/{}/look", person.id.text()),
                                                R"({"what":"id_number","reason":"核对更正结果"})"));
  EXPECT_EQ(looked.value, right);
  EXPECT_EQ(looked.born_on, *Date::of(1990, 1, 11));
  expect_sound();
}

TEST_F(ResidentsRights, SEC56_every_field_of_the_register_can_be_corrected_in_ones_own_words) {
  auto clerk = desk(Role::village_committee, village_a);
  must(database().write([&](db::Transaction& tx) -> Result<void> {
    TRY(units::add_unit(tx, clock_, journal::operator_on_shell(), first_group()));
    return {};
  }));
  const auto household = read<HouseholdLine>(
      clerk.post("/api/households", fmt::format(R"({{"village":"{}","number":"12","address":"老寨1号"}})", village_a)));
  const auto other = read<HouseholdLine>(
      clerk.post("/api/households", fmt::format(R"({{"village":"{}","number":"13","address":"老寨2号"}})", village_a)));
  auto fields = someone("测试甲");
  fields.household = household.id;
  fields.kinship = Kinship::daughter;
  const auto person = added(clerk, village_a, fields).person;
  auto phone = joined(clerk, person.id, "1980-05-06");
  const std::vector<std::array<std::string, 3>> corrections{
      {"name", "测试·乙", "测试·乙"},
      {"sex", "男", "男"},
      {"ethnic", "革家人", "革家人"},
      {"born_on", "1981年5月6日", "1981年5月6日"},
      {"phone", "13900001234", "139****1234"},
      {"political", "党员", "中共党员"},
      {"status", "外出", "外出"},
      {"group", "一组", "一组"},
      {"address", "老寨3号", "老寨3号"},
      {"household", "13", "13"},
      {"kinship", "其他亲属", "其他亲属"},
      {"id_number", made_up_number(*Date::of(1981, 5, 6), 3), "522601********0030"}};
  for (const auto& [field, wanted, kept] : corrections) {
    SCOPED_TRACE(field);
    const auto request = asked(phone, asks("correction", field, wanted));
    const auto decided = decide(clerk, request, "correct");
    ASSERT_EQ(decided.status, 200) << decided.body;
    EXPECT_EQ(faults(phone.post("/api/residents/own/requests", asks("correction", field, wanted))),
              (std::vector<std::string>{"/wanted unchanged"}));
  }
  const auto now = detail(clerk, person.id);
  EXPECT_EQ(now.person.name, "测试·乙");
  EXPECT_EQ(now.person.sex, Sex::male);
  EXPECT_EQ(now.person.ethnic, "革家人");
  EXPECT_EQ(now.person.phone, "139****1234");
  EXPECT_EQ(now.person.status, Status::away);
  EXPECT_EQ(now.person.group_name, "一组");
  EXPECT_EQ(now.person.household_number, "13");
  EXPECT_EQ(now.person.kinship, Kinship::other_relative);
  expect_sound();
}

TEST_F(ResidentsRights, SEC56_what_cannot_be_right_is_refused_by_field_and_nothing_typed_is_lost) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  const auto before = entries().size();
  const auto wrong = send_form(phone, "/own/correct", "field=id_number&wanted=522601199001010021&why=抄错了");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("value=\"522601199001010021\""), std::string::npos);
  EXPECT_NE(wrong.body.find("抄错了"), std::string::npos);
  EXPECT_NE(wrong.body.find("class=\"wrong\""), std::string::npos);
  EXPECT_NE(wrong.body.find("value=\"id_number\" selected=\"selected\""), std::string::npos);
  const auto refused = [&](const std::string& body) { return faults(phone.post("/api/residents/own/requests", body)); };
  using Rules = std::vector<std::string>;
  EXPECT_EQ(refused(asks("correction", "", "侗族")), (Rules{"/field required"}));
  EXPECT_EQ(refused(asks("correction", "ethnic", "")), (Rules{"/wanted required"}));
  EXPECT_EQ(refused(asks("correction", "ethnic", "不知道族")), (Rules{"/wanted ethnic.unknown"}));
  EXPECT_EQ(refused(asks("correction", "ethnic", "苗族")), (Rules{"/wanted unchanged"}));
  EXPECT_EQ(refused(asks("correction", "sex", "男")), (Rules{"/wanted sex.differs"}));
  EXPECT_EQ(refused(asks("correction", "group", "没有的组")), (Rules{"/wanted group.unknown"}));
  EXPECT_EQ(refused(asks("correction", "household", "99")), (Rules{"/wanted household.unknown"}));
  EXPECT_EQ(refused(asks("correction", "address", "老寨1号")), (Rules{"/wanted household.none"}));
  EXPECT_EQ(refused(asks("erasure", "name", "x")), (Rules{"/kind field_not_wanted"}));
  EXPECT_EQ(entries().size(), before);
  asked(phone, asks("correction", "ethnic", "侗族"));
  EXPECT_EQ(refused(asks("correction", "ethnic", "水族")), (Rules{"/field asked_already"}));
  asked(phone, asks("erasure"));
  EXPECT_EQ(refused(asks("erasure")), (Rules{"/kind asked_already"}));
}

TEST_F(ResidentsRights, SEC56_requests_are_ones_own_and_answered_by_ones_own_village) {
  auto clerk = desk(Role::village_committee, village_a);
  auto neighbour = desk(Role::village_committee, village_b);
  auto township = desk(Role::township, chengxi);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  auto second = someone("测试乙", made_up_number(*Date::of(1991, 2, 3), 2));
  auto other = joined(clerk, added(clerk, village_a, second).person.id, "1991-02-03", "另一个人");
  const auto request = asked(phone, asks("correction", "ethnic", "侗族"));
  const auto own = [&](std::string_view action) {
    return fmt::format("/api/residents/own/requests/{}/{}", request.id.text(), action);
  };
  EXPECT_EQ(other.post(own("withdraw"), R"({"version":1,"reason":null})").status, 404);
  EXPECT_EQ(decide(neighbour, request, "correct").status, 403);
  EXPECT_EQ(decide(township, request, "correct").status, 403);
  EXPECT_EQ(decide(phone, request, "correct").status, 403);
  EXPECT_EQ(neighbour.get("/api/residents/requests/" + request.id.text()).status, 403);
  EXPECT_TRUE(waiting(neighbour).requests.empty());
  EXPECT_EQ(waiting(township).requests.size(), 1u);
  EXPECT_EQ(clerk.post(own("withdraw"), R"({"version":1,"reason":null})").status, 403);
  // An erasure is not what was asked.
  EXPECT_EQ(code_of(decide(clerk, request, "erase")), "wrong_kind");
  EXPECT_EQ(code_of(decide(clerk, request, "restrict")), "wrong_kind");
  auto stale = request;
  stale.version = 7;
  EXPECT_EQ(code_of(decide(clerk, stale, "correct")), "version_changed");
}

TEST_F(ResidentsRights, SEC56_the_answer_is_owed_within_the_term_of_a_rule_warned_and_escalated) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  asked(phone, asks("erasure", "", "", "不想留着"));
  const auto steps = [&] { return count("SELECT steps_taken FROM obligation WHERE kind = 'residents.request'"); };
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request' AND ground_rule = "
                  "'residents.erasure.answer' AND due_on = '2016-08-01'"),
            1);
  later(23 * day_ms);
  must(application_->run_due());
  EXPECT_EQ(steps(), 0);
  later(day_ms);  // 24 of 30 days
  must(application_->run_due());
  EXPECT_EQ(steps(), 1);
  later(7 * day_ms);
  must(application_->run_due());
  EXPECT_EQ(steps(), 1);
  later(day_ms);
  must(application_->run_due());
  EXPECT_EQ(steps(), 2);
  EXPECT_EQ(count("SELECT count(*) FROM obligation_step s JOIN unit_code c ON c.unit_id = s.to_unit_id "
                  "WHERE s.step = 1 AND c.code = '522601001000'"),
            1);
}

TEST_F(ResidentsRights, SEC56_restricted_data_are_kept_and_not_used_until_their_owner_lifts_that) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto seen = added(clerk, village_a, resident_fields());
  auto phone = joined(clerk, seen.person.id);
  const auto request = asked(phone, asks("restriction"));
  EXPECT_EQ(names_of(waiting(clerk).requests.at(0).actions), (std::vector<std::string>{"restrict", "refuse"}));
  EXPECT_EQ(decide(clerk, request, "restrict").status, 200);
  const auto look = [&] { return clerk.post(address(seen, "/look"), R"({"what":"phone","reason":"通知领取低保金"})"); };
  EXPECT_EQ(code_of(look()), "restricted");
  const auto now = detail(clerk, seen.person.id);
  EXPECT_EQ(code_of(change(clerk, now, resident_fields("测试丙"))), "restricted");
  EXPECT_EQ(code_of(phone.post("/api/residents/own/requests", asks("restriction"))), "restricted_already");
  EXPECT_EQ(phone.get("/own").status, 200);
  const auto roll = fmt::format("姓名,民族,身份证号码\n测试甲,侗族,{}\n", made_up_number(*Date::of(1990, 1, 1), 2));
  clerk.content_type = "application/octet-stream";
  const auto preview = read<ImportAnswer>(clerk.post(fmt::format("/api/people/imports?village={}", village_a), roll));
  clerk.content_type = "application/json";
  ASSERT_EQ(preview.faults.size(), 1u);
  EXPECT_EQ(preview.faults[0].rule, "restricted");

  const auto own = read<residents::OwnCopy>(phone.get("/api/residents/own"));
  ASSERT_EQ(names_of(own.requests.at(0).actions), (std::vector<std::string>{"lift"}));
  const auto path = fmt::format("/own/requests/{}/lift", request.id.text());
  EXPECT_EQ(send_form(phone, path, fmt::format("version={}", own.requests[0].version)).status, 303);
  EXPECT_EQ(look().status, 200);
  expect_sound();
}

// ---- erasing

TEST_F(ResidentsRights, SEC56_after_an_erasure_no_table_and_no_file_has_anything_of_the_person) {
  keep_in_the_folder();
  auto clerk = desk(Role::village_committee, village_a);
  const std::string name = "示例·独一无二";
  const std::string number = made_up_number(*Date::of(1983, 4, 17), 8);
  const std::string phone_number = "13812349876";
  const std::vector<std::string> clear{name,
                                       number,
                                       phone_number,
                                       "+86" + phone_number,
                                       "1983-04-17",
                                       "1983-04",
                                       "桂花巷77号",
                                       "独一无二的登录名",
                                       "看它的理由很特别",
                                       "删除的理由很特别",
                                       "不同意的理由很特别",
                                       "纠正的理由很特别",
                                       "改成独一无二"};
  // All that the register can hold: household, kinship, relatives, looks, slips, previews, requests, an account.
  const auto household = read<HouseholdLine>(clerk.post(
      "/api/households", fmt::format(R"({{"village":"{}","number":"77","address":"桂花巷77号"}})", village_a)));
  auto fields = someone(name, number);
  fields.phone = phone_number;
  fields.political = Political::member;
  fields.household = household.id;
  fields.kinship = Kinship::head;
  fields.arrival = Arrival::birth;
  const auto seen = added(clerk, village_a, fields);
  const auto child = added(clerk, village_a, someone("测试丁", made_up_number(*Date::of(2010, 5, 6), 3)));
  EXPECT_EQ(
      clerk.post(address(seen, "/ties"), fmt::format(R"({{"kind":"child","other":"{}"}})", child.person.id.text()))
          .status,
      201);
  EXPECT_EQ(clerk.post(address(seen, "/look"), R"({"what":"id_number","reason":"看它的理由很特别"})").status, 200);
  clerk.headers.emplace_back("idempotency-key", "0123456789abcdef");
  EXPECT_EQ(clerk.post("/api/people/search", fmt::format(R"({{"name":"{}"}})", name)).status, 200);
  EXPECT_EQ(change(clerk, detail(clerk, seen.person.id), fields).status, 200);
  clerk.headers.pop_back();
  clerk.content_type = "application/octet-stream";
  EXPECT_EQ(clerk
                .post(fmt::format("/api/people/imports?village={}", village_a),
                      fmt::format("姓名,民族,身份证号码,电话\n{},苗族,{},{}\n", name, number, phone_number))
                .status,
            201);
  clerk.content_type = "application/json";
  auto phone = joined(clerk, seen.person.id, "1983-04-17", "独一无二的登录名");
  EXPECT_EQ(phone.get("/own/copy").status, 200);
  const auto other = asked(phone, asks("correction", "name", "改成独一无二", "纠正的理由很特别"));
  EXPECT_EQ(decide(clerk, other, "refuse", "不同意的理由很特别").status, 200);
  const auto request = asked(phone, asks("erasure", "", "", "删除的理由很特别"));
  ASSERT_EQ(leave(clerk, detail(clerk, seen.person.id), Departure::moved_out, "2006-06-20").status, 200);
  entered_long_ago();
  const auto before = everything();
  for (const auto& each : {name, std::string("桂花巷77号"), std::string("看它的理由很特别")})
    ASSERT_NE(before.find(each), std::string::npos) << "the search finds what is there: " << each;

  const auto answer = erased(clerk, request);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto decided = read<RequestView>(answer);
  EXPECT_EQ(decided.state, "erased");
  ASSERT_EQ(decided.holds.size(), 1u);
  EXPECT_EQ(decided.holds[0].rule, "residents.hold.journal");
  // What figures need is there, under a name that was drawn.
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE born_on = '1983-01-01' AND sex = 'female' AND ethnic_code = '06' "
                  "AND erased_at IS NOT NULL AND name LIKE '已删除%' AND id_number_index IS NULL"),
            1);
  EXPECT_EQ(count("SELECT count(*) FROM person_record WHERE left_on = '2006-06-01' AND since = '1983-01-01' "
                  "AND departure = 'moved_out' AND household_id IS NULL AND kinship IS NULL"),
            1);
  // Nobody is signed in any more, and nobody signs in again.
  EXPECT_EQ(phone.get("/own").status, 401);
  EXPECT_EQ(code_of(TestBrowser(application_->router()).sign_in("独一无二的登录名", password)), "sign_in_refused");
  EXPECT_EQ(count("SELECT count(*) FROM household"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM person_tie"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM resident"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM resident_slip"), 0);
  // Nothing is added to it or looked at; the chain of the journal is as it was written.
  EXPECT_EQ(code_of(clerk.post(address(seen, "/reinstate"), fmt::format(R"({{"version":{}}})", 99))), "erased");
  EXPECT_EQ(clerk.post(address(seen, "/look"), R"({"what":"phone","reason":"再看一次号码"})").status, 404);
  expect_sound();

  // The server stops, which copies SQLite's write-ahead log back; until then old pages may stand in the log.
  const bool sqlite = database().engine() == db::Engine::sqlite;
  auto left = sqlite ? std::string() : everything();
  if (sqlite) {
    application_.reset();
    left = files();
    ASSERT_NE(left.find("SQLite format 3"), std::string::npos);
  }
  ASSERT_NE(left.find("测试丁"), std::string::npos) << "others are still there";
  for (const auto& each : clear) EXPECT_EQ(left.find(each), std::string::npos) << each;
}

TEST_F(ResidentsRights, SEC56_the_salts_of_an_erased_person_are_gone_and_those_of_others_stay) {
  auto clerk = desk(Role::village_committee, village_a);
  auto fields = resident_fields();
  const auto seen = added(clerk, village_a, fields);
  const auto stays = added(clerk, village_a, someone("测试乙", made_up_number(*Date::of(1991, 2, 3), 2)));
  auto phone = joined(clerk, seen.person.id);
  const auto request = asked(phone, asks("erasure"));
  ASSERT_EQ(leave(clerk, detail(clerk, seen.person.id), Departure::moved_out, "2006-06-20").status, 200);
  entered_long_ago();
  const auto salts_of = [&](const Id& record) {
    return count(
        fmt::format("SELECT count(*) FROM journal_salt s JOIN journal_entry e ON e.number = s.number "
                    "WHERE e.object_id = '{}'",
                    record.text()));
  };
  ASSERT_GT(salts_of(seen.person.id), 0);
  ASSERT_EQ(erased(clerk, request).status, 200);
  EXPECT_EQ(salts_of(seen.person.id), 0);
  EXPECT_GT(salts_of(stays.person.id), 0);
}

TEST_F(ResidentsRights, SEC56_who_is_in_the_register_is_told_what_must_be_kept_and_loses_the_rest) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto seen = added(clerk, village_a, resident_fields());
  auto phone = joined(clerk, seen.person.id);
  EXPECT_EQ(clerk.post(address(seen, "/look"), R"({"what":"phone","reason":"看它的理由很特别"})").status, 200);
  const auto request = asked(phone, asks("erasure"));
  const auto shown = waiting(clerk).requests.at(0);
  ASSERT_EQ(shown.holds.size(), 2u);
  EXPECT_EQ(shown.holds[0].rule, "residents.hold.register");
  EXPECT_TRUE(shown.holds[0].certain);
  EXPECT_NE(shown.holds[0].article.find("第十三条"), std::string::npos) << shown.holds[0].article;
  EXPECT_FALSE(shown.holds[1].certain);
  ASSERT_EQ(erased(clerk, request).status, 200);
  const auto now = detail(clerk, seen.person.id);
  EXPECT_EQ(now.person.name, "测试甲");
  EXPECT_EQ(now.person.phone, std::nullopt);
  EXPECT_TRUE(now.person.id_number);
  EXPECT_EQ(count("SELECT count(*) FROM person_look WHERE reason <> ''"), 0);
  const auto page = phone.get("/own").body;
  EXPECT_NE(page.find("依法还要保留"), std::string::npos);
  EXPECT_NE(page.find("选民登记"), std::string::npos);
  expect_sound();
}

TEST_F(ResidentsRights, SEC56_SEC12_erasing_wants_a_fresh_proof_and_no_other_request_waiting) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  const auto other = asked(phone, asks("correction", "ethnic", "侗族"));
  const auto request = asked(phone, asks("erasure"));
  EXPECT_EQ(code_of(decide(clerk, request, "erase")), "other_request_open");
  EXPECT_EQ(decide(clerk, other, "correct").status, 200);
  later(6 * 60'000);
  EXPECT_EQ(code_of(decide(clerk, request, "erase")), "step_up_required");
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE erased_at IS NOT NULL"), 0);
}

// ---- the forms of a session (SEC-20)

TEST_F(ResidentsRights, SEC20_a_form_needs_the_token_of_its_own_session_and_path_from_our_own_page) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  auto second = someone("测试乙", made_up_number(*Date::of(1991, 2, 3), 2));
  auto other = joined(clerk, added(clerk, village_a, second).person.id, "1991-02-03", "另一个人");
  const std::string fields = "field=ethnic&wanted=侗族&why=";
  const auto good = token_in(phone.get("/own/correct").body, "/own/correct");
  ASSERT_EQ(good.size(), 43u);
  EXPECT_EQ(phone.get("/own/correct").body.find(phone.cookie.substr(phone.cookie.find('=') + 1)), std::string::npos);
  const auto before = entries().size();
  const auto refused = [&](TestBrowser& by, const std::string& token) {
    const auto response = send_form(by, "/own/correct", fields, token);
    // Nothing typed is lost: the page is the one's who opened it, and brings a token that is good.
    EXPECT_NE(response.body.find("value=\"侗族\""), std::string::npos);
    return response.status;
  };
  EXPECT_EQ(refused(phone, ""), 403);
  EXPECT_EQ(refused(phone, "x"), 403);
  EXPECT_EQ(refused(phone, good.substr(0, 42)), 403);
  auto flipped = good;
  flipped[0] = flipped[0] == 'A' ? 'B' : 'A';
  EXPECT_EQ(refused(phone, flipped), 403);
  EXPECT_EQ(refused(other, good), 403);
  EXPECT_EQ(refused(phone, token_in(other.get("/own/correct").body, "/own/correct")), 403);
  EXPECT_EQ(refused(phone, token_in(phone.get("/own/erase").body, "/own/erase")), 403);
  // The first of two is not the one that counts for one and the other for another.
  EXPECT_EQ(refused(phone, good + "&form=x"), 403);
  // Another site has the cookie sent, and even a token that leaked does not help it.
  const auto from = [&](std::vector<std::pair<std::string, std::string>> headers) {
    auto attacked = phone;
    attacked.headers = std::move(headers);
    return send_form(attacked, "/own/correct", fields, good).status;
  };
  EXPECT_EQ(from({{"host", "localhost:8080"}, {"origin", "https://evil.example"}, {"sec-fetch-site", "cross-site"}}),
            403);
  EXPECT_EQ(from({{"host", "localhost:8080"}, {"origin", "https://evil.example"}}), 403);
  EXPECT_EQ(from({{"host", "localhost:8080"}, {"origin", "null"}}), 403);
  EXPECT_EQ(from({{"host", "localhost:8080"}, {"sec-fetch-site", "same-site"}}), 403);
  EXPECT_EQ(from({{"host", "localhost:8080"}}), 403);
  for (const std::string_view type : {"text/plain", "multipart/form-data; boundary=x", "application/json", ""}) {
    phone.content_type = type;
    EXPECT_EQ(phone.post("/own/correct", "form=" + good + "&" + fields).status, 403) << type;
    phone.content_type = "application/json";
  }
  EXPECT_EQ(entries().size(), before);
  EXPECT_EQ(count("SELECT count(*) FROM resident_request"), 0);
  // A session that is over takes its tokens with it.
  EXPECT_EQ(send_form(phone, "/own/correct", fields, good).status, 303);
  ASSERT_EQ(phone.get("/signout").status, 303);
  TestBrowser again(application_->router());
  ASSERT_EQ(again.sign_in("示例阿妹", password).status, 200);
  EXPECT_EQ(send_form(again, "/own/correct", "field=sex&wanted=女", good).status, 403);
  // The gate lets forms nowhere else.
  again.content_type = "application/x-www-form-urlencoded";
  EXPECT_EQ(again.post("/api/residents/own/requests", "kind=erasure").status, 403);
}

TEST_F(ResidentsRights, SEC20_every_route_that_takes_forms_looks_at_their_token_first) {
  auto clerk = desk(Role::village_committee, village_a);
  auto phone = joined(clerk, added(clerk, village_a, resident_fields()).person.id);
  phone.content_type = "application/x-www-form-urlencoded";
  int routes = 0;
  for (const auto& route : application_->router().routes()) {
    if (!access::is_form_permission(route.permission)) continue;
    ++routes;
    auto path = route.pattern;
    if (const auto id = path.find("{id}"); id != std::string::npos) path.replace(id, 4, Id::make(1).text());
    const auto response = phone.post(path, "version=1&kind=erasure");
    EXPECT_EQ(response.status, 403) << path;
    EXPECT_NE(response.body.find("没有带过来，也没有提交"), std::string::npos) << path;
  }
  EXPECT_EQ(routes, 4);
}

// ---- facts of law, villages that are no more, marriages

TEST_F(ResidentsRights, SEC54_who_is_under_the_age_of_the_rule_gets_no_slip_to_the_day) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto slip_for = [&](Date born, std::string name) {
    auto fields = someone(std::move(name));
    fields.born_on = born;
    const auto record = added(clerk, village_a, fields).person.id;
    return clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", record.text()));
  };
  const auto& library = application_->rules();
  EXPECT_EQ(must(library.resolve("residents.join.age", clock_.today(), {})).value.number, 14);
  EXPECT_EQ(must(library.resolve("residents.join.age", *Date::of(2022, 1, 1), {})).article, "pipl-2021#31.1");
  EXPECT_EQ(slip_for(*Date::of(2002, 7, 1), "测试甲").status, 201);  // fourteen today
  EXPECT_EQ(faults(slip_for(*Date::of(2002, 7, 2), "测试乙")), (std::vector<std::string>{"/records/0 too_young"}));
}

TEST_F(ResidentsRights, people_of_a_village_that_is_no_more_are_found_by_its_successor) {
  auto clerk = desk(Role::village_committee, village_a);
  auto successor = desk(Role::village_committee, village_b);
  must(database().write([&](db::Transaction& tx) -> Result<void> {
    TRY(units::add_unit(tx, clock_, journal::operator_on_shell(), first_group()));
    return {};
  }));
  const auto household = [&](TestBrowser& by, std::string_view village) {
    return read<HouseholdLine>(
        by.post("/api/households", fmt::format(R"({{"village":"{}","number":"12","address":"老寨1号"}})", village)));
  };
  const auto here = household(clerk, village_a);
  household(successor, village_b);
  auto fields = resident_fields();
  fields.household = here.id;
  fields.kinship = Kinship::head;
  const auto person = added(clerk, village_a, fields).person;
  auto phone = joined(clerk, person.id);
  const auto request = asked(phone, asks("correction", "group", "一组"));
  ASSERT_EQ(decide(clerk, request, "correct").status, 200);
  const auto open = asked(phone, asks("correction", "ethnic", "侗族"));
  // Registered in the old village, living in the other: known to both.
  const auto both = someone("测试戊", made_up_number(*Date::of(1970, 3, 4), 1));
  auto registered = both;
  registered.status = Status::registered;
  added(clerk, village_a, registered);
  auto lives = both;
  lives.status = Status::lives_here;
  const auto stays = added(successor, village_b, lives).person;

  must(database().write([&](db::Transaction& tx) -> Result<void> {
    TRY(tx.execute(
        "UPDATE unit SET withdrawn_on = '2016-06-30' WHERE id = (SELECT unit_id FROM unit_code WHERE code = $1)",
        village_a));
    TRY(units::name_successor(tx, clock_, journal::operator_on_shell(), village_a,
                              {.successor_code = std::string(village_b)}));
    return {};
  }));
  must(application_->run_due());
  EXPECT_EQ(names(list(successor, fmt::format("?at={}", village_b))), (std::vector<std::string>{"测试戊", "测试甲"}));
  const auto moved = detail(successor, person.id);
  EXPECT_TRUE(moved.may_change);
  EXPECT_EQ(moved.person.village, village_b);
  EXPECT_NE(moved.person.group_name->find("一组"), std::string::npos);
  EXPECT_NE(*moved.person.group_name, "一组");
  EXPECT_NE(moved.person.household_number->find("12（"), std::string::npos);
  EXPECT_EQ(detail(successor, stays.id).person.status, Status::both);
  EXPECT_EQ(count("SELECT count(*) FROM person_record WHERE departure = 'other_out' AND left_on = '2016-06-30'"), 1);
  // The resident is let in again, and the request is answered by the successor.
  ASSERT_EQ(phone.sign_in("示例阿妹", password).status, 200);
  EXPECT_EQ(phone.get("/own").status, 200);
  ASSERT_EQ(waiting(successor).requests.size(), 1u);
  EXPECT_EQ(decide(successor, open, "correct").status, 200);
  EXPECT_EQ(detail(successor, person.id).person.ethnic, "侗族");
  EXPECT_EQ(asked(phone, asks("correction", "political", "群众")).village, village_b);
  const auto written = entries().size();
  must(application_->run_due());
  EXPECT_EQ(entries().size(), written) << "nothing is moved twice";
  expect_sound();
}

TEST_F(ResidentsRights, SEC14_SEC12_a_successor_is_named_by_whoever_manages_both_units) {
  auto town = desk(Role::township, chengxi);
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  must(database().write([&](db::Transaction& tx) {
    return tx.execute(
        "UPDATE unit SET withdrawn_on = '2016-06-30' WHERE id = (SELECT unit_id FROM unit_code WHERE code = $1)",
        village_a);
  }));
  const auto name = [&](TestBrowser& by, std::string_view code) {
    return by.post(fmt::format("/api/units/{}/successor", village_a),
                   fmt::format(R"({{"successor_code":"{}"}})", code));
  };
  const auto before = entries().size();
  EXPECT_EQ(code_of(name(town, "522622100001")), "outside_subtree") << "a village of another county";
  later(6 * 60'000);
  EXPECT_EQ(code_of(name(town, village_b)), "step_up_required");
  EXPECT_EQ(code_of(name(bureau, village_b)), "step_up_required");
  EXPECT_EQ(entries().size(), before);
  EXPECT_EQ(count("SELECT count(*) FROM unit_code WHERE successor_id IS NOT NULL"), 0);
}

TEST_F(ResidentsRights, a_marriage_that_the_household_tells_of_is_not_offered_to_be_ended) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto household = read<HouseholdLine>(
      clerk.post("/api/households", fmt::format(R"({{"village":"{}","number":"12","address":""}})", village_a)));
  auto head = someone("测试甲", made_up_number(*Date::of(1970, 3, 4), 1));
  head.household = household.id;
  head.kinship = Kinship::head;
  auto wife = someone("测试乙", made_up_number(*Date::of(1971, 3, 4), 2));
  wife.household = household.id;
  wife.kinship = Kinship::spouse;
  const auto one = added(clerk, village_a, head);
  const auto two = added(clerk, village_a, wife);
  const auto three = added(clerk, village_a, someone("测试丙", made_up_number(*Date::of(1972, 3, 4), 1)));
  const auto four = added(clerk, village_a, someone("测试丁", made_up_number(*Date::of(1973, 3, 4), 2)));
  const auto relatives = [&](const PersonDetail& of) {
    return read<RelativeList>(clerk.get(address(of, "/relatives")));
  };
  const auto end = [&](const PersonDetail& of, const PersonDetail& other) {
    return clerk.post(address(of, "/ties/end"),
                      fmt::format(R"({{"other":"{}","on":"2016-06-30"}})", other.person.id.text()));
  };
  ASSERT_EQ(relatives(one).relatives.size(), 1u);
  EXPECT_EQ(relatives(one).relatives[0].relation, Relation::spouse);
  EXPECT_FALSE(relatives(one).relatives[0].recorded);
  EXPECT_EQ(code_of(end(one, two)), "implied_by_household");
  EXPECT_EQ(code_of(end(two, one)), "implied_by_household");
  EXPECT_EQ(code_of(end(one, three)), "not_found");
  ASSERT_EQ(
      clerk.post(address(three, "/ties"), fmt::format(R"({{"kind":"spouse","other":"{}"}})", four.person.id.text()))
          .status,
      201);
  EXPECT_TRUE(relatives(four).relatives.at(0).recorded);
  EXPECT_EQ(end(four, three).status, 200);
  EXPECT_TRUE(relatives(three).relatives.empty());
}

}  // namespace
}  // namespace gulou
