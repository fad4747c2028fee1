// SEC-58 and SEC-17: what is about people leaves the house when a second person has agreed, exactly as it was agreed
// to, and no more often than a download may break off.
#include <fmt/format.h>

#include <map>
#include <random>
#include <thread>

#include "approvals_desk.h"
#include "spine/access/api_model.h"
#include "spine/access/person.h"
#include "spine/access/policy.h"

namespace gulou {
namespace {

using documents::ExportRequestAnswer;
using documents::ExportRequestList;

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t most_takings = 3;  // rule exports.approval.takings

class Approvals : public ApprovalsDesk {
 protected:
  Approvals() : clerk_(desk(Role::village_committee, village_a)), town_(desk(Role::township, chengxi)) {
    added(clerk_, village_a, someone("测试甲", made_up_number(*Date::of(1980, 1, 2), 11)));
    added(clerk_, village_a, someone("测试乙", made_up_number(*Date::of(1981, 1, 2), 13)));
    names_ = {{&clerk_, login(clerk_)}, {&town_, login(town_)}};
  }
  Id account_of(TestBrowser& browser) { return read<access::SessionAnswer>(browser.get("/api/session")).account; }
  std::string login(TestBrowser& browser) { return read<access::SessionAnswer>(browser.get("/api/session")).name; }
  void give_post(const Id& account, Role role, std::string_view unit) {
    must(database().write([&](db::Transaction& tx) {
      return access::grant_post(tx, clock_, access::operator_on_shell(clock_), account,
                                {.role = role, .unit = std::string(unit)});
    }));
  }
  static void act_as(TestBrowser& browser, Role role) {
    const auto session = read<access::SessionAnswer>(browser.get("/api/session"));
    for (const auto& post : session.posts) {
      if (post.role != role) continue;
      EXPECT_EQ(browser.post("/api/session/post", json::write(access::PostChoice{post.id})).status, 200);
    }
  }
  void say_one_person(const Id& account, const std::string& also) {
    must(database().write([&](db::Transaction& tx) {
      return access::set_person(tx, clock_, access::operator_on_shell(clock_), account, {also});
    }));
  }
  // Sessions and proofs of identity do not last as long as the terms that are tested.
  void back_at_the_desk() {
    for (auto& [browser, name] : names_) EXPECT_EQ(browser->sign_in(name, "a-long-password").status, 200);
  }
  std::vector<std::string> actions_of(const ExportRequestAnswer& request) {
    std::vector<std::string> out;
    for (const auto& each : request.actions) out.push_back(each.name);
    return out;
  }
  // As the clerk sees it.
  ExportRequestAnswer own(const Id& id) {
    for (auto& each : read<ExportRequestList>(clerk_.get("/api/export-requests/own")).requests)
      if (each.id == id) return each;
    ADD_FAILURE() << "not among the clerk's own";
    return {};
  }
  std::size_t entries_now() { return entries().size(); }

  TestBrowser clerk_;
  TestBrowser town_;
  std::map<TestBrowser*, std::string> names_;
};

TEST_F(Approvals, SEC58_the_whole_roll_leaves_when_a_second_person_has_agreed_and_the_file_names_them) {
  const auto before = entries_now();
  EXPECT_EQ(code_of(take(clerk_, roll(village_a))), "approval_wanted");
  EXPECT_EQ(entries_now(), before);
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), 0);

