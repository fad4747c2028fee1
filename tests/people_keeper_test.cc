// Several villages may know a person; one of them keeps what is true of the person wherever they are.
#include <fmt/ranges.h>

#include "people_desk.h"
#include "spine/people/import.h"

namespace gulou {
namespace {

using namespace people;

constexpr std::string_view number_of_a_man = "522601199001010010";

class PeopleKeeper : public PeopleDesk {
 protected:
  // Registered in village A, lives in village B.
  void SetUp() override {
    a_ = std::make_unique<TestBrowser>(desk(Role::village_committee, village_a));
    b_ = std::make_unique<TestBrowser>(desk(Role::village_committee, village_b));
    auto there = someone("测试甲", std::string(number_of_a_man));
    there.status = Status::away;
    in_a_ = added(*a_, village_a, there);
    in_b_ = added(*b_, village_b, here());
  }
  static PersonFields here() {
    auto fields = someone("测试甲", std::string(number_of_a_man));
    fields.status = Status::lives_here;
    return fields;
  }
  // What a form sends of somebody whose number stays.
  static PersonFields without_number(PersonFields fields) {
    fields.id_number = {};
    fields.sex = {};
    fields.born_on = {};
    return fields;
  }
  PersonDetail seen(TestBrowser& by, const PersonDetail& detail) { return read<PersonDetail>(by.get(address(detail))); }
  std::vector<std::string> history(TestBrowser& by, const PersonDetail& detail) {
    std::vector<std::string> out;
    for (const auto& line : read<PersonHistory>(by.get(address(detail, "/history"))).lines)
      out.push_back(fmt::format("{} {}", line.action, fmt::join(line.fields, ",")));
    return out;
  }
  net::Response reinstated(TestBrowser& by, const PersonDetail& detail) {
    return by.post(address(detail, "/reinstate"), json::write(Reinstating{seen(by, detail).person.version}));
  }
  // Units of the newest `n` entries, by name.
  std::vector<std::string> last_units(std::size_t n) {
    auto all = entries();
    std::vector<std::string> out;
    for (std::size_t i = all.size() - n; i < all.size(); ++i) out.push_back(*all[i].unit_id);
    std::ranges::sort(out);
    return out;
  }
  std::vector<std::string> both_villages() {
    std::vector<std::string> out;
    for (const auto code : {village_a, village_b})
      out.push_back(must(database().read([&](db::Reader& reader) { return units::by_code(reader, code); })).id.text());
    std::ranges::sort(out);
    return out;
  }

