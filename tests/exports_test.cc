// SEC-58: what leaves the house as a file is of a declared class, for a stated purpose, marked, and one entry of the
// journal. tests/security/exports.csv is the reviewed list of all such routes.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "approvals_desk.h"
#include "spine/documents/exports.h"
#include "spine/people/erasure.h"
#include "spine/people/look.h"
#include "spine/people/roll_export.h"

namespace gulou {
namespace {

bool holds(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

std::string how_asked(const net::Route& route) {
  if (route.outgoing->data == net::DataClass::public_) return "-";
  if (!route.outgoing->unasked.empty()) return "not asked";
  return route.takes ? "asked" : "asked before";
}

// A second person agrees where that is wanted: the request to which they did is named in the body.
bool asks_approval(const net::Route& route) {
  return route.takes &&
         std::ranges::any_of(route.takes->fields, [](const FieldInfo& field) { return field.name == "approval"; });
}

class Exports : public ApprovalsDesk {
 protected:
  static std::string wanted(std::string_view village, std::string_view note = "县里核对人口数", bool whole = false) {
    return roll(village, whole, "", note);
  }
  // Taken after the township has agreed.
  net::Response take_agreed(TestBrowser& by, const std::string& body) {
    auto township = desk(Role::township, chengxi);
    return take(by, body, agreed(by, township, body).id);
  }
  std::size_t count_of(std::string_view action) {
    return static_cast<std::size_t>(std::ranges::count(entries(), action, &journal::JournalEntry::action));
  }
  journal::JournalEntry last_export() {
    const auto all = entries();
    const auto last = std::ranges::find(all.rbegin(), all.rend(), "documents.export", &journal::JournalEntry::action);
    return last == all.rend() ? journal::JournalEntry() : *last;
  }
};

TEST_F(Exports, SEC58_every_route_that_gives_a_file_is_of_the_class_that_was_reviewed) {
  std::ifstream in(GULOU_SOURCE_DIR "/tests/security/exports.csv");
  std::set<std::string> reviewed;
  for (std::string line; std::getline(in, line);) reviewed.insert(line);
  std::vector<std::string> now{"route,class,purpose,approval,proof,why"};
  for (const auto& route : application_->router().routes())
    if (route.outgoing)
      now.push_back(fmt::format("{} {},{},{},{},{},{}", net::name_of_method(route.method), route.pattern,
                                net::name_of_class(route.outgoing->data), how_asked(route),
                                asks_approval(route) ? "where wanted" : "no", route.step_up ? "yes" : "no",
                                route.outgoing->unasked));
  for (const auto& line : now) EXPECT_TRUE(reviewed.erase(line)) << "not as reviewed: " << line;
  for (const auto& line : reviewed) ADD_FAILURE() << "no longer there: " << line;
  EXPECT_GT(now.size(), 12u);
}

TEST_F(Exports, SEC58_a_roll_without_a_purpose_is_refused_and_names_the_field) {
  auto village = desk(Role::village_committee, village_a);
  added(village, village_a, someone("测试甲", made_up_number(*Date::of(1980, 1, 2), 11)));
  const auto before = entries().size();
  const auto none = take(village, fmt::format(R"({{"village":"{}","group":null,"note":"核对人口数",)"
                                              R"("whole_numbers":false}})",
                                              village_a));
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(faults(none), std::vector<std::string>{"/purpose required"});
  EXPECT_EQ(faults(take(village, wanted(village_a, "  看 "))), std::vector<std::string>{"/note too_short"});
  EXPECT_EQ(entries().size(), before);
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), 0);
}

TEST_F(Exports, SEC58_the_roll_says_in_the_file_who_took_it_when_what_for_and_the_journal_finds_it) {
  auto village = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1980, 1, 2), 11);
  auto fields = someone("测试甲", number);
  fields.phone = "13812341234";
  added(village, village_a, fields);
  added(village, village_a, someone("测试乙"));
  const auto file = take_agreed(village, wanted(village_a));
  ASSERT_EQ(file.status, 200) << file.body;
  ASSERT_EQ(count_of("documents.export"), 1u);
  const auto entry = last_export();
  EXPECT_EQ(entry.action, "documents.export");
  EXPECT_EQ(entry.object_kind, "people.roll");
  EXPECT_EQ(entry.object_id, village_a);
  EXPECT_TRUE(entry.unit_id);
  const auto detail = must(json::parse(entry.detail));
  EXPECT_EQ(*detail.find("class")->as_text(), "personal");
  EXPECT_EQ(*detail.find("purpose")->as_text(), "check");
  EXPECT_EQ(*detail.find("rows")->as_integer(), 2);
  EXPECT_FALSE(holds(entry.detail, "县里核对人口数")) << "words about people stand in no entry";

  const auto mark = fmt::format("含个人信息 导出编号{} 2016年7月1日10:30 演示人员", entry.number);
  const auto sheet = part(file.body, "xl/worksheets/sheet1.xml");
  EXPECT_TRUE(holds(sheet, mark)) << sheet.substr(0, 2000);
  EXPECT_TRUE(holds(sheet, "用途：核对数据（县里核对人口数）"));
  EXPECT_TRUE(holds(sheet, fmt::format("<oddHeader>&amp;L含个人信息 导出编号{}", entry.number)));
  const auto properties = part(file.body, "docProps/core.xml");
  EXPECT_TRUE(holds(properties, fmt::format("<dc:identifier>{}</dc:identifier>", entry.number)));
  EXPECT_TRUE(holds(properties, mark));
  EXPECT_TRUE(holds(part(file.body, "[Content_Types].xml"), "/docProps/core.xml"));
  EXPECT_TRUE(holds(part(file.body, "_rels/.rels"), "docProps/core.xml"));
  EXPECT_TRUE(holds(sheet, "测试甲") && holds(sheet, "测试乙"));
  EXPECT_TRUE(holds(sheet, number.substr(0, 6) + "********" + number.substr(14)));
  EXPECT_FALSE(holds(sheet, number));
  EXPECT_FALSE(holds(sheet, "13812341234"));
  bool named = false;
  for (const auto& [name, value] : file.headers)
    named = named || (name == "Content-Disposition" && holds(value, std::to_string(entry.number)));
  EXPECT_TRUE(named) << "the file's name has the number";
}

