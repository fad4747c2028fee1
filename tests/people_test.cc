// The register of people over HTTP: entering, changing, leaving, two villages that know one person, looks and searches.
#include <set>
#include <thread>

#include "people_desk.h"
#include "spine/people/households.h"
#include "spine/vault/rotation.h"

namespace gulou {
namespace {

using namespace people;

constexpr std::string_view number_of_a_man = "522601199001010010";
constexpr std::string_view number_of_a_woman = "522601199001010029";

TEST_F(PeopleDesk, SEC55_a_person_is_entered_and_shown_with_numbers_masked) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", std::string(number_of_a_man));
  fields.phone = "13812341234";
  const auto made = added(village, village_a, fields);
  EXPECT_EQ(made.person.name, "测试甲");
  EXPECT_EQ(made.person.sex, Sex::male);
  EXPECT_EQ(made.person.age, 26);
  EXPECT_EQ(made.person.ethnic, "苗族");
  EXPECT_EQ(made.person.id_number, "522601********0010");
  EXPECT_EQ(made.person.phone, "138****1234");
  EXPECT_TRUE(made.may_change);
  // The mask hides the date of birth, so nothing beside it may tell it.
  EXPECT_FALSE(made.born_on);
  for (const auto& body : {village.get("/api/people").body, village.get(address(made)).body,
                           village.get(address(made, "/history")).body}) {
    EXPECT_EQ(body.find("1990"), std::string::npos) << body;
    EXPECT_EQ(body.find("13812341234"), std::string::npos) << body;
  }
}

TEST_F(PeopleDesk, SEC55_even_of_a_birth_the_day_is_not_shown_beside_the_masked_number) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", made_up_number(*Date::of(2016, 3, 5), 12));
  fields.arrival = Arrival::birth;
  const auto made = added(village, village_a, fields);
  EXPECT_FALSE(made.since);
  EXPECT_EQ(village.get(address(made)).body.find("2016-03-05"), std::string::npos);
  // Without a number there is nothing that it would give away.
  EXPECT_EQ(added(village, village_a, someone("测试乙")).born_on, Date::of(1980, 5, 6));
}

TEST_F(PeopleDesk, every_fault_of_a_form_is_named_and_nothing_is_stored) {
  auto village = desk(Role::village_committee, village_a);
  const auto before = entries().size();
  auto fields = someone("", "522601199001010011");
  fields.ethnic_code = "99";
  fields.group = Id::make(1);
  fields.household = Id::make(2);
  const auto response = add(village, village_a, fields);
  EXPECT_EQ(response.status, 400);
  const auto found = faults(response);
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()),
            (std::set<std::string>{"/person/name name.empty", "/person/ethnic_code ethnic.unknown",
                                   "/person/id_number id_number.check", "/person/kinship kinship.wanted",
                                   "/person/group not_in_village", "/person/household not_in_village"}));
  EXPECT_EQ(response.body.find("522601199001010011"), std::string::npos);
  EXPECT_EQ(faults(add(village, chengxi, someone("测试甲"))).size(), 0u);  // not below: forbidden
  EXPECT_EQ(code_of(add(village, village_b, someone("测试甲"))), "outside_subtree");
  EXPECT_EQ(count("SELECT count(*) FROM person"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM person_record"), 0);
  EXPECT_EQ(entries().size(), before);
}

TEST_F(PeopleDesk, one_number_is_once_in_the_whole_register) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  added(a, village_a, someone("测试甲", std::string(number_of_a_man)));
  EXPECT_EQ(faults(add(a, village_a, someone("测试甲", std::string(number_of_a_man)))),
            std::vector<std::string>{"/person/id_number already_here"});
  EXPECT_EQ(faults(add(a, village_a, someone("测试乙", std::string(number_of_a_man)))),
            std::vector<std::string>{"/person/id_number other_name"});
  // Registered in one place only; the answer tells where, and nothing else.
  const auto refused = add(b, village_b, someone("测试甲", std::string(number_of_a_man)));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(faults(refused), std::vector<std::string>{"/person/status registered_elsewhere"});
  EXPECT_NE(refused.body.find("北京西路"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM person"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM person_record"), 1);
}

