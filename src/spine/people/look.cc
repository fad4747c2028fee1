#include "spine/people/look.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.h"
#include "base/personal_number.h"
#include "base/utf8.h"
#include "spine/journal/journal.h"
#include "spine/people/id_number.h"
#include "spine/people/lists.h"
#include "spine/people/person_name.h"
#include "spine/people/phone.h"
#include "spine/people/register.h"
#include "spine/people/store.h"
#include "spine/people/writing.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

Error no_such_number() { return not_found_error({"没有登记这个号码。", "No such number is recorded."}); }

Result<void> check_reason(const std::string& reason) {
  if (holds_personal_number(reason)) return fail(invalid_fields({personal_number_refused("/reason")}));
  if (utf8::length(utf8::trim(reason)) >= shortest_reason) return {};
  return fail(invalid_fields({{"/reason",
                               "too_short",
                               {fmt::format("请写明查看的理由，至少{}个字。", shortest_reason),
                                fmt::format("Say why, in at least {} characters.", shortest_reason)}}}));
}

Result<std::string> open_number(db::Reader& reader, const vault::Vault& vault, const RecordRow& record, Looked what,
                                std::optional<Date>& born_on) {
  if (what == Looked::phone) {
    if (!record.phone_sealed) return fail(no_such_number());
    return vault.open(phone_place(record.id), *record.phone_sealed);
  }
  const auto person = TRY(person_by_id(reader, record.person_id));
  if (!person || !person->id_number_sealed) return fail(no_such_number());
  born_on = person->born_on;
  return vault.open(id_number_place(person->id), *person->id_number_sealed);
}

Result<void> note_look(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                       const RecordRow& record, const LookAt& wanted) {
  const auto now = context.clock.now();
  const std::string reason(utf8::trim(wanted.reason));
  const auto entry = TRY(journal::record(tx, context.clock, access::actor_of(caller),
                                         {.action = "people.look",
                                          .object_kind = "person",
                                          .object_id = record.id.text(),
                                          .unit_id = record.village_id,
                                          .county_id = record.county_id,
                                          .detail = json::Value::object().set("what", name_of(wanted.what)),
                                          .personal = {{"reason", reason}}}));
  return tx.insert(look_table, LookRow{.id = Id::make(now.ms()),
                                       .record_id = record.id,
                                       .village_id = record.village_id,
                                       .county_id = record.county_id,
                                       .what = wanted.what,
                                       .reason = reason,
                                       .at = now,
                                       .account_id = caller.account_id,
                                       .post = caller.post,
                                       .entry = entry});
}

Result<void> check_not_restricted(db::Reader& reader, const RecordRow& record) {
  const auto person = TRY(person_by_id(reader, record.person_id));
  if (!person || !person->restricted_at) return {};
  return fail({.kind = ErrorKind::refused_by_rule,
               .code = "restricted",
               .message = {"此人要求限制处理：号码只保存，不查看。",
                           "This person has asked that the data be kept and not used: no look at the number."}});
}

struct Number {
  NumberColumn column = NumberColumn::id_number;
  std::string_view purpose;
  std::string value;
};

Result<Number> number_of(const SearchPeople& wanted, Date today) {
  const auto faulty = [](std::string pointer, const Finding& finding) {
    return fail(invalid_fields({{std::move(pointer), finding.rule, finding.message}}));
  };
  if (wanted.id_number) {
    auto read = read_id_number(*wanted.id_number, today);
    if (!read) return faulty("/id_number", read.error());
    return Number{NumberColumn::id_number, id_number_purpose, std::move(read->text)};
  }
  auto read = read_phone(*wanted.phone);
  if (!read) return faulty("/phone", read.error());
  return Number{NumberColumn::phone, phone_purpose, std::move(*read)};
}

Result<void> note_found(db::Transaction& tx, const access::Caller& caller, Instant now, Looked what,
                        const std::vector<RecordLine>& lines, std::int64_t entry) {
  for (const auto& line : lines)
    TRY(tx.insert(found_table, FoundRow{.id = Id::make(now.ms()),
                                        .record_id = line.id,
                                        .what = what,
                                        .at = now,
                                        .account_id = caller.account_id,
                                        .post = caller.post,
                                        .entry = entry}));
  return {};
}

