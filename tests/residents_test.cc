// Residents from the slip to what is kept of them: the village prints, the resident joins by telephone and reads.
#include "modules/residents/join.h"
#include "modules/residents/own.h"
#include "modules/residents/slip.h"
#include "plan_desk.h"

namespace gulou {
namespace {

constexpr std::string_view village = "522601001006";

class Residents : public PlanDesk {
 protected:
  // Enters somebody made up into the register of the village; gives the id of the record.
  std::string entered(TestBrowser& clerk, std::string_view name, std::string_view born,
                      std::string_view id_number = "null", std::string_view in = village) {
    const auto response = clerk.post(
        "/api/people",
        fmt::format(R"({{"village":"{}","person":{{"name":"{}","sex":"female","ethnic_code":"06","ethnic_text":"",)"
                    R"("id_number":{},"phone":"13800001234","born_on":"{}","political":"unknown","status":"both",)"
                    R"("group":null,"household":null,"kinship":null,"arrival":"recorded","since":null}}}})",
                    in, name, id_number, born));
    EXPECT_EQ(response.status, 201) << response.body;
    const auto document = must(json::parse(response.body));
    const auto* person = document.find("person");
    return *(person ? person->find("id") : document.find("id"))->as_text();
  }
  static std::string records(std::initializer_list<std::string> ids) {
    auto list = json::Value::list();
    for (const auto& id : ids) list.add(id);
    return json::write(json::Value::object().set("records", list));
  }
  static std::string join_body(std::string_view code, std::string_view born, std::string_view name = "示例阿妹",
                               std::string_view password = "稻花香里说丰年 2016") {
    return json::write(
        json::Value::object().set("code", code).set("born_on", born).set("name", name).set("password", password));
  }
  residents::PrintedSlips printed(TestBrowser& clerk, std::initializer_list<std::string> ids) {
    return read<residents::PrintedSlips>(clerk.post("/api/residents/slips", records(ids)));
  }
  std::vector<std::string> rules_of(const net::Response& response) {
    std::vector<std::string> rules;
    const auto document = must(json::parse(response.body));
    if (const auto* errors = document.find("errors"))
      for (const auto& error : *errors->as_list())
        rules.push_back(*error.find("field")->as_text() + " " + *error.find("rule")->as_text());
    return rules;
  }
};

TEST_F(Residents, SEC56_joins_with_a_slip_sees_what_is_kept_and_takes_a_copy) {
  auto clerk = desk(Role::village_committee, village);
  const auto record = entered(clerk, "测试甲", "1990-01-01", R"("522601199001010029")");
  const auto slips = printed(clerk, {record});
  ASSERT_EQ(slips.slips.size(), 1u);
  EXPECT_EQ(slips.slips[0].name, "测试甲");
  EXPECT_EQ(slips.slips[0].until, clock_.today().plus_days(30));
  EXPECT_NE(slips.slips[0].qr.find("<svg"), std::string::npos);

  auto phone = visitor();
  // As people type it: small letters, full width, blanks.
  std::string typed = slips.slips[0].code;
  std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto joined = phone.post("/api/residents/join", join_body(" " + typed + "\u3000", "1990年1月1日"));
  ASSERT_EQ(joined.status, 201) << joined.body;
  EXPECT_FALSE(phone.cookie.empty());

  const auto own = read<residents::OwnCopy>(phone.get("/api/residents/own"));
  EXPECT_EQ(own.name, "测试甲");
  EXPECT_FALSE(own.whole);
  const auto value = [](const std::vector<residents::KeptFact>& facts, std::string_view name) {
    for (const auto& fact : facts)
      if (fact.name == name) return fact.value;
    return std::string("?");
  };
  EXPECT_EQ(value(own.person, "身份证号码"), "522601********0029");
  ASSERT_EQ(own.records.size(), 1u);
  EXPECT_EQ(value(own.records[0].facts, "电话"), "138****1234");
  const auto page = phone.get("/own");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body.find("522601199001010029"), std::string::npos);
  // The mask hides just the date of birth: the two stand nowhere together.
  EXPECT_EQ(page.body.find("1990年1月1日"), std::string::npos);
  EXPECT_EQ(value(own.person, "出生日期").find("1990"), std::string::npos);

  const auto copy = read<residents::OwnCopy>(phone.get("/api/residents/own/copy"));
  EXPECT_TRUE(copy.whole);
  EXPECT_EQ(value(copy.person, "身份证号码"), "522601199001010029");
  EXPECT_EQ(value(copy.person, "出生日期"), "1990年1月1日");
  EXPECT_NE(phone.get("/own/copy").body.find("522601199001010029"), std::string::npos);