TEST_F(PeopleDesk, who_lives_in_one_village_and_is_registered_in_another_is_seen_by_both_and_by_their_superior) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  auto township = desk(Role::township, chengxi);
  auto there = someone("测试甲", std::string(number_of_a_man));
  there.status = Status::away;
  there.phone = "13812341234";
  const auto in_a = added(a, village_a, there);
  auto here = someone("测试甲", std::string(number_of_a_man));
  here.status = Status::lives_here;
  const auto in_b = added(b, village_b, here);
  EXPECT_EQ(in_a.person.person_id, in_b.person.person_id);
  ASSERT_EQ(in_b.also.size(), 1u);
  EXPECT_TRUE(in_b.also[0].registered && !in_b.also[0].lives && !in_b.also[0].disagrees);
  EXPECT_NE(in_b.also[0].village_name.find("北京西路"), std::string::npos);
  // Nothing else of the other village's record: its phone is not theirs.
  EXPECT_FALSE(in_b.person.phone);
  EXPECT_EQ(code_of(b.get(address(in_a))), "not_found");
  EXPECT_EQ(names(list(b)).size(), 1u);
  const auto both = list(township);
  ASSERT_EQ(both.people.size(), 2u);
  EXPECT_EQ(both.people[0].person_id, both.people[1].person_id);
  EXPECT_EQ(read<PeopleFigures>(township.get("/api/people/figures")).people, 1) << "one person, two records";
  // If both say that the person lives with them, both are told.
  auto again = there;
  again.status = Status::both;
  const auto now = read<PersonDetail>(a.get(address(in_a)));
  EXPECT_TRUE(read<PersonDetail>(change(a, now, again)).also.at(0).disagrees);
  EXPECT_TRUE(read<PersonDetail>(b.get(address(in_b))).also.at(0).disagrees);
}

TEST_F(PeopleDesk, a_change_keeps_the_numbers_that_it_leaves_out) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", std::string(number_of_a_man));
  fields.phone = "13812341234";
  const auto made = added(village, village_a, fields);
  auto changed = someone("测试甲乙");
  changed.id_number.reset();
  changed.sex.reset();
  changed.born_on.reset();
  changed.political = Political::member;
  later(1000);
  const auto answer = read<PersonDetail>(change(village, made, changed));
  EXPECT_EQ(answer.person.name, "测试甲乙");
  EXPECT_EQ(answer.person.id_number, "522601********0010");
  EXPECT_EQ(answer.person.phone, "138****1234");
  const auto entry = entries().back();
  EXPECT_EQ(entry.action, "people.change");
  EXPECT_EQ(entry.object_id, made.person.id.text());
  EXPECT_NE(entry.detail.find("\"fields\":[\"name\",\"political\"]"), std::string::npos) << entry.detail;
  EXPECT_EQ(entry.detail.find("测试"), std::string::npos) << entry.detail;
  const auto lines = read<PersonHistory>(village.get(address(made, "/history"))).lines;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].action, "people.add");
  EXPECT_EQ(lines[1].fields, (std::vector<std::string>{"name", "political"}));
  // An empty number takes it away; then birth and sex stay what they were.
  changed.id_number = "";
  changed.phone = "";
  const auto bare = read<PersonDetail>(change(village, answer, changed));
  EXPECT_FALSE(bare.person.id_number || bare.person.phone);
  EXPECT_EQ(bare.born_on, Date::of(1990, 1, 1));
  EXPECT_EQ(bare.person.sex, Sex::male);
  // Nothing changed: nothing is written.
  const auto before = entries().size();
  EXPECT_EQ(change(village, bare, changed).status, 200);
  EXPECT_EQ(entries().size(), before);
}

TEST_F(PeopleDesk, a_change_of_what_has_changed_meanwhile_is_refused_also_by_another_village) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  const auto seen = added(a, village_a, someone("测试甲", std::string(number_of_a_man)));
  auto here = someone("测试甲", std::string(number_of_a_man));
  here.status = Status::lives_here;
  const auto seen_b = added(b, village_b, here);
  auto changed = someone("测试甲", std::string(number_of_a_man));
  changed.political = Political::league;
  EXPECT_EQ(change(a, seen, changed).status, 200);
  EXPECT_EQ(code_of(change(a, seen, changed)), "version_changed");
  EXPECT_EQ(code_of(change(b, seen_b, here)), "version_changed") << "the person they share is another now";
}

TEST_F(PeopleDesk, a_number_of_somebody_else_cannot_be_taken) {
  auto village = desk(Role::village_committee, village_a);
  added(village, village_a, someone("测试甲", std::string(number_of_a_man)));
  const auto other = added(village, village_a, someone("测试乙", std::string(number_of_a_woman)));
  const auto refused = change(village, other, someone("测试乙", std::string(number_of_a_man)));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(faults(refused), std::vector<std::string>{"/person/id_number id_number_taken"});
}