// The part of the tree that is searched: all that the caller may see, or a unit in it.
Result<std::string> subtree_of(db::Reader& reader, const access::Caller& caller, std::string_view permission,
                               const std::optional<std::string>& at) {
  auto subtree = TRY(access::allowed_subtree(reader, caller, permission));
  if (!at || at->empty()) return subtree;
  const auto unit = TRY(units::by_code(reader, *at));
  if (!units::within(unit.path, subtree)) return fail(access::outside_subtree());
  return unit.path;
}

Result<PersonList> search_by_number(const ModuleContext& context, const access::Caller& caller,
                                    const SearchPeople& wanted) {
  const auto number = TRY(number_of(wanted, context.clock.today()));
  return context.database.write([&](db::Transaction& tx) -> Result<PersonList> {
    const auto subtree = TRY(subtree_of(tx, caller, people_look, wanted.at));
    const auto indexes = TRY(context.vault.indexes(tx, number.purpose, number.value));
    auto lines = TRY(find_by_number(tx, subtree, number.column, indexes));
    const auto entry = TRY(journal::record(
        tx, context.clock, access::actor_of(caller),
        {.action = "people.search",
         .object_kind = "person",
         .object_id = lines.empty() ? std::string() : lines.front().id.text(),
         .unit_id = caller.acting ? std::optional(caller.acting->unit.id) : std::nullopt,
         .county_id = caller.acting ? caller.acting->unit.county_id : std::nullopt,
         .detail = json::Value::object().set("found", static_cast<std::int64_t>(lines.size())),
         .personal = {{number.column == NumberColumn::phone ? "phone" : "id_number", indexes.front()}}}));
    const auto what = number.column == NumberColumn::phone ? Looked::phone : Looked::id_number;
    TRY(note_found(tx, caller, context.clock.now(), what, lines, entry));
    return list_of(context.vault, context.clock.today(), std::move(lines), people_per_answer);
  });
}

Result<PersonList> search_by_name(const ModuleContext& context, const access::Caller& caller,
                                  const SearchPeople& wanted) {
  // What no name can hold finds nobody; so no wildcard of LIKE comes through either.
  const auto name = read_person_name(*wanted.name);
  if (!name) return fail(invalid_fields({{"/name", name.error().rule, name.error().message}}));
  return context.database.read([&](db::Reader& reader) -> Result<PersonList> {
    const PeopleFilter filter{.subtree = TRY(subtree_of(reader, caller, people_read, wanted.at)),
                              .after = wanted.after,
                              .folded_name = fold_name(*name)};
    return list_of(context.vault, context.clock.today(), TRY(find_lines(reader, context.clock.today(), filter)),
                   filter.limit);
  });
}

}  // namespace

Result<std::int64_t> looks_this_hour(db::Reader& reader, const access::Caller& caller, Instant now) {
  const auto account = caller.account_id ? caller.account_id->text() : std::string();
  return TRY(reader.integer("SELECT count(*) FROM person_look WHERE account_id = $1 AND at > $2 AND uncounted = 0",
                            account, now.ms() - hour_ms))
      .value_or(0);
}

Result<std::int64_t> looks_left(db::Reader& reader, const access::Caller& caller, Instant now) {
  return std::max<std::int64_t>(0, looks_per_hour - TRY(looks_this_hour(reader, caller, now)));
}

Result<Error> too_many_looks(db::Reader& reader, const access::Caller& caller, Instant now) {
  const auto account = caller.account_id ? caller.account_id->text() : std::string();
  // An export may have taken more than are allowed one by one: of the last fifty, the first makes room.
  const auto first = TRY(reader.integer(
      "SELECT min(l.at) FROM (SELECT at FROM person_look WHERE account_id = $1 AND at > $2 AND uncounted = 0 "
      "ORDER BY at DESC LIMIT $3) l",
      account, now.ms() - hour_ms, looks_per_hour));
  const Instant free(first.value_or(now.ms()) + hour_ms);
  const auto at = free.text().substr(11, 5);
  return Error{
      .kind = ErrorKind::rate_limited,
      .code = std::string(looks_per_hour_rule),
      .message = {fmt::format("一小时内最多查看{}个完整号码（填写的号码与登记册中的人相符也算），请在{}以后再试。",
                              looks_per_hour, at),
                  fmt::format("At most {} whole numbers an hour, those included that were typed and are known; "
                              "try again after {}.",
                              looks_per_hour, at)},
      .retry_after_s = (free.ms() - now.ms() + 999) / 1000};
}

