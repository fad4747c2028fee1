#include "spine/people/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "base/json.h"
#include "spine/documents/download.h"
#include "spine/journal/journal.h"
#include "spine/people/import_digest.h"
#include "spine/people/import_notices.h"
#include "spine/people/import_plan.h"
#include "spine/people/keeper.h"
#include "spine/people/look.h"
#include "spine/people/meeting.h"
#include "spine/people/register.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

using net::Method;
using net::Request;
using net::Response;

const db::Table import_table{
    .name = "person_import",
    .row = &type_of<ImportRow>,
    .primary_key = "id",
    .foreign_keys = {{"village_id", "unit(id)"}},
    .indexes = {{"person_import_village", "village_id, id"}, {"person_import_state", "state, sent_at"}}};

vault::Place content_place(const Id& id) { return {"person_import", "content_sealed", id.text()}; }

Error no_such_import() { return not_found_error({"没有这次导入。", "There is no such import."}); }

Error import_over() {
  return {.kind = ErrorKind::conflict,
          .code = "import_over",
          .message = {"这次导入已经完成、放弃或过期，请重新上传。",
                      "This import is done, discarded or expired; send it again."}};
}

Error preview_outdated() {
  return {.kind = ErrorKind::conflict,
          .code = "preview_outdated",
          .message = {"预览之后登记册有了变化，请重新查看预览再确认。",
                      "The register has changed since the preview; look at it again before you agree."}};
}

Error faulty_rows(std::int64_t count) {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "faulty_rows",
          .message = {fmt::format("有{}行不能导入。请改正后重新上传，或选择不导入这些行。", count),
                      fmt::format("{} rows cannot be imported: correct them, or choose to leave them out.", count)}};
}

ImportAnswer answer_of(const ImportRow& row, const units::UnitSummary& village) {
  return {.id = row.id,
          .village = village.code,
          .village_name = village.name,
          .state = row.state,
          .sent_at = row.sent_at,
          .expires_at = Instant(row.sent_at.ms() + preview_kept_ms),
          .rows = row.rows,
          .added = row.added,
          .changed = row.changed,
          .unchanged = row.unchanged,
          .faulty = row.faulty,
          .faults = {},
          .changes = {},
          .warnings = {},
          .ignored_columns = {},
          .digest = {}};
}

void take_counts(ImportRow& row, const Roll& roll, const ImportPlan& plan) {
  row.rows = static_cast<std::int64_t>(roll.rows.size());
  row.added = plan.added;
  row.changed = plan.changed;
  row.unchanged = plan.unchanged;
  row.faulty = plan.faulty;
}

void show(ImportAnswer& answer, const Roll& roll, ImportPlan& plan, bool names) {
  answer.notices = notices_of(plan, names);
  answer.ignored_columns = roll.ignored;
  answer.sheet = roll.sheet;
  answer.other_sheets = roll.other_sheets;
  answer.more = plan.faults.size() > most_shown;
  if (answer.more) plan.faults.resize(most_shown);
  answer.faults = std::move(plan.faults);
  answer.warnings = std::move(plan.warnings);
  if (answer.warnings.size() > most_shown) {
    answer.warnings.resize(most_shown);
    answer.more = true;
  }
  for (const auto& row : plan.rows) {
    if (row.changes.empty() && row.kept.empty()) continue;
    if (answer.changes.size() == most_shown) {
      answer.more = true;
      break;
    }
    answer.changes.push_back({row.line, row.facts.name, row.changes, row.kept});
  }
}

journal::Entry entry_of(std::string_view action, const ImportRow& row) {
  return {.action = std::string(action),
          .object_kind = "person_import",
          .object_id = row.id.text(),
          .unit_id = row.village_id,
          .county_id = row.county_id,
          .detail = json::Value::object()
                        .set("rows", row.rows)
                        .set("added", row.added)
                        .set("changed", row.changed)
                        .set("unchanged", row.unchanged)
                        .set("faulty", row.faulty)};
}

