#include "spine/rules/api.h"

#include <algorithm>

#include "base/json.h"
#include "spine/access/caller.h"
#include "spine/journal/journal.h"
#include "spine/rules/store.h"
#include "spine/rules/words.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::rules {
namespace {

constexpr std::string_view confirm_permission = "rules.confirm";

// The office that confirmed a value; the person stays in the records.
struct Confirming {
  std::string office;
  Date on;
  std::string paper;
};

constexpr auto describe(Tag<Confirming>) {
  return object("RuleConfirming", "The office that confirmed a value",
                field<&Confirming::office>("office", "The office"), field<&Confirming::on>("on", "The day"),
                field<&Confirming::paper>("paper", "The paper that says so"));
}

// A value as people read it.
struct ValueView {
  std::string division;
  Date from;
  std::optional<Value> value;
  Text words;
  std::optional<std::string> article;
  Text article_words;
  std::optional<std::string> source;
  Text source_words;
  Confidence confidence = Confidence::proposal;
  Text confidence_words;
  std::optional<Confirming> confirmed_by;
  bool binding = false;
  Date checked_on;
  std::string note;
};

constexpr auto describe(Tag<ValueView>) {
  return object(
      "RuleValueView", "A value, in data and in words",
      field<&ValueView::division>("division", "Whose value it is; empty for the country"),
      field<&ValueView::from>("from", "First day"), field<&ValueView::value>("value", "The value; null: repealed"),
      field<&ValueView::words>("words", "The value in words"), field<&ValueView::article>("article", "Law and article"),
      field<&ValueView::article_words>("article_words", "The same in words"),
      field<&ValueView::source>("source", "Where it was read"),
      field<&ValueView::source_words>("source_words", "The same in words"),
      field<&ValueView::confidence>("confidence", "How it is known"),
      field<&ValueView::confidence_words>("confidence_words", "The same in words"),
      field<&ValueView::confirmed_by>("confirmed_by", "The office that confirmed it"),
      field<&ValueView::binding>("binding", "Read in the text or confirmed, so that it blocks"),
      field<&ValueView::checked_on>("checked_on", "When it was last looked at"),
      field<&ValueView::note>("note", "What to know about it"));
}

struct RuleLine {
  std::string id;
  std::string area;
  Text title;
  RuleKind kind = RuleKind::count;
  KeyDate key_date = KeyDate::event_day;
  Text key_date_words;
  SetBy set_by = SetBy::law;
  std::optional<ValueView> now;
};

constexpr auto describe(Tag<RuleLine>) {
  return object("RuleLine", "A rule and the value that holds", field<&RuleLine::id>("id", "Id"),
                field<&RuleLine::area>("area", "Area"), field<&RuleLine::title>("title", "What it is called"),
                field<&RuleLine::kind>("kind", "What its value is"),
                field<&RuleLine::key_date>("key_date", "Which date of the case selects the value"),
                field<&RuleLine::key_date_words>("key_date_words", "The same in words"),
                field<&RuleLine::set_by>("set_by", "The lowest level that may vary it"),
                field<&RuleLine::now>("now", "The value that holds; null if none is known on that day"));
}

struct AreaLine {
  std::string name;
  Text title;
};

constexpr auto describe(Tag<AreaLine>) {
  return object("RuleArea", "A group of rules", field<&AreaLine::name>("name", "Name"),
                field<&AreaLine::title>("title", "What it is called"));
}

struct RuleList {
  Date on;
  std::vector<std::string> place;
  std::vector<AreaLine> areas;
  std::vector<RuleLine> rules;
};

constexpr auto describe(Tag<RuleList>) {
  return object("RuleList", "Rules as they hold on a day at a place", field<&RuleList::on>("on", "The day"),
                field<&RuleList::place>("place", "Codes from the province down; empty for the country"),
                field<&RuleList::areas>("areas", "All areas"), field<&RuleList::rules>("rules", "By id"));
}

struct RuleDetail {
  RuleLine rule;
  std::vector<ValueView> values;
};

constexpr auto describe(Tag<RuleDetail>) {
  return object("RuleDetail", "A rule with all its values", field<&RuleDetail::rule>("rule", "The rule, as it holds"),
                field<&RuleDetail::values>("values", "The country's first, then by place; by date"));
}

class Api {
 public:
  explicit Api(const ModuleContext& context) : context_(context) {}

