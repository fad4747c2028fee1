// Typing a number tells whether the register knows it: so it tells it last, it is written, and it is counted.
#include "people_desk.h"
#include "spine/people/import.h"
#include "spine/people/look.h"

namespace gulou {
namespace {

using namespace people;

class PeopleMeeting : public PeopleDesk {
 protected:
  // Numbers of people who were born on consecutive days.
  static std::string number_of(int n) { return made_up_number(Date::of(1970, 1, 1)->plus_days(n), 11 + n); }
  // `count` people whom the village knows, from `first` on.
  void known_in(TestBrowser& by, std::string_view village, int first, int count) {
    for (int n = first; n < first + count; ++n) added(by, village, someone("测试甲", number_of(n)));
  }
  std::int64_t met() { return count("SELECT count(*) FROM journal_entry WHERE action = 'people.number_met'"); }
  std::int64_t counted() { return count("SELECT count(*) FROM person_look"); }
  std::string household_with_head(TestBrowser& by, std::string_view village) {
    const auto made =
        read<HouseholdLine>(by.post("/api/households", json::write(NewHousehold{std::string(village), {}, "1", ""})));
    auto head = someone("测试户主");
    head.household = made.id;
    head.kinship = Kinship::head;
    added(by, village, head);
    return made.id.text();
  }
  net::Response send(TestBrowser& by, std::string_view village, std::string bytes) {
    by.content_type = "application/octet-stream";
    auto response = by.post(fmt::format("/api/people/imports?village={}", village), std::move(bytes));
    by.content_type = "application/json";
    return response;
  }
  static std::string retry_after(const net::Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "Retry-After") return value;
    return "";
  }
  // Rules of the faults of a preview, with their lines.
  static std::vector<std::string> told(const net::Response& response) {
    std::vector<std::string> out;
    for (const auto& each : read<ImportAnswer>(response).faults)
      out.push_back(fmt::format("{} {}", each.line, each.rule));
    return out;
  }
  static std::string roll(const std::vector<std::pair<std::string, std::string>>& people,
                          std::string_view status = {}) {
    std::string out = "姓名,民族,身份证号码,居住情况\n";
    for (const auto& [name, number] : people) out += fmt::format("{},苗族,{},{}\n", name, number, status);
    return out;
  }
};

TEST_F(PeopleMeeting, SEC55_a_form_with_another_fault_does_not_tell_whether_a_number_is_known) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  known_in(a, village_a, 0, 1);
  const auto household = household_with_head(b, village_b);
  // Of a household that has a head, the known number and one that nobody has are answered alike.
  auto guess = someone("测试乙", number_of(0));
  guess.household = Id::parse(household);
  guess.kinship = Kinship::head;
  const auto known = add(b, village_b, guess);
  guess.id_number = number_of(1);
  const auto unknown = add(b, village_b, guess);
  EXPECT_EQ(faults(known), std::vector<std::string>{"/person/kinship head_taken"});
  EXPECT_EQ(known.body, unknown.body);
  // The same of a change.
  const auto mine = added(b, village_b, someone("测试丙", number_of(2)));
  guess.name = "测试丙";
  const auto free = change(b, mine, guess);
  guess.id_number = number_of(0);
  EXPECT_EQ(change(b, mine, guess).body, free.body);
  EXPECT_EQ(faults(free), std::vector<std::string>{"/person/kinship head_taken"});
  EXPECT_EQ(met(), 0) << "nothing was looked up";
}