  const auto asked = read<ExportRequestAnswer>(ask(clerk_, roll(village_a)));
  EXPECT_EQ(asked.state, "asked");
  EXPECT_EQ(asked.data_class, "personal");
  EXPECT_EQ(asked.rows, 2);
  EXPECT_NE(asked.what_zh.find("全村，号码打码"), std::string::npos) << asked.what_zh;
  EXPECT_EQ(actions_of(asked), std::vector<std::string>{"withdraw"});
  auto entry = entries().back();
  EXPECT_EQ(entry.action, "documents.export_request.create");
  EXPECT_EQ(entry.detail.find("县里核对"), std::string::npos) << "words about people stand in no entry";
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), asked.id)), "wrong_state");

  const auto waiting = read<ExportRequestList>(town_.get("/api/export-requests?state=asked")).requests;
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].note, "县里核对人口数");
  EXPECT_NE(waiting[0].requester.find("演示人员"), std::string::npos);
  EXPECT_FALSE(waiting[0].parameters) << "only whoever asked can take it";
  EXPECT_EQ(actions_of(waiting[0]), (std::vector<std::string>{"agree", "refuse"}));
  const auto agreed = read<ExportRequestAnswer>(decide(town_, asked, "agree"));
  EXPECT_EQ(agreed.state, "agreed");
  EXPECT_EQ(entries().back().action, "documents.export_request.agree");
  EXPECT_EQ(*agreed.expires_at, Instant(clock_.now().ms() + 24 * hour));

  const auto own = read<ExportRequestList>(clerk_.get("/api/export-requests/own")).requests;
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(actions_of(own[0]), (std::vector<std::string>{"take", "withdraw"}));
  EXPECT_EQ(own[0].address.value_or(""), "/api/people/export");
  EXPECT_TRUE(own[0].parameters.value_or("").find(village_a) != std::string::npos);

  const auto steps = entries_now();
  const auto file = take(clerk_, roll(village_a), asked.id);
  ASSERT_EQ(file.status, 200) << file.body;
  const auto all = entries();
  ASSERT_EQ(all.size(), steps + 2);
  EXPECT_EQ(all[steps].action, "documents.export");
  EXPECT_NE(all[steps].detail.find(asked.id.text()), std::string::npos) << "the export names its approval";
  EXPECT_NE(all[steps].detail.find(account_of(town_).text()), std::string::npos) << "and who agreed";
  EXPECT_EQ(all[steps + 1].action, "documents.export_request.take");
  const auto sheet = part(file.body, "xl/worksheets/sheet1.xml");
  EXPECT_NE(sheet.find(fmt::format("导出编号{}", all[steps].number)), std::string::npos);
  EXPECT_NE(sheet.find("批准：演示人员 乡镇"), std::string::npos) << sheet.substr(0, 2500);

  EXPECT_EQ(code_of(take(clerk_, roll(village_a))), "approval_wanted");
  const auto used = this->own(asked.id);
  EXPECT_EQ(used.state, "taken");
  EXPECT_EQ(used.export_number, all[steps].number);
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), 1);
}

TEST_F(Approvals, SEC58_what_broke_off_is_taken_again_a_few_times_each_an_export_of_its_own) {
  const auto asked = agreed(clerk_, town_, roll(village_a));
  std::vector<std::int64_t> numbers;
  for (std::int64_t left = most_takings; left > 0; --left) {
    EXPECT_EQ(own(asked.id).takings_left, left);
    EXPECT_EQ(actions_of(own(asked.id)).at(0), "take");
    const auto file = take(clerk_, roll(village_a), asked.id);
    ASSERT_EQ(file.status, 200) << file.body;
    numbers.push_back(own(asked.id).export_number.value_or(0));
    EXPECT_NE(part(file.body, "xl/worksheets/sheet1.xml").find(fmt::format("导出编号{}", numbers.back())),
              std::string::npos);
  }
  std::ranges::sort(numbers);
  EXPECT_EQ(std::ranges::unique(numbers).begin(), numbers.end()) << "each has its number";
  const auto before = entries_now();
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), asked.id)), "taken_up");
  EXPECT_EQ(entries_now(), before);
  EXPECT_EQ(own(asked.id).takings_left, std::nullopt);
  EXPECT_TRUE(actions_of(own(asked.id)).empty());
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), most_takings);

  // Not beyond the term.
  const auto another = agreed(clerk_, town_, roll(village_a));
  EXPECT_EQ(take(clerk_, roll(village_a), another.id).status, 200);
  later(24 * hour);
  back_at_the_desk();
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), another.id)), "lapsed");
  EXPECT_EQ(own(another.id).state, "taken");
  EXPECT_EQ(own(another.id).takings_left, std::nullopt);
}

TEST_F(Approvals, SEC58_what_is_taken_is_exactly_what_was_agreed_to) {
  const auto group = must(database().write([&](db::Transaction& tx) {
    return units::add_unit(
        tx, clock_, access::actor_of(access::operator_on_shell(clock_)),
        {.parent_code = std::string(village_a), .parent_id = {}, .level = units::Level::group, .name = "一组"});
  }));
  auto neighbour = desk(Role::village_committee, village_b);
  const auto asked = agreed(clerk_, town_, roll(village_a));
  const auto before = entries_now();
  const auto as_approved = "not_as_approved";
  EXPECT_EQ(code_of(take(clerk_, roll(village_a, true), asked.id)), as_approved);
  EXPECT_EQ(code_of(take(clerk_, roll(village_a, false, group.id.text()), asked.id)), as_approved);
  EXPECT_EQ(code_of(take(clerk_, roll(village_a, false, "", "另有用途的"), asked.id)), as_approved);
  EXPECT_EQ(code_of(take(clerk_, roll(village_a, false, "", "县里核对人口数", "meeting"), asked.id)), as_approved);
  EXPECT_EQ(code_of(take(neighbour, roll(village_b), asked.id)), "outside_subtree");
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), Id::make(1))), "not_found");
  EXPECT_EQ(entries_now(), before);
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), 0);
  EXPECT_EQ(take(clerk_, roll(village_a), asked.id).status, 200) << "nothing of that used it up";
}