  Result<net::Response> list(const net::Request& request) const {
    const Question question = TRY(asked(request));
    RuleList answer{.on = question.on, .place = question.at.codes, .areas = {}, .rules = {}};
    for (const Area& area : question.library.areas()) answer.areas.push_back({area.name, {area.zh, area.en}});
    const auto area = request.query_value("area");
    for (const Rule& rule : question.library.rules())
      if (area.empty() || rule.area == area) answer.rules.push_back(TRY(line(question, rule)));
    return net::json_reply(json::write(answer));
  }

  Result<net::Response> one(const net::Request& request) const {
    return detail(TRY(asked(request)), request.parameter("id"));
  }

  Result<net::Response> confirm_value(const net::Request& request) const {
    const auto wanted = TRY(json::read<NewConfirmation>(request.body));
    const auto& caller = access::caller_of(request);
    return workflow::write_once(context_, request, [&](db::Transaction& tx) -> Result<net::Response> {
      TRY(check_place(tx, caller, wanted.division));
      const auto row = TRY(confirm(tx, context_.clock, context_.rules, wanted));
      TRY(journal::record(tx, context_.clock, access::actor_of(caller), entry_of(row)));
      auto library = TRY(confirmed(tx, context_.rules));
      auto at = TRY(place_of_code(wanted.division));
      const Question question{std::move(library), context_.clock.today(), std::move(at)};
      return detail(question, wanted.rule);
    });
  }

 private:
  struct Question {
    Library library;
    Date on;
    Place at;
  };

  static Result<net::Response> detail(const Question& question, std::string_view id) {
    const Rule* rule = question.library.find(id);
    if (!rule) return fail(not_found_error({"没有这条规则。", "There is no such rule."}));
    RuleDetail answer{.rule = TRY(line(question, *rule)), .values = {}};
    for (const PlaceValues& place : rule->places)
      for (const DatedValue& value : place.values)
        answer.values.push_back(view(question.library, *rule, place.division, value));
    return net::json_reply(json::write(answer));
  }

  // An office speaks for the law as it holds where it stands: the country's values, those of the places above it, and
  // those of places below; not those of another prefecture or province.
  static Result<void> check_place(db::Reader& reader, const access::Caller& caller, const std::string& division) {
    const auto subtree = TRY(access::allowed_subtree(reader, caller, confirm_permission));
    if (division.empty()) return {};
    const auto unit = units::by_code(reader, division);
    if (!unit) return unit.error().kind == ErrorKind::not_found ? fail(access::outside_subtree()) : fail(unit.error());
    if (!units::within(unit->path, subtree) && !units::within(subtree, unit->path))
      return fail(access::outside_subtree());
    return {};
  }

  static journal::Entry entry_of(const Confirmation& row) {
    journal::Entry entry{.action = "rule.confirm", .object_kind = "rule", .object_id = row.rule_id};
    entry.detail.set("division", row.division)
        .set("from", row.from_date.text())
        .set("value_sha256", row.value_sha256)
        .set("office", row.office)
        .set("confirmed_on", row.confirmed_on.text())
        .set("paper", row.paper);
    entry.personal = {{"person", row.person}};
    return entry;
  }

