#include "spine/rules/words.h"

#include <fmt/format.h>

#include "spine/rules/judge.h"

namespace gulou::rules {
namespace {

Text unit_text(Unit unit) {
  switch (unit) {
    case Unit::persons:
      return {"人", "persons"};
    case Unit::households:
      return {"户", "households"};
    case Unit::ballots:
      return {"张选票", "ballots"};
    case Unit::natural_day:
      return {"日", "days"};
    case Unit::working_day:
      return {"个工作日", "working days"};
    case Unit::fen:
      return {"分", "fen"};
    case Unit::years:
      return {"年", "years"};
    case Unit::times:
      return {"次", "times"};
  }
  return {};
}

Text share_of(const Library& library, const Share& share) {
  const Text of = library.word(share.of);
  const Text how = share_text(share);
  return {of.zh + "的" + how.zh, how.en + " of the " + of.en};
}

template <class Range, class F>
Text joined(const Range& range, std::string_view zh, std::string_view en, const F& text_of) {
  Text out;
  for (const auto& each : range) {
    const Text text = text_of(each);
    out.zh += out.zh.empty() ? text.zh : fmt::format("{}{}", zh, text.zh);
    out.en += out.en.empty() ? text.en : fmt::format("{}{}", en, text.en);
  }
  return out;
}

}  // namespace

Text value_text(const Library& library, RuleKind kind, std::optional<Unit> unit, const std::optional<Value>& value) {
  if (!value) return {"已废止", "repealed"};
  switch (kind) {
    case RuleKind::threshold:
      return share_of(library, value->threshold.value_or(Share{}));
    case RuleKind::days:
    case RuleKind::count: {
      const Text name = unit ? unit_text(*unit) : Text{};
      const std::int64_t number = value->number.value_or(0);
      return {fmt::format("{} {}", number, name.zh), fmt::format("{} {}", number, name.en)};
    }
    case RuleKind::choice:
      return library.word(value->choice.value_or(""));
    case RuleKind::on_off:
      return value->on.value_or(false) ? Text{"是", "yes"} : Text{"否", "no"};
    case RuleKind::roster:
      return joined(value->roster.value_or(std::vector<std::string>()), "、", ", ",
                    [&](const std::string& name) { return library.word(name); });
    case RuleKind::any_of:
      return joined(value->any_of.value_or(std::vector<Share>()), "，或者", ", or ",
                    [&](const Share& share) { return share_of(library, share); });
  }
  return {};
}

Text value_text(const Library& library, const Resolved& rule) {
  return value_text(library, rule.kind, rule.unit, rule.value);
}

Text confidence_text(Confidence confidence) {
  switch (confidence) {
    case Confidence::text:
      return {"原文", "read in the text"};
    case Confidence::secondary:
      return {"转述", "from others' writing"};
    case Confidence::memory:
      return {"记忆", "from memory"};
    case Confidence::proposal:
      return {"建议", "proposal"};
  }
  return {};
}

Text key_date_text(KeyDate date) {
  switch (date) {
    case KeyDate::event_day:
      return {"起算日", "day of the event"};
    case KeyDate::election_day:
      return {"选举日", "election day"};
    case KeyDate::request_day:
      return {"提出日", "day of the request"};
    case KeyDate::meeting_day:
      return {"会议日", "day of the meeting"};
    case KeyDate::published_on:
      return {"公布日", "day of publication"};
    case KeyDate::opened_on:
      return {"开始日", "day it was opened"};
  }
  return {};
}

}  // namespace gulou::rules
