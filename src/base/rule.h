// What a rule of law says about a case, with its trace: which rules were asked, on what operands, with which value, and
// what followed. Shown as 为什么 beside every outcome.
//
// The rules themselves (dated values with article and source) are in spine/rules; functions that judge are pure, take
// frozen rules and plain facts, and give a Verdict. A step stands in the trace also if it did not decide.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/error_type.h"
#include "base/time.h"

namespace gulou::rules {

// How a value is known.
enum class Confidence {
  text,       // read in the law itself, or in a later text known to leave the article unchanged
  secondary,  // read in what others write about it
  memory,     // written down from memory
  proposal,   // no law fixes it, or its text was not read; to be decided by the bureau
};

constexpr auto describe(Tag<Confidence>) {
  return enumeration("RuleConfidence", "How a value is known: 原文, 转述, 记忆, 建议", named(Confidence::text, "text"),
                     named(Confidence::secondary, "secondary"), named(Confidence::memory, "memory"),
                     named(Confidence::proposal, "proposal"));
}

// A fact that a rule was held against: a number or a day.
struct Operand {
  std::string name;  // stable, e.g. "registered"
  Text label;        // 登记选民, registered voters
  std::optional<std::int64_t> number = {};
  std::optional<Date> day = {};
  bool operator==(const Operand&) const = default;
};

// What a step did to the outcome. Only a rule whose value is read in the text or confirmed blocks; any other warns, and
// the competent body may go on with a recorded ground.
enum class Effect { none, warned, blocked };

constexpr auto describe(Tag<Effect>) {
  return enumeration("RuleEffect", "What a rule did to the outcome", named(Effect::none, "none"),
                     named(Effect::warned, "warned"), named(Effect::blocked, "blocked"));
}

struct Step {
  std::string rule;                    // id, e.g. "elections.valid.turnout"
  Text title;                          // what the rule is called
  std::optional<std::string> article;  // "cwh-2018#15.2"; none where no law speaks
  std::vector<Operand> operands = {};
  Text value;  // the value used, in words
  Confidence confidence = Confidence::proposal;
  bool binding = false;  // read in the text, or confirmed; else 待确认 is shown wherever it decides
  bool held = false;
  Effect effect = Effect::none;
  Text sentence;  // all of it as one sentence
  bool operator==(const Step&) const = default;
};

enum class Standing { held, warned, blocked };

constexpr auto describe(Tag<Standing>) {
  return enumeration("RuleStanding", "What the rules say of the case: 符合, 待确认, 不符合",
                     named(Standing::held, "held"), named(Standing::warned, "warned"),
                     named(Standing::blocked, "blocked"));
}

struct Verdict {
  Standing standing = Standing::held;
  std::vector<Step> steps = {};
  bool operator==(const Verdict&) const = default;

  // Some value in the trace is neither read in the text nor confirmed: 待确认.
  bool to_be_confirmed() const {
    return std::ranges::any_of(steps, [](const Step& step) { return !step.binding; });
  }
};

// The verdict that the steps amount to: the gravest effect decides.
inline Verdict conclude(std::vector<Step> steps) {
  Standing standing = Standing::held;
  for (const Step& step : steps) {
    if (step.effect == Effect::blocked) standing = Standing::blocked;
    if (step.effect == Effect::warned && standing == Standing::held) standing = Standing::warned;
  }
  return {standing, std::move(steps)};
}

constexpr auto describe(Tag<Operand>) {
  return object("RuleOperand", "A fact that a rule was held against", field<&Operand::name>("name", "Stable name"),
                field<&Operand::label>("label", "What it is called"),
                field<&Operand::number>("number", "Its number, if it is one"),
                field<&Operand::day>("day", "Its day, if it is one"));
}

constexpr auto describe(Tag<Step>) {
  return object("RuleStep", "One rule that was asked", field<&Step::rule>("rule", "Id of the rule"),
                field<&Step::title>("title", "What it is called"),
                field<&Step::article>("article", "Law and article; null where no law speaks"),
                field<&Step::operands>("operands", "What it was held against"),
                field<&Step::value>("value", "The value used, in words"),
                field<&Step::confidence>("confidence", "How the value is known"),
                field<&Step::binding>("binding", "Read in the text, or confirmed by an office"),
                field<&Step::held>("held", "Whether the rule held"),
                field<&Step::effect>("effect", "What it did to the outcome"),
                field<&Step::sentence>("sentence", "All of it as one sentence"));
}

constexpr auto describe(Tag<Verdict>) {
  return object("RuleVerdict", "What the rules say, and why", field<&Verdict::standing>("standing", "The outcome"),
                field<&Verdict::steps>("steps", "Every rule that was asked, in the order of the law"));
}

}  // namespace gulou::rules