  Result<Question> asked(const net::Request& request) const {
    auto library = TRY(context_.database.read([&](db::Reader& reader) { return confirmed(reader, context_.rules); }));
    auto at = TRY(place_of_code(request.query_value("at")));
    Question question{.library = std::move(library), .on = context_.clock.today(), .at = std::move(at)};
    if (const auto on = request.query_value("on"); !on.empty()) {
      const auto date = Date::parse(on);
      if (!date) {
        return fail(invalid_fields(
            {{"/on", "wrong_type", {"应当是日期，如 2026-11-24。", "Must be a date such as 2026-11-24."}}}));
      }
      question.on = *date;
    }
    return question;
  }

  static ValueView view(const Library& library, const Rule& rule, const std::string& division,
                        const DatedValue& value) {
    ValueView out{.division = division,
                  .from = value.from,
                  .value = value.value,
                  .words = value_text(library, rule.kind, rule.unit, value.value),
                  .article = value.article,
                  .article_words = library.article(value.article),
                  .source = value.source,
                  .source_words = {},
                  .confidence = value.confidence,
                  .confidence_words = confidence_text(value.confidence),
                  .confirmed_by = std::nullopt,
                  .binding = value.confidence == Confidence::text || value.confirmed_by,
                  .checked_on = value.checked_on,
                  .note = value.note};
    if (const Source* source = value.source ? library.source(*value.source) : nullptr)
      out.source_words = {source->zh, source->en};
    if (value.confirmed_by)
      out.confirmed_by = {value.confirmed_by->office, value.confirmed_by->on, value.confirmed_by->paper};
    return out;
  }

  static Result<RuleLine> line(const Question& question, const Rule& rule) {
    RuleLine out{.id = rule.id,
                 .area = rule.area,
                 .title = {rule.zh, rule.en},
                 .kind = rule.kind,
                 .key_date = rule.key_date,
                 .key_date_words = key_date_text(rule.key_date),
                 .set_by = rule.set_by,
                 .now = std::nullopt};
    const auto found = question.library.resolve(rule.id, question.on, question.at);
    if (!found && found.error().code != "rule_unknown_on_date") return fail(found.error());
    if (!found) return out;
    for (const PlaceValues& place : rule.places)
      for (const DatedValue& value : place.values)
        if (place.division == found->division && value.from == found->from)
          out.now = view(question.library, rule, place.division, value);
    return out;
  }

  ModuleContext context_;
};

}  // namespace

std::vector<access::Permission> permissions() {
  return {{.name = std::string(confirm_permission),
           .allows = {"确认规则的值", "Confirm the values of rules"},
           .roles = {access::Role::prefecture_bureau}}};
}

void register_routes(net::Router& router, const ModuleContext& context) {
  const auto api = std::make_shared<const Api>(context);
  const auto cached = cached_until_changed(context.database, {db::Topic::rules});
  const std::pair<std::string, std::string> at{"at", "12-digit code of the place; without it the country"};
  const std::pair<std::string, std::string> on{"on", "The day, YYYY-MM-DD; without it today"};
  router.add(net::Route{.pattern = "/api/rules",
                        .permission = std::string(net::public_route),
                        .summary = "Rules as they hold on a day at a place",
                        .tags = {"rules"},
                        .gives = &type_of<RuleList>(),
                        .query = {{"area", "Only this area, e.g. elections"}, on, at},
                        .handler = [api](const net::Request& request) { return api->list(request); },
                        .cache = cached});
  router.add(net::Route{.pattern = "/api/rules/{id}",
                        .permission = std::string(net::public_route),
                        .summary = "A rule with all its values",
                        .tags = {"rules"},
                        .gives = &type_of<RuleDetail>(),
                        .query = {on, at},
                        .handler = [api](const net::Request& request) { return api->one(request); },
                        .cache = cached});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/rules/confirmations",
                        .permission = std::string(confirm_permission),
                        .step_up = true,
                        .summary = "An office answers for a value of a rule",
                        .tags = {"rules"},
                        .takes = &type_of<NewConfirmation>(),
                        .gives = &type_of<RuleDetail>(),
                        .handler = [api](const net::Request& request) { return api->confirm_value(request); }});
}

}  // namespace gulou::rules
