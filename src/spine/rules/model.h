// Rules as dated data: numbers of law by date and place, each with its article, its source and how it is known. The
// files are data/rules/laws.json, words.json, <area>.json for the country and <division code>/<area>.json for a place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/rule.h"
#include "base/time.h"

namespace gulou::rules {

// What a value is; decides which member of Value is there.
enum class RuleKind {
  threshold,  // a share that must be reached
  days,       // a term
  count,      // a number
  choice,     // one of several ways
  on_off,     // "switch"
  roster,     // a list of persons or things
  any_of,     // several thresholds, one of which must be reached
};

constexpr auto describe(Tag<RuleKind>) {
  return enumeration("RuleKind", "What a rule's value is", named(RuleKind::threshold, "threshold"),
                     named(RuleKind::days, "days"), named(RuleKind::count, "count"), named(RuleKind::choice, "choice"),
                     named(RuleKind::on_off, "switch"), named(RuleKind::roster, "roster"),
                     named(RuleKind::any_of, "any_of"));
}

enum class Unit { persons, households, ballots, natural_day, working_day, fen, years, times };

constexpr auto describe(Tag<Unit>) {
  return enumeration("RuleUnit", "What a number counts", named(Unit::persons, "persons"),
                     named(Unit::households, "households"), named(Unit::ballots, "ballots"),
                     named(Unit::natural_day, "natural_day"), named(Unit::working_day, "working_day"),
                     named(Unit::fen, "fen"), named(Unit::years, "years"), named(Unit::times, "times"));
}

// Which date of the case selects the value.
enum class KeyDate { event_day, election_day, request_day, meeting_day, published_on, opened_on };

constexpr auto describe(Tag<KeyDate>) {
  return enumeration("RuleKeyDate", "Which date of the case selects the value", named(KeyDate::event_day, "event_day"),
                     named(KeyDate::election_day, "election_day"), named(KeyDate::request_day, "request_day"),
                     named(KeyDate::meeting_day, "meeting_day"), named(KeyDate::published_on, "published_on"),
                     named(KeyDate::opened_on, "opened_on"));
}

// The lowest level that may have a value of its own.
enum class SetBy { law, province, county, village };

constexpr auto describe(Tag<SetBy>) {
  return enumeration("RuleSetBy", "The lowest level that may vary the value", named(SetBy::law, "law"),
                     named(SetBy::province, "province"), named(SetBy::county, "county"),
                     named(SetBy::village, "village"));
}

enum class Than { more, at_least };

constexpr auto describe(Tag<Than>) {
  return enumeration("RuleThan", "过半数 excludes the share itself (more), 以上 includes it (at_least)",
                     named(Than::more, "more"), named(Than::at_least, "at_least"));
}

// `part` of `whole` of something, e.g. more than 1/2 of the registered voters. Whole numbers, never a float.
struct Share {
  std::int64_t part = 1;
  std::int64_t whole = 1;
  Than than = Than::more;
  std::string of;  // a word
  bool operator==(const Share&) const = default;
};

constexpr auto describe(Tag<Share>) {
  return object("RuleShare", "A share that must be reached", field<&Share::part>("part", "How many parts"),
                field<&Share::whole>("whole", "Of how many parts"), field<&Share::than>("than", "More, or at least"),
                field<&Share::of>("of", "Of what"));
}

// Exactly the member of the rule's kind is there; none for a repealed rule.
struct Value {
  std::optional<Share> threshold = {};
  std::optional<std::int64_t> number = {};  // days, count
  std::optional<std::string> choice = {};
  std::optional<bool> on = {};
  std::optional<std::vector<std::string>> roster = {};
  std::optional<std::vector<Share>> any_of = {};
  bool operator==(const Value&) const = default;
};

constexpr auto describe(Tag<Value>) {
  return object("RuleValue", "A rule's value; the member of its kind is there, the others are null",
                field<&Value::threshold>("threshold", "A share"), field<&Value::number>("number", "Days or a count"),
                field<&Value::choice>("choice", "The way chosen"), field<&Value::on>("on", "Whether it applies"),
                field<&Value::roster>("roster", "Who or what").max_length(100),
                field<&Value::any_of>("any_of", "Shares, one of which must be reached").max_length(10));
}

// An office that answers for a value.
struct ConfirmedBy {
  std::string office;
  std::string person;
  Date on;
  std::string paper;  // the letter or minutes that say so
  bool operator==(const ConfirmedBy&) const = default;
};

constexpr auto describe(Tag<ConfirmedBy>) {
  return object("RuleConfirmedBy", "Who confirmed a value",
                field<&ConfirmedBy::office>("office", "The office").min_length(2).max_length(100),
                field<&ConfirmedBy::person>("person", "The person who signed").min_length(1).max_length(100),
                field<&ConfirmedBy::on>("on", "The day"),
                field<&ConfirmedBy::paper>("paper", "The paper that says so").min_length(2).max_length(200));
}

// A value from one day until the next entry's.
struct DatedValue {
  Date from;
  std::optional<Value> value;  // none: repealed; in a place's file: the place no longer has one of its own
  std::optional<std::string> article;
  std::optional<std::string> source;
  Confidence confidence = Confidence::proposal;
  std::optional<ConfirmedBy> confirmed_by;
  Date checked_on;
  std::string note;
  bool operator==(const DatedValue&) const = default;
};

constexpr auto describe(Tag<DatedValue>) {
  return object("RuleDatedValue", "A value and since when it holds", field<&DatedValue::from>("from", "First day"),
                field<&DatedValue::value>("value", "The value; null: repealed"),
                field<&DatedValue::article>("article", "Law and article"),
                field<&DatedValue::source>("source", "Where it was read"),
                field<&DatedValue::confidence>("confidence", "How it is known"),
                field<&DatedValue::confirmed_by>("confirmed_by", "Who confirmed it"),
                field<&DatedValue::checked_on>("checked_on", "When it was last looked at"),
                field<&DatedValue::note>("note", "What to know about it"));
}

// The least and the greatest number that a place may choose.
struct Bounds {
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  bool operator==(const Bounds&) const = default;
};

constexpr auto describe(Tag<Bounds>) {
  return object("RuleBounds", "What a place may choose", field<&Bounds::least>("least", "The least number"),
                field<&Bounds::greatest>("greatest", "The greatest number"));
}

// The values of one place.
struct PlaceValues {
  std::string division;  // 12 digits; "" for the country
  std::vector<DatedValue> values;
  bool operator==(const PlaceValues&) const = default;
};

constexpr auto describe(Tag<PlaceValues>) {
  return object("RulePlaceValues", "The values of one place",
                field<&PlaceValues::division>("division", "12-digit code; empty for the country"),
                field<&PlaceValues::values>("values", "By date"));
}

struct Rule {
  std::string id;  // "elections.valid.turnout": its area comes first
  std::string area;
  std::string zh;
  std::string en;
  RuleKind kind = RuleKind::count;
  std::optional<Unit> unit;
  KeyDate key_date = KeyDate::event_day;
  SetBy set_by = SetBy::law;
  std::optional<Bounds> bounds;
  std::vector<std::string> options;  // words, for choice and roster
  std::vector<PlaceValues> places;   // the country first, then by code
};

struct Law {
  std::string id;
  std::string zh;
  std::string en;
  std::optional<Date> adopted;
  std::optional<Date> in_force;
  std::optional<std::string> superseded_by;  // which ends it on the day that law comes into force
  std::string row;                           // in docs/legal-sources.md
};

constexpr auto describe(Tag<Law>) {
  return object("Law", "A law or paper that rules rest on", field<&Law::id>("id", "Id").min_length(2).max_length(40),
                field<&Law::zh>("zh", "Title with its year").min_length(2).max_length(100),
                field<&Law::en>("en", "Title in English").min_length(2).max_length(200),
                field<&Law::adopted>("adopted", "When it was adopted; null if not known"),
                field<&Law::in_force>("in_force", "First day in force; null if not known"),
                field<&Law::superseded_by>("superseded_by", "The law that took its place"),
                field<&Law::row>("row", "Its row in docs/legal-sources.md").min_length(2).max_length(40));
}

// Where something was read.
struct Source {
  std::string id;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<Source>) {
  return object("RuleSource", "Where a value was read", field<&Source::id>("id", "Id").min_length(2).max_length(40),
                field<&Source::zh>("zh", "What it is").min_length(2).max_length(200),
                field<&Source::en>("en", "The same in English").min_length(2).max_length(200));
}

// A name that rules use for what is counted, chosen or listed; people read it and clerks write it in case files.
struct Word {
  std::string name;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<Word>) {
  return object("RuleWord", "A name that rules use", field<&Word::name>("name", "Name").min_length(1).max_length(60),
                field<&Word::zh>("zh", "In Chinese").min_length(1).max_length(60),
                field<&Word::en>("en", "In English").min_length(1).max_length(100));
}

// A value as it holds on a day at a place, with all that is known of it.
struct Resolved {
  std::string id;
  std::string zh;
  std::string en;
  RuleKind kind = RuleKind::count;
  std::optional<Unit> unit;
  KeyDate key_date = KeyDate::event_day;
  std::string division;  // whose value it is; "" for the country
  Date from;
  Value value;
  std::optional<std::string> article;
  std::optional<std::string> source;
  Confidence confidence = Confidence::proposal;
  std::optional<ConfirmedBy> confirmed_by;
  bool operator==(const Resolved&) const = default;

  // Only then the rule blocks.
  bool binding() const { return confidence == Confidence::text || confirmed_by.has_value(); }
};

constexpr auto describe(Tag<Resolved>) {
  return object("RuleResolved", "A rule's value on a day at a place", field<&Resolved::id>("id", "Id of the rule"),
                field<&Resolved::zh>("zh", "What it is called"), field<&Resolved::en>("en", "The same in English"),
                field<&Resolved::kind>("kind", "What the value is"), field<&Resolved::unit>("unit", "What it counts"),
                field<&Resolved::key_date>("key_date", "Which date selected it"),
                field<&Resolved::division>("division", "Whose value it is; empty for the country"),
                field<&Resolved::from>("from", "Since when"), field<&Resolved::value>("value", "The value"),
                field<&Resolved::article>("article", "Law and article"),
                field<&Resolved::source>("source", "Where it was read"),
                field<&Resolved::confidence>("confidence", "How it is known"),
                field<&Resolved::confirmed_by>("confirmed_by", "Who confirmed it"));
}

}  // namespace gulou::rules