TEST_F(PeopleMeeting, SEC39_SEC55_a_number_that_is_met_is_written_where_the_person_is_kept) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  auto auditor = desk(Role::auditor, kaili);
  const auto kept = added(a, village_a, someone("测试甲", number_of(0)));
  const auto before = entries().size();
  EXPECT_EQ(faults(add(b, village_b, someone("测试乙", number_of(0)))),
            std::vector<std::string>{"/person/id_number other_name"});
  ASSERT_EQ(entries().size(), before + 1);
  const auto entry = entries().back();
  EXPECT_EQ(entry.action, "people.number_met");
  EXPECT_EQ(entry.object_id, kept.person.id.text());
  EXPECT_FALSE(entry.post.empty());
  const auto village = must(database().read([&](db::Reader& reader) { return units::by_code(reader, village_a); }));
  EXPECT_EQ(entry.unit_id, village.id.text()) << "of the village that keeps the person, not of the one that typed";
  for (const auto& each : {entry.detail, entry.object_id}) EXPECT_EQ(each.find(number_of(0)), std::string::npos);
  // Auditors read it among the looks.
  const auto looks = read<LookList>(auditor.get("/api/people/looks")).looks;
  ASSERT_EQ(looks.size(), 1u);
  EXPECT_EQ(looks[0].record_id, kept.person.id);
  EXPECT_NE(looks[0].reason.find("姓名不同"), std::string::npos);
  // Under the right name, where it is refused: likewise.
  EXPECT_EQ(faults(add(b, village_b, someone("测试甲", number_of(0)))),
            std::vector<std::string>{"/person/status registered_elsewhere"});
  // And by a change.
  const auto mine = added(b, village_b, someone("测试丙", number_of(2)));
  EXPECT_EQ(faults(change(b, mine, someone("测试丙", number_of(0)))),
            std::vector<std::string>{"/person/id_number id_number_taken"});
  EXPECT_EQ(met(), 3);
  EXPECT_EQ(counted(), 3);
}

TEST_F(PeopleMeeting, SEC55_who_met_fifty_numbers_learns_no_more_for_the_rest_of_the_hour) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  known_in(a, village_a, 0, 52);
  const auto mine = added(b, village_b, someone("测试丙", number_of(100)));
  for (int n = 0; n < looks_per_hour; ++n) {
    later(1000);
    EXPECT_EQ(code_of(add(b, village_b, someone("测试乙", number_of(n)))), "other_name") << n;
  }
  const auto stored = count("SELECT count(*) FROM person");
  const auto known = add(b, village_b, someone("测试乙", number_of(50)));
  EXPECT_EQ(known.status, 429);
  EXPECT_EQ(code_of(known), "looks_per_hour");
  EXPECT_EQ(retry_after(known), "3551") << "until the first of the fifty is an hour ago";
  const auto unknown = add(b, village_b, someone("测试乙", number_of(200)));
  EXPECT_EQ(unknown.body, known.body) << "nobody has this number, and it is not told";
  const auto right_name = add(b, village_b, someone("测试甲", number_of(51)));
  EXPECT_EQ(right_name.body, known.body);
  EXPECT_EQ(change(b, mine, someone("测试丙", number_of(50))).body, known.body);
  EXPECT_EQ(change(b, mine, someone("测试丙", number_of(201))).body, known.body);
  EXPECT_EQ(send(b, village_b, roll({{"测试乙", number_of(50)}})).body, known.body);
  EXPECT_EQ(send(b, village_b, roll({{"测试乙", number_of(200)}})).body, known.body);
  EXPECT_EQ(count("SELECT count(*) FROM person"), stored);
  EXPECT_EQ(met(), looks_per_hour);
  EXPECT_EQ(count("SELECT count(*) FROM journal_entry WHERE action = 'people.look.limit'"), 1) << "once an hour";
  // Looks are of the same fifty; and what needs no number goes on.
  EXPECT_EQ(code_of(b.post(address(mine, "/look"), json::write(LookAt{Looked::id_number, "核对养老保险"}))),
            "looks_per_hour");
  added(b, village_b, someone("测试丁"));
  auto renamed = someone("测试戊");
  renamed.sex = {};
  renamed.born_on = {};
  EXPECT_EQ(change(b, mine, renamed).status, 200) << "its number stays as it is";
  // Another clerk is not concerned, and an hour later it is good again.
  auto other = desk(Role::village_committee, village_b);
  EXPECT_EQ(code_of(add(other, village_b, someone("测试乙", number_of(50)))), "other_name");
  later(3'600'000);
  b.sign_in("village_committee.2", "a-long-password");  // the session is over by then
  EXPECT_EQ(add(b, village_b, someone("测试乙", number_of(200))).status, 201);
}