struct Found {
  ImportRow row;
  units::UnitSummary village;
};

Result<Found> find_import(db::Reader& reader, const access::Caller& caller, const Id& id) {
  auto row = TRY(reader.first<ImportRow>(
      "SELECT id, village_id, county_id, account_id, state, sent_at, content_sealed, rows, added, changed, unchanged, "
      "faulty FROM person_import WHERE id = $1",
      id));
  if (!row) return fail(no_such_import());
  auto village = TRY(units::by_id(reader, row->village_id));
  TRY(access::require(reader, caller, people_import, village));
  return Found{std::move(*row), std::move(village)};
}

bool is_open(const ImportRow& row, Instant now) {
  return row.state == ImportState::preview && row.content_sealed && now.ms() < row.sent_at.ms() + preview_kept_ms;
}

Result<Roll> roll_in(const vault::Vault& vault, const ImportRow& row) {
  return read_roll(TRY(read_table(TRY(vault.open(content_place(row.id), *row.content_sealed)))));
}

Result<ImportPlan> plan_of(db::Reader& reader, const ModuleContext& context, const units::UnitSummary& village,
                           const Roll& roll, Instant now) {
  const auto today = context.clock.today();
  return plan_import(reader, context.vault, village, roll, TRY(marriage_rule(context.rules, today)), now, today);
}

bool names_numbers(const Roll& roll) {
  return std::ranges::any_of(roll.rows, [](const auto& row) { return !row.cell(RollColumn::id_number).empty(); });
}

// Without an allowance no number is looked up, so that known and unknown ones are answered alike.
Result<void> check_allowance(const ModuleContext& context, const access::Caller& caller, Instant now) {
  const auto left = TRY(context.database.read([&](db::Reader& reader) { return looks_left(reader, caller, now); }));
  if (left > 0) return {};
  return fail(TRY(context.database.write([&](db::Transaction& tx) -> Result<Error> {
    TRY(note_limit(tx, context, caller));
    return too_many_looks(tx, caller, now);
  })));
}

// Forgets the oldest previews of the caller, so that one more is not one too many. How many.
Result<std::int64_t> make_room(db::Transaction& tx, const access::Caller& caller) {
  if (!caller.account_id) return 0;
  return tx.execute(
      "UPDATE person_import SET state = 'expired', content_sealed = NULL WHERE state = 'preview' AND account_id = $1 "
      "AND id NOT IN (SELECT id FROM person_import WHERE state = 'preview' AND account_id = $1 ORDER BY sent_at DESC, "
      "id DESC LIMIT $2)",
      *caller.account_id, most_previews - 1);
}

Result<void> store_state(db::Transaction& tx, const ImportRow& row) {
  TRY(
      tx.execute("UPDATE person_import SET state = $2, content_sealed = NULL, rows = $3, added = $4, changed = $5, "
                 "unchanged = $6, "
                 "faulty = $7 WHERE id = $1",
                 row.id, row.state, row.rows, row.added, row.changed, row.unchanged, row.faulty));
  return {};
}

// All rows of the plan. New people go in many at a time.
class Storing {
 public:
  Storing(Writing& writing, const ModuleContext& context, const access::Caller& caller)
      : writing_(writing), context_(context), caller_(caller) {}

  Result<void> run(const ImportPlan& plan, std::int64_t entry) {
    TRY(households(plan));
    std::vector<PersonRow> people;
    std::vector<RecordRow> records;
    for (const auto& row : plan.rows) {
      if (row.known && row.changes.empty()) continue;
      if (!row.known) {
        auto rows = new_rows(writing_, row.typed, row.facts, row.person);
        if (rows.person) people.push_back(std::move(*rows.person));
        records.push_back(std::move(rows.record));
      }
      note(row.known ? row.known->record.id : records.back().id, row, entry);
    }
    TRY(writing_.tx.insert_rows(person_table, std::span<const PersonRow>(people)));
    TRY(writing_.tx.insert_rows(record_table, std::span<const RecordRow>(records)));
    for (const auto& row : plan.rows)
      if (row.person) TRY(tell_elsewhere(row.person->id, "people.add_elsewhere", {}));
    return writing_.tx.insert_rows(change_table, std::span<const ChangeRow>(noted_));
  }

