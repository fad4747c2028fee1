// Random walks of the plan's state machines over the whole application. What each object may become is written down a
// second time and shorter, as a model; after every step the two have to agree.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "plan_desk.h"
#include "spine/obligations/queries.h"

namespace gulou {
namespace {

using Names = std::vector<std::string>;

class PlanWalk : public PlanDesk {
 protected:
  bool one_in(unsigned n) { return random_() % n == 0; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[random_() % from.size()];
  }
  // The version that a person saw: now and then one that is no more.
  std::int64_t seen(std::int64_t version) { return one_in(6) ? version - 1 : version; }

  // The states of what is owed for an object.
  Names owed(std::string_view object_kind, const std::string& object) {
    const auto duties =
        must(database().read([&](db::Reader& reader) { return obligations::about(reader, object_kind, object); }));
    Names out;
    for (const auto& each : duties) out.emplace_back(name_of(each.state));
    return out;
  }

  std::mt19937 random_{2016};
};

// --- reports ---

struct ReportModel {
  std::string state = "asked";
  std::int64_t version = 1;

  // The error code that is expected, or "" and the state changes.
  std::string step(const std::string& who, const std::string& action, std::int64_t seen) {
    const bool county_action = action == "write" || action == "submit";
    if (who == "other") return "outside_subtree";
    if (who == "county" && !county_action) return "above_wanted";
    if (who == "bureau" && county_action) return "not_permitted";
    if (seen != version) return "version_changed";
    const bool open = state == "asked" || state == "returned";
    const bool fits = (county_action || action == "withdraw") ? open : state == "submitted";
    if (!fits) return "wrong_state";
    const std::map<std::string, std::string> to{
        {"submit", "submitted"}, {"accept", "accepted"}, {"return", "returned"}, {"withdraw", "withdrawn"}};
    if (action != "write") state = to.at(action);
    ++version;
    return "";
  }
};

TEST_F(PlanWalk, SEC37_reports_agree_with_a_model) {
  std::map<std::string, TestBrowser> people{{"bureau", desk(Role::prefecture_bureau, prefecture)},
                                            {"county", desk(Role::county_bureau, kaili)},
                                            {"other", desk(Role::county_bureau, huangping)}};
  const Names who{"bureau", "county", "other", "bureau", "county"};
  const Names actions{"write", "submit", "accept", "return", "withdraw"};
  std::set<std::string> reached;
  for (const auto* task : {"1.1-1", "1.1-2", "1.1-3", "1.2-1", "1.2-2", "1.2-3"}) {
    const auto report = asked(people.at("bureau"), kaili, task);
    ReportModel model;
    for (int i = 0; i < 25; ++i) {
      const auto person = pick(who);
      const auto action = pick(actions);
      const auto version = seen(model.version);
      const bool writes = action == "write" || action == "submit";
      const auto response =
          people.at(person).post(address(report, action), writes ? written(version) : act(version, "理由"));
      ASSERT_EQ(code_of(response), model.step(person, action, version))
          << person << " " << action << " in " << model.state;
      const auto now = read<plan::ReportDetail>(people.at("bureau").get(address(report)));
      ASSERT_EQ(now.report.state, model.state);
      ASSERT_EQ(now.report.version, model.version);
      ASSERT_EQ(std::ssize(now.history), model.version) << "one line for each step";
      reached.insert(model.state);
    }
  }
  EXPECT_EQ(reached.size(), plan::report_machine().states.size()) << "the walks saw every state";
}

// --- presses ---

struct PressModel {
  std::string unit;  // "county" or "township": who is pressed
  std::string state = "open";
  std::int64_t version = 1;
  std::string reply = {};

