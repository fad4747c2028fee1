#include "modules/residents/slip.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/fold.h"
#include "crypto/hash.h"
#include "modules/residents/joined.h"
#include "spine/journal/journal.h"
#include "spine/people/age.h"
#include "spine/people/lists.h"
#include "spine/rules/judge.h"
#include "spine/rules/place.h"
#include "spine/rules/store.h"
#include "spine/units/queries.h"

namespace gulou::residents {
namespace {

// Without what is taken for something else: 0 O 1 I L.
constexpr std::string_view alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t code_length = 12;  // 59 bits

std::string hash_of(std::string_view tidy) { return crypto::sha256_hex(fmt::format("slip:{}", tidy)); }

// Each character is drawn evenly: bytes beyond the greatest multiple of 31 are drawn again.
std::string random_code() {
  std::string code;
  while (code.size() < code_length)
    for (const char drawn : crypto::random_bytes(code_length)) {
      const auto byte = static_cast<unsigned char>(drawn);
      if (byte < 248 && code.size() < code_length) code += alphabet[byte % alphabet.size()];
    }
  return code;
}

std::string in_groups(std::string_view code) {
  return fmt::format("{}-{}-{}", code.substr(0, 4), code.substr(4, 4), code.substr(8));
}

constexpr std::string_view select_slips =
    "SELECT id, record_id, village_id, code_hash, made_by, made_at, until, tries, used_at, void_at FROM resident_slip ";

struct Wanted {
  people::RecordLine line;
  std::size_t index;
};

// What the rules say at that place today.
struct Limits {
  std::int64_t least_age = 0;
  std::int64_t per_day = 0;
};

Result<std::optional<FieldError>> printed_too_often(db::Reader& reader, const ModuleContext& context,
                                                    const Wanted& wanted, std::int64_t per_day) {
  const auto today = TRY(reader.integer("SELECT count(*) FROM resident_slip WHERE record_id = $1 AND made_at >= $2",
                                        wanted.line.id, context.clock.today().start()))
                         .value_or(0);
  if (today < per_day) return std::optional<FieldError>();
  return std::optional(
      FieldError{fmt::format("/records/{}", wanted.index),
                 "slips_per_day",
                 {fmt::format("{}今天已经打印{}张登记条，请明天再打印。", wanted.line.name, today),
                  fmt::format("{} slips were printed for this person today; print another tomorrow.", today)}});
}

// Why this record cannot have a slip.
Result<std::optional<FieldError>> refusal_of(db::Reader& reader, const ModuleContext& context, const Wanted& wanted,
                                             const units::UnitSummary& village, const Limits& limits) {
  const auto refuse = [&](std::string rule, Text message) {
    return FieldError{fmt::format("/records/{}", wanted.index), std::move(rule), std::move(message)};
  };
  const auto& line = wanted.line;
  if (line.village_id != village.id)
    return refuse("other_village", {"一次只打印一个村的登记条。", "Slips of one village are printed at a time."});
  if (line.departure || line.died_on)
    return refuse("ended", {fmt::format("{}已不在本村名册内。", line.name), "The person has left the register."});
  if (people::age_on(line.born_on, context.clock.today()) < limits.least_age)
    return refuse("too_young", {fmt::format("{}未满{}周岁，由监护人到村里办理。", line.name, limits.least_age),
                                fmt::format("Under {}: a guardian comes to the village's desk.", limits.least_age)});
  if (const auto person = TRY(people::person_by_id(reader, line.person_id)); person && person->restricted_at)
    return refuse("restricted", {fmt::format("{}要求限制处理，不打印登记条。", line.name),
                                 "The person has asked that the data be kept and not used."});
  if (TRY(joined_account(reader, line.person_id)))
    return refuse("joined", {fmt::format("{}已经加入。", line.name), "The person has joined already."});
  return printed_too_often(reader, context, wanted, limits.per_day);
}

// Those that are in the register, each once; faults of the others.
Result<std::vector<Wanted>> lines_of(db::Reader& reader, const SlipsWanted& wanted, std::vector<FieldError>& faults) {
  std::vector<Wanted> lines;
  std::set<Id> seen;
  for (std::size_t i = 0; i < wanted.records.size(); ++i) {
    const auto pointer = fmt::format("/records/{}", i);
    auto line = TRY(people::find_line(reader, wanted.records[i]));
    if (!line)
      faults.push_back({pointer, "unknown", {"名册里没有这个人。", "Nobody of the register."}});
    else if (!seen.insert(line->id).second)
      faults.push_back({pointer, "twice", {"同一个人选了两次。", "The same person twice."}});
    else
      lines.push_back({std::move(*line), i});
  }
  return lines;
}

}  // namespace

const db::Table slip_table{
    .name = "resident_slip",
    .row = &type_of<Slip>,
    .primary_key = "id",
    .foreign_keys = {{"record_id", "person_record(id)"}, {"village_id", "unit(id)"}},
    .indexes = {{"resident_slip_code", "code_hash", true}, {"resident_slip_record", "record_id"}}};

Result<std::int64_t> join_age(db::Reader& reader, const ModuleContext& context, const rules::Place& place) {
  const auto library = TRY(rules::confirmed(reader, context.rules));
  return rules::count_of(TRY(library.resolve(join_age_rule, context.clock.today(), place)));
}

std::string tidy_code(std::string_view typed) {
  std::string out;
  for (const char c : fold_name(typed)) {  // full-width letters and digits are ASCII now, and small
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
    if (c >= '0' && c <= '9') out += c;
  }
  return out;
}

Result<PrintedSlips> make_slips(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                const SlipsWanted& wanted) {
  if (wanted.records.empty())
    return fail(invalid_fields({{"/records", "required", {"请选择要打印的人。", "Choose for whom to print."}}}));
  std::vector<FieldError> faults;
  const auto lines = TRY(lines_of(tx, wanted, faults));
  if (lines.empty()) return fail(invalid_fields(std::move(faults)));
  const auto village = TRY(units::by_id(tx, lines.front().line.village_id));
  TRY(access::require(tx, caller, residents_invite, village));
  const auto place = TRY(rules::place_of(tx, village));
  const auto library = TRY(rules::confirmed(tx, context.rules));
  const auto per_day = TRY(rules::count_of(TRY(library.resolve(slips_per_day_rule, context.clock.today(), place))));
  const Limits limits{.least_age = TRY(join_age(tx, context, place)), .per_day = per_day};
  for (const auto& each : lines)
    if (auto fault = TRY(refusal_of(tx, context, each, village, limits))) faults.push_back(std::move(*fault));
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));

  const Instant now = context.clock.now();
  PrintedSlips printed{.village_name = village.name, .slips = {}};
  for (const auto& [line, index] : lines) {
    TRY(tx.execute("UPDATE resident_slip SET void_at = $2 WHERE record_id = $1 AND used_at IS NULL AND void_at IS NULL",
                   line.id, now));
    const auto code = random_code();
    const Slip slip{.id = Id::make(now.ms()),
                    .record_id = line.id,
                    .village_id = village.id,
                    .code_hash = hash_of(code),
                    .made_by = *caller.account_id,
                    .made_at = now,
                    .until = context.clock.today().plus_days(slip_days),
                    .used_at = {},
                    .void_at = {}};
    TRY(tx.insert(slip_table, slip));
    printed.slips.push_back({.record = line.id,
                             .name = line.name,
                             .group = line.unit_id == village.id ? std::string() : line.unit_name,
                             .household = line.household_number.value_or(""),
                             .code = in_groups(code),
                             .qr = {},
                             .until = slip.until});
  }
  journal::Entry entry{.action = "residents.slips",
                       .object_kind = "unit",
                       .object_id = village.id.text(),
                       .unit_id = village.id,
                       .county_id = village.county_id};
  auto records = json::Value::list();
  for (const auto& [line, index] : lines) records.add(line.id.text());
  entry.detail.set("count", static_cast<std::int64_t>(lines.size())).set("records", std::move(records));
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry));
  return printed;
}

