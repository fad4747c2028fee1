// Random walks over a notice against a model of it, written a second time and shorter.
#include <map>
#include <random>
#include <set>

#include "modules/notices/api.h"
#include "modules/notices/queries.h"
#include "plan_desk.h"

namespace gulou {
namespace {

struct NoticeModel {
  std::string state = "draft";
  std::int64_t version = 1;

  // Why that person may never do this to the committee's notice, or "".
  static std::string forbidden(const std::string& who, const std::string& action) {
    if (who == "supervision") return "not_permitted";
    if (who == "neighbour") return "outside_subtree";
    return who == "county" && action != "withdraw" ? "own_wanted" : "";
  }
  std::string step(const std::string& who, const std::string& action, std::int64_t seen) {
    if (const auto code = forbidden(who, action); !code.empty()) return code;
    if (seen != version) return "version_changed";
    if (state != (action == "withdraw" ? "published" : "draft")) return "wrong_state";
    const std::map<std::string, std::string> to{
        {"write", "draft"}, {"publish", "published"}, {"discard", "discarded"}, {"withdraw", "withdrawn"}};
    state = to.at(action);
    ++version;
    return "";
  }
  void end_comes() {
    if (state == "published") state = "expired";
  }
};

class NoticeWalk : public PlanDesk {
 protected:
  static constexpr std::string_view village = "522601001006";

  static std::string body(std::string_view first) {
    return fmt::format(R"({{{},"kind":"safety","title":"防火提醒","text":"发现火情先喊人。","from_on":"2016-07-01",)"
                       R"("until_on":"2016-07-15","contact":"村委会"}})",
                       first);
  }
  std::string state_of(const Id& id) {
    return must(database().read([&](db::Reader& reader) -> Result<std::string> {
      for (const std::string_view state : {"draft", "published", "withdrawn", "expired", "discarded"})
        if (TRY(reader.integer("SELECT count(*) FROM notice WHERE id = $1 AND state = $2", id, state)) == 1)
          return std::string(state);
      return std::string();
    }));
  }

  std::mt19937 random_{20261129};
};

TEST_F(NoticeWalk, SEC37_notices_agree_with_a_model) {
  const Instant begin = clock_.now();
  std::map<std::string, TestBrowser> people{{"committee", desk(Role::village_committee, village)},
                                            {"neighbour", desk(Role::village_committee, "522601001001")},
                                            {"supervision", desk(Role::village_supervision, village)},
                                            {"county", desk(Role::county_bureau, kaili)}};
  const std::vector<std::string> who{"committee", "committee", "committee", "county", "neighbour", "supervision"};
  const std::vector<std::string> actions{"write", "write", "publish", "discard", "withdraw"};
  const auto pick = [&](const auto& from) { return from[random_() % from.size()]; };
  std::set<std::string> reached;
  for (int walk = 0; walk < 30; ++walk) {
    const auto made = read<notices::NoticeDetail>(
        people.at("committee").post("/api/notices", body(fmt::format(R"("unit":"{}")", village))));
    const auto& id = made.notice.id;
    NoticeModel model;
    for (int i = 0; i < 12; ++i) {
      const auto person = pick(who);
      const auto action = pick(actions);
      const auto version = random_() % 5 == 0 ? model.version + 1 : model.version;
      const auto response =
          people.at(person).post(fmt::format("/api/notices/{}/{}", id.text(), action),
                                 action == "write" ? body(fmt::format(R"("version":{})", version))
                                                   : act(version, action == "withdraw" ? "理由" : ""));
      ASSERT_EQ(code_of(response), model.step(person, action, version))
          << person << ' ' << action << " in " << model.state;
      ASSERT_EQ(state_of(id), model.state);
      reached.insert(model.state);
    }
    // The last day passes, for half of them.
    if (walk % 2 == 0) {
      clock_.set(Date::of(2016, 7, 16)->start());
      must(application_->run_due());
      model.end_comes();
      ASSERT_EQ(state_of(id), model.state);
      reached.insert(model.state);
      clock_.set(begin);
    }
  }
  EXPECT_EQ(reached.size(), 5u) << "the walks saw every state";
  EXPECT_TRUE(must(application_->verify()).empty());
}

}  // namespace
}  // namespace gulou