TEST_F(PeopleMeeting, SEC55_a_birth_date_beside_a_kept_number_is_refused_whether_it_fits_or_not) {
  auto a = desk(Role::village_committee, village_a);
  const auto kept = added(a, village_a, someone("测试甲", number_of(0)));
  auto guess = someone("测试甲");
  guess.sex = {};
  guess.born_on = *Date::of(1970, 1, 1);
  const auto right = change(a, kept, guess);
  guess.born_on = *Date::of(1970, 1, 2);
  EXPECT_EQ(change(a, kept, guess).body, right.body);
  EXPECT_EQ(faults(right), std::vector<std::string>{"/person/born_on born_on.from_number"});
}

TEST_F(PeopleMeeting, SEC55_a_roll_of_invented_numbers_under_one_name_is_not_looked_up) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  added(a, village_a, someone("测试甲", made_up_number(*Date::of(1970, 1, 1), 14)));
  // One name, one birth, and every sequence; and of one mask every birth.
  std::vector<std::pair<std::string, std::string>> people;
  for (int sequence = 1; sequence <= 999; ++sequence)
    people.emplace_back("测试甲", made_up_number(*Date::of(1970, 1, 1), sequence));
  const auto preview = read<ImportAnswer>(send(b, village_b, roll(people)));
  EXPECT_EQ(preview.faulty, 999);
  ASSERT_EQ(preview.faults.size(), 999u);
  for (const auto& each : preview.faults) EXPECT_EQ(each.rule, "same_person_many_numbers") << each.line;
  EXPECT_EQ(preview.faults[0].zh.find("1970"), std::string::npos) << "the value is not repeated";
  EXPECT_EQ(met(), 0);
  // Three are let be: people of one name and birth exist.
  people.resize(3);
  EXPECT_EQ(read<ImportAnswer>(send(b, village_b, roll(people))).added, 3);
}

TEST_F(PeopleMeeting, SEC55_a_roll_that_guesses_behind_a_mask_is_not_compared_with_the_register) {
  auto a = desk(Role::village_committee, village_a);
  added(a, village_a, someone("测试甲", made_up_number(*Date::of(1970, 1, 1), 14)));
  const auto mask = made_up_number(*Date::of(1970, 1, 1), 14).substr(14);
  std::vector<std::pair<std::string, std::string>> people;
  for (int day = 0; day < 365; ++day)
    if (const auto number = made_up_number(Date::of(1970, 1, 1)->plus_days(day), 14); number.substr(14) == mask)
      people.emplace_back("测试甲", number);
  ASSERT_GT(people.size(), 10u);
  const auto preview = read<ImportAnswer>(send(a, village_a, roll(people)));
  EXPECT_EQ(preview.faulty, static_cast<std::int64_t>(people.size()));
  EXPECT_EQ(preview.added + preview.unchanged, 0);
  for (const auto& each : preview.faults) EXPECT_EQ(each.rule, "same_person_many_numbers") << each.line;
}