TEST_F(PeopleDesk, deaths_and_moves_are_entered_counted_and_taken_back) {
  auto village = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  auto away = someone("测试甲", std::string(number_of_a_man));
  away.status = Status::away;
  const auto dies = added(village, village_a, away);
  auto lodger = away;
  lodger.status = Status::lives_here;
  added(b, village_b, lodger);
  const auto moves = added(village, village_a, someone("测试乙"));
  auto baby = someone("测试丙", made_up_number(*Date::of(2016, 3, 5), 12));
  baby.arrival = Arrival::birth;
  added(village, village_a, baby);

  EXPECT_EQ(faults(leave(village, moves, Departure::moved_out, "2016-07-02")),
            std::vector<std::string>{"/on out_of_range"});
  EXPECT_EQ(leave(village, moves, Departure::moved_out, "2016-06-30").status, 200);
  const auto seen = read<PersonDetail>(village.get(address(dies)));
  EXPECT_EQ(leave(village, seen, Departure::death, "2016-06-15").status, 200);
  EXPECT_EQ(names(list(village)), std::vector<std::string>{"测试丙"});
  EXPECT_EQ(names(list(village, "?ended=yes")), (std::vector<std::string>{"测试乙", "测试甲"}));
  EXPECT_TRUE(names(list(b)).empty()) << "a death ends the other village's record too";
  const auto counted = read<PeopleFigures>(village.get("/api/people/figures?from=2016-01-01&to=2016-07-01"));
  const auto of = [](const std::vector<PeopleCount>& counts, std::string_view key) {
    for (const auto& each : counts)
      if (each.key == key) return each.people;
    return std::int64_t{-1};
  };
  EXPECT_EQ(of(counted.increases, "birth"), 1);
  EXPECT_EQ(of(counted.increases, "moved_in"), 0);
  EXPECT_EQ(of(counted.increases, "recorded"), -1) << "no increase";
  EXPECT_EQ(of(counted.decreases, "death"), 1);
  EXPECT_EQ(of(counted.decreases, "moved_out"), 1);

  const auto dead = read<PersonDetail>(village.get(address(dies)));
  EXPECT_EQ(code_of(change(village, dead, away)), "record_ended");
  EXPECT_EQ(faults(add(b, village_b, lodger)), std::vector<std::string>{"/person/id_number person_died"});
  EXPECT_EQ(village.post(address(dead, "/reinstate"), json::write(Reinstating{dead.person.version})).status, 200);
  EXPECT_EQ(names(list(village)).size(), 2u);
  EXPECT_EQ(names(list(b)).size(), 1u);
  const auto alive = read<PersonDetail>(village.get(address(dies)));
  EXPECT_EQ(code_of(village.post(address(dies, "/reinstate"), json::write(Reinstating{alive.person.version}))),
            "not_ended");
}

TEST_F(PeopleDesk, who_has_moved_out_may_be_registered_in_the_next_village) {
  auto a = desk(Role::village_committee, village_a);
  auto far = desk(Role::village_committee, far_village);
  const auto made = added(a, village_a, someone("测试甲", std::string(number_of_a_man)));
  EXPECT_EQ(leave(a, made, Departure::married_out, "2016-05-01").status, 200);
  auto bride = someone("测试甲", std::string(number_of_a_man));
  bride.arrival = Arrival::married_in;
  bride.since = *Date::of(2016, 5, 1);
  const auto there = added(far, far_village, bride);
  EXPECT_EQ(there.person.person_id, made.person.person_id);
  EXPECT_TRUE(there.also.empty());
  // She cannot be in two places: taking the departure back is refused.
  const auto gone = read<PersonDetail>(a.get(address(made)));
  const auto refused = a.post(address(made, "/reinstate"), json::write(Reinstating{gone.person.version}));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "registered_elsewhere");
}