TEST_F(Approvals, SEC58_another_clerk_of_the_village_does_not_take_it) {
  auto colleague = desk(Role::village_committee, village_a);
  const auto asked = agreed(clerk_, town_, roll(village_a));
  EXPECT_EQ(code_of(take(colleague, roll(village_a), asked.id)), "requester_wanted");
  EXPECT_EQ(code_of(decide(colleague, asked, "withdraw")), "requester_wanted");
  EXPECT_TRUE(read<ExportRequestList>(colleague.get("/api/export-requests/own")).requests.empty());
  EXPECT_EQ(read<ExportRequestAnswer>(decide(clerk_, asked, "withdraw")).state, "withdrawn");
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), asked.id)), "wrong_state");
}

TEST_F(Approvals, SEC17_nobody_agrees_to_their_own_export_in_another_post_or_account) {
  give_post(account_of(clerk_), Role::township, chengxi);
  act_as(clerk_, Role::village_committee);
  const auto asked = read<ExportRequestAnswer>(ask(clerk_, roll(village_a)));
  act_as(clerk_, Role::township);
  const auto before = entries_now();
  for (const auto* action : {"agree", "refuse"}) {
    const auto refused = decide(clerk_, asked, action);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code_of(refused), "other_person_wanted") << action;
  }
  const auto seen = read<ExportRequestList>(clerk_.get("/api/export-requests")).requests.at(0);
  for (const auto& action : seen.actions) EXPECT_TRUE(action.refused_zh) << action.name << " says why not";

  say_one_person(account_of(clerk_), login(town_));
  EXPECT_EQ(code_of(decide(town_, asked, "agree")), "other_person_wanted");
  EXPECT_EQ(entries_now(), before + 1) << "the entry of the one person alone";
  say_one_person(account_of(clerk_), "");
  EXPECT_EQ(decide(town_, asked, "agree").status, 200);
  // Found out only after the agreement.
  say_one_person(account_of(clerk_), login(town_));
  act_as(clerk_, Role::village_committee);
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), asked.id)), "other_person_wanted");
}