  // Changes first: somebody may stop being head so that another becomes it.
  Result<void> changes(const ImportPlan& plan) {
    for (const bool heads : {false, true})
      for (const auto& row : plan.rows)
        if (row.known && !row.changes.empty() && (row.facts.kinship == Kinship::head) == heads) {
          TRY(store_changed(writing_, row.typed, row.facts, *row.known));
          if (const auto shared = of_person(row.changes); !shared.empty())
            TRY(tell_elsewhere(row.known->person.id, "people.change_elsewhere", shared));
        }
    return {};
  }

  // Those in which somebody of the plan is.
  Result<void> households(const ImportPlan& plan) {
    std::set<Id> used;
    for (const auto& row : plan.rows)
      if (row.typed.household) used.insert(*row.typed.household);
    std::vector<HouseholdRow> wanted;
    for (const auto& each : plan.households)
      if (used.contains(each.id)) wanted.push_back(each);
    return writing_.tx.insert_rows(household_table, std::span<const HouseholdRow>(wanted));
  }

 private:
  // Villages that know the person, but for this one.
  Result<void> tell_elsewhere(const Id& person, std::string_view action, const std::vector<std::string>& fields) {
    auto records = TRY(current_records(writing_.tx, person));
    std::erase_if(records, [&](const auto& each) { return each.village_id == writing_.village.id; });
    return enter_elsewhere(writing_.tx, context_, caller_, records, Id(), action, fields);
  }

  void note(const Id& record, const PlannedRow& row, std::int64_t entry) {
    std::string fields;
    for (const auto& each : row.changes) fields += (fields.empty() ? "" : ",") + each;
    noted_.push_back({.id = Id::make(writing_.now.ms()),
                      .record_id = record,
                      .action = "people.import",
                      .fields = std::move(fields),
                      .at = writing_.now,
                      .account_id = caller_.account_id,
                      .post = caller_.post,
                      .entry = entry});
  }

  Writing& writing_;
  const ModuleContext& context_;
  const access::Caller& caller_;
  std::vector<ChangeRow> noted_;
};

// A conflict that the plan did not see is one with whoever wrote meanwhile.
Result<void> as_outdated(Result<void> result) {
  if (!result && result.error().kind == ErrorKind::conflict) return fail(preview_outdated());
  return result;
}

Result<void> import_all(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const units::UnitSummary& village, const ImportPlan& plan, std::int64_t entry) {
  auto writing = TRY(writing_at(tx, context, village));
  Storing storing(writing, context, caller);
  TRY(as_outdated(storing.changes(plan)));
  return as_outdated(storing.run(plan, entry));
}

Result<Id> import_id(const Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(no_such_import());
  return *id;
}

}  // namespace

std::vector<db::Migration> import_migrations() {
  return {{.module = "people",
           .number = 2,
           .description = "rolls that were sent",
           .steps = {db::CreateTable{&import_table}}}};
}