TEST_F(PeopleDesk, a_household_has_one_head_and_its_members_are_relatives) {
  auto village = desk(Role::village_committee, village_a);
  const auto household = read<HouseholdLine>(
      village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "1-001", "测试路1号"})));
  const auto in_it = [&](std::string name, std::string number, Kinship kinship) {
    auto fields = someone(std::move(name), std::move(number));
    fields.household = household.id;
    fields.kinship = kinship;
    return fields;
  };
  const auto head = added(village, village_a, in_it("测试甲", made_up_number(*Date::of(1960, 1, 1), 1), Kinship::head));
  EXPECT_EQ(faults(add(village, village_a, in_it("测试乙", made_up_number(*Date::of(1961, 1, 1), 2), Kinship::head))),
            std::vector<std::string>{"/person/kinship head_taken"});
  const auto son = added(village, village_a, in_it("测试丙", made_up_number(*Date::of(1985, 1, 1), 3), Kinship::son));
  added(village, village_a, in_it("测试丁", made_up_number(*Date::of(2010, 1, 1), 4), Kinship::grandchild));
  const auto daughter = added(village, village_a, someone("测试戊", made_up_number(*Date::of(1988, 1, 1), 6)));
  EXPECT_EQ(village.post(address(head, "/ties"), json::write(NewTie{NewTieKind::child, daughter.person.id})).status,
            201);

  const auto list = read<HouseholdList>(village.get("/api/households")).households;
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].head, head.person.id);
  EXPECT_EQ(list[0].head_name, "测试甲");
  EXPECT_EQ(list[0].members, 3);
  std::map<std::string, Relation> of_son;
  for (const auto& each : read<RelativeList>(village.get(address(son, "/relatives"))).relatives)
    of_son[each.name.value_or("?")] = each.relation;
  EXPECT_EQ(of_son, (std::map<std::string, Relation>{{"测试甲", Relation::parent}, {"测试戊", Relation::sibling}}));

  EXPECT_EQ(faults(village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "1-001", ""}))),
            std::vector<std::string>{"/number number_taken"});
  EXPECT_EQ(faults(village.post(address(head, "/ties"), json::write(NewTie{NewTieKind::parent, son.person.id}))),
            std::vector<std::string>{"/other too_old"});
  EXPECT_EQ(faults(village.post(address(head, "/ties"), json::write(NewTie{NewTieKind::child, daughter.person.id}))),
            std::vector<std::string>{"/other tie_known"});
  EXPECT_EQ(faults(village.post(address(head, "/ties"), json::write(NewTie{NewTieKind::spouse, head.person.id}))),
            std::vector<std::string>{"/other oneself"});
  const auto moved = village.send(net::Method::put, "/api/households/" + household.id.text(),
                                  json::write(ChangedHousehold{1, {}, "1-002", "测试路2号"}));
  EXPECT_EQ(read<HouseholdLine>(moved).number, "1-002");
  EXPECT_EQ(code_of(village.send(net::Method::put, "/api/households/" + household.id.text(),
                                 json::write(ChangedHousehold{1, {}, "1-003", ""}))),
            "version_changed");
}

TEST_F(PeopleDesk, a_village_reads_its_households_by_number_page_by_page) {
  auto village = desk(Role::village_committee, village_a);
  auto town = desk(Role::township, chengxi);
  constexpr int households = 205;
  for (int number = households; number > 0; --number)
    EXPECT_EQ(
        village
            .post("/api/households", json::write(NewHousehold{std::string(village_a), {}, std::to_string(number), ""}))
            .status,
        201);
  const auto numbers = [](TestBrowser& by) {
    std::vector<std::string> out;
    std::optional<Id> next;
    do {
      const auto page = read<HouseholdList>(by.get(next ? "/api/households?after=" + next->text() : "/api/households"));
      for (const auto& each : page.households) out.push_back(each.number);
      next = page.next;
    } while (next);
    return out;
  };
  std::vector<std::string> wanted;
  for (int number = 1; number <= households; ++number) wanted.push_back(std::to_string(number));
  EXPECT_EQ(numbers(village), wanted) << "2 before 10";
  auto all = numbers(town);
  std::ranges::sort(all, {}, [](const auto& each) { return std::stoi(each); });
  EXPECT_EQ(all, wanted) << "all of them, each once";
}

TEST_F(PeopleDesk, a_marriage_is_recorded_once_and_may_end) {
  auto village = desk(Role::village_committee, village_a);
  const auto man = added(village, village_a, someone("测试甲", std::string(number_of_a_man)));
  const auto woman = added(village, village_a, someone("测试乙", std::string(number_of_a_woman)));
  const auto third = added(village, village_a, someone("测试丙"));
  EXPECT_EQ(village.post(address(woman, "/ties"), json::write(NewTie{NewTieKind::spouse, man.person.id})).status, 201);
  EXPECT_EQ(faults(village.post(address(man, "/ties"), json::write(NewTie{NewTieKind::spouse, woman.person.id}))),
            std::vector<std::string>{"/other tie_known"});
  EXPECT_EQ(faults(village.post(address(third, "/ties"), json::write(NewTie{NewTieKind::spouse, man.person.id}))),
            std::vector<std::string>{"/other married_already"});
  EXPECT_EQ(
      village.post(address(man, "/ties/end"), json::write(EndedTie{woman.person.id, *Date::of(2016, 6, 1)})).status,
      200);
  EXPECT_TRUE(read<RelativeList>(village.get(address(man, "/relatives"))).relatives.empty());
  EXPECT_EQ(village.post(address(third, "/ties"), json::write(NewTie{NewTieKind::spouse, man.person.id})).status, 201);
  EXPECT_EQ(
      village.post(address(man, "/ties/end"), json::write(EndedTie{woman.person.id, *Date::of(2016, 6, 1)})).status,
      404);
}