TEST_F(Approvals, SEC17_who_may_agree_stands_at_the_unit_or_above_it) {
  auto county = desk(Role::county_bureau, kaili);
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto other_county = desk(Role::county_bureau, "522622000000");
  auto colleague = desk(Role::village_committee, village_a);
  auto supervision = desk(Role::village_supervision, village_a);
  auto system = desk(Role::system_administrator, prefecture);
  const auto asked = read<ExportRequestAnswer>(ask(clerk_, roll(village_a)));
  EXPECT_EQ(code_of(decide(other_county, asked, "agree")), "outside_subtree");
  EXPECT_TRUE(read<ExportRequestList>(other_county.get("/api/export-requests")).requests.empty());
  for (auto* each : {&colleague, &supervision, &system})
    EXPECT_EQ(code_of(decide(*each, asked, "agree")), "not_permitted");
  EXPECT_EQ(code_of(ask(town_, roll(village_a))), "not_permitted");
  EXPECT_EQ(read<ExportRequestAnswer>(decide(county, asked, "agree")).state, "agreed");
  EXPECT_EQ(code_of(decide(bureau, asked, "agree")), "version_changed");
  later(6 * 60'000);
  EXPECT_EQ(code_of(decide(bureau, asked, "agree", 2)), "step_up_required") << "it gives data away";
}

TEST_F(Approvals, SEC58_what_was_refused_recalled_or_has_lapsed_is_not_taken) {
  const auto refused = read<ExportRequestAnswer>(ask(clerk_, roll(village_a)));
  EXPECT_EQ(code_of(ask(clerk_, roll(village_a))), "asked_already");
  EXPECT_EQ(faults(decide(town_, refused, "refuse", 1, "")), std::vector<std::string>{"/reason required"});
  EXPECT_EQ(read<ExportRequestAnswer>(decide(town_, refused, "refuse", 1, "用途没有写清楚")).reason, "用途没有写清楚");
  EXPECT_EQ(own(refused.id).reason, "用途没有写清楚");
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), refused.id)), "wrong_state");

  const auto recalled = agreed(clerk_, town_, roll(village_a));
  EXPECT_EQ(decide(town_, recalled, "recall", 2, "县里不要了").status, 200);
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), recalled.id)), "wrong_state");

  const auto late = agreed(clerk_, town_, roll(village_a));
  later(24 * hour - 1);
  back_at_the_desk();
  EXPECT_EQ(own(late.id).state, "agreed");
  later(1);
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), late.id)), "lapsed") << "a day after it was agreed to";
  EXPECT_EQ(own(late.id).state, "lapsed");
  EXPECT_TRUE(own(late.id).actions.empty());
  const auto before = entries_now();
  must(application_->run_due());
  EXPECT_EQ(count("SELECT count(*) FROM export_request WHERE state = 'lapsed'"), 1);
  EXPECT_EQ(entries().at(before).action, "documents.export_request.lapse");
  EXPECT_EQ(entries().at(before).actor, "system");
  EXPECT_EQ(code_of(take(clerk_, roll(village_a), late.id)), "lapsed");
  EXPECT_EQ(code_of(decide(town_, late, "recall", 3, "晚了")), "wrong_state");

  const auto unanswered = read<ExportRequestAnswer>(ask(clerk_, roll(village_a)));
  later(7 * 24 * hour);
  back_at_the_desk();
  EXPECT_EQ(code_of(decide(town_, unanswered, "agree")), "lapsed");
  EXPECT_EQ(ask(clerk_, roll(village_a)).status, 201) << "it may be asked for anew";
}

TEST_F(Approvals, SEC58_parts_of_a_roll_leave_alone_until_together_they_are_the_roll) {
  const auto add_group = [&](std::string name) {
    return must(database().write([&](db::Transaction& tx) {
             return units::add_unit(tx, clock_, access::actor_of(access::operator_on_shell(clock_)),
                                    {.parent_code = std::string(village_a),
                                     .parent_id = {},
                                     .level = units::Level::group,
                                     .name = std::move(name)});
           }))
        .id;
  };
  const auto one = add_group("一组"), two = add_group("二组");
  for (const auto& [group, born] : {std::pair{one, 1990}, std::pair{two, 1991}}) {
    auto fields = someone("测试丙", made_up_number(*Date::of(born, 1, 2), 15));
    fields.group = group;
    added(clerk_, village_a, fields);
  }
  // Four people: two in no group (that is, at the village itself), one in each.
  const auto of = [&](const Id& group) { return roll(village_a, false, group.text()); };
  const auto village = must(database().read([](db::Reader& reader) { return units::by_code(reader, village_a); })).id;
  EXPECT_EQ(code_of(ask(clerk_, of(one))), "approval_not_wanted");
  EXPECT_EQ(take(clerk_, of(one)).status, 200);
  EXPECT_EQ(take(clerk_, of(one)).status, 200) << "the same part again is no more than it";
  EXPECT_EQ(take(clerk_, of(two)).status, 200);
  EXPECT_EQ(code_of(take(clerk_, of(village))), "approval_wanted") << "that would be all of them";
  auto colleague = desk(Role::village_committee, village_a);
  EXPECT_EQ(code_of(take(colleague, of(village))), "approval_wanted") << "whoever takes the last part";
  EXPECT_EQ(code_of(take(clerk_, roll(village_a, true, one.text()))), "approval_wanted") << "whole numbers, always";
  later(7 * 24 * hour);
  back_at_the_desk();
  EXPECT_EQ(code_of(ask(clerk_, of(village))), "approval_not_wanted") << "a week later";
}