  // Why that person may never do this to it, or "".
  std::string forbidden(const std::string& who, const std::string& action) const {
    const std::string without_permission = action == "reply" ? "bureau" : "township";
    if (who == without_permission) return "not_permitted";
    if (who == "other" || (who == "township" && unit == "county")) return "outside_subtree";
    if (action == "reply" && who != unit) return "own_wanted";
    if (action == "withdraw" && who == unit) return "above_wanted";
    return "";
  }
  std::string step(const std::string& who, const std::string& action, std::int64_t seen, const std::string& words) {
    if (const auto code = forbidden(who, action); !code.empty()) return code;
    if (seen != version) return "version_changed";
    if (state != "open") return "wrong_state";
    if (words == "  ") return "invalid_fields";
    state = action == "reply" ? "replied" : "withdrawn";
    if (action == "reply") reply = words;
    ++version;
    return "";
  }
  Names buttons(const std::string& who) const {
    Names out;
    for (const auto* action : {"reply", "withdraw"})
      if (state == "open" && forbidden(who, action).empty()) out.emplace_back(action);
    return out;
  }
  std::string duty() const {
    const std::map<std::string, std::string> of{{"open", "open"}, {"replied", "fulfilled"}, {"withdrawn", "cancelled"}};
    return of.at(state);
  }
};

TEST_F(PlanWalk, SEC37_presses_agree_with_a_model) {
  std::map<std::string, TestBrowser> people{{"bureau", desk(Role::prefecture_bureau, prefecture)},
                                            {"county", desk(Role::county_bureau, kaili)},
                                            {"township", desk(Role::township, kaili_township)},
                                            {"other", desk(Role::county_bureau, huangping)}};
  const std::map<std::string, std::string_view> codes{{"county", kaili}, {"township", kaili_township}};
  const Names who{"bureau", "county", "township", "other"};
  constexpr std::size_t walks = 16;
  std::set<std::string> reached;
  for (std::size_t i = 0; i < walks; ++i) {
    const std::string unit = i % 2 == 0 ? "county" : "township";
    const std::string by = unit == "county" ? "bureau" : pick(Names{"bureau", "county"});
    const auto made = read<plan::PressDetail>(people.at(by).post(
        "/api/plans/2016/presses",
        fmt::format(R"({{"task":"1.2-1","unit":"{}","due_on":"2016-07-15","text":"请说明"}})", codes.at(unit))));
    const auto at = "/api/presses/" + made.press.id.text();
    PressModel model{.unit = unit};
    for (int j = 0; j < 10; ++j) {
      const auto person = pick(who);
      const auto action = pick(Names{"reply", "withdraw"});
      const auto words = pick(Names{"  ", "七月底前启动", "八月再报"});
      const auto version = seen(model.version);
      const auto body =
          action == "reply" ? fmt::format(R"({{"version":{},"text":"{}"}})", version, words) : act(version, words);
      ASSERT_EQ(code_of(people.at(person).post(at + "/" + action, body)), model.step(person, action, version, words))
          << person << " " << action << " in " << model.state << " of the " << model.unit;
      reached.insert(model.state);
      for (const auto* reader : {"bureau", "county"}) {
        const auto now = read<plan::PressDetail>(people.at(reader).get(at));
        ASSERT_EQ(now.press.state, model.state);
        ASSERT_EQ(now.press.version, model.version);
        ASSERT_EQ(now.press.reply, model.reply);
        ASSERT_EQ(now.press.closed_at.has_value(), model.state != "open");
        ASSERT_EQ(names(now.press.actions), model.buttons(reader));
        ASSERT_EQ(std::ssize(now.history), model.version) << "one line for each step";
      }
      ASSERT_EQ(owed("plan.press", made.press.id.text()), Names{model.duty()});
    }
  }
  EXPECT_EQ(reached.size(), plan::press_machine().states.size()) << "the walks saw every state";

  // Whatever is still open when its day is over is late, and nothing else.
  read<plan::PressDetail>(people.at("bureau").post(
      "/api/plans/2016/presses",
      fmt::format(R"({{"task":"1.1-1","unit":"{}","due_on":"2016-07-15","text":"请说明"}})", kaili)));
  clock_.set(Date::of(2016, 7, 16)->start());
  auto later = desk(Role::prefecture_bureau, prefecture);
  const auto list = read<plan::PressList>(later.get("/api/presses"));
  ASSERT_EQ(list.presses.size(), walks + 1);
  for (const auto& each : list.presses) EXPECT_EQ(each.late, each.state == "open");
}

// --- comments ---

struct CommentModel {
  std::string id;
  std::string text;
  std::string state = "waiting";
  std::int64_t version = 1;
  Names reasons = {};  // of its refusals
  bool decided = false;