TEST_F(Exports, SEC58_whole_numbers_leave_only_as_far_as_they_may_be_looked_at) {
  auto village = desk(Role::village_committee, village_a);
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i) {
    numbers.push_back(made_up_number(Date::of(1980, 1, 2)->plus_days(i), 11 + i));
    added(village, village_a, someone("测试甲", numbers.back()));
  }
  const auto file = take_agreed(village, wanted(village_a, "派出所核对", true));
  ASSERT_EQ(file.status, 200) << file.body;
  const auto sheet = part(file.body, "xl/worksheets/sheet1.xml");
  for (const auto& number : numbers) EXPECT_TRUE(holds(sheet, number));
  EXPECT_TRUE(holds(sheet, "含敏感个人信息"));
  EXPECT_EQ(count("SELECT count(*) FROM person_look WHERE reason = '导出：派出所核对'"), 3);
  EXPECT_EQ(count(fmt::format("SELECT count(*) FROM person_look WHERE entry = {}", last_export().number)), 3);

  // 47 looks are left within the hour; 45 more people make 48 numbers.
  for (int i = 0; i < 45; ++i)
    added(village, village_a, someone("测试乙", made_up_number(Date::of(1970, 1, 1)->plus_days(i), 15 + i)));
  const auto before = entries().size();
  const auto limit =
      read<people::WholeNumbers>(village.get(fmt::format("/api/people/export/whole-numbers?village={}", village_a)));
  EXPECT_EQ(limit.numbers, 48);
  EXPECT_EQ(limit.left, 47);
  EXPECT_FALSE(limit.may);
  EXPECT_NE(limit.refused_zh.find("要导出48个完整号码"), std::string::npos) << limit.refused_zh;
  const auto none = read<people::WholeNumbers>(
      village.get(fmt::format("/api/people/export/whole-numbers?village={}&group={}", village_a, Id::make(1).text())));
  EXPECT_EQ(none.numbers, 0);
  EXPECT_TRUE(none.may);
  EXPECT_EQ(none.refused_zh, "");
  const auto refused = take(village, wanted(village_a, "派出所核对", true));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(faults(refused), std::vector<std::string>{"/whole_numbers too_many"});
  EXPECT_EQ(entries().size(), before);
  EXPECT_EQ(count("SELECT count(*) FROM person_look"), 3);
  EXPECT_EQ(faults(ask(village, wanted(village_a, "派出所核对", true))),
            std::vector<std::string>{"/whole_numbers too_many"})
      << "nor is that asked for";
  EXPECT_EQ(take_agreed(village, wanted(village_a)).status, 200) << "masked they may all leave";
  later(301'000);
  EXPECT_EQ(code_of(take(village, wanted(village_a, "派出所核对", true))), "step_up_required");
}

