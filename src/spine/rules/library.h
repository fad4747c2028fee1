// All rules, and the questions asked of them. Immutable once made.
//
//   const auto library = TRY(rules::Library::built_in());
//   const auto frozen = TRY(library.freeze("elections", election_day, rules::place_of_code("522631101201")));
//   const auto& turnout = *TRY(frozen.find("elections.valid.turnout"));
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/result.h"
#include "spine/rules/model.h"
#include "spine/rules/read.h"

namespace gulou::rules {

// Where a rule is asked for: division codes from the province down. Empty: the country.
struct Place {
  std::vector<std::string> codes;
};

// The place that a 12-digit code (or its first 2, 4, 6 or 9 digits) stands for, with all that it lies in. "" is the
// country. Errors: kind invalid, code "place_malformed".
Result<Place> place_of_code(std::string_view code);

// A confirmation by an office, laid over what the files say. It counts only while the file's value is the one that was
// confirmed.
struct Overlay {
  std::string rule;
  std::string division;
  Date from;
  std::string value;  // canonical_value of what was confirmed
  ConfirmedBy by;
};

// The rules of an area as they hold on a day at a place, kept with what was decided by them. Its text is canonical: the
// same rules give the same text and the same hash.
struct RuleSet {
  std::string area;
  Date on;
  std::vector<std::string> place;
  std::vector<Resolved> rules;  // by id; a rule without a value on that day is not among them
  bool operator==(const RuleSet&) const = default;

  // Errors: refused_by_rule "rule_unknown_on_date".
  Result<const Resolved*> find(std::string_view id) const;
  std::string text() const;
  std::string hash() const;  // SHA-256 of the text
};

constexpr auto describe(Tag<RuleSet>) {
  return object("RuleSet", "Rules as they hold on a day at a place", field<&RuleSet::area>("area", "Area"),
                field<&RuleSet::on>("on", "The day"), field<&RuleSet::place>("place", "Codes from the province down"),
                field<&RuleSet::rules>("rules", "By id").max_length(500));
}

class Library {
 public:
  // Reads and checks files, named relative to data/rules. All faults are reported at once (invalid_fields); a pointer
  // is
  // "<file>#<JSON pointer>". Rules broken: those of base/json.h, and "unknown_file", "wrong_area", "wrong_division",
  // "unknown_rule", "duplicate_rule", "duplicate", "unknown_law", "unknown_source", "unknown_word", "not_varied_here",
  // "two_values", "out_of_order", "out_of_range", "out_of_bounds", "not_one_of", "not_for_kind", "format:article",
  // "text_without_article", "outside_law" (a value reaches beyond the days on which its law was in force).
  static Result<Library> read(std::span<const EmbeddedFile> files);
  // The one that ships, and one from a folder like data/rules. Errors of the latter also: not_found
  // "folder_unreadable".
  static Result<Library> built_in();
  static Result<Library> read_folder(const std::string& folder);

  const std::vector<Rule>& rules() const { return rules_; }  // by id
  const std::vector<Area>& areas() const { return areas_; }
  const Rule* find(std::string_view id) const;      // null if there is none
  const Law* law(std::string_view id) const;        // null if there is none
  const Source* source(std::string_view id) const;  // null if there is none
  // What people call it; the name itself if there is no such word.
  Text word(std::string_view name) const;
  const std::vector<Word>& words() const { return words_; }
  // Law and article in words; what it was if the law is unknown, empty for none.
  Text article(const std::optional<std::string>& article) const;

  // The value of the most specific place that has one on that day. Errors: not_found "rule_unknown";
  // refused_by_rule "rule_unknown_on_date" before the first known text or after a repeal: never the nearest value.
  Result<Resolved> resolve(std::string_view id, Date on, const Place& at) const;
  // Everything of an area that has a value. Errors: not_found "area_unknown".
  Result<RuleSet> freeze(std::string_view area, Date on, const Place& at) const;

  // The same rules with confirmations laid over them.
  Library with(std::span<const Overlay> confirmations) const;

 private:
  std::vector<Rule> rules_;
  std::vector<Law> laws_;
  std::vector<Source> sources_;
  std::vector<Word> words_;
  std::vector<Area> areas_;
};

// A dated value's text, for comparing: its value and article, canonical.
std::string canonical_value(const DatedValue& value);

// data/rules, as compiled in.
std::span<const EmbeddedFile> built_in_files();

}  // namespace gulou::rules