  std::string step(const std::string& who, const std::string& action, std::int64_t seen, const std::string& reason) {
    if (who == "visitor") return "session_wanted";
    if (who == "county") return "not_permitted";
    if (seen != version) return "version_changed";
    const std::string to = action == "publish" ? "published" : "refused";
    if (state == to) return "wrong_state";
    if (action == "refuse" && reason == "  ") return "invalid_fields";
    if (action == "refuse") reasons.push_back(reason);
    state = to;
    decided = true;
    ++version;
    return "";
  }
  Names buttons() const {
    if (state == "waiting") return {"publish", "refuse"};
    return {state == "published" ? "refuse" : "publish"};
  }
};

// How the moderator sees a comment, against its model.
void expect_agrees(const plan::Comment& comment, const CommentModel& model) {
  EXPECT_EQ(comment.state, model.state);
  EXPECT_EQ(comment.version, model.version);
  EXPECT_EQ(comment.decided_at.has_value(), model.decided);
  EXPECT_EQ(std::ssize(comment.history), model.version) << "one line for each step";
  Names buttons, reasons;
  for (const auto& each : comment.actions) buttons.push_back(each.name);
  for (const auto& line : comment.history)
    if (!line.reason.empty()) reasons.push_back(line.reason);
  EXPECT_EQ(buttons, model.buttons());
  EXPECT_EQ(reasons, model.reasons) << "every refusal keeps its reason, and a publication has none";
}

TEST_F(PlanWalk, SEC37_comments_agree_with_a_model) {
  std::map<std::string, TestBrowser> people{{"bureau", desk(Role::prefecture_bureau, prefecture)},
                                            {"county", desk(Role::county_bureau, kaili)},
                                            {"visitor", visitor()}};
  const Names who{"bureau", "bureau", "bureau", "county", "visitor"};
  std::vector<CommentModel> models;  // in the order in which they were sent
  std::set<std::string> reached;
  for (int i = 0; i < 120; ++i) {
    if (models.size() < 6 && (models.empty() || one_in(8))) {
      const auto text = fmt::format("第{}条意见", models.size() + 1);
      auto sender = visitor();
      sender.client = fmt::format("198.51.100.{}", models.size() + 1);  // no two count towards one limit
      ASSERT_EQ(sender.post("/api/plans/2016/comments", fmt::format(R"({{"clause":"1.2","text":"{}"}})", text)).status,
                202);
      for (const auto& each : read<plan::CommentList>(people.at("bureau").get("/api/comments")).comments)
        if (each.text == text) models.push_back({.id = each.id.text(), .text = text});
    }
    auto& model = models.at(random_() % models.size());
    const auto person = pick(who);
    const auto action = pick(Names{"publish", "refuse"});
    const auto reason = pick(Names{"  ", "含有他人隐私", "与要点无关"});
    const auto version = seen(model.version);
    const auto at = fmt::format("/api/comments/{}/{}", model.id, action);
    ASSERT_EQ(code_of(people.at(person).post(at, act(version, reason))), model.step(person, action, version, reason))
        << person << " " << action << " in " << model.state;
    reached.insert(model.state);

    std::multiset<std::string> published, shown;
    for (const auto& each : read<plan::CommentList>(people.at("bureau").get("/api/comments")).comments)
      expect_agrees(each, *std::ranges::find(models, each.id.text(), &CommentModel::id));
    for (const auto& each : models)
      if (each.state == "published") published.insert(each.text);
    const auto page = read<plan::PublishedComments>(visitor().get("/api/plans/2016/comments?clause=1.2"));
    for (const auto& each : page.comments) shown.insert(each.text);
    ASSERT_EQ(shown, published) << "everyone sees what is published and nothing else";
    ASSERT_EQ(page.count, std::ssize(published));
    ASSERT_EQ(owed("plan.comment", model.id), Names{model.decided ? "fulfilled" : "open"});
    if (HasFailure()) return;
  }
  EXPECT_EQ(models.size(), 6u);
  EXPECT_EQ(reached.size(), plan::comment_machine().states.size()) << "the walks saw every state";
}

// --- drafts ---

// A plan's content is reduced to the number of an edition, written into one short title, and to one fault.
struct DraftModel {
  std::string id;
  std::int64_t year = 0;
  int edition = 0;
  bool faulty = false;
  std::string state = "editing";
  std::int64_t version = 1;
};

struct PlansModel {
  std::map<std::int64_t, std::vector<int>> published{{2016, {0}}};  // editions by year, oldest first
  std::vector<DraftModel> drafts;                                   // in the order in which they were made

