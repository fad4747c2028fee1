// Reading rule files. The shape of a "value" depends on its rule's kind, so it is taken out of each entry and read by
// kind; all the rest is read by description.
#include "spine/rules/read.h"

#include <fmt/format.h>

#include <functional>

#include "base/json.h"
#include "spine/calendar/calendar.h"
#include "spine/units/division_code.h"

namespace gulou::rules {
namespace {

constexpr std::int64_t greatest_part = 1000;
constexpr std::int64_t greatest_count = 1'000'000'000;

struct RawShare {
  std::vector<std::int64_t> part;
  Than than = Than::more;
  std::string of;
};

constexpr auto describe(Tag<RawShare>) {
  return object("RawShare", "A share in a file", field<&RawShare::part>("part", "Two whole numbers: [1, 2]"),
                field<&RawShare::than>("than", "more or at_least"),
                field<&RawShare::of>("of", "A word").min_length(1).max_length(60));
}

struct RawValue {
  Date from;
  std::optional<std::string> article;
  std::optional<std::string> source;
  Confidence confidence = Confidence::proposal;
  std::optional<ConfirmedBy> confirmed_by;
  Date checked_on;
  std::optional<std::string> note;
};

constexpr auto describe(Tag<RawValue>) {
  return object("RawValue", "A dated value in a file, less its value", field<&RawValue::from>("from", "First day"),
                field<&RawValue::article>("article", "Law and article").min_length(2).max_length(60),
                field<&RawValue::source>("source", "Where it was read").min_length(1).max_length(40),
                field<&RawValue::confidence>("confidence", "How it is known"),
                field<&RawValue::confirmed_by>("confirmed_by", "Who confirmed it"),
                field<&RawValue::checked_on>("checked_on", "When it was last looked at"),
                field<&RawValue::note>("note", "What to know about it").min_length(1).max_length(500));
}

struct RawRule {
  std::string id;
  std::string zh;
  std::string en;
  RuleKind kind = RuleKind::count;
  std::optional<Unit> unit;
  KeyDate key_date = KeyDate::event_day;
  SetBy set_by = SetBy::law;
  std::optional<Bounds> bounds;
  std::optional<std::vector<std::string>> options;
  std::vector<RawValue> values;
};

constexpr auto describe(Tag<RawRule>) {
  return object("RawRule", "A rule in a file", field<&RawRule::id>("id", "Id").min_length(3).max_length(60),
                field<&RawRule::zh>("zh", "What it is called").min_length(2).max_length(60),
                field<&RawRule::en>("en", "The same in English").min_length(2).max_length(100),
                field<&RawRule::kind>("kind", "What its value is"), field<&RawRule::unit>("unit", "What it counts"),
                field<&RawRule::key_date>("key_date", "Which date selects the value"),
                field<&RawRule::set_by>("set_by", "The lowest level that may vary it"),
                field<&RawRule::bounds>("bounds", "What a place may choose"),
                field<&RawRule::options>("options", "What a choice or roster may name").max_length(50),
                field<&RawRule::values>("values", "By date").max_length(50));
}

struct RawArea {
  std::string area;
  std::string zh;
  std::string en;
  std::vector<RawRule> rules;
};

constexpr auto describe(Tag<RawArea>) {
  return object("RawArea", "A file of the country", field<&RawArea::area>("area", "Area").min_length(2).max_length(40),
                field<&RawArea::zh>("zh", "Its name").min_length(1).max_length(60),
                field<&RawArea::en>("en", "Its name in English").min_length(1).max_length(100),
                field<&RawArea::rules>("rules", "Its rules").max_length(500));
}

struct RawPlaceRule {
  std::string id;
  std::vector<RawValue> values;
};

constexpr auto describe(Tag<RawPlaceRule>) {
  return object("RawPlaceRule", "A place's values of a rule", field<&RawPlaceRule::id>("id", "Id of the rule"),
                field<&RawPlaceRule::values>("values", "By date").max_length(50));
}

struct RawPlace {
  std::string area;
  std::string division;
  std::vector<RawPlaceRule> rules;
};

constexpr auto describe(Tag<RawPlace>) {
  return object(
      "RawPlace", "A file of a place", field<&RawPlace::area>("area", "Area"),
      field<&RawPlace::division>("division", "12-digit code").format("division_code", &units::is_division_code),
      field<&RawPlace::rules>("rules", "The rules it varies").max_length(500));
}

struct RawLaws {
  std::vector<Law> laws;
  std::vector<Source> sources;
};

constexpr auto describe(Tag<RawLaws>) {
  return object("RawLaws", "laws.json", field<&RawLaws::laws>("laws", "Laws and papers"),
                field<&RawLaws::sources>("sources", "Where things were read"));
}

struct RawWords {
  std::vector<Word> words;
};

constexpr auto describe(Tag<RawWords>) {
  return object("RawWords", "words.json", field<&RawWords::words>("words", "Names that rules use"));
}

// A copy of an object in which one member went through `change`; no result: without it.
using Change = std::function<std::optional<json::Value>(const json::Value&)>;
json::Value changed(const json::Value& object, std::string_view name, const Change& change) {
  const auto* members = object.as_object();
  if (!members) return object;
  json::Value out = json::Value::object();
  for (const auto& [key, value] : *members) {
    if (key != name) {
      out.set(key, value);
    } else if (auto kept = change(value)) {
      out.set(key, std::move(*kept));
    }
  }
  return out;
}

json::Value each_changed(const json::Value& list, const std::function<json::Value(const json::Value&)>& change) {
  const auto* elements = list.as_list();
  if (!elements) return list;
  json::Value out = json::Value::list();
  for (const auto& each : *elements) out.add(change(each));
  return out;
}

json::Value without_values(const json::Value& document) {
  const auto bare_entry = [](const json::Value& entry) {
    return changed(entry, "value", [](const json::Value&) { return std::nullopt; });
  };
  const auto bare_rule = [&](const json::Value& rule) {
    return changed(rule, "values", [&](const json::Value& list) { return each_changed(list, bare_entry); });
  };
  return changed(document, "rules", [&](const json::Value& list) { return each_changed(list, bare_rule); });
}

class FileReader {
 public:
  FileReader(const EmbeddedFile& file, Parsed& parsed, std::vector<FieldError>& errors)
      : file_(file), parsed_(parsed), errors_(errors) {}