TEST_F(Approvals, SEC58_parts_that_are_more_than_half_of_the_roll_are_as_good_as_the_whole) {
  const auto group =
      must(database().write([&](db::Transaction& tx) {
        return units::add_unit(
            tx, clock_, access::actor_of(access::operator_on_shell(clock_)),
            {.parent_code = std::string(village_a), .parent_id = {}, .level = units::Level::group, .name = "一组"});
      })).id;
  for (int i = 0; i < 3; ++i) {
    auto fields = someone("测试丙", made_up_number(*Date::of(1990 + i, 1, 2), 15));
    fields.group = group;
    added(clerk_, village_a, fields);
  }
  // Three of five: one person in no group, even an invented one, does not open the door to the rest.
  EXPECT_EQ(code_of(take(clerk_, roll(village_a, false, group.text()))), "approval_wanted");
  added(clerk_, village_a, someone("测试丁", made_up_number(*Date::of(1995, 1, 2), 15)));
  EXPECT_EQ(take(clerk_, roll(village_a, false, group.text())).status, 200) << "half of it";
}

TEST_F(Approvals, SEC58_which_files_want_approval_is_a_setting_that_cannot_be_turned_off) {
  const auto set = [&](std::string_view value) {
    return database().write([&](db::Transaction& tx) {
      return access::set_policy(tx, clock_, access::actor_of(access::operator_on_shell(clock_)),
                                "access.export_approval", value);
    });
  };
  EXPECT_FALSE(set("none"));
  EXPECT_FALSE(set(""));
  const auto nobody = roll(village_a, false, Id::make(1).text());
  EXPECT_EQ(take(clerk_, nobody).status, 200);
  must(set("personal"));
  EXPECT_EQ(code_of(take(clerk_, nobody)), "approval_wanted");
  must(set("rolls"));
  EXPECT_EQ(take(clerk_, nobody).status, 200);
}

TEST_F(Approvals, SEC58_two_who_agree_at_once_agree_once_and_four_who_take_at_once_take_no_more_than_may_be) {
  auto second = desk(Role::township, chengxi);
  const auto asked = read<ExportRequestAnswer>(ask(clerk_, roll(village_a)));
  const auto both = [](const auto& f, TestBrowser one, TestBrowser other) {
    net::Response first, last;
    std::thread beside([&] { first = f(one); });
    last = f(other);
    beside.join();
    return std::vector<std::string>{code_of(first), code_of(last)};
  };
  auto answers = both([&](TestBrowser& by) { return decide(by, asked, "agree"); }, town_, second);
  std::ranges::sort(answers);
  EXPECT_EQ(answers, (std::vector<std::string>{"", "version_changed"}));
  EXPECT_EQ(count("SELECT count(*) FROM workflow_step WHERE action = 'agree'"), 1);
  std::array<std::string, most_takings + 1> codes;
  {
    std::vector<std::jthread> takers;
    for (auto& code : codes)
      takers.emplace_back([&, by = clerk_]() mutable { code = code_of(take(by, roll(village_a), asked.id)); });
  }
  std::ranges::sort(codes);
  EXPECT_EQ(codes, (std::array<std::string, most_takings + 1>{"", "", "", "taken_up"}));
  EXPECT_EQ(count("SELECT count(DISTINCT number) FROM document_export"), most_takings);
  EXPECT_EQ(count("SELECT count(*) FROM workflow_step WHERE action = 'take'"), most_takings);
}

TEST_F(Approvals, SEC36_a_request_that_is_sent_twice_is_filed_once) {
  clerk_.headers.emplace_back("idempotency-key", "approvals-0001");
  const auto once = ask(clerk_, roll(village_a)), again = ask(clerk_, roll(village_a));
  EXPECT_EQ(read<ExportRequestAnswer>(once).id, read<ExportRequestAnswer>(again).id);
  EXPECT_EQ(count("SELECT count(*) FROM export_request"), 1);
}

// The machine walked at random against a model that is written a second time and shorter.
struct ModelRequest {
  Id id;
  std::size_t owner = 0;
  std::string state = "asked";
  std::int64_t version = 1;
  Instant until;
  std::int64_t takings = 0;
};