TEST_F(PeopleDesk, a_relative_in_another_village_is_told_without_a_name) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  auto township = desk(Role::township, chengxi);
  const auto mother = added(a, village_a, someone("测试甲", made_up_number(*Date::of(1960, 1, 1), 2)));
  const auto child = added(a, village_a, someone("测试乙", made_up_number(*Date::of(1985, 1, 1), 2)));
  EXPECT_EQ(a.post(address(mother, "/ties"), json::write(NewTie{NewTieKind::child, child.person.id})).status, 201);
  EXPECT_EQ(leave(a, child, Departure::moved_out, "2016-05-01").status, 200);
  const auto there = added(b, village_b, someone("测试乙", made_up_number(*Date::of(1985, 1, 1), 2)));
  const auto of_mother = read<RelativeList>(a.get(address(mother, "/relatives"))).relatives;
  ASSERT_EQ(of_mother.size(), 1u);
  EXPECT_FALSE(of_mother[0].name || of_mother[0].record);
  EXPECT_FALSE(of_mother[0].village_name.empty());
  EXPECT_EQ(read<RelativeList>(township.get(address(there, "/relatives"))).relatives.at(0).name, "测试甲");
}

TEST_F(PeopleDesk, lists_are_filtered_and_paged) {
  auto village = desk(Role::village_committee, village_a);
  auto bureau = desk(Role::county_bureau, kaili);
  const auto group = must(database().write([&](db::Transaction& tx) {
    return units::add_unit(tx, clock_, journal::operator_on_shell(),
                           {.parent_code = std::string(village_a), .parent_id = {}, .name = "一组"});
  }));
  must(database().write([&](db::Transaction& tx) -> Result<void> {
    const auto shell = access::operator_on_shell(clock_);
    for (int i = 0; i < 430; ++i) {
      auto fields = someone(i % 2 ? "测试甲" : "测试乙", made_up_number(*Date::of(1930 + i % 80, 2, 3), i + 1));
      if (i % 10 == 0) fields.group = group.id;
      fields.status = i % 7 == 0 ? Status::away : Status::both;
      fields.ethnic_code = i % 5 == 0 ? "12" : "06";
      TRY(add_person(tx, application_->context(), shell, {std::string(village_a), fields}));
    }
    return {};
  }));
  std::set<Id> seen;
  std::optional<Id> next;
  int pages = 0;
  do {
    const auto page = list(village, next ? "?after=" + next->text() : "");
    EXPECT_LE(page.people.size(), 200u);
    for (const auto& each : page.people) EXPECT_TRUE(seen.insert(each.id).second);
    next = page.next;
    ++pages;
  } while (next);
  EXPECT_EQ(seen.size(), 430u);
  EXPECT_EQ(pages, 3);
  // Search by name pages too.
  std::size_t found = 0;
  std::optional<Id> after;
  do {
    const auto page =
        read<PersonList>(village.post("/api/people/search", json::write(SearchPeople{{}, "测试", {}, {}, after})));
    found += page.people.size();
    after = page.next;
  } while (after);
  EXPECT_EQ(found, 430u);
  // Above the village they page in another order.
  std::set<Id> in_county;
  next.reset();
  do {
    const auto page = list(bureau, next ? "?after=" + next->text() : "");
    for (const auto& each : page.people) EXPECT_TRUE(in_county.insert(each.id).second);
    next = page.next;
  } while (next);
  EXPECT_EQ(in_county, seen);
  EXPECT_EQ(list(village, "?group=" + group.id.text()).people.size(), 43u);
  for (const auto& each : list(village, "?group=" + group.id.text()).people) EXPECT_EQ(each.group_name, "一组");
  EXPECT_EQ(list(village, "?status=away").people.size(), 62u);
  EXPECT_EQ(list(village, "?ethnic=12").people.size(), 86u);
  for (const auto& each : list(village, "?sex=female&age_from=18&age_to=59").people) {
    EXPECT_EQ(each.sex, Sex::female);
    EXPECT_GE(each.age, 18);
    EXPECT_LE(each.age, 59);
  }
  EXPECT_EQ(list(bureau, "?at=522601001002").people.size(), 0u);
  EXPECT_EQ(code_of(bureau.get("/api/people?at=522622100001")), "outside_subtree");
  EXPECT_EQ(village.get("/api/people?age_from=x&after=1&status=gone").status, 400);
  const auto figures = read<PeopleFigures>(bureau.get("/api/people/figures"));
  EXPECT_EQ(figures.people, 430);
  std::int64_t by_age = 0, by_sex = 0, by_ethnic = 0, below = 0;
  for (const auto& each : figures.by_age) by_age += each.people;
  for (const auto& each : figures.by_sex) by_sex += each.people;
  for (const auto& each : figures.by_ethnic) by_ethnic += each.people;
  for (const auto& each : figures.below) below += each.people;
  EXPECT_EQ(by_age, 430);
  EXPECT_EQ(by_sex, 430);
  EXPECT_EQ(by_ethnic, 430);
  EXPECT_EQ(below, 430);
  EXPECT_EQ(figures.by_ethnic.at(0).name, "苗族");
  const auto in_village = read<PeopleFigures>(village.get("/api/people/figures"));
  ASSERT_EQ(in_village.below.size(), 1u);
  EXPECT_EQ(in_village.below[0].people, 43);
}

