#include "spine/rules/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "spine/rules/article.h"
#include "spine/units/division_code.h"

namespace gulou::rules {
namespace {

bool is_term(RuleKind kind) { return kind == RuleKind::days; }
bool is_number(RuleKind kind) { return kind == RuleKind::days || kind == RuleKind::count; }
bool has_options(RuleKind kind) { return kind == RuleKind::choice || kind == RuleKind::roster; }
bool is_day(Unit unit) { return unit == Unit::natural_day || unit == Unit::working_day; }

// May a place of this level have a value of its own? A prefecture stands between province and county.
bool may_vary(SetBy set_by, units::Level level) {
  switch (set_by) {
    case SetBy::law:
      return false;
    case SetBy::province:
      return level == units::Level::province;
    case SetBy::county:
      return level <= units::Level::county;
    case SetBy::village:
      return true;
  }
  return false;
}

class Checker {
 public:
  Checker(const Parsed& parsed, std::vector<FieldError>& errors) : parsed_(parsed), errors_(errors) {
    for (const Law& each : parsed.laws) laws_[each.id] = &each;
    for (const Source& each : parsed.sources) sources_.insert(each.id);
    for (const Word& each : parsed.words) words_.insert(each.name);
    for (const ParsedRule& each : parsed.rules) rules_[each.rule.id] = &each.rule;
  }

  void check() {
    check_lists();
    std::set<std::string> seen;
    for (const ParsedRule& each : parsed_.rules) {
      if (!seen.insert(each.rule.id).second)
        wrong(each.at + "/id", "duplicate_rule", {"这条规则已经有了。", "There is such a rule already."});
      check_rule(each.rule, each.at);
      check_values(each.rule, each.rule.places.front(), each.at);
    }
    std::set<std::pair<std::string, std::string>> places;
    for (const ParsedPlace& each : parsed_.places) {
      if (!places.emplace(each.place.division, each.rule).second)
        wrong(each.at + "/id", "duplicate_rule", {"本文件里这条规则出现了两次。", "The file has this rule twice."});
      check_place(*rules_.at(each.rule), each);
    }
  }

 private:
  void wrong(std::string pointer, std::string rule, Text message) {
    errors_.push_back({std::move(pointer), std::move(rule), std::move(message)});
  }

  void check_lists() {
    std::set<std::string> laws, sources, words, zh;
    for (std::size_t i = 0; i < parsed_.laws.size(); ++i) {
      const Law& law = parsed_.laws[i];
      const std::string at = fmt::format("laws.json#/laws/{}", i);
      if (!laws.insert(law.id).second) wrong(at + "/id", "duplicate", {"编号重复。", "The id is used twice."});
      if (law.superseded_by && !laws_.contains(*law.superseded_by))
        wrong(at + "/superseded_by", "unknown_law", {"没有这部法律。", "There is no such law."});
      if (law.adopted && law.in_force && *law.in_force < *law.adopted)
        wrong(at + "/in_force", "out_of_order", {"施行不能早于通过。", "In force before it was adopted."});
    }
    for (std::size_t i = 0; i < parsed_.sources.size(); ++i)
      if (!sources.insert(parsed_.sources[i].id).second)
        wrong(fmt::format("laws.json#/sources/{}/id", i), "duplicate", {"编号重复。", "The id is used twice."});
    for (std::size_t i = 0; i < parsed_.words.size(); ++i) {
      // Case files are written with the Chinese word, so it must mean one thing.
      const bool fresh = words.insert(parsed_.words[i].name).second;
      if (!zh.insert(parsed_.words[i].zh).second || !fresh)
        wrong(fmt::format("words.json#/words/{}", i), "duplicate", {"名称重复。", "The word is used twice."});
    }
  }

  void check_rule(const Rule& rule, const std::string& at) {
    if (is_number(rule.kind) && !rule.unit) {
      wrong(at + "/unit", "required", {"天数和数目要写单位。", "Days and counts need a unit."});
    } else if (rule.unit && (!is_number(rule.kind) || is_day(*rule.unit) != is_term(rule.kind))) {
      wrong(at + "/unit", "not_for_kind", {"单位与种类不符。", "The unit does not fit the kind."});
    }
    if (rule.bounds && !is_number(rule.kind))
      wrong(at + "/bounds", "not_for_kind", {"只有天数和数目可以有界限。", "Only days and counts have bounds."});
    if (rule.bounds && rule.bounds->least > rule.bounds->greatest)
      wrong(at + "/bounds", "out_of_order", {"下限大于上限。", "The least exceeds the greatest."});
    if (has_options(rule.kind) == rule.options.empty())
      wrong(at + "/options", rule.options.empty() ? "required" : "not_for_kind",
            {"选择和名单要列出可选的词，其他种类不要。",
             "A choice or roster lists what it may name, no other kind does."});
    for (std::size_t i = 0; i < rule.options.size(); ++i)
      expect_word(rule.options[i], fmt::format("{}/options/{}", at, i));
  }

