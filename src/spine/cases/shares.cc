#include "spine/cases/shares.h"

#include <fmt/format.h>

#include <algorithm>

#include "spine/rules/judge.h"

namespace gulou::cases {
namespace {

// What a check counts, as words; `of` is empty for limits.
struct Counted {
  std::string_view n;
  std::string_view of = {};
};

struct Check {
  std::string_view rule;
  std::vector<Counted> counts;  // several for any_of; a case gives at least one
  bool at_most = true;          // for limits
};

// Checks that are judged together, in the order of the law, and what comes of them.
struct Matter {
  std::string_view outcome;
  std::string_view yes;
  std::string_view no;
  std::vector<Check> checks;
  std::string_view next = {};  // what follows if not, as 下一步
};

const std::vector<Matter>& matters() {
  static const std::vector<Matter> all = {
      {"选举", "有效", "无效", {{"elections.valid.turnout", {{"voted", "registered"}}}}, "重新选举"},
      {"当选", "是", "否", {{"elections.elect.majority", {{"votes", "voted"}}}}, "另行选举"},
      {"当选", "是", "否", {{"elections.runoff.share", {{"votes", "ballots_cast"}}}}},
      {"罢免要求",
       "受理",
       "不受理",
       {{"elections.recall.request", {{"signed_voters", "voters"}, {"signed_deputies", "deputies"}}}}},
      {"罢免",
       "通过",
       "不通过",
       {{"elections.recall.turnout", {{"voted", "registered"}}}, {"elections.recall.majority", {{"agreed", "voted"}}}}},
      {"委托", "有效", "无效", {{"elections.proxy.cap", {{"proxies"}}}}},
      {"人数",
       "合法",
       "不合法",
       {{"elections.committee.least", {{"elected"}}, false}, {"elections.committee.greatest", {{"elected"}}}}},
      {"组成",
       "合法",
       "不合法",
       {{"elections.deputies.share", {{"deputies", "deputies_meeting"}}},
        {"elections.deputies.women", {{"women_deputies", "deputies_meeting"}}}}},
      {"召集",
       "应当",
       "不必",
       {{"consultation.assembly.convene", {{"signed_voters", "villagers"}, {"signed_deputies", "deputies"}}}}},
      {"会议",
       "有效",
       "无效",
       {{"consultation.assembly.quorum",
         {{"attending_villagers", "villagers"}, {"attending_households", "households"}}}}},
      {"决定", "通过", "不通过", {{"consultation.assembly.pass", {{"agreed", "present"}}}}},
      {"会议", "有效", "无效", {{"consultation.deputies.quorum", {{"attending_deputies", "deputies_meeting"}}}}},
      {"决定", "通过", "不通过", {{"consultation.deputies.pass", {{"agreed", "present"}}}}},
      {"会议",
       "有效",
       "无效",
       {{"consultation.group.quorum",
         {{"attending_group_members", "group_members"}, {"attending_group_households", "group_households"}}}}},
      {"决定",
       "通过",
       "不通过",
       {{"consultation.party_assembly.quorum", {{"attending_party_members", "party_members"}}},
        {"consultation.party_assembly.pass", {{"agreed", "should_attend"}}}}},
      {"审计", "应当", "不必", {{"disclosure.audit.request", {{"signed_voters", "villagers"}}}}},
  };
  return all;
}

Result<rules::Operand> operand(const Given& given, const rules::Library& library, std::string_view word) {
  const Text label = library.word(word);
  return rules::number(std::string(word), label, TRY(given.number(label.zh)));
}

// The counts of a check that the case gives.
Result<std::vector<rules::Count>> counts_of(const Check& check, const Given& given, const rules::Library& library) {
  std::vector<rules::Count> counts;
  for (const Counted& each : check.counts) {
    const bool only = check.counts.size() == 1;
    if (!only && !given.has(library.word(each.n).zh) && !given.has(library.word(each.of).zh)) continue;
    const auto n = TRY(operand(given, library, each.n));
    const auto of = TRY(operand(given, library, each.of));
    counts.push_back({n, of});
  }
  if (counts.empty()) TRY(operand(given, library, check.counts.front().n));  // says what is missing
  return counts;
}

Result<rules::Step> step_of(const Check& check, const rules::Resolved& rule, const Given& given,
                            const rules::Library& library, std::int64_t& least) {
  if (rule.kind == rules::RuleKind::count) {
    const auto n = TRY(operand(given, library, check.counts.front().n));
    return check.at_most ? rules::check_at_most(rule, n) : rules::check_at_least(rule, n);
  }
  const auto counts = TRY(counts_of(check, given, library));
  if (rule.kind == rules::RuleKind::any_of) return rules::check_any(rule, counts);
  if (rule.value.threshold) least = rules::needed(*rule.value.threshold, counts.front().of.number.value_or(0));
  return rules::check_share(rule, counts.front());
}

std::string standing_word(rules::Standing standing) {
  switch (standing) {
    case rules::Standing::held:
      return "符合";
    case rules::Standing::warned:
      return "待确认";
    case rules::Standing::blocked:
      return "不符合";
  }
  return "";
}

Result<Outcome> run(const Matter& matter, const Given& given, const Tools& tools) {
  std::vector<rules::Step> steps;
  std::int64_t least = 0;
  for (const Check& check : matter.checks) {
    const auto rule = TRY(tools.rules.resolve(check.rule, given.on(), given.at()));
    steps.push_back(TRY(step_of(check, rule, given, tools.rules, least)));
  }
  const bool held = std::ranges::all_of(steps, &rules::Step::held);
  Outcome outcome{.values = {{std::string(matter.outcome), std::string(held ? matter.yes : matter.no)}},
                  .verdict = rules::conclude(std::move(steps))};
  if (!matter.next.empty()) outcome.values.push_back({"下一步", std::string(held ? "无" : matter.next)});
  outcome.values.push_back({"至少", std::to_string(least)});
  outcome.values.push_back({"结论", standing_word(outcome.verdict.standing)});
  return outcome;
}

}  // namespace

std::vector<Runner> share_runners(const rules::Library& library) {
  std::vector<Runner> runners;
  for (const Matter& matter : matters()) {
    Runner runner{.rules = {},
                  .givens = {},
                  .outcomes = {std::string(matter.outcome), "至少", "结论"},
                  .run = [&matter](const Given& given, const Tools& tools) { return run(matter, given, tools); }};
    if (!matter.next.empty()) runner.outcomes.emplace_back("下一步");
    for (const Check& check : matter.checks) {
      runner.rules.emplace_back(check.rule);
      for (const Counted& each : check.counts) {
        runner.givens.push_back(library.word(each.n).zh);
        if (!each.of.empty()) runner.givens.push_back(library.word(each.of).zh);
      }
    }
    runners.push_back(std::move(runner));
  }
  return runners;
}

}  // namespace gulou::cases
