// Random walks of three villages' clerks over a handful of people, each step against a model written a second time and
// shorter, and after every walk everything that must hold.
#include <fmt/ranges.h>

#include <array>
#include <map>
#include <random>

#include "people_desk.h"

namespace gulou {
namespace {

using namespace people;

constexpr std::array<std::string_view, 3> villages = {village_a, village_b, far_village};

// What the model knows of a person: in which villages, and how; dead or alive.
struct Model {
  struct Record {
    Status status = Status::both;
    Id id;
  };
  bool dead = false;
  bool known = false;
  std::map<std::size_t, Record> records;  // by village, those that hold
};

class PeopleWalk : public PeopleDesk {
 protected:
  void walk(unsigned seed, int steps) {
    std::mt19937 random(seed);
    std::vector<TestBrowser> desks;
    for (const auto village : villages) desks.push_back(desk(Role::village_committee, village));
    std::vector<Model> people(6);
    for (int step = 0; step < steps; ++step) {
      SCOPED_TRACE(fmt::format("seed {} step {}", seed, step));
      const auto who = random() % people.size();
      const auto where = random() % villages.size();
      later(1000);
      switch (random() % 4) {
        case 0:
          enter(desks[where], people[who], who, where, random);
          break;
        case 1:
          alter(desks[where], people[who], who, where, random);
          break;
        default:
          end(desks[where], people[who], where, random);
      }
      if (HasFailure()) return;
    }
    expect_all(desks, people);
  }

  static Status some_status(std::mt19937& random) { return static_cast<Status>(random() % 4); }
  static PersonFields fields_of(std::size_t who, Status status) {
    auto fields = someone("测试甲", made_up_number(*Date::of(1980, 1, 1), static_cast<int>(who * 2 + 1)));
    fields.status = status;
    return fields;
  }
  static bool registered_elsewhere(const Model& model, std::size_t where, Status status) {
    if (!is_registered(status)) return false;
    for (const auto& [village, record] : model.records)
      if (village != where && is_registered(record.status)) return true;
    return false;
  }

  // Where the person is registered, or else the earliest record.
  static std::size_t keeper(const Model& model) {
    auto found = model.records.begin();
    for (auto each = model.records.begin(); each != model.records.end(); ++each) {
      if (is_registered(each->second.status)) return each->first;
      if (each->second.id < found->second.id) found = each;
    }
    return found->first;
  }

  void enter(TestBrowser& by, Model& model, std::size_t who, std::size_t where, std::mt19937& random) {
    const auto status = some_status(random);
    const auto response = add(by, villages[where], fields_of(who, status));
    const bool refused = model.dead || model.records.contains(where) || registered_elsewhere(model, where, status);
    ASSERT_EQ(response.status, refused ? 409 : 201) << response.body;
    if (refused) return;
    model.known = true;
    model.records[where] = {status, read<PersonDetail>(response).person.id};
  }

  void alter(TestBrowser& by, Model& model, std::size_t who, std::size_t where, std::mt19937& random) {
    const auto record = model.records.find(where);
    if (record == model.records.end()) return;
    const auto seen = read<PersonDetail>(by.get("/api/people/" + record->second.id.text()));
    const auto status = some_status(random);
    const bool stale = random() % 5 == 0;
    auto shown = seen;
    if (stale) ++shown.person.version;
    auto fields = fields_of(who, status);
    fields.id_number = {};
    fields.political = static_cast<Political>(random() % 3);
    const bool own_only = fields.political == seen.person.political;
    const auto response = change(by, shown, fields);
    const bool not_keeper = !own_only && keeper(model) != where;
    const bool refused = stale || not_keeper || registered_elsewhere(model, where, status);
    ASSERT_EQ(response.status, !refused ? 200 : stale || !not_keeper ? 409 : 422) << response.body;
    if (!refused) record->second.status = status;
  }

  void end(TestBrowser& by, Model& model, std::size_t where, std::mt19937& random) {
    const auto record = model.records.find(where);
    if (record == model.records.end() || random() % 2) return;
    const auto seen = read<PersonDetail>(by.get("/api/people/" + record->second.id.text()));
    const auto how = static_cast<Departure>(random() % 4);
    ASSERT_EQ(leave(by, seen, how, "2016-06-30").status, 200);
    const auto before = model;
    if (how == Departure::death && keeper(model) == where) {
      model.dead = true;
      model.records.clear();
    } else {
      model.records.erase(where);
    }
    if (random() % 2) return;
    // It was a mistake.
    const auto gone = read<PersonDetail>(by.get("/api/people/" + seen.person.id.text()));
    ASSERT_EQ(by.post(address(gone, "/reinstate"), json::write(Reinstating{gone.person.version})).status, 200);
    model = before;
  }

  void expect_all(std::vector<TestBrowser>& desks, const std::vector<Model>& people) {
    std::int64_t known = 0, records = 0;
    for (const auto& model : people) {
      known += model.known;
      records += static_cast<std::int64_t>(model.records.size());
    }
    EXPECT_EQ(count("SELECT count(*) FROM person"), known);
    EXPECT_EQ(count("SELECT count(*) FROM person_record WHERE left_on IS NULL"), records);
    for (std::size_t i = 0; i < villages.size(); ++i) {
      std::map<Id, Status> wanted, found;
      for (const auto& model : people)
        if (const auto record = model.records.find(i); record != model.records.end())
          wanted[record->second.id] = record->second.status;
      for (const auto& each : list(desks[i]).people) found[each.id] = each.status;
      EXPECT_EQ(found, wanted);
    }
    EXPECT_TRUE(must(application_->verify()).empty());
  }
};

TEST_F(PeopleWalk, three_villages_and_six_people_stay_as_the_model_says) { walk(20260129, 400); }

TEST_F(PeopleWalk, and_so_they_do_on_another_way) { walk(7, 400); }

TEST_F(PeopleDesk, verify_names_what_cannot_be_right_by_its_id) {
  auto village = desk(Role::village_committee, village_a);
  const auto one = added(village, village_a, someone("测试甲", made_up_number(*Date::of(1980, 1, 1), 1)));
  const auto other = added(village, village_a, someone("测试乙"));
  EXPECT_TRUE(must(application_->verify()).empty());
  const auto spoil = [&](std::string_view sql, const Id& id, std::string_view undo) {
    must(database().write([&](db::Transaction& tx) { return tx.execute(sql, id); }));
    const auto faults = must(application_->verify());
    EXPECT_EQ(faults.size(), 1u) << sql << fmt::format("{}", fmt::join(faults, "; "));
    if (!faults.empty()) {
      EXPECT_NE(faults[0].find(id.text()), std::string::npos) << faults[0];
      EXPECT_EQ(faults[0].find("测试"), std::string::npos) << faults[0];
    }
    must(database().write([&](db::Transaction& tx) { return tx.execute(undo, id); }));
  };
  spoil("UPDATE person_record SET departure = 'moved_out' WHERE id = $1", one.person.id,
        "UPDATE person_record SET departure = NULL WHERE id = $1");
  spoil("UPDATE person_record SET unit_id = (SELECT unit_id FROM unit_code WHERE code = '522601001002') WHERE id = $1",
        other.person.id, "UPDATE person_record SET unit_id = village_id WHERE id = $1");
  spoil("UPDATE person SET id_number_sealed = NULL WHERE id = $1", one.person.person_id,
        "UPDATE person SET id_number_sealed = NULL, id_number_index = NULL WHERE id = $1");
  EXPECT_TRUE(must(application_->verify()).empty());
}

}  // namespace
}  // namespace gulou