TEST_F(PeopleDesk, a_village_is_listed_by_households_with_the_head_first_over_every_page) {
  auto village = desk(Role::village_committee, village_a);
  must(database().write([&](db::Transaction& tx) -> Result<void> {
    const auto shell = access::operator_on_shell(clock_);
    for (int i = 0; i < 90; ++i) {
      const auto number = fmt::format("H{:03}", 89 - i);
      const Id household =
          TRY(people::add_household(tx, application_->context(), shell, {std::string(village_a), {}, number, ""}));
      for (const auto kinship : {Kinship::son, Kinship::spouse, Kinship::head, Kinship::daughter}) {
        auto fields = someone("测试甲");
        fields.household = household;
        fields.kinship = kinship;
        if (kinship == Kinship::head) fields.sex = Sex::male;
        TRY(add_person(tx, application_->context(), shell, {std::string(village_a), fields}));
      }
    }
    for (int i = 0; i < 60; ++i)
      TRY(add_person(tx, application_->context(), shell, {std::string(village_a), someone("测试乙")}));
    return {};
  }));
  std::vector<PersonLine> all;
  std::optional<Id> next;
  do {
    const auto page = list(village, next ? "?after=" + next->text() : "");
    all.insert(all.end(), page.people.begin(), page.people.end());
    next = page.next;
  } while (next);
  ASSERT_EQ(all.size(), 420u);
  for (std::size_t i = 0; i < 60; ++i) EXPECT_FALSE(all[i].household_number) << "who is in no household comes first";
  for (std::size_t i = 60; i < all.size(); ++i) {
    EXPECT_EQ(all[i].household_number, fmt::format("H{:03}", (i - 60) / 4));
    EXPECT_EQ(all[i].kinship == Kinship::head, (i - 60) % 4 == 0);
  }
}

TEST_F(PeopleDesk, names_of_every_plane_are_kept_and_found) {
  auto village = desk(Role::village_committee, village_a);
  // Test names of GB 18030-2022: extension A, B, E, G, I, and the character that police computers lacked.
  const std::vector<std::string> given{
      "测试䶮", "测试㛃", "测试𫖯", "测试𬭩", "测试𮧵", "测试\xF0\xAE\xAF\xB0", "测试·阿明"};
  for (const auto& name : given) EXPECT_EQ(added(village, village_a, someone(name)).person.name, name);
  for (const auto& name : given) {
    const auto part = name.substr(6);  // behind 测试
    const auto found =
        read<PersonList>(village.post("/api/people/search", json::write(SearchPeople{{}, name, {}, {}, {}})));
    EXPECT_EQ(names(found), std::vector<std::string>{name}) << part;
  }
  EXPECT_EQ(names(read<PersonList>(village.post("/api/people/search", R"({"name":"测试"})"))).size(), given.size());
  for (const auto* wild : {"%", "_", "测%"})
    EXPECT_EQ(village.post("/api/people/search", json::write(SearchPeople{{}, wild, {}, {}, {}})).status, 400);
}

TEST_F(PeopleDesk, SEC55_a_whole_number_is_shown_for_a_reason_that_the_auditor_reads) {
  auto village = desk(Role::village_committee, village_a);
  auto auditor = desk(Role::auditor, kaili);
  auto far_auditor = desk(Role::auditor, "522622000000");
  auto fields = someone("测试甲", std::string(number_of_a_man));
  fields.phone = "13812341234";
  const auto made = added(village, village_a, fields);
  const auto before = entries().size();
  for (const auto* reason : {"", "核对", "    a    ", "核对号码"})
    EXPECT_EQ(faults(village.post(address(made, "/look"), json::write(LookAt{Looked::id_number, reason}))),
              std::vector<std::string>{"/reason too_short"});
  EXPECT_EQ(entries().size(), before);
  const auto seen =
      read<Unmasked>(village.post(address(made, "/look"), json::write(LookAt{Looked::id_number, "核对养老保险"})));
  EXPECT_EQ(seen.value, number_of_a_man);
  EXPECT_EQ(seen.born_on, Date::of(1990, 1, 1));
  EXPECT_EQ(seen.left_this_hour, 49);
  later(1000);
  EXPECT_EQ(
      read<Unmasked>(village.post(address(made, "/look"), json::write(LookAt{Looked::phone, "通知开会时间"}))).value,
      "+8613812341234");
  const auto entry = entries().back();
  EXPECT_EQ(entry.action, "people.look");
  EXPECT_EQ(entry.object_id, made.person.id.text());
  EXPECT_NE(entry.detail.find("\"what\":\"phone\""), std::string::npos);
  EXPECT_EQ(entry.detail.find("通知"), std::string::npos);

  const auto looks = read<LookList>(auditor.get("/api/people/looks?record=" + made.person.id.text())).looks;
  ASSERT_EQ(looks.size(), 2u);
  EXPECT_EQ(looks[1].reason, "核对养老保险");
  EXPECT_EQ(looks[1].person_name, "测试甲");
  EXPECT_EQ(looks[1].account_name, "演示人员");
  EXPECT_EQ(looks[1].what, Looked::id_number);
  EXPECT_EQ(looks[1].entry, static_cast<std::int64_t>(before) + 1);
  EXPECT_TRUE(read<LookList>(far_auditor.get("/api/people/looks")).looks.empty());
  EXPECT_EQ(code_of(village.get("/api/people/looks")), "not_permitted");
  EXPECT_EQ(code_of(auditor.get("/api/people")), "not_permitted");
}

