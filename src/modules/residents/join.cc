#include "modules/residents/join.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.h"
#include "base/personal_number.h"
#include "base/utf8.h"
#include "crypto/password.h"
#include "modules/residents/joined.h"
#include "modules/residents/slip.h"
#include "net/rate_limit.h"
#include "spine/access/accounts.h"
#include "spine/access/password_policy.h"
#include "spine/access/sessions.h"
#include "spine/access/store.h"
#include "spine/journal/journal.h"
#include "spine/people/lists.h"
#include "spine/units/queries.h"

namespace gulou::residents {
namespace {

// A village often shares one address, and joins on the same evening.
constexpr std::int64_t tries_per_address_and_hour = 60;
constexpr std::int64_t hour_ms = 3'600'000;

FieldError wrong_slip() {
  return {"/code",
          "slip",
          {"登记码或出生日期不对，或者登记条已经用过、过期。请核对，或到村里重新打印一张。",
           "The code or the date of birth is not right, or the slip was used or is too old. Check both, or ask your "
           "village for another slip."}};
}

// Seven digits in a row, or a number with dashes in it, are a telephone or an ID number, which would then stand in
// clear wherever the account is named.
bool has_number(std::string_view folded) {
  std::size_t in_a_row = 0;
  for (const char c : folded) {
    in_a_row = c >= '0' && c <= '9' ? in_a_row + 1 : 0;
    if (in_a_row >= 7) return true;
  }
  return holds_personal_number(folded);
}

std::vector<FieldError> faults_of(const Join& wanted) {
  std::vector<FieldError> faults;
  const auto folded = fold_name(wanted.name);
  if (folded.empty())
    faults.push_back({"/name", "required", {"请取一个登录名。", "Choose a login name."}});
  else if (has_number(folded))
    faults.push_back({"/name",
                      "number",
                      {"登录名里不要用手机号、身份证号，换一个好记的，如“示例阿妹”。",
                       "Do not use a telephone or ID number as a login name; choose another."}});
  for (auto& fault : access::password_faults("/password", wanted.password, wanted.name))
    faults.push_back(std::move(fault));
  return faults;
}

// At the village that printed the slip, about the record that it is for.
journal::Entry entry_about(const Slip& slip, const std::optional<Id>& county, std::string action) {
  return {.action = std::move(action),
          .object_kind = "person",
          .object_id = slip.record_id.text(),
          .unit_id = slip.village_id,
          .county_id = county};
}

// The date that was typed stands nowhere: it may be one character from the right one.
Result<void> count_wrong_try(db::Transaction& tx, const ModuleContext& context, const net::Request& request,
                             const Slip& slip, const units::UnitSummary& village) {
  const auto tries = slip.tries + 1;
  const auto void_at = tries >= slip_tries ? std::optional(context.clock.now()) : std::nullopt;
  TRY(tx.execute("UPDATE resident_slip SET tries = $2, void_at = $3 WHERE id = $1", slip.id, tries, void_at));
  auto entry = entry_about(slip, village.county_id, "residents.join_failed");
  entry.detail.set("left", slip_tries - tries);
  TRY(journal::record(tx, context.clock, access::actor_of(request), entry));
  return {};
}

Result<void> note_join(db::Transaction& tx, const ModuleContext& context, const net::Request& request, const Slip& slip,
                       const units::UnitSummary& village, const Id& account) {
  auto entry = entry_about(slip, village.county_id, "residents.join");
  entry.detail.set("printed_by", slip.made_by.text());
  TRY(journal::record(tx, context.clock,
                      {.kind = journal::ActorKind::account, .account_id = account, .request = request.id}, entry));
  return {};
}

struct Outcome {
  std::string token;
  std::vector<FieldError> refused;  // after what was counted is stored
};

Result<Outcome> join_with(db::Transaction& tx, const ModuleContext& context, const net::Request& request,
                          const Join& wanted, const std::string& hash) {
  const auto slip = TRY(good_slip(tx, wanted.code, context.clock.today()));
  if (!slip) return Outcome{.token = {}, .refused = {wrong_slip()}};
  const auto line = TRY(people::find_line(tx, slip->record_id));
  const auto born = typed_date(wanted.born_on);
  const bool gone = !line || line->departure || line->died_on || TRY(joined_account(tx, line->person_id));
  const auto village = TRY(units::by_id(tx, slip->village_id));
  if (gone || born != line->born_on) {
    TRY(count_wrong_try(tx, context, request, *slip, village));
    return Outcome{.token = {}, .refused = {wrong_slip()}};
  }
  const auto account = TRY(access::join(tx, context.clock, request, {wanted.name, line->name, village.code}, hash,
                                        {.role = access::Role::resident, .by = slip->made_by}));
  TRY(tx.insert(resident_table, Resident{.account_id = account.id,
                                         .person_id = line->person_id,
                                         .record_id = line->id,
                                         .joined_at = context.clock.now()}));
  TRY(tx.execute("UPDATE resident_slip SET used_at = $2 WHERE id = $1", slip->id, context.clock.now()));
  TRY(note_join(tx, context, request, *slip, village, account.id));
  return Outcome{.token = TRY(access::begin_session(tx, context.clock, request, account, "slip")), .refused = {}};
}

}  // namespace

std::optional<Date> typed_date(std::string_view typed) {
  std::string parts;
  for (const char c : fold_name(typed)) parts += c >= '0' && c <= '9' ? c : ' ';
  std::vector<std::string> numbers;
  std::string number;
  for (const char c : parts + " ") {
    if (c != ' ') {
      number += c;
    } else if (!number.empty()) {
      numbers.push_back(std::exchange(number, {}));
    }
  }
  if (numbers.size() == 1 && numbers[0].size() == 8)
    numbers = {numbers[0].substr(0, 4), numbers[0].substr(4, 2), numbers[0].substr(6)};
  if (numbers.size() != 3 || numbers[0].size() != 4 || numbers[1].size() > 2 || numbers[2].size() > 2)
    return std::nullopt;
  return Date::parse(fmt::format("{}-{:0>2}-{:0>2}", numbers[0], numbers[1], numbers[2]));
}

Result<std::string> join(const ModuleContext& context, const net::Request& request, const Join& wanted) {
  static net::RateLimit limit(tries_per_address_and_hour, hour_ms);
  if (!limit.admit(request.client, context.clock.now()))
    return fail({.kind = ErrorKind::rate_limited,
                 .code = "too_many_tries",
                 .message = {"这个网络一小时内试得太多了，请过一会儿再来。",
                             "Too many tries came from this network within the hour; please try later."}});
  auto faults = faults_of(wanted);
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  const auto hash = TRY(crypto::hash_password(wanted.password));
  auto outcome = TRY(context.database.write(
      [&](db::Transaction& tx) -> Result<Outcome> { return join_with(tx, context, request, wanted, hash); }));
  if (!outcome.refused.empty()) return fail(invalid_fields(std::move(outcome.refused)));
  return std::move(outcome.token);
}

}  // namespace gulou::residents
