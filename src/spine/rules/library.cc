#include "spine/rules/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "crypto/hash.h"
#include "spine/rules/article.h"
#include "spine/rules/check.h"
#include "spine/units/division_code.h"

namespace gulou::rules {
namespace {

Error unknown_on_date(const Text& title, std::string_view id, Date on) {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "rule_unknown_on_date",
          .message = {fmt::format("{}（{}）在 {} 没有已知的规定。", title.zh, id, on.text_zh()),
                      fmt::format("{} ({}): no known rule on {}.", title.en, id, on.text())}};
}

// The entry that holds on a day, null before the first.
const DatedValue* entry_on(const std::vector<DatedValue>& values, Date on) {
  const auto after = std::ranges::upper_bound(values, on, {}, &DatedValue::from);
  return after == values.begin() ? nullptr : &*std::prev(after);
}

const PlaceValues* place_of(const Rule& rule, std::string_view division) {
  const auto found = std::ranges::find(rule.places, division, &PlaceValues::division);
  return found == rule.places.end() ? nullptr : &*found;
}

Resolved resolved(const Rule& rule, std::string_view division, const DatedValue& value) {
  return {.id = rule.id,
          .zh = rule.zh,
          .en = rule.en,
          .kind = rule.kind,
          .unit = rule.unit,
          .key_date = rule.key_date,
          .division = std::string(division),
          .from = value.from,
          .value = *value.value,
          .article = value.article,
          .source = value.source,
          .confidence = value.confidence,
          .confirmed_by = value.confirmed_by};
}

std::optional<Resolved> resolve_rule(const Rule& rule, Date on, const Place& at) {
  for (auto code = at.codes.rbegin(); code != at.codes.rend(); ++code) {
    const PlaceValues* place = place_of(rule, *code);
    const DatedValue* entry = place ? entry_on(place->values, on) : nullptr;
    if (entry && entry->value) return resolved(rule, *code, *entry);
  }
  const DatedValue* entry = entry_on(rule.places.front().values, on);
  if (!entry || !entry->value) return std::nullopt;
  return resolved(rule, "", *entry);
}

Error folder_unreadable(const std::string& folder, std::string what) {
  return {
      .kind = ErrorKind::not_found,
      .code = "folder_unreadable",
      .message = {fmt::format("读不了规则目录 {}。", folder), fmt::format("Cannot read the rules folder {}.", folder)},
      .internal = {std::move(what)}};
}

struct OwnedFile {
  std::string path;
  std::string text;
};

Result<std::vector<OwnedFile>> files_in(const std::string& folder) {
  std::vector<OwnedFile> files;
  std::error_code failure;
  for (std::filesystem::recursive_directory_iterator it(folder, failure), end; !failure && it != end;
       it.increment(failure)) {
    if (!it->is_regular_file()) continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    if (!in.is_open() || in.bad()) return fail(folder_unreadable(folder, it->path().string()));
    files.push_back({std::filesystem::relative(it->path(), folder).string(), std::move(text)});
  }
  if (failure) return fail(folder_unreadable(folder, failure.message()));
  std::ranges::sort(files, {}, &OwnedFile::path);
  return files;
}

template <class T>
const T* with_id(const std::vector<T>& all, std::string_view id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Result<Place> place_of_code(std::string_view code) {
  Place place;
  if (code.empty()) return place;
  const std::string full = units::full_code(code);
  const auto level = units::level_of_code(full);
  if (!level || code.size() > 12) {
    return fail(
        {.kind = ErrorKind::invalid,
         .code = "place_malformed",
         .message = {fmt::format("“{}”不是区划代码。", code), fmt::format("\"{}\" is no division code.", code)}});
  }
  for (int each = 0; each <= static_cast<int>(*level); ++each)
    place.codes.push_back(units::full_code(units::significant_digits(full, static_cast<units::Level>(each))));
  return place;
}

Result<const Resolved*> RuleSet::find(std::string_view id) const {
  const auto found = std::ranges::lower_bound(rules, id, {}, &Resolved::id);
  if (found == rules.end() || found->id != id) return fail(unknown_on_date({std::string(id), std::string(id)}, id, on));
  return &*found;
}

std::string RuleSet::text() const { return json::write(*this); }
std::string RuleSet::hash() const { return crypto::sha256_hex(text()); }

Result<Library> Library::read(std::span<const EmbeddedFile> files) {
  std::vector<FieldError> errors;
  Parsed parsed = parse(files, errors);
  if (errors.empty()) check(parsed, errors);
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  Library library;
  for (auto& each : parsed.rules) library.rules_.push_back(std::move(each.rule));
  std::ranges::sort(library.rules_, {}, &Rule::id);
  for (auto& each : parsed.places)
    std::ranges::find(library.rules_, each.rule, &Rule::id)->places.push_back(std::move(each.place));
  for (auto& each : library.rules_) std::ranges::sort(each.places, {}, &PlaceValues::division);
  library.laws_ = std::move(parsed.laws);
  library.sources_ = std::move(parsed.sources);
  library.words_ = std::move(parsed.words);
  library.areas_ = std::move(parsed.areas);
  return library;
}

Result<Library> Library::built_in() { return read(built_in_files()); }

Result<Library> Library::read_folder(const std::string& folder) {
  const auto owned = TRY(files_in(folder));
  std::vector<EmbeddedFile> files;
  for (const auto& each : owned) files.push_back({each.path, each.text});
  return read(files);
}

const Rule* Library::find(std::string_view id) const {
  const auto found = std::ranges::lower_bound(rules_, id, {}, &Rule::id);
  return found != rules_.end() && found->id == id ? &*found : nullptr;
}

const Law* Library::law(std::string_view id) const { return with_id(laws_, id); }
const Source* Library::source(std::string_view id) const { return with_id(sources_, id); }

Text Library::word(std::string_view name) const {
  const auto found = std::ranges::find(words_, name, &Word::name);
  if (found == words_.end()) return {std::string(name), std::string(name)};
  return {found->zh, found->en};
}

Text Library::article(const std::optional<std::string>& article) const {
  if (!article) return {};
  const auto parsed = Article::parse(*article);
  const Law* cited = parsed ? law(parsed->law) : nullptr;
  if (!cited) return {*article, *article};
  return article_text(*cited, *parsed);
}

Result<Resolved> Library::resolve(std::string_view id, Date on, const Place& at) const {
  const Rule* rule = find(id);
  if (!rule) {
    return fail({.kind = ErrorKind::not_found,
                 .code = "rule_unknown",
                 .message = {fmt::format("没有编号为 {} 的规则。", id), fmt::format("There is no rule {}.", id)}});
  }
  auto found = resolve_rule(*rule, on, at);
  if (!found) return fail(unknown_on_date({rule->zh, rule->en}, id, on));
  return std::move(*found);
}

Result<RuleSet> Library::freeze(std::string_view area, Date on, const Place& at) const {
  if (std::ranges::find(areas_, area, &Area::name) == areas_.end()) {
    return fail(
        {.kind = ErrorKind::not_found,
         .code = "area_unknown",
         .message = {fmt::format("没有“{}”这一类规则。", area), fmt::format("There are no rules of {}.", area)}});
  }
  RuleSet set{.area = std::string(area), .on = on, .place = at.codes, .rules = {}};
  for (const Rule& rule : rules_) {
    if (rule.area != area) continue;
    if (auto found = resolve_rule(rule, on, at)) set.rules.push_back(std::move(*found));
  }
  return set;
}

Library Library::with(std::span<const Overlay> confirmations) const {
  Library out = *this;
  for (const Overlay& each : confirmations) {
    const auto rule = std::ranges::find(out.rules_, each.rule, &Rule::id);
    if (rule == out.rules_.end()) continue;
    for (PlaceValues& place : rule->places) {
      if (place.division != each.division) continue;
      for (DatedValue& value : place.values)
        if (value.from == each.from && canonical_value(value) == each.value) value.confirmed_by = each.by;
    }
  }
  return out;
}

std::string canonical_value(const DatedValue& value) {
  return (value.value ? json::write(*value.value) : "null") + " " + value.article.value_or("");
}

}  // namespace gulou::rules