  void read() {
    const std::string path(file_.path);
    auto document = json::parse(file_.text);
    if (!document) return take(std::move(document).error(), "");
    document_ = std::move(*document);
    const auto slash = path.find('/');
    if (path == "laws.json") {
      read_laws();
    } else if (path == "words.json") {
      read_words();
    } else if (!path.ends_with(".json") || (slash != path.npos && path.find('/', slash + 1) != path.npos)) {
      wrong("", "unknown_file",
            {"应为 laws.json、words.json、<领域>.json 或 <区划代码>/<领域>.json。",
             "Expected laws.json, words.json, <area>.json or <division code>/<area>.json."});
    } else if (slash == path.npos) {
      read_area(path.substr(0, path.size() - 5));
    } else {
      read_place(path.substr(0, slash), path.substr(slash + 1, path.size() - slash - 6));
    }
  }

 private:
  void wrong(std::string_view pointer, std::string rule, Text message) {
    errors_.push_back({at(pointer), std::move(rule), std::move(message)});
  }
  std::string at(std::string_view pointer) const { return fmt::format("{}#{}", file_.path, pointer); }

  void take(Error error, std::string_view below) {
    if (error.fields.empty()) return wrong(below, error.code, error.message);
    for (auto& each : error.fields)
      errors_.push_back({at(fmt::format("{}{}", below, each.pointer)), std::move(each.rule), std::move(each.message)});
  }

  // Reads `in` by description; false if something was wrong.
  template <class T>
  bool described(const json::Value& in, std::string_view below, T& out) {
    auto outcome = json::read_into(type_of<T>(), &out, in);
    if (!outcome) take(std::move(outcome).error(), below);
    return outcome.has_value();
  }

  void read_laws() {
    RawLaws raw;
    if (!described(document_, "", raw)) return;
    parsed_.laws = std::move(raw.laws);
    parsed_.sources = std::move(raw.sources);
  }

  void read_words() {
    RawWords raw;
    if (described(document_, "", raw)) parsed_.words = std::move(raw.words);
  }

  void expect_area(std::string_view area, std::string_view name_of_file) {
    if (area == name_of_file) return;
    wrong("/area", "wrong_area",
          {fmt::format("文件名是“{}”，领域应当相同。", name_of_file),
           fmt::format("The area must be that of the file's name, {}.", name_of_file)});
  }

  void read_area(const std::string& name_of_file) {
    RawArea raw;
    if (!described(without_values(document_), "", raw)) return;
    expect_area(raw.area, name_of_file);
    parsed_.areas.push_back({raw.area, raw.zh, raw.en});
    for (std::size_t i = 0; i < raw.rules.size(); ++i) {
      auto& each = raw.rules[i];
      const std::string pointer = fmt::format("/rules/{}", i);
      Rule rule{.id = each.id,
                .area = raw.area,
                .zh = std::move(each.zh),
                .en = std::move(each.en),
                .kind = each.kind,
                .unit = each.unit,
                .key_date = each.key_date,
                .set_by = each.set_by,
                .bounds = each.bounds,
                .options = std::move(each.options).value_or(std::vector<std::string>()),
                .places = {}};
      if (!rule.id.starts_with(raw.area + "."))
        wrong(pointer + "/id", "wrong_area",
              {fmt::format("编号应以“{}.”开头。", raw.area), fmt::format("The id must begin with {}.", raw.area)});
      rule.places.push_back({"", values(each.values, rule.kind, i)});
      parsed_.rules.push_back({std::move(rule), at(pointer)});
    }
  }