Result<void> note_limit(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller) {
  const auto account = caller.account_id ? caller.account_id->text() : std::string();
  const auto noted = TRY(tx.integer(
      "SELECT count(*) FROM journal_entry WHERE action = 'people.look.limit' AND account_id = $1 AND at > $2", account,
      context.clock.now().ms() - hour_ms));
  if (noted.value_or(0) > 0) return {};
  TRY(journal::record(tx, context.clock, access::actor_of(caller),
                      {.action = "people.look.limit",
                       .object_kind = "account",
                       .object_id = account,
                       .unit_id = caller.acting ? std::optional(caller.acting->unit.id) : std::nullopt,
                       .county_id = caller.acting ? caller.acting->unit.county_id : std::nullopt,
                       .detail = json::Value::object().set("per_hour", looks_per_hour)}));
  return {};
}

Result<Unmasked> look(const ModuleContext& context, const access::Caller& caller, const Id& id, const LookAt& wanted) {
  TRY(check_reason(wanted.reason));
  // Nothing if the account has looked too often: that, too, is written.
  return TRY(context.database.write([&](db::Transaction& tx) -> Result<Result<Unmasked>> {
    const auto record = TRY(record_by_id(tx, id));
    TRY(village_of_record(tx, caller, people_look, record));
    TRY(check_not_restricted(tx, record));
    const auto before = TRY(looks_this_hour(tx, caller, context.clock.now()));
    if (before >= looks_per_hour) {
      TRY(note_limit(tx, context, caller));
      return Result<Unmasked>(fail(TRY(too_many_looks(tx, caller, context.clock.now()))));
    }
    Unmasked out{.value = {}, .born_on = {}, .left_this_hour = looks_per_hour - before - 1};
    out.value = TRY(open_number(tx, context.vault, record, wanted.what, out.born_on));
    TRY(note_look(tx, context, caller, record, wanted));
    return Result<Unmasked>(std::move(out));
  }));
}

Result<LookList> find_looks(db::Reader& reader, const LookFilter& filter) {
  const auto text = [](const std::optional<Id>& id) { return id ? id->text() : std::string(); };
  auto rows = TRY(reader.all<LookLine>(
      "SELECT l.id, l.at, coalesce(a.display_name, '') AS account_name, l.post, l.record_id, p.name AS person_name, "
      "coalesce(c.code, '') AS village, v.name AS village_name, l.what, l.met, l.reason, l.entry FROM person_look l "
      "JOIN person_record r ON r.id = l.record_id JOIN person p ON p.id = r.person_id "
      "JOIN unit v ON v.id = l.village_id LEFT JOIN unit_code c ON c.unit_id = v.id AND c.valid_to IS NULL "
      "LEFT JOIN account a ON a.id = l.account_id WHERE v.path >= $1 AND v.path < $2 "
      "AND ($3 = '' OR l.account_id = $3) AND ($4 = '' OR l.record_id = $4) AND l.at >= $5 AND l.at < $6 "
      "AND ($7 = '' OR l.id < $7) ORDER BY l.id DESC LIMIT $8",
      filter.subtree, units::subtree_end(filter.subtree), text(filter.account), text(filter.record),
      filter.from.value_or(Instant(0)), filter.to.value_or(Instant(std::numeric_limits<std::int64_t>::max())),
      text(filter.before), people_per_answer + 1));
  LookList list;
  const bool more = static_cast<std::int64_t>(rows.size()) > people_per_answer;
  if (more) rows.pop_back();
  if (more) list.next = rows.back().id;
  list.looks = std::move(rows);
  return list;
}

Result<PersonList> search(const ModuleContext& context, const access::Caller& caller, const SearchPeople& wanted) {
  if (wanted.name.has_value() + wanted.id_number.has_value() + wanted.phone.has_value() != 1)
    return fail(invalid_fields(
        {{"",
          "one_wanted",
          {"请填写姓名、身份证号码、电话号码中的一项。", "Give one of name, ID number and telephone number."}}}));
  return wanted.name ? search_by_name(context, caller, wanted) : search_by_number(context, caller, wanted);
}

}  // namespace gulou::people