  void expect_word(const std::string& word, const std::string& at) {
    if (!words_.contains(word))
      wrong(at, "unknown_word", {"words.json 里没有这个词。", "There is no such word in words.json."});
  }

  void check_place(const Rule& rule, const ParsedPlace& place) {
    const auto level = units::level_of_code(place.place.division);
    if (!level || !may_vary(rule.set_by, *level))
      wrong(place.at + "/id", "not_varied_here",
            {fmt::format("这条规则只能由“{}”一级变动。", name_of(rule.set_by)),
             fmt::format("This rule may be varied down to the level of {} only.", name_of(rule.set_by))});
    check_values(rule, place.place, place.at);
  }

  void check_values(const Rule& rule, const PlaceValues& place, const std::string& at) {
    for (std::size_t i = 0; i < place.values.size(); ++i) {
      const DatedValue& each = place.values[i];
      const DatedValue* next = i + 1 < place.values.size() ? &place.values[i + 1] : nullptr;
      const std::string pointer = fmt::format("{}/values/{}", at, i);
      if (i > 0 && each.from == place.values[i - 1].from)
        wrong(pointer + "/from", "two_values", {"同一天有两个值。", "There are two values for one day."});
      if (i > 0 && each.from < place.values[i - 1].from)
        wrong(pointer + "/from", "out_of_order", {"日期应递增。", "The dates should rise."});
      check_ground(each, next, pointer);
      if (each.value) check_value(rule, *each.value, pointer + "/value");
    }
  }

  void check_ground(const DatedValue& value, const DatedValue* next, const std::string& at) {
    if (value.source && !sources_.contains(*value.source))
      wrong(at + "/source", "unknown_source", {"laws.json 里没有这个来源。", "There is no such source in laws.json."});
    if (value.confidence == Confidence::text && (!value.article || !value.source))
      wrong(at + "/confidence", "text_without_article",
            {"标为原文的，要写出条文和来源。", "What was read in the text needs its article and source."});
    if (!value.article) return;
    const auto article = Article::parse(*value.article);
    if (!article)
      return wrong(at + "/article", "format:article",
                   {"应写作 cwh-2018#15.2（法律、条、款）。", "Is written cwh-2018#15.2: law, article, paragraph."});
    const auto law = laws_.find(article->law);
    if (law == laws_.end())
      return wrong(at + "/article", "unknown_law",
                   {"laws.json 里没有这部法律。", "There is no such law in laws.json."});
    if (value.value) check_force(*law->second, value, next, at);
  }

  // A value may be used only while its law is in force: a new text gives every value an entry of its own.
  void check_force(const Law& law, const DatedValue& value, const DatedValue* next, const std::string& at) {
    if (law.in_force && value.from < *law.in_force)
      wrong(at + "/article", "outside_law",
            {fmt::format("{} {} 才施行。", law.zh, law.in_force->text()),
             fmt::format("{} is in force only since {}.", law.en, law.in_force->text())});
    if (!law.superseded_by || !laws_.contains(*law.superseded_by)) return;
    const auto end = laws_.at(*law.superseded_by)->in_force;
    if (end && (!next || next->from > *end))
      wrong(at + "/article", "outside_law",
            {fmt::format("{} 自 {} 起被取代，应有那一天起的值。", law.zh, end->text()),
             fmt::format("{} is superseded since {}; a value from that day is missing.", law.en, end->text())});
  }

  void check_value(const Rule& rule, const Value& value, const std::string& at) {
    if (value.threshold) expect_word(value.threshold->of, at + "/of");
    if (value.number && rule.bounds && (*value.number < rule.bounds->least || *value.number > rule.bounds->greatest))
      wrong(at, "out_of_bounds",
            {fmt::format("应当在 {} 到 {} 之间。", rule.bounds->least, rule.bounds->greatest),
             fmt::format("Must be between {} and {}.", rule.bounds->least, rule.bounds->greatest)});
    if (value.choice) expect_option(rule, *value.choice, at);
    if (value.roster)
      for (std::size_t i = 0; i < value.roster->size(); ++i)
        expect_option(rule, (*value.roster)[i], fmt::format("{}/{}", at, i));
    if (value.any_of)
      for (std::size_t i = 0; i < value.any_of->size(); ++i)
        expect_word((*value.any_of)[i].of, fmt::format("{}/{}/of", at, i));
  }

  void expect_option(const Rule& rule, const std::string& word, const std::string& at) {
    if (std::ranges::find(rule.options, word) != rule.options.end()) return;
    const std::string allowed = fmt::format("{}", fmt::join(rule.options, ", "));
    wrong(at, "not_one_of", {fmt::format("只能是：{}。", allowed), fmt::format("Must be one of: {}.", allowed)});
  }

  const Parsed& parsed_;
  std::vector<FieldError>& errors_;
  std::map<std::string, const Law*> laws_;
  std::set<std::string> sources_;
  std::set<std::string> words_;
  std::map<std::string, const Rule*> rules_;
};

}  // namespace

void check(const Parsed& parsed, std::vector<FieldError>& errors) { Checker(parsed, errors).check(); }

}  // namespace gulou::rules
