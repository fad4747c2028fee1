// What residents ask, walked at random against a model that is written a second time and shorter: who may do what, from
// which state, and what the register and the obligations say of it afterwards.
#include <map>
#include <random>

#include "modules/residents/request.h"
#include "modules/residents/slip.h"
#include "people_desk.h"

namespace gulou {
namespace {

using residents::RequestKind;
using residents::RequestView;

struct ModelRequest {
  Id id;
  RequestKind kind = RequestKind::correction;
  std::string wanted;
  std::size_t owner = 0;
  std::string state = "submitted";
  std::int64_t version = 1;
  std::optional<std::size_t> agreed_by = {};  // who last agreed to erase it

  bool waits() const { return state == "submitted" || state == "agreed"; }
};

struct ModelPerson {
  std::string ethnic = "苗族";
  bool restricted = false;
};

class ResidentsWalk : public PeopleDesk {
 protected:
  TestBrowser joined(TestBrowser& clerk, int number) {
    const auto person = added(
        clerk, village_a,
        someone(fmt::format("测试{}", number == 0 ? "甲" : "乙"), made_up_number(*Date::of(1990 + number, 1, 1), 2)));
    const auto slips = read<residents::PrintedSlips>(
        clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", person.person.id.text())));
    TestBrowser phone(application_->router());
    EXPECT_EQ(phone
                  .post("/api/residents/join", json::write(json::Value::object()
                                                               .set("code", slips.slips.at(0).code)
                                                               .set("born_on", fmt::format("{}-01-01", 1990 + number))
                                                               .set("name", fmt::format("居民{}", number))
                                                               .set("password", "稻花香里说丰年 2016")))
                  .status,
              201);
    return phone;
  }

  std::size_t any(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  bool waits(std::size_t owner, RequestKind kind) const {
    return std::ranges::any_of(
        model_, [&](const auto& each) { return each.owner == owner && each.kind == kind && each.waits(); });
  }

  std::string ask_says(std::size_t owner, RequestKind kind, const std::string& wanted) const {
    if (kind == RequestKind::correction && people_model_[owner].ethnic == wanted) return "invalid_fields";
    if (kind == RequestKind::restriction && people_model_[owner].restricted) return "restricted_already";
    return waits(owner, kind) ? "asked_already" : "";
  }

  // Of a decision by the own village, the version being right and who decides not who agreed.
  std::string decision_says(const ModelRequest& request, std::string_view action) const {
    const bool second = is_second(action);
    if (request.state != (second ? "agreed" : "submitted")) return "wrong_state";
    const auto others = std::ranges::count_if(
        model_, [&](const auto& each) { return each.owner == request.owner && each.id != request.id && each.waits(); });
    if (action == "confirm") return others > 0 ? "other_request_open" : "";
    if (action == "refuse" || action == "decline") return "";
    const auto kind = action == "correct" ? RequestKind::correction
                      : action == "erase" ? RequestKind::erasure
                                          : RequestKind::restriction;
    if (request.kind != kind) return "wrong_kind";
    const auto& person = people_model_[request.owner];
    if (action == "correct" && person.restricted) return "restricted";
    return action == "erase" && others > 0 ? "other_request_open" : "";
  }

  static bool is_second(std::string_view action) { return action == "confirm" || action == "decline"; }

  // What the request waits for; else the walk hardly ever gets to its end.
  std::string fitting(const ModelRequest& request) {
    if (request.state == "agreed") return any(3) == 0 ? "decline" : "confirm";
    if (request.state == "restricted") return "lift";
    return request.kind == RequestKind::correction ? "correct"
           : request.kind == RequestKind::erasure  ? "erase"
                                                   : "restrict";
  }

  void take(ModelRequest& request, std::string_view action, std::size_t official) {
    static const std::map<std::string_view, std::string> to{
        {"correct", "corrected"},   {"erase", "agreed"},   {"confirm", "erased"},     {"decline", "refused"},
        {"restrict", "restricted"}, {"refuse", "refused"}, {"withdraw", "withdrawn"}, {"lift", "lifted"}};
    request.state = to.at(action);
    if (action == "erase") request.agreed_by = official;
    ++request.version;
    if (action == "correct") people_model_[request.owner].ethnic = request.wanted;
    if (action == "restrict") people_model_[request.owner].restricted = true;
    if (action == "lift") people_model_[request.owner].restricted = false;
  }

  std::mt19937 random_{20'160'701};
  std::vector<ModelRequest> model_;
  std::array<ModelPerson, 2> people_model_;
};

TEST_F(ResidentsWalk, SEC56_requests_go_only_the_ways_of_their_machine) {
  auto clerk = desk(Role::village_committee, village_a);
  auto colleague = desk(Role::village_committee, village_a);
  auto neighbour = desk(Role::village_committee, village_b);
  const std::array<TestBrowser*, 2> officials{&clerk, &colleague};
  std::array<TestBrowser, 2> phones{joined(clerk, 0), joined(clerk, 1)};
  const std::array<std::string, 8> actions{"correct",  "erase",  "confirm",  "decline",
                                           "restrict", "refuse", "withdraw", "lift"};
  std::map<std::string, int> seen;
  for (int step = 0; step < 900; ++step) {
    if (model_.empty() || any(4) == 0) {
      const auto owner = any(2);
      const auto kind = static_cast<RequestKind>(any(3));
      const bool correction = kind == RequestKind::correction;
      const std::string wanted = correction ? (any(2) == 0 ? "苗族" : "侗族") : "";
      const auto says = ask_says(owner, kind, wanted);
      auto body = json::Value::object().set("kind", name_of(kind)).set("why", "");
      body.set("field", correction ? json::Value("ethnic") : json::Value());
      body.set("wanted", correction ? json::Value(wanted) : json::Value());
      const auto response = phones[owner].post("/api/residents/own/requests", json::write(body));
      ASSERT_EQ(code_of(response), says) << step;
      ++seen["ask " + says];
      if (says.empty())
        model_.push_back({.id = read<RequestView>(response).id, .kind = kind, .wanted = wanted, .owner = owner});
      continue;
    }
    // What is over is asked too, but not as often.
    auto& request =
        model_[any(3) == 0 ? any(model_.size()) : model_.size() - 1 - any(std::min<std::size_t>(3, model_.size()))];
    const std::string action = any(2) == 0 ? fitting(request) : actions[any(actions.size())];
    const bool own = action == "withdraw" || action == "lift";
    const bool stale = any(8) == 0;
    const auto who = any(8);  // mostly who it concerns
    const auto body = json::write(residents::Decide{request.version + (stale ? 1 : 0), "不合适"});
    const auto target = fmt::format("/api/residents/{}requests/{}/{}", own ? "own/" : "", request.id.text(), action);
    auto& resident = phones[who == 0 ? 1 - request.owner : request.owner];
    const auto which = any(2);
    auto& official = who == 0 ? neighbour : *officials[which];
    const bool in_state = action == "lift" ? request.state == "restricted" : request.waits();
    const auto says = own ? (who == 0    ? "not_found"
                             : stale     ? "version_changed"
                             : !in_state ? "wrong_state"
                                         : "")
                          : (who == 0                                          ? "outside_subtree"
                             : is_second(action) && request.agreed_by == which ? "other_person_wanted"
                             : stale                                           ? "version_changed"
                                                                               : decision_says(request, action));
    const auto response = (own ? resident : official).post(target, body);
    ASSERT_EQ(code_of(response), says) << step << " " << action << " of " << name_of(request.kind) << " "
                                       << request.state << ": " << response.body;
    ++seen[action + " " + says];
    if (!says.empty()) continue;
    take(request, action, which);
    const auto now = read<RequestView>(response);
    ASSERT_EQ(now.state, request.state);
    ASSERT_EQ(now.version, request.version);
  }
  // Everything that the model knows was tried.
  for (const auto* each : {"ask ",
                           "ask asked_already",
                           "ask restricted_already",
                           "ask invalid_fields",
                           "correct ",
                           "correct wrong_kind",
                           "correct restricted",
                           "erase ",
                           "erase other_request_open",
                           "confirm ",
                           "confirm other_person_wanted",
                           "confirm other_request_open",
                           "decline ",
                           "decline other_person_wanted",
                           "confirm wrong_state",
                           "restrict ",
                           "refuse ",
                           "withdraw ",
                           "lift ",
                           "withdraw not_found",
                           "refuse outside_subtree",
                           "correct version_changed",
                           "refuse wrong_state"})
    EXPECT_GT(seen[each], 0) << each;
  const auto waiting = std::ranges::count_if(model_, &ModelRequest::waits);
  EXPECT_EQ(count("SELECT count(*) FROM resident_request WHERE state IN ('submitted', 'agreed')"), waiting);
  EXPECT_EQ(count("SELECT count(*) FROM resident_request WHERE decided_at IS NULL"), waiting);
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request' AND state = 'open'"), waiting);
  EXPECT_EQ(count("SELECT count(*) FROM obligation WHERE kind = 'residents.request'"),
            static_cast<std::int64_t>(model_.size()));
  EXPECT_EQ(count("SELECT count(*) FROM person WHERE restricted_at IS NOT NULL"),
            std::ranges::count(people_model_, true, &ModelPerson::restricted));
  EXPECT_TRUE(must(application_->verify()).empty());
}

}  // namespace
}  // namespace gulou