TEST_F(PeopleDesk, SEC55_the_51st_look_in_an_hour_is_429_and_the_auditor_is_told) {
  auto village = desk(Role::village_committee, village_a);
  auto colleague = desk(Role::village_committee, village_a);
  const auto made = added(village, village_a, someone("测试甲", std::string(number_of_a_man)));
  const auto body = json::write(LookAt{Looked::id_number, "核对养老保险"});
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(village.post(address(made, "/look"), body).status, 200) << i;
    later(1000);
  }
  const auto before = entries().size();
  for (int i = 0; i < 3; ++i) {
    const auto refused = village.post(address(made, "/look"), body);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(code_of(refused), "looks_per_hour");
    EXPECT_EQ(refused.body.find(number_of_a_man), std::string::npos);
  }
  ASSERT_EQ(entries().size(), before + 1) << "told once, not with every press of the button";
  EXPECT_EQ(entries().back().action, "people.look.limit");
  EXPECT_EQ(colleague.post(address(made, "/look"), body).status, 200) << "each account by itself";
  later(3'600'000 - 50'000 + 1);
  village.sign_in("village_committee.1", "a-long-password");  // the session is over by then
  EXPECT_EQ(village.post(address(made, "/look"), body).status, 200) << "the first look is an hour ago";
}

TEST_F(PeopleDesk, searching_by_a_whole_number_stays_in_the_own_unit_and_in_the_journal) {
  auto a = desk(Role::village_committee, village_a);
  auto b = desk(Role::village_committee, village_b);
  auto bureau = desk(Role::county_bureau, kaili);
  auto fields = someone("测试甲", std::string(number_of_a_man));
  fields.phone = "13812341234";
  added(a, village_a, fields);
  const auto by_number = R"({"id_number":" ５２２６０１199001010010"})";
  EXPECT_EQ(names(read<PersonList>(a.post("/api/people/search", by_number))), std::vector<std::string>{"测试甲"});
  const auto entry = entries().back();
  EXPECT_EQ(entry.action, "people.search");
  EXPECT_EQ(entry.detail.find(number_of_a_man), std::string::npos);
  EXPECT_EQ(names(read<PersonList>(a.post("/api/people/search", R"({"phone":"138-1234-1234"})"))).size(), 1u);
  EXPECT_TRUE(read<PersonList>(b.post("/api/people/search", by_number)).people.empty());
  EXPECT_EQ(entries().back().action, "people.search") << "who found nobody has searched too";
  EXPECT_EQ(code_of(bureau.post("/api/people/search", by_number)), "not_permitted");
  EXPECT_EQ(code_of(a.post("/api/people/search", R"({"at":"522601001002","name":"测试甲"})")), "outside_subtree");
  for (const auto* body : {"{}", R"({"name":"测试甲","phone":"13812341234"})"})
    EXPECT_EQ(faults(a.post("/api/people/search", body)), std::vector<std::string>{" one_wanted"});
  EXPECT_EQ(faults(a.post("/api/people/search", R"({"id_number":"1"})")),
            std::vector<std::string>{"/id_number id_number.length"});
}

