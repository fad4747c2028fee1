#include "modules/residents/slip.h"

#include <fmt/format.h>

#include <algorithm>

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

struct Wanted {
  people::RecordLine line;
  std::size_t index;
};

// Why this record cannot have a slip.
Result<std::optional<FieldError>> refusal_of(db::Reader& reader, const ModuleContext& context, const Wanted& wanted,
                                             const units::UnitSummary& village, std::int64_t least_age) {
  const auto refuse = [&](std::string rule, Text message) {
    return FieldError{fmt::format("/records/{}", wanted.index), std::move(rule), std::move(message)};
  };
  const auto& line = wanted.line;
  if (line.village_id != village.id)
    return refuse("other_village", {"一次只打印一个村的登记条。", "Slips of one village are printed at a time."});
  if (line.departure || line.died_on)
    return refuse("ended", {fmt::format("{}已不在本村名册内。", line.name), "The person has left the register."});
  if (people::age_on(line.born_on, context.clock.today()) < least_age)
    return refuse("too_young", {fmt::format("{}未满{}周岁，由监护人到村里办理。", line.name, least_age),
                                fmt::format("Under {}: a guardian comes to the village's desk.", least_age)});
  if (const auto person = TRY(people::person_by_id(reader, line.person_id)); person && person->restricted_at)
    return refuse("restricted", {fmt::format("{}要求限制处理，不打印登记条。", line.name),
                                 "The person has asked that the data be kept and not used."});
  if (TRY(joined_account(reader, line.person_id)))
    return refuse("joined", {fmt::format("{}已经加入。", line.name), "The person has joined already."});
  return std::nullopt;
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
  std::vector<Wanted> lines;
  std::vector<FieldError> faults;
  for (std::size_t i = 0; i < wanted.records.size(); ++i) {
    auto line = TRY(people::find_line(tx, wanted.records[i]));
    if (line) {
      lines.push_back({std::move(*line), i});
    } else {
      faults.push_back({fmt::format("/records/{}", i), "unknown", {"名册里没有这个人。", "Nobody of the register."}});
    }
  }
  if (lines.empty()) return fail(invalid_fields(std::move(faults)));
  const auto village = TRY(units::by_id(tx, lines.front().line.village_id));
  TRY(access::require(tx, caller, residents_invite, village));
  const auto least_age = TRY(join_age(tx, context, TRY(rules::place_of(tx, village))));
  for (const auto& each : lines)
    if (auto fault = TRY(refusal_of(tx, context, each, village, least_age))) faults.push_back(std::move(*fault));
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
  entry.detail.set("count", static_cast<std::int64_t>(lines.size()));
  TRY(journal::record(tx, context.clock, access::actor_of(caller), entry));
  return printed;
}

Result<std::optional<Slip>> good_slip(db::Reader& reader, std::string_view typed, Date today) {
  return reader.first<Slip>(
      "SELECT id, record_id, village_id, code_hash, made_by, made_at, until, tries, used_at, void_at FROM "
      "resident_slip "
      "WHERE code_hash = $1 AND used_at IS NULL AND void_at IS NULL AND until >= $2",
      hash_of(tidy_code(typed)), today);
}

}  // namespace gulou::residents