  std::string copy(const std::string& who, std::int64_t from, std::int64_t to) const {
    if (who == "county") return "not_permitted";
    if (!published.contains(from)) return "not_found";
    for (const auto& draft : drafts)
      if (draft.year == to && draft.state == "editing") return "invalid_fields";
    return "";
  }
  std::string act(const std::string& who, DraftModel& draft, const std::string& action, std::int64_t seen) {
    if (who == "county") return "not_permitted";
    if (seen != draft.version) return "version_changed";
    if (draft.state != "editing") return "wrong_state";
    if (action == "publish") {
      if (draft.faulty) return "invalid_fields";
      auto& editions = published[draft.year];
      if (editions.empty() || editions.back() != draft.edition) editions.push_back(draft.edition);
    }
    draft.state = action == "publish" ? "published" : "discarded";
    ++draft.version;
    return "";
  }
  std::string save(const std::string& who, DraftModel& draft, const DraftModel& wanted, std::int64_t seen) {
    if (who == "county") return "not_permitted";
    if (seen != draft.version) return "version_changed";
    if (draft.state != "editing") return "wrong_state";
    if (wanted.year != draft.year) return "invalid_fields";
    draft.edition = wanted.edition;
    draft.faulty = wanted.faulty;
    ++draft.version;
    return "";
  }
};

class DraftWalk : public PlanWalk {
 protected:
  static plan::Clause& first_clause(plan::PlanDocument& document) { return document.sections.at(0).clauses.at(0); }
  std::string title(int edition) const { return edition == 0 ? original_.short_zh : fmt::format("第{}稿", edition); }

  void copy() {
    const std::vector<std::int64_t> years{2016, 2017, 2018};
    const auto person = pick(who_);
    const auto from = pick(years), to = pick(years);
    const auto response =
        people_at(person).post(fmt::format("/api/plans/{}/copy", from), fmt::format(R"({{"to_year":{}}})", to));
    ASSERT_EQ(code_of(response), model_.copy(person, from, to)) << person << " copies " << from << " to " << to;
    if (response.status != 201) return;
    const auto made = read<plan::DraftDetail>(response);
    model_.drafts.push_back({.id = made.draft.id.text(), .year = to, .edition = model_.published.at(from).back()});
  }

  void save(DraftModel& draft) {
    const auto person = pick(who_);
    const DraftModel wanted{.id = draft.id,
                            .year = one_in(8) ? draft.year + 1 : draft.year,
                            .edition = 1 + static_cast<int>(random_() % 2),
                            .faulty = one_in(4)};
    auto document = read<plan::DraftDetail>(people_at("bureau").get("/api/drafts/" + draft.id)).document;
    document.year = wanted.year;
    first_clause(document).short_zh = title(wanted.edition);
    first_clause(document).tasks[0].quote = wanted.faulty ? "条文里没有的话" : original_.tasks[0].quote;
    const auto version = seen(draft.version);
    const auto response =
        people_at(person).post(fmt::format("/api/drafts/{}/save", draft.id),
                               fmt::format(R"({{"version":{},"document":{}}})", version, json::write(document)));
    ASSERT_EQ(code_of(response), model_.save(person, draft, wanted, version)) << person << " saves in " << draft.state;
  }