Result<ImportAnswer> send_roll(const ModuleContext& context, const access::Caller& caller,
                               std::string_view village_code, std::string_view bytes) {
  // Before anything is read: whoever may not import has no table read for them.
  const auto village = TRY(context.database.read(
      [&](db::Reader& reader) { return village_for(reader, caller, people_import, village_code); }));
  const auto roll = TRY(read_roll(TRY(read_table(bytes))));
  const auto now = context.clock.now();
  if (names_numbers(roll)) TRY(check_allowance(context, caller, now));
  // As the register is now, while others may write to it: who agrees agrees to this plan's digest.
  auto plan =
      TRY(context.database.read([&](db::Reader& reader) { return plan_of(reader, context, village, roll, now); }));
  return TRY(context.database.write([&](db::Transaction& tx) -> Result<Result<ImportAnswer>> {
    TRY(access::require(tx, caller, people_import, village));
    if (!TRY(note_meetings(tx, context, caller, plan.met)))
      return Result<ImportAnswer>(fail(TRY(too_many_looks(tx, caller, now))));
    ImportRow row{.id = Id::make(now.ms()),
                  .village_id = village.id,
                  .county_id = village.county_id,
                  .account_id = caller.account_id,
                  .sent_at = now,
                  .content_sealed = {}};
    const auto sealer = TRY(context.vault.sealer(tx));
    row.content_sealed = sealer.seal(content_place(row.id), bytes);
    take_counts(row, roll, plan);
    const auto forgotten = TRY(make_room(tx, caller));
    TRY(tx.insert(import_table, row));
    auto entry = entry_of("people.import.preview", row);
    if (forgotten > 0) entry.detail.set("forgotten", forgotten);
    // A hash that nobody can compare with rolls they make up.
    entry.detail.set("content", sealer.index("person_import.content", bytes));
    TRY(journal::record(tx, context.clock, access::actor_of(caller), entry));
    auto answer = answer_of(row, village);
    answer.digest = digest_of(row.id, plan, sealer);
    show(answer, roll, plan, access::require(tx, caller, people_read, village).has_value());
    return Result<ImportAnswer>(std::move(answer));
  }));
}

Result<ImportAnswer> preview_of(const ModuleContext& context, const access::Caller& caller, const Id& id) {
  std::vector<NumberMet> met;
  auto answer = TRY(context.database.read([&](db::Reader& reader) -> Result<ImportAnswer> {
    auto found = TRY(find_import(reader, caller, id));
    const auto now = context.clock.now();
    if (!is_open(found.row, now)) {
      if (found.row.state == ImportState::preview) found.row.state = ImportState::expired;
      return answer_of(found.row, found.village);
    }
    const auto roll = TRY(roll_in(context.vault, found.row));
    auto plan = TRY(plan_of(reader, context, found.village, roll, now));
    met = plan.met;
    take_counts(found.row, roll, plan);
    auto shown = answer_of(found.row, found.village);
    shown.digest = digest_of(id, plan, TRY(context.vault.sealer(reader)));
    show(shown, roll, plan, access::require(reader, caller, people_read, found.village).has_value());
    return shown;
  }));
  if (met.empty()) return answer;
  // Whom the register has come to know since the roll was sent.
  return TRY(context.database.write([&](db::Transaction& tx) -> Result<Result<ImportAnswer>> {
    if (TRY(note_meetings(tx, context, caller, met))) return Result<ImportAnswer>(answer);
    return Result<ImportAnswer>(fail(TRY(too_many_looks(tx, caller, context.clock.now()))));
  }));
}

Result<ImportAnswer> confirm_import(const ModuleContext& context, const access::Caller& caller, const Id& id,
                                    const ConfirmImport& wanted) {
  // What was sent does not change, so it is opened and read before the writer is taken.
  const auto roll = TRY(context.database.read([&](db::Reader& reader) -> Result<Roll> {
    const auto found = TRY(find_import(reader, caller, id));
    if (!is_open(found.row, context.clock.now())) return fail(import_over());
    return roll_in(context.vault, found.row);
  }));
  return context.database.write([&](db::Transaction& tx) -> Result<ImportAnswer> {
    auto found = TRY(find_import(tx, caller, id));
    if (!is_open(found.row, context.clock.now())) return fail(import_over());
    const auto plan = TRY(plan_of(tx, context, found.village, roll, context.clock.now()));
    if (digest_of(id, plan, TRY(context.vault.sealer(tx))) != wanted.digest) return fail(preview_outdated());
    auto& row = found.row;
    take_counts(row, roll, plan);
    if (plan.faulty > 0 && !wanted.without_faulty) return fail(faulty_rows(plan.faulty));
    row.state = ImportState::done;
    const auto entry =
        TRY(journal::record(tx, context.clock, access::actor_of(caller), entry_of("people.import", row)));
    TRY(import_all(tx, context, caller, found.village, plan, entry));
    TRY(store_state(tx, row));
    return answer_of(row, found.village);
  });
}