  void read_place(const std::string& division, const std::string& name_of_file) {
    RawPlace raw;
    if (!described(without_values(document_), "", raw)) return;
    expect_area(raw.area, name_of_file);
    if (raw.division != division)
      wrong("/division", "wrong_division",
            {fmt::format("文件夹是 {}，代码应当相同。", division),
             fmt::format("The code must be that of the folder, {}.", division)});
    for (std::size_t i = 0; i < raw.rules.size(); ++i) {
      const Rule* rule = find_rule(raw.rules[i].id);
      if (!rule) {
        wrong(fmt::format("/rules/{}/id", i), "unknown_rule",
              {"全国的文件里没有这条规则。", "The country's file has no such rule."});
        continue;
      }
      parsed_.places.push_back(
          {rule->id, {raw.division, values(raw.rules[i].values, rule->kind, i)}, at(fmt::format("/rules/{}", i))});
    }
  }

  const Rule* find_rule(std::string_view id) const {
    for (const auto& each : parsed_.rules)
      if (each.rule.id == id) return &each.rule;
    return nullptr;
  }

  std::vector<DatedValue> values(std::vector<RawValue>& raw, RuleKind kind, std::size_t rule) {
    std::vector<DatedValue> out;
    const auto& entries = *(*document_.find("rules")->as_list())[rule].find("values")->as_list();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const std::string pointer = fmt::format("/rules/{}/values/{}/value", rule, i);
      const json::Value* in = entries[i].find("value");
      if (!in) wrong(pointer, "required", {"必须填写；已废止的写 null。", "Is required; null for a repealed one."});
      out.push_back({.from = raw[i].from,
                     .value = in ? value(*in, kind, pointer) : std::nullopt,
                     .article = std::move(raw[i].article),
                     .source = std::move(raw[i].source),
                     .confidence = raw[i].confidence,
                     .confirmed_by = std::move(raw[i].confirmed_by),
                     .checked_on = raw[i].checked_on,
                     .note = std::move(raw[i].note).value_or("")});
    }
    return out;
  }

  std::optional<Value> value(const json::Value& in, RuleKind kind, const std::string& pointer) {
    if (in.is_null()) return std::nullopt;
    Value out;
    switch (kind) {
      case RuleKind::threshold:
        out.threshold = share(in, pointer);
        break;
      case RuleKind::days:
        out.number = number(in, calendar::longest_term, pointer);
        break;
      case RuleKind::count:
        out.number = number(in, greatest_count, pointer);
        break;
      case RuleKind::choice:
        described(in, pointer, out.choice);
        break;
      case RuleKind::on_off:
        described(in, pointer, out.on);
        break;
      case RuleKind::roster:
        described(in, pointer, out.roster);
        break;
      case RuleKind::any_of:
        out.any_of = shares(in, pointer);
        break;
    }
    return out;
  }

  std::int64_t number(const json::Value& in, std::int64_t greatest, const std::string& pointer) {
    std::int64_t out = 0;
    if (described(in, pointer, out) && (out < 0 || out > greatest))
      wrong(pointer, "out_of_range",
            {fmt::format("应当在 0 到 {} 之间。", greatest), fmt::format("Must be between 0 and {}.", greatest)});
    return out;
  }

  Share share(const json::Value& in, const std::string& pointer) {
    RawShare raw;
    if (!described(in, pointer, raw)) return {};
    if (raw.part.size() != 2 || raw.part[0] < 1 || raw.part[1] < raw.part[0] || raw.part[1] > greatest_part) {
      wrong(pointer + "/part", "out_of_range",
            {"应为两个整数，如 [1, 2],前者不大于后者。", "Must be two whole numbers such as [1, 2], at most a whole."});
      return {};
    }
    return {raw.part[0], raw.part[1], raw.than, std::move(raw.of)};
  }

  std::vector<Share> shares(const json::Value& in, const std::string& pointer) {
    std::vector<Share> out;
    const auto* list = in.as_list();
    if (!list || list->size() < 2) {
      wrong(pointer, "too_short", {"应为两个以上门槛的列表。", "Must be a list of two thresholds or more."});
      return out;
    }
    for (std::size_t i = 0; i < list->size(); ++i) out.push_back(share((*list)[i], fmt::format("{}/{}", pointer, i)));
    return out;
  }

  const EmbeddedFile& file_;
  Parsed& parsed_;
  std::vector<FieldError>& errors_;
  json::Value document_;
};

bool is_of_place(const EmbeddedFile& file) { return file.path.find('/') != file.path.npos; }

}  // namespace

Parsed parse(std::span<const EmbeddedFile> files, std::vector<FieldError>& errors) {
  Parsed parsed;
  for (const auto& file : files)
    if (!is_of_place(file)) FileReader(file, parsed, errors).read();
  // A place's file needs the kinds that the country's files give.
  if (!errors.empty()) return parsed;
  for (const auto& file : files)
    if (is_of_place(file)) FileReader(file, parsed, errors).read();
  return parsed;
}

}  // namespace gulou::rules