TEST_F(PeopleMeeting, SEC39_SEC55_what_a_preview_meets_is_written_and_what_has_another_name_is_counted) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  known_in(a, village_a, 0, 4);
  const auto text = roll({{"测试乙", number_of(0)},
                          {"测试甲", number_of(1)},
                          {"测试丙", number_of(2)},
                          {"测试1", number_of(3)},
                          {"测试丁", number_of(10)}});
  const auto response = send(b, village_b, text);
  EXPECT_EQ(told(response),
            (std::vector<std::string>{"2 other_name", "3 registered_elsewhere", "4 other_name", "5 name.characters"}));
  EXPECT_EQ(met(), 3) << "the row with another fault was not looked up";
  EXPECT_EQ(count("SELECT count(*) FROM person_look WHERE uncounted = 1"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM person_look WHERE uncounted = 0"), 2);
  // To look at the preview again, or to send the same roll again, meets nobody new.
  const auto id = read<ImportAnswer>(response).id;
  EXPECT_EQ(told(b.get("/api/people/imports/" + id.text())).size(), 4u);
  EXPECT_EQ(told(send(b, village_b, text)).size(), 4u);
  EXPECT_EQ(met(), 3);
  // Somebody who comes into the register meanwhile is met by who looks at it again.
  added(a, village_a, someone("测试甲", number_of(10)));
  EXPECT_EQ(told(b.get("/api/people/imports/" + id.text())).size(), 5u);
  EXPECT_EQ(met(), 4);
}

TEST_F(PeopleMeeting, SEC55_a_preview_that_would_meet_more_than_are_left_tells_nothing_and_uses_them_up) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  known_in(a, village_a, 0, 60);
  std::vector<std::pair<std::string, std::string>> people;
  for (int n = 0; n < 60; ++n) people.emplace_back(n % 2 ? "测试乙" : "测试丙", number_of(n));
  const auto refused = send(b, village_b, roll(people));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "looks_per_hour");
  EXPECT_EQ(count("SELECT count(*) FROM person_import"), 0);
  EXPECT_EQ(met(), looks_per_hour) << "else it would tell one thing for nothing, again and again";
  EXPECT_EQ(send(b, village_b, roll({{"测试乙", number_of(200)}})).status, 429);
}

TEST_F(PeopleMeeting, a_number_like_that_of_a_namesake_is_asked_to_be_compared_and_counted) {
  auto a = desk(Role::village_committee, village_a);
  const auto number = made_up_number(*Date::of(1970, 1, 1), 14);
  const auto kept = added(a, village_a, someone("测试甲", number));
  // Another birth of the same mask.
  std::string guess;
  for (int day = 1; guess.empty(); ++day)
    if (const auto other = made_up_number(Date::of(1970, 1, 1)->plus_days(day), 14);
        other.substr(14) == number.substr(14))
      guess = other;
  EXPECT_EQ(faults(add(a, village_a, someone("测试甲", guess))),
            std::vector<std::string>{"/person/id_number like_a_namesake"});
  EXPECT_EQ(entries().back().action, "people.number_met");
  EXPECT_EQ(entries().back().object_id, kept.person.id.text());
  const auto response = send(a, village_a, roll({{"测试甲", guess}}));
  EXPECT_EQ(told(response), std::vector<std::string>{"2 like_a_namesake"});
  EXPECT_EQ(add(a, village_a, someone("测试乙", guess)).status, 201) << "who is called otherwise";
}

TEST_F(PeopleMeeting, an_honest_roll_with_many_who_are_registered_elsewhere_is_as_before) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  known_in(a, village_a, 0, 120);
  std::vector<std::pair<std::string, std::string>> people;
  for (int n = 0; n < 400; ++n) people.emplace_back(n < 120 ? "测试甲" : "测试乙", number_of(n));
  const auto refused = read<ImportAnswer>(send(b, village_b, roll(people)));
  EXPECT_EQ(refused.faulty, 120);
  EXPECT_EQ(refused.added, 280);
  EXPECT_EQ(met(), 120);
  EXPECT_EQ(count("SELECT count(*) FROM person_look WHERE uncounted = 0"), 0);
  const auto lives = read<ImportAnswer>(send(b, village_b, roll(people, "人在户不在")));
  EXPECT_EQ(lives.faulty, 0);
  EXPECT_EQ(lives.added, 400);
  const auto done =
      b.post("/api/people/imports/" + lives.id.text() + "/confirm", json::write(ConfirmImport{lives.digest, false}));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(count("SELECT count(*) FROM person"), 400);
}

}  // namespace
}  // namespace gulou