Result<ImportAnswer> discard_import(const ModuleContext& context, const access::Caller& caller, const Id& id) {
  return context.database.write([&](db::Transaction& tx) -> Result<ImportAnswer> {
    auto found = TRY(find_import(tx, caller, id));
    if (!is_open(found.row, context.clock.now())) return fail(import_over());
    found.row.state = ImportState::discarded;
    TRY(store_state(tx, found.row));
    TRY(journal::record(tx, context.clock, access::actor_of(caller), entry_of("people.import.discard", found.row)));
    return answer_of(found.row, found.village);
  });
}

Result<std::int64_t> forget_old_previews(const ModuleContext& context) {
  return context.database.write([&](db::Transaction& tx) {
    return tx.execute(
        "UPDATE person_import SET state = 'expired', content_sealed = NULL WHERE state = 'preview' AND sent_at <= $1",
        context.clock.now().ms() - preview_kept_ms);
  });
}

void register_import_routes(net::Router& router, const ModuleContext& context) {
  const auto add = [&](net::Route route, Result<Response> (*f)(const ModuleContext&, const Request&)) {
    route.permission = std::string(people_import);
    route.tags = {"people"};
    route.handler = [context, f](const Request& request) { return f(context, request); };
    router.add(std::move(route));
  };
  add({.method = Method::post,
       .pattern = "/api/people/imports",
       .costly = true,
       .summary = "Send a roll (CSV or xlsx) and see what importing it would do",
       .takes_bytes = true,
       .max_body_bytes = most_table_bytes,
       .gives = &type_of<ImportAnswer>(),
       .success = 201,
       .query = {{"village", "12-digit code of the village"}}},
      [](const ModuleContext& with, const Request& request) -> Result<Response> {
        return net::json_reply(
            json::write(TRY(send_roll(with, access::caller_of(request), request.query_value("village"), request.body))),
            201);
      });
  add({.pattern = "/api/people/imports/template",
       .outgoing = net::Outgoing{net::DataClass::public_},
       .summary = "The table to fill in (xlsx)",
       .query = {{"village", "12-digit code of the village"}}},
      [](const ModuleContext& with, const Request& request) -> Result<Response> {
        return with.database.read([&](db::Reader& reader) -> Result<Response> {
          const auto village =
              TRY(village_for(reader, access::caller_of(request), people_import, request.query_value("village")));
          return documents::download("居民名册模板.xlsx",
                                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                     TRY(roll_template(reader, village)));
        });
      });
  add({.pattern = "/api/people/imports/{id}",
       .costly = true,
       .summary = "What importing a roll would do, as the register is now",
       .gives = &type_of<ImportAnswer>()},
      [](const ModuleContext& with, const Request& request) -> Result<Response> {
        return net::json_reply(json::write(TRY(preview_of(with, access::caller_of(request), TRY(import_id(request))))));
      });
  add({.method = Method::post,
       .pattern = "/api/people/imports/{id}/confirm",
       .step_up = true,
       .costly = true,
       .summary = "Import it",
       .takes = &type_of<ConfirmImport>(),
       .gives = &type_of<ImportAnswer>()},
      [](const ModuleContext& with, const Request& request) -> Result<Response> {
        const auto wanted = TRY(json::read<ConfirmImport>(request.body));
        return net::json_reply(
            json::write(TRY(confirm_import(with, access::caller_of(request), TRY(import_id(request)), wanted))));
      });
  add({.method = Method::del,
       .pattern = "/api/people/imports/{id}",
       .step_up = true,
       .summary = "Discard it",
       .gives = &type_of<ImportAnswer>()},
      [](const ModuleContext& with, const Request& request) -> Result<Response> {
        return net::json_reply(
            json::write(TRY(discard_import(with, access::caller_of(request), TRY(import_id(request))))));
      });
}

}  // namespace gulou::people