TEST_F(PeopleDesk, a_repeated_request_is_done_once_and_its_body_cannot_be_guessed_from_the_database) {
  auto village = desk(Role::village_committee, village_a);
  village.headers.emplace_back("idempotency-key", "key-12345678");
  const auto body = body_of(village_a, someone("测试甲", std::string(number_of_a_man)));
  const auto first = village.post("/api/people", body);
  const auto second = village.post("/api/people", body);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(count("SELECT count(*) FROM person"), 1);
  EXPECT_EQ(code_of(village.post("/api/people", body_of(village_a, someone("测试乙")))), "idempotency_key_reused");
  // A plain hash of the request would let whoever reads the database try out numbers.
  crypto::Sha256 plain;
  plain.update("POST\n/api/people\n" + body);
  EXPECT_EQ(count("SELECT count(*) FROM kept_answer WHERE request_sha256 = '" + plain.hex() + "'"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM kept_answer"), 1);
}

TEST_F(PeopleDesk, two_clerks_who_enter_the_same_number_at_once_get_one_person) {
  std::vector<TestBrowser> desks;
  for (int i = 0; i < 4; ++i) desks.push_back(desk(Role::village_committee, village_a));
  std::vector<int> statuses(desks.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < desks.size(); ++i)
      threads.emplace_back([&, i] {
        statuses[i] =
            desks[i].post("/api/people", body_of(village_a, someone("测试甲", std::string(number_of_a_man)))).status;
      });
  }
  std::ranges::sort(statuses);
  EXPECT_EQ(statuses, (std::vector<int>{201, 409, 409, 409}));
  EXPECT_EQ(count("SELECT count(*) FROM person"), 1);
}

TEST_F(PeopleDesk, every_write_and_every_look_is_one_entry_and_every_refusal_none) {
  auto village = desk(Role::village_committee, village_a);
  const auto expect = [&](std::string_view action, const net::Response& response, std::size_t before) {
    EXPECT_LT(response.status, 300) << action << response.body;
    ASSERT_EQ(entries().size(), before + 1) << action;
    EXPECT_EQ(entries().back().action, action);
    EXPECT_EQ(entries().back().actor, "account");
    EXPECT_TRUE(entries().back().unit_id);
  };
  const auto run = [&](std::string_view action, const auto& send) {
    const auto before = entries().size();
    const auto response = send();
    expect(action, response, before);
    return response;
  };
  auto seen = read<PersonDetail>(
      run("people.add", [&] { return add(village, village_a, someone("测试甲", std::string(number_of_a_man))); }));
  const auto other = read<PersonDetail>(run("people.add", [&] { return add(village, village_a, someone("测试乙")); }));
  auto renamed = someone("测试丙", std::string(number_of_a_man));
  seen = read<PersonDetail>(run("people.change", [&] { return change(village, seen, renamed); }));
  seen =
      read<PersonDetail>(run("people.leave", [&] { return leave(village, seen, Departure::moved_out, "2016-06-01"); }));
  seen = read<PersonDetail>(run("people.reinstate", [&] {
    return village.post(address(seen, "/reinstate"), json::write(Reinstating{seen.person.version}));
  }));
  run("people.tie", [&] {
    return village.post(address(seen, "/ties"), json::write(NewTie{NewTieKind::spouse, other.person.id}));
  });
  run("people.untie", [&] {
    return village.post(address(seen, "/ties/end"), json::write(EndedTie{other.person.id, *Date::of(2016, 6, 1)}));
  });
  const auto household = read<HouseholdLine>(run("household.add", [&] {
    return village.post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "1", ""}));
  }));
  run("household.change", [&] {
    return village.send(net::Method::put, "/api/households/" + household.id.text(),
                        json::write(ChangedHousehold{household.version, {}, "2", ""}));
  });
  run("people.look", [&] {
    return village.post(address(seen, "/look"), json::write(LookAt{Looked::id_number, "核对养老保险"}));
  });
  run("people.search",
      [&] { return village.post("/api/people/search", fmt::format(R"({{"id_number":"{}"}})", number_of_a_man)); });
  const auto before = entries().size();
  EXPECT_EQ(change(village, other, someone("")).status, 400);
  EXPECT_EQ(leave(village, other, Departure::death, "2099-01-01").status, 400);
  EXPECT_EQ(add(village, village_b, someone("测试丁")).status, 403);
  EXPECT_EQ(village.post(address(other, "/look"), json::write(LookAt{Looked::id_number, "核对养老保险"})).status, 404);
  EXPECT_EQ(entries().size(), before);
}

TEST_F(PeopleDesk, SEC47_numbers_open_and_are_found_while_and_after_keys_are_changed) {
  auto village = desk(Role::village_committee, village_a);
  auto fields = someone("测试甲", std::string(number_of_a_man));
  fields.phone = "13812341234";
  const auto made = added(village, village_a, fields);
  const vault::RotationContext context{database(), application_->vault(), application_->sealed_columns(), clock_};
  EXPECT_EQ(must(vault::rotate(context, journal::operator_on_shell())).sealed, 2);
  EXPECT_EQ(faults(add(village, village_a, someone("测试甲", std::string(number_of_a_man)))),
            std::vector<std::string>{"/person/id_number already_here"});
  EXPECT_EQ(must(vault::prune(context, journal::operator_on_shell())).size(), 1u);
  EXPECT_EQ(read<PersonDetail>(village.get(address(made))).person.id_number, "522601********0010");
  EXPECT_EQ(names(read<PersonList>(village.post("/api/people/search", R"({"phone":"13812341234"})"))).size(), 1u);
  EXPECT_TRUE(must(application_->verify()).empty());
}

}  // namespace
}  // namespace gulou