  void end(DraftModel& draft) {
    const auto person = pick(who_);
    const auto action = pick(Names{"publish", "publish", "discard"});
    const auto version = seen(draft.version);
    const auto response = people_at(person).post(fmt::format("/api/drafts/{}/{}", draft.id, action), act(version));
    ASSERT_EQ(code_of(response), model_.act(person, draft, action, version))
        << person << " " << action << " in " << draft.state;
  }

  void check_drafts() {
    const auto list = read<plan::DraftList>(people_at("bureau").get("/api/drafts"));
    ASSERT_EQ(list.drafts.size(), model_.drafts.size());
    for (const auto& each : list.drafts) {
      const auto& draft = *std::ranges::find(model_.drafts, each.id.text(), &DraftModel::id);
      ASSERT_EQ(each.year, draft.year);
      ASSERT_EQ(each.state, draft.state);
      ASSERT_EQ(each.version, draft.version);
      ASSERT_EQ(names(each.actions), draft.state == "editing" ? (Names{"save", "publish", "discard"}) : Names());
    }
  }

  void check_content(const DraftModel& draft) {
    auto detail = read<plan::DraftDetail>(people_at("bureau").get("/api/drafts/" + draft.id));
    ASSERT_EQ(first_clause(detail.document).short_zh, title(draft.edition));
    ASSERT_EQ(detail.problems.empty(), !draft.faulty);
    ASSERT_EQ(std::ssize(detail.history), draft.version) << "one line for each step";
  }

  // Every version of every year is there, as it was published.
  void check_published() {
    for (const std::int64_t year : {2016, 2017, 2018}) {
      const auto at = fmt::format("/api/plans/{}/versions", year);
      if (!model_.published.contains(year)) {
        ASSERT_EQ(visitor().get(at).status, 404) << year;
        continue;
      }
      const auto& editions = model_.published.at(year);
      ASSERT_EQ(read<plan::PlanVersions>(visitor().get(at)).versions.size(), editions.size()) << year;
      for (std::size_t i = 0; i < editions.size(); ++i) {
        auto document = read<plan::PlanDocument>(visitor().get(fmt::format("{}/{}", at, i + 1)));
        ASSERT_EQ(first_clause(document).short_zh, title(editions[i])) << year << " version " << i + 1;
      }
    }
  }

  TestBrowser& people_at(const std::string& name) { return people_.at(name); }

  std::map<std::string, TestBrowser> people_{{"bureau", desk(Role::prefecture_bureau, prefecture)},
                                             {"county", desk(Role::county_bureau, kaili)}};
  const Names who_{"bureau", "bureau", "bureau", "bureau", "county"};
  PlansModel model_;
  plan::Clause original_;
};

TEST_F(DraftWalk, SEC37_drafts_agree_with_a_model) {
  auto first = read<plan::PlanDocument>(visitor().get("/api/plans/2016/versions/1"));
  original_ = first_clause(first);
  std::set<std::string> reached;
  for (int i = 0; i < 150; ++i) {
    if (model_.drafts.empty() || one_in(4)) {
      ASSERT_NO_FATAL_FAILURE(copy());
    } else {
      // The newest more often: most of the older ones are over.
      auto& draft = one_in(3) ? model_.drafts.at(random_() % model_.drafts.size()) : model_.drafts.back();
      if (one_in(2)) {
        ASSERT_NO_FATAL_FAILURE(save(draft));
      } else {
        ASSERT_NO_FATAL_FAILURE(end(draft));
      }
      ASSERT_NO_FATAL_FAILURE(check_content(draft));
      reached.insert(draft.state);
    }
    ASSERT_NO_FATAL_FAILURE(check_drafts());
    ASSERT_NO_FATAL_FAILURE(check_published());
  }
  EXPECT_EQ(reached.size(), plan::draft_machine().states.size()) << "the walks saw every state";
  EXPECT_EQ(model_.published.size(), 3u) << "the walks published every year";
}

}  // namespace
}  // namespace gulou