TEST_F(Approvals, SEC37_requests_for_exports_go_only_the_ways_of_their_machine) {
  std::mt19937 random(20'161'130);
  const auto any = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  auto colleague = desk(Role::village_committee, village_a);
  auto foreign = desk(Role::township, "522622100000");
  names_[&colleague] = login(colleague);
  names_[&foreign] = login(foreign);
  std::array<TestBrowser*, 2> clerks{&clerk_, &colleague};
  std::vector<ModelRequest> model;
  std::map<std::string, int> seen;
  const std::array<std::string, 5> actions{"agree", "refuse", "recall", "withdraw", "take"};
  const std::map<std::string, std::string> from{{"agree", "asked"}, {"refuse", "asked"}, {"recall", "agreed"}};
  const auto is_open = [](const ModelRequest& each) { return each.state == "asked" || each.state == "agreed"; };
  std::int64_t taken = 0, requests_taken = 0;
  for (int step = 0; step < 500; ++step) {
    SCOPED_TRACE(step);
    if (any(6) == 0) {  // time goes by, mostly little
      later(any(4) == 0 ? static_cast<std::int64_t>(any(200)) * hour : 60'000);
      back_at_the_desk();
      if (any(2) == 0) {
        must(application_->run_due());
        for (auto& each : model)
          if (is_open(each) && clock_.now() >= each.until) each.state = "lapsed", ++each.version;
      }
    }
    if (model.empty() || any(5) == 0) {
      const auto owner = any(2);
      const bool waits = std::ranges::any_of(
          model, [&](const auto& each) { return each.owner == owner && is_open(each) && clock_.now() < each.until; });
      const auto response = ask(*clerks[owner], roll(village_a));
      ASSERT_EQ(code_of(response), waits ? "asked_already" : "");
      ++seen[waits ? "ask asked_already" : "ask"];
      if (!waits)
        model.push_back({.id = read<ExportRequestAnswer>(response).id,
                         .owner = owner,
                         .until = Instant(clock_.now().ms() + 168 * hour)});
      continue;
    }
    auto& request =
        model[any(3) == 0 ? any(model.size()) : model.size() - 1 - any(std::min<std::size_t>(2, model.size()))];
    const auto& action = actions[any(actions.size())];
    const bool over = clock_.now() >= request.until && is_open(request);
    if (action == "take") {
      const auto who = any(6) == 0 ? 1 - request.owner : request.owner;
      const bool again = request.state == "taken";
      const bool late = over || request.state == "lapsed" || (again && clock_.now() >= request.until);
      const auto says = who != request.owner                       ? "requester_wanted"
                        : late                                     ? "lapsed"
                        : request.state != "agreed" && !again      ? "wrong_state"
                        : again && request.takings == most_takings ? "taken_up"
                                                                   : "";
      ASSERT_EQ(code_of(take(*clerks[who], roll(village_a), request.id)), says) << request.state;
      ++seen[fmt::format("take {}", says)];
      if (*says) continue;
      request.state = "taken", ++request.version, ++request.takings, ++taken;
      if (request.takings == 1) ++requests_taken;
      continue;
    }
    const bool own = action == "withdraw", stale = any(8) == 0, wrong = any(6) == 0;
    auto& by = own ? *clerks[wrong ? 1 - request.owner : request.owner] : wrong ? foreign : town_;
    const bool fits = own ? is_open(request) : request.state == from.at(action);
    const std::string says = wrong && !own ? "outside_subtree"
                             : stale       ? "version_changed"
                             : !fits       ? "wrong_state"
                             : wrong       ? "requester_wanted"
                             : over        ? "lapsed"
                                           : "";
    ExportRequestAnswer shown;
    shown.id = request.id;
    const auto response = decide(by, shown, action, request.version + (stale ? 1 : 0), "不合适");
    ASSERT_EQ(code_of(response), says) << action << " of " << request.state;
    ++seen[action + " " + says];
    if (!says.empty()) continue;
    request.state = action == "agree" ? "agreed" : own ? "withdrawn" : "refused";
    ++request.version;
    if (action == "agree") request.until = Instant(clock_.now().ms() + 24 * hour);
    ASSERT_EQ(read<ExportRequestAnswer>(response).version, request.version);
  }
  for (const auto* each : {"ask", "ask asked_already", "agree ", "agree outside_subtree", "agree version_changed",
                           "agree wrong_state", "refuse ", "recall ", "withdraw ", "withdraw requester_wanted", "take ",
                           "take wrong_state", "take requester_wanted", "take lapsed"})
    EXPECT_GT(seen[each], 0) << each;
  must(application_->run_due());
  for (auto& each : model) {
    if (is_open(each) && clock_.now() >= each.until) each.state = "lapsed";
    EXPECT_EQ(count(fmt::format("SELECT count(*) FROM export_request WHERE id = '{}' AND state = '{}'", each.id.text(),
                                each.state)),
              1)
        << each.state;
  }
  EXPECT_EQ(count("SELECT count(*) FROM document_export"), taken);
  EXPECT_EQ(count("SELECT count(DISTINCT export_number) FROM export_request"), requests_taken);
  EXPECT_TRUE(must(application_->verify()).empty());
}

}  // namespace
}  // namespace gulou