TEST_F(Exports, SEC58_SEC56_the_number_of_whoever_wants_it_kept_and_not_used_leaves_masked) {
  auto village = desk(Role::village_committee, village_a);
  const auto restricted = made_up_number(*Date::of(1980, 1, 2), 11);
  const auto other = made_up_number(*Date::of(1981, 1, 2), 11);
  const auto person = added(village, village_a, someone("测试甲", restricted)).person;
  added(village, village_a, someone("测试乙", other));
  must(database().write([&](db::Transaction& tx) { return people::restrict(tx, clock_, person.person_id, true); }));
  const auto file = take_agreed(village, wanted(village_a, "派出所核对", true));
  ASSERT_EQ(file.status, 200) << file.body;
  const auto sheet = part(file.body, "xl/worksheets/sheet1.xml");
  EXPECT_TRUE(holds(sheet, other));
  EXPECT_FALSE(holds(sheet, restricted));
  EXPECT_TRUE(holds(sheet, people::masked_id_number(restricted)));
  EXPECT_TRUE(holds(sheet, "1人要求限制处理，号码打码。"));
  EXPECT_EQ(count("SELECT count(*) FROM person_look"), 1) << "nobody saw the other one";
}

TEST_F(Exports, SEC58_the_roll_is_the_own_villages_alone) {
  auto village = desk(Role::village_committee, village_a);
  auto other = desk(Role::village_committee, village_b);
  auto township = desk(Role::township, chengxi);
  added(other, village_b, someone("测试丙"));
  EXPECT_EQ(code_of(take(village, wanted(village_b))), "outside_subtree");
  EXPECT_EQ(code_of(take(township, wanted(village_a))), "not_permitted");
  TestBrowser visitor(application_->router());
  EXPECT_EQ(take(visitor, wanted(village_a)).status, 401);
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), 0);
  const auto own = take_agreed(other, wanted(village_b));
  EXPECT_EQ(own.status, 200);
  EXPECT_TRUE(holds(part(own.body, "xl/worksheets/sheet1.xml"), "测试丙"));
}

TEST_F(Exports, SEC12_exports_imports_and_deletes_want_a_proof_of_identity) {
  // Every route that deletes or lets personal data out; signing out deletes nothing but the own session.
  const std::set<std::string> sessions{"/api/session", "/api/sessions/{id}"};
  int checked = 0;
  for (const auto& route : application_->router().routes()) {
    const bool deletes = route.method == net::Method::del && !sessions.contains(route.pattern);
    const bool lets_out =
        route.outgoing && route.outgoing->data >= net::DataClass::personal && route.permission != "residents.own";
    const bool imports = route.pattern.ends_with("/imports/{id}/confirm");
    if (!deletes && !lets_out && !imports) continue;
    EXPECT_TRUE(route.step_up) << route.pattern;
    ++checked;
  }
  EXPECT_GE(checked, 6);
  auto village = desk(Role::village_committee, village_a);
  later(301'000);
  const auto before = entries().size();
  for (const auto* body : {"{}", "[]"}) EXPECT_EQ(code_of(take(village, body)), "step_up_required");
  EXPECT_EQ(code_of(village.send(net::Method::del, "/api/people/imports/" + Id::make(1).text())), "step_up_required");
  EXPECT_EQ(code_of(village.post("/api/people/imports/" + Id::make(1).text() + "/confirm", "{}")), "step_up_required");
  EXPECT_EQ(code_of(village.post("/api/residents/slips", R"({"records":[]})")), "step_up_required");
  EXPECT_EQ(code_of(village.send(net::Method::del, "/api/recordings/" + Id::make(1).text())), "step_up_required");
  EXPECT_EQ(entries().size(), before);
}

}  // namespace
}  // namespace gulou
