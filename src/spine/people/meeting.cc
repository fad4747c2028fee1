#include "spine/people/meeting.h"

#include <algorithm>
#include <set>

#include "spine/journal/journal.h"
#include "spine/people/keeper.h"
#include "spine/people/look.h"

namespace gulou::people {
namespace {

// As long as a preview is kept.
constexpr std::int64_t remembered_ms = 24 * 3'600'000;

enum class Typed { form, roll };

// Of whom, and in which record, auditors read it.
std::string reason_of(std::string_view rule, Typed how) {
  std::string reason = how == Typed::form ? "登记时" : "导入名册预览时";
  if (rule == "other_name") return reason + "填写的身份证号码与此人相同，姓名不同";
  if (rule == "id_number_taken") return reason + "为另一个人填写了此人的身份证号码";
  if (rule == "like_a_namesake") return reason + "填写了同名的人，身份证号码与此人只有中间几位不同";
  return reason + "填写的姓名和身份证号码与此人相同";
}

struct PersonMet {
  Id person;
};
constexpr auto describe(Tag<PersonMet>) {
  return object("PersonMet", "Whose number was met", field<&PersonMet::person>("person_id", "Who"));
}

// Of the village that keeps the person; of somebody who has left everywhere, the newest.
Result<std::optional<RecordRow>> record_of(db::Reader& reader, const Id& person) {
  const auto current = TRY(current_records(reader, person));
  if (const auto* keeper = keeper_among(current)) return std::optional(*keeper);
  return newest_record(reader, person);
}

Result<void> note(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const NumberMet& met,
                  Typed how) {
  const auto record = TRY(record_of(tx, met.person));
  if (!record) return fail(internal_error("a person without a record"));
  const auto now = context.clock.now();
  const auto entry = TRY(journal::record(
      tx, context.clock, access::actor_of(caller),
      {.action = "people.number_met",
       .object_kind = "person",
       .object_id = record->id.text(),
       .unit_id = record->village_id,
       .county_id = record->county_id,
       .detail = json::Value::object().set("rule", met.rule).set("by", how == Typed::form ? "form" : "roll")}));
  return tx.insert(look_table, LookRow{.id = Id::make(now.ms()),
                                       .record_id = record->id,
                                       .village_id = record->village_id,
                                       .county_id = record->county_id,
                                       .what = Looked::id_number,
                                       .reason = reason_of(met.rule, how),
                                       .at = now,
                                       .account_id = caller.account_id,
                                       .post = caller.post,
                                       .entry = entry,
                                       .met = true,
                                       .uncounted = !met.counts});
}

Result<std::set<Id>> met_already(db::Reader& reader, const access::Caller& caller, Instant now) {
  const auto account = caller.account_id ? caller.account_id->text() : std::string();
  std::set<Id> out;
  for (const auto& each : TRY(reader.all<PersonMet>(
           "SELECT DISTINCT r.person_id FROM person_look l JOIN person_record r ON r.id = l.record_id "
           "WHERE l.account_id = $1 AND l.met = 1 AND l.at > $2",
           account, now.ms() - remembered_ms)))
    out.insert(each.person);
  return out;
}

}  // namespace

Result<void> check_allowance(db::Reader& reader, const access::Caller& caller, Instant now) {
  if (TRY(looks_left(reader, caller, now)) > 0) return {};
  return fail(TRY(too_many_looks(reader, caller, now)));
}

Error noted(const ModuleContext& context, const access::Caller& caller, const Said& said, Error refusal) {
  if (!said.met && refusal.code != looks_per_hour_rule) return refusal;
  const auto written = context.database.write([&](db::Transaction& tx) -> Result<std::optional<Error>> {
    const auto now = context.clock.now();
    if (said.met && TRY(looks_left(tx, caller, now)) > 0) {
      TRY(note(tx, context, caller, *said.met, Typed::form));
      return std::optional<Error>();
    }
    TRY(note_limit(tx, context, caller));
    return std::optional(TRY(too_many_looks(tx, caller, now)));
  });
  if (!written) return written.error();
  return *written ? **written : refusal;
}

Result<bool> note_meetings(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const std::vector<NumberMet>& met) {
  if (met.empty()) return true;
  auto known = TRY(met_already(tx, caller, context.clock.now()));
  std::vector<NumberMet> fresh;
  for (const auto& each : met)
    if (known.insert(each.person).second) fresh.push_back(each);
  const auto left = TRY(looks_left(tx, caller, context.clock.now()));
  const bool too_many = std::ranges::count_if(fresh, &NumberMet::counts) > left;
  if (too_many) {
    std::erase_if(fresh, [](const auto& each) { return !each.counts; });
    fresh.resize(static_cast<std::size_t>(left));
    TRY(note_limit(tx, context, caller));
  }
  for (const auto& each : fresh) TRY(note(tx, context, caller, each, Typed::roll));
  return !too_many;
}

}  // namespace gulou::people