  // Whoever looks at a number is seen by its owner, with the reason.
  EXPECT_EQ(clerk.post("/api/people/" + record + "/look", R"({"what":"phone","reason":"通知领取低保金"})").status, 200);
  const auto after = read<residents::OwnCopy>(phone.get("/api/residents/own"));
  ASSERT_FALSE(after.events.empty());
  EXPECT_TRUE(std::ranges::any_of(after.events, [](const auto& event) { return event.why == "通知领取低保金"; }));
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(Residents, a_code_is_good_once_with_its_owners_date_of_birth_and_for_thirty_days) {
  auto clerk = desk(Role::village_committee, village);
  const auto a = entered(clerk, "测试甲", "1990-01-01");
  const auto b = entered(clerk, "测试乙", "1991-02-03");
  const auto slips = printed(clerk, {a, b}).slips;
  auto phone = visitor();
  phone.client = "192.0.2.21";  // so that no other test's tries are counted with these
  const std::vector<std::string> refused{"/code slip"};
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body("2222-3333-4444", "1990-01-01"))), refused);
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(slips[0].code, "1991-02-03"))), refused);
  EXPECT_EQ(phone.post("/api/residents/join", join_body(slips[0].code, "19900101")).status, 201);
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(slips[0].code, "19900101", "再来一次"))), refused);
  // Whoever joined needs no other slip.
  EXPECT_EQ(rules_of(clerk.post("/api/residents/slips", records({a}))),
            (std::vector<std::string>{"/records/0 joined"}));

  // The fifth wrong date makes it void, and then the right one is of no use.
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(slips[1].code, "1980-01-01", "某人"))), refused);
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(slips[1].code, "1991-02-03", "某人"))), refused);

  // A new slip makes the one before void, and is too old after thirty days.
  const auto first = printed(clerk, {b}).slips[0];
  const auto second = printed(clerk, {b}).slips[0];
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(first.code, "1991-02-03", "某人"))), refused);
  clock_.set(Instant(clock_.now().ms() + std::int64_t{31} * 86'400'000));
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(second.code, "1991-02-03", "某人"))), refused);
}

TEST_F(Residents, what_is_chosen_is_checked_by_field) {
  auto clerk = desk(Role::village_committee, village);
  const auto code = printed(clerk, {entered(clerk, "测试甲", "1990-01-01")}).slips[0].code;
  auto phone = visitor();
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(code, "1990-01-01", "13800001234", "短"))),
            (std::vector<std::string>{"/name number", "/password too_short", "/password common"}));
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(code, "1990-01-01", "５２２６０１１９９"))),
            (std::vector<std::string>{"/name number"}));
  EXPECT_EQ(rules_of(phone.post("/api/residents/join", join_body(code, "1990-01-01", "  "))),
            (std::vector<std::string>{"/name required"}));
  EXPECT_EQ(phone.post("/api/residents/join", join_body(code, "1990-01-01", "village_committee.1")).status, 409);
  // Nothing of that used the slip up.
  EXPECT_EQ(phone.post("/api/residents/join", join_body(code, "1990-01-01")).status, 201);
}

TEST_F(Residents, slips_are_for_ones_own_village_and_for_whom_they_may_be) {
  auto clerk = desk(Role::village_committee, village);
  auto neighbour = desk(Role::village_committee, "522601001001");
  const auto child = entered(clerk, "测试丙", "2010-05-05");
  const auto here = entered(clerk, "测试甲", "1990-01-01");
  const auto there = entered(neighbour, "测试丁", "1985-01-01", "null", "522601001001");
  EXPECT_EQ(neighbour.post("/api/residents/slips", records({here})).status, 403);
  EXPECT_EQ(rules_of(clerk.post("/api/residents/slips", records({here, child, there}))),
            (std::vector<std::string>{"/records/1 too_young", "/records/2 other_village"}));
  EXPECT_EQ(rules_of(clerk.post("/api/residents/slips", records({}))), (std::vector<std::string>{"/records required"}));
  EXPECT_EQ(visitor().post("/api/residents/slips", records({here})).status, 401);
}

TEST_F(Residents, the_pages_work_without_script_and_keep_what_was_typed) {
  auto clerk = desk(Role::village_committee, village);
  const auto code = printed(clerk, {entered(clerk, "测试甲", "1990-01-01")}).slips[0].code;
  auto phone = visitor();
  phone.content_type = "application/x-www-form-urlencoded";
  EXPECT_NE(phone.get("/join").body.find("登记码"), std::string::npos);
  auto wrong = phone.post("/join", "code=" + code + "&born_on=1990-01-02&name=ameizi&password=daohuaxiangli");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("value=\"ameizi\""), std::string::npos);
  EXPECT_EQ(wrong.body.find("daohuaxiangli"), std::string::npos) << "a password is never given back";
  const auto in = phone.post("/join", "code=" + code + "&born_on=1990-01-01&name=ameizi&password=daohuaxiangli");
  EXPECT_EQ(in.status, 303) << in.body;
  EXPECT_EQ(phone.get("/own").status, 200);

  auto later = visitor();
  later.content_type = "application/x-www-form-urlencoded";
  EXPECT_EQ(later.post("/signin", "name=ameizi&password=wrong-password").status, 401);
  EXPECT_EQ(later.post("/signin", "name=AMEIZI&password=daohuaxiangli").status, 303);
  EXPECT_EQ(later.get("/own").status, 200);
  EXPECT_EQ(later.get("/signout").status, 303);
  EXPECT_EQ(later.get("/own").status, 401);
}

TEST(TypedDate, IsReadAsPeopleWriteIt) {
  for (const std::string_view typed :
       {"1990-01-09", "1990年1月9日", "19900109", "1990.1.9", "１９９０/1/9", " 1990 1 9 "})
    EXPECT_EQ(residents::typed_date(typed), Date::of(1990, 1, 9)) << typed;
  for (const std::string_view typed : {"", "1990", "1990-13-01", "90-1-9", "199019", "1990-02-30", "1990-1-9-2"})
    EXPECT_EQ(residents::typed_date(typed), std::nullopt) << typed;
}

}  // namespace
}  // namespace gulou