  std::unique_ptr<TestBrowser> a_, b_;
  PersonDetail in_a_, in_b_;
};

TEST_F(PeopleKeeper, SEC14_who_does_not_keep_a_person_changes_only_the_own_record) {
  const auto number = made_up_number(*Date::of(1985, 5, 5), 35);
  const auto before = seen(*a_, in_a_);
  const auto refuse = [&](std::string_view field, const auto& alter) {
    auto fields = without_number(here());
    alter(fields);
    const auto response = change(*b_, seen(*b_, in_b_), fields);
    EXPECT_EQ(response.status, 422) << response.body;
    EXPECT_EQ(code_of(response), "kept_elsewhere");
    EXPECT_EQ(faults(response), std::vector<std::string>{fmt::format("/person/{} kept_elsewhere", field)});
    EXPECT_NE(response.body.find(before.person.village_name), std::string::npos) << "says who keeps it";
  };
  refuse("name", [](auto& f) { f.name = "测试乙"; });
  refuse("ethnic_code", [](auto& f) { f.ethnic_code = "12"; });
  refuse("political", [](auto& f) { f.political = Political::member; });
  refuse("id_number", [&](auto& f) { f.id_number = number; });
  refuse("id_number", [&](auto& f) { f.id_number = ""; });
  refuse("id_number", [&](auto& f) { f.id_number = std::string(number_of_a_man); });  // else it could be guessed
  EXPECT_EQ(seen(*a_, in_a_).person.version, before.person.version);
  // Its own record's fields it may.
  auto fields = without_number(here());
  fields.phone = "13812341234";
  EXPECT_EQ(change(*b_, seen(*b_, in_b_), fields).status, 200);
  EXPECT_EQ(seen(*a_, in_a_).person.version, before.person.version) << "no matter of the other village";
  EXPECT_FALSE(seen(*a_, in_a_).person.phone);
}

TEST_F(PeopleKeeper, SEC39_what_the_keeper_changes_is_seen_and_journalled_at_both_villages) {
  auto fields = without_number(here());
  fields.status = Status::away;
  fields.name = "测试乙";
  fields.phone = "13812341234";
  const auto before = entries().size();
  EXPECT_EQ(change(*a_, seen(*a_, in_a_), fields).status, 200);
  EXPECT_EQ(entries().size(), before + 2);
  EXPECT_EQ(last_units(2), both_villages());
  EXPECT_EQ(history(*a_, in_a_).back(), "people.change name,phone");
  EXPECT_EQ(history(*b_, in_b_).back(), "people.change_elsewhere name") << "the telephone is none of its matters";
  EXPECT_EQ(seen(*b_, in_b_).person.name, "测试乙");
  // What concerns the own record alone is told to nobody else.
  fields.phone = "13812341235";
  EXPECT_EQ(change(*a_, seen(*a_, in_a_), fields).status, 200);
  EXPECT_EQ(entries().size(), before + 3);
}

TEST_F(PeopleKeeper, the_keeper_is_told_that_another_village_entered_the_person) {
  EXPECT_EQ(history(*a_, in_a_).back(), "people.add_elsewhere ");
  EXPECT_EQ(last_units(2), both_villages());
}

TEST_F(PeopleKeeper, without_a_registration_the_earliest_record_keeps) {
  auto far = desk(Role::village_committee, far_village);
  const auto number = made_up_number(*Date::of(1985, 5, 5), 35);
  auto fields = someone("测试丙", number);
  fields.status = Status::lives_here;
  const auto first = added(*b_, village_b, fields);
  later(1000);
  const auto second = added(far, far_village, fields);
  auto renamed = without_number(fields);
  renamed.name = "测试丁";
  EXPECT_EQ(code_of(change(far, seen(far, second), renamed)), "kept_elsewhere");
  EXPECT_EQ(change(*b_, seen(*b_, first), renamed).status, 200);
  // When it ends, the next one keeps.
  EXPECT_EQ(leave(*b_, seen(*b_, first), Departure::moved_out, "2016-06-01").status, 200);
  renamed.name = "测试戊";
  EXPECT_EQ(change(far, seen(far, second), renamed).status, 200);
}

TEST_F(PeopleKeeper, SEC14_a_death_entered_by_another_village_ends_its_record_only_and_the_keeper_is_told) {
  EXPECT_EQ(leave(*b_, seen(*b_, in_b_), Departure::death, "2016-06-20").status, 200);
  const auto kept = seen(*a_, in_a_);
  EXPECT_FALSE(kept.person.left_on);
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE died_on IS NOT NULL"), 0);
  const auto body = a_->get(address(in_a_)).body;
  EXPECT_NE(body.find(R"("deaths_elsewhere":[{"village_name":)"), std::string::npos) << body;
  EXPECT_NE(body.find("2016-06-20"), std::string::npos);
  EXPECT_EQ(history(*a_, in_a_).back(), "people.leave_elsewhere death");
  // It may take its own back.
  EXPECT_EQ(reinstated(*b_, in_b_).status, 200);
  EXPECT_EQ(a_->get(address(in_a_)).body.find("2016-06-20"), std::string::npos);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleKeeper, SEC14_a_death_that_the_keeper_entered_only_the_keeper_takes_back) {
  EXPECT_EQ(leave(*a_, seen(*a_, in_a_), Departure::death, "2016-06-20").status, 200);
  EXPECT_EQ(seen(*b_, in_b_).person.departure, Departure::death);
  EXPECT_EQ(history(*b_, in_b_).back(), "people.leave_elsewhere death");
  EXPECT_EQ(last_units(2), both_villages());
  const auto refused = reinstated(*b_, in_b_);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code_of(refused), "kept_elsewhere");
  EXPECT_NE(refused.body.find(in_a_.person.village_name), std::string::npos);
  EXPECT_EQ(reinstated(*a_, in_a_).status, 200);
  EXPECT_FALSE(seen(*b_, in_b_).person.left_on) << "every record that it ended";
  EXPECT_EQ(history(*b_, in_b_).back(), "people.reinstate_elsewhere ");
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleKeeper, a_death_of_its_own_is_not_revived_with_the_keepers) {
  EXPECT_EQ(leave(*b_, seen(*b_, in_b_), Departure::death, "2016-06-20").status, 200);
  later(1000);
  EXPECT_EQ(leave(*a_, seen(*a_, in_a_), Departure::death, "2016-06-20").status, 200);
  EXPECT_EQ(code_of(reinstated(*b_, in_b_)), "kept_elsewhere");
  EXPECT_EQ(reinstated(*a_, in_a_).status, 200);
  EXPECT_TRUE(seen(*b_, in_b_).person.left_on);
  EXPECT_EQ(reinstated(*b_, in_b_).status, 200);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleKeeper, who_moved_out_and_died_elsewhere_is_not_reinstated) {
  EXPECT_EQ(leave(*a_, seen(*a_, in_a_), Departure::moved_out, "2016-06-01").status, 200);
  later(1000);
  EXPECT_EQ(leave(*b_, seen(*b_, in_b_), Departure::death, "2016-06-20").status, 200);
  const auto refused = reinstated(*a_, in_a_);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code_of(refused), "person_died");
  EXPECT_NE(refused.body.find(in_b_.person.village_name), std::string::npos) << refused.body;
  EXPECT_TRUE(seen(*a_, in_a_).person.left_on);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(PeopleKeeper, what_stays_as_it_is_kept_is_said_to_who_enters_somebody_known) {
  auto far = desk(Role::village_committee, far_village);
  auto fields = here();
  fields.ethnic_code = "12";
  fields.political = Political::member;
  const auto response = add(far, far_village, fields);
  EXPECT_EQ(response.status, 201);
  EXPECT_NE(response.body.find(R"("kept":["ethnic_code","political"])"), std::string::npos) << response.body;
  EXPECT_EQ(read<PersonDetail>(response).ethnic_code, "06");
  EXPECT_NE(response.body.find(fmt::format(R"("kept_by":"{}")", in_a_.person.village_name)), std::string::npos);
  EXPECT_EQ(a_->get(address(in_a_)).body.find("kept_by\":\""), std::string::npos) << "who keeps it is told of nobody";
}

TEST_F(PeopleKeeper, SEC14_a_roll_of_another_village_leaves_what_the_keeper_keeps_and_says_so) {
  b_->content_type = "application/octet-stream";
  const auto response = b_->post(
      fmt::format("/api/people/imports?village={}", village_b),
      fmt::format("姓名,民族,身份证号码,居住情况,政治面貌,电话\n测试甲,侗族,{},人在户不在,中共党员,13812341234\n",
                  number_of_a_man));
  b_->content_type = "application/json";
  const auto preview = read<ImportAnswer>(response);
  ASSERT_EQ(preview.changes.size(), 1u) << response.body;
  EXPECT_EQ(preview.changes[0].fields, std::vector<std::string>{"phone"});
  EXPECT_NE(response.body.find(R"("kept":["ethnic_code","political"])"), std::string::npos) << response.body;
  EXPECT_EQ(b_->post(fmt::format("/api/people/imports/{}/confirm", preview.id.text()),
                     json::write(ConfirmImport{preview.digest, false}))
                .status,
            200);
  EXPECT_EQ(seen(*a_, in_a_).ethnic_code, "06");
  EXPECT_EQ(seen(*a_, in_a_).person.political, Political::unknown);
  EXPECT_EQ(seen(*b_, in_b_).person.phone, "138****1234");
}

TEST_F(PeopleKeeper, SEC39_a_roll_of_the_keeper_is_told_at_the_other_village) {
  a_->content_type = "application/octet-stream";
  const auto preview = read<ImportAnswer>(
      a_->post(fmt::format("/api/people/imports?village={}", village_a),
               fmt::format("姓名,民族,身份证号码,政治面貌\n测试甲,侗族,{},中共党员\n", number_of_a_man)));
  a_->content_type = "application/json";
  const auto before = entries().size();
  EXPECT_EQ(a_->post(fmt::format("/api/people/imports/{}/confirm", preview.id.text()),
                     json::write(ConfirmImport{preview.digest, false}))
                .status,
            200);
  EXPECT_EQ(entries().size(), before + 2);
  EXPECT_EQ(history(*b_, in_b_).back(), "people.change_elsewhere ethnic_code,political");
}

TEST_F(PeopleKeeper, SEC56_no_tie_is_recorded_or_ended_of_who_asked_that_the_data_be_kept_and_not_used) {
  const auto wife = added(*a_, village_a, someone("测试乙"));
  const auto marry = [&] {
    return a_->post(address(in_a_, "/ties"), json::write(NewTie{NewTieKind::spouse, wife.person.id}));
  };
  const auto restrict = [&](const PersonDetail& who, std::string_view value) {
    must(database().write([&](db::Transaction& tx) {
      return tx.execute(fmt::format("UPDATE person SET restricted_at = {} WHERE id = $1", value), who.person.person_id);
    }));
  };
  for (const auto& who : {in_a_, wife}) {
    restrict(who, "1");
    EXPECT_EQ(code_of(marry()), "restricted");
    EXPECT_EQ(count("SELECT count(*) FROM person_tie"), 0);
    restrict(who, "NULL");
  }
  EXPECT_EQ(marry().status, 201);
  restrict(wife, "1");
  EXPECT_EQ(
      code_of(a_->post(address(in_a_, "/ties/end"), json::write(EndedTie{wife.person.id, *Date::of(2016, 6, 1)}))),
      "restricted");
  EXPECT_EQ(count("SELECT count(*) FROM person_tie WHERE ended_on IS NOT NULL"), 0);
}

TEST_F(PeopleKeeper, SEC19_a_record_of_another_village_is_as_one_that_is_not_there) {
  const auto nobody = Id::make(1).text();
  const auto compare = [&](std::string_view rest, const std::string& body, net::Method method = net::Method::post) {
    const auto at = [&](const std::string& id) {
      const auto path = fmt::format("/api/people/{}{}", id, rest);
      return method == net::Method::get ? b_->get(path) : b_->send(method, path, body);
    };
    const auto foreign = at(in_a_.person.id.text());
    EXPECT_EQ(foreign.status, 404) << rest << foreign.body;
    EXPECT_EQ(foreign.body, at(nobody).body) << rest;
  };
  for (const auto* rest : {"", "/history", "/relatives"}) compare(rest, "", net::Method::get);
  compare("/look", json::write(LookAt{Looked::id_number, "核对养老保险"}));
  compare("", json::write(ChangedPerson{1, here()}), net::Method::put);
  compare("/leave", json::write(Leaving{1, Departure::moved_out, *Date::of(2016, 6, 1)}));
  compare("/reinstate", json::write(Reinstating{1}));
  compare("/ties", json::write(NewTie{NewTieKind::spouse, in_b_.person.id}));
  compare("/ties/end", json::write(EndedTie{in_b_.person.id, *Date::of(2016, 6, 1)}));
  // As the other of two as well.
  const auto tied = [&](const std::string& id) {
    return b_->post(address(in_b_, "/ties"), fmt::format(R"({{"kind":"spouse","other":"{}"}})", id));
  };
  EXPECT_EQ(tied(in_a_.person.id.text()).body, tied(nobody).body);
  const auto household =
      read<HouseholdLine>(a_->post("/api/households", json::write(NewHousehold{std::string(village_a), {}, "1", ""})));
  const auto changed = [&](const std::string& id) {
    return b_->send(net::Method::put, "/api/households/" + id, json::write(ChangedHousehold{1, {}, "2", ""}));
  };
  EXPECT_EQ(changed(household.id.text()).body, changed(nobody).body);
}

TEST_F(PeopleKeeper, what_is_odd_about_a_number_is_said_and_not_refused) {
  const auto number = made_up_number(*Date::of(1985, 5, 5), 0, "520000");
  const auto response = add(*a_, village_a, someone("测试丁", number));
  EXPECT_EQ(response.status, 201);
  for (const auto* rule : {"id_number.odd_sequence", "id_number.address"})
    EXPECT_NE(response.body.find(rule), std::string::npos) << response.body;
  EXPECT_EQ(response.body.find(number), std::string::npos);
  b_->content_type = "application/octet-stream";
  const auto preview = b_->post(
      fmt::format("/api/people/imports?village={}", village_b),
      fmt::format("姓名,民族,身份证号码\n测试戊,苗族,{}\n", made_up_number(*Date::of(1985, 5, 5), 3, "810000")));
  EXPECT_NE(preview.body.find("id_number.permit"), std::string::npos) << preview.body;
  EXPECT_EQ(read<ImportAnswer>(preview).added, 1);
}

}  // namespace
}  // namespace gulou