Result<std::optional<Slip>> good_slip(db::Reader& reader, std::string_view typed, Date today) {
  return reader.first<Slip>(
      fmt::format("{}WHERE code_hash = $1 AND used_at IS NULL AND void_at IS NULL AND until >= $2", select_slips),
      hash_of(tidy_code(typed)), today);
}

Result<std::vector<Slip>> slips_of(db::Reader& reader, const Id& record) {
  return reader.all<Slip>(fmt::format("{}WHERE record_id = $1 ORDER BY made_at DESC, id DESC LIMIT $2", select_slips),
                          record, slips_shown);
}

std::vector<SlipLine> without_code(const std::vector<Slip>& slips) {
  std::vector<SlipLine> lines;
  for (const auto& each : slips) lines.push_back({each.made_at, each.until, each.tries, each.used_at, each.void_at});
  return lines;
}

Result<Joining> joining_of(db::Reader& reader, const access::Caller& caller, const Id& id) {
  const auto subtree = TRY(access::allowed_subtree(reader, caller, residents_invite));
  const auto record = TRY(people::record_by_id(reader, id));
  const auto village = TRY(units::by_id(reader, record.village_id));
  // As if it were not there: that somebody has a record is not for every village to know.
  if (!units::within(village.path, subtree)) return fail(people::no_such_person());
  const auto since = TRY(joined_at(reader, record.person_id));
  const auto slips = TRY(slips_of(reader, record.id));
  return Joining{.joined_at = since, .slips = without_code(slips)};
}

}  // namespace gulou::residents
