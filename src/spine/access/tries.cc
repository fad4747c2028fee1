#include "spine/access/tries.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "crypto/hash.h"

namespace gulou::access {

const db::Table tries_table{.name = "sign_in_tries",
                            .row = &type_of<Tries>,
                            .primary_key = "key",
                            .indexes = {{"sign_in_tries_name", "name_key"}, {"sign_in_tries_last", "last_at"}}};

namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t free_tries = 2;
constexpr std::int64_t most_doublings = 6;  // no delay below the pause is longer than about a minute

std::int64_t pause_ms(const Policy& policy) { return policy.pause_minutes * minute_ms; }

// Time that has passed since the last try. A count that lies in the future says nothing once the clock has been put
// right, and has rested; unless it was corrected by a little.
std::int64_t rested_ms(const Tries& tries, Instant now) {
  const auto rested = now.ms() - tries.last_at.ms();
  if (rested < -minute_ms) return std::numeric_limits<std::int64_t>::max();
  return std::max<std::int64_t>(rested, 0);
}

std::string name_key_of(std::string_view folded_name) {
  return crypto::sha256_hex(fmt::format("name\n{}", folded_name));
}

Result<Tries> tries_under(db::Reader& reader, const std::string& key) {
  auto found = TRY(reader.first<Tries>("SELECT key, name_key, wrong, last_at FROM sign_in_tries WHERE key = $1", key));
  return found.value_or(Tries{.key = key, .name_key = {}, .wrong = 0, .last_at = {}});
}

// One more under this key; a count that has rested long enough starts anew.
Result<void> count_one(db::Transaction& tx, const Policy& policy, Tries tries, const std::string& name_key,
                       Instant now) {
  const bool rested = rested_ms(tries, now) >= pause_ms(policy);
  tries.wrong = rested ? 1 : tries.wrong + 1;
  TRY(
      tx.execute("INSERT INTO sign_in_tries (key, name_key, wrong, last_at) VALUES ($1, $2, $3, $4) "
                 "ON CONFLICT (key) DO UPDATE SET wrong = excluded.wrong, last_at = excluded.last_at",
                 tries.key, name_key, tries.wrong, now));
  return {};
}

Error too_many_tries(std::int64_t wait_ms) {
  const auto seconds = (wait_ms + second_ms - 1) / second_ms;
  const auto minutes = (seconds + 59) / 60;
  const auto zh = seconds <= 60 ? fmt::format("{} 秒", seconds) : fmt::format("{} 分钟", minutes);
  const auto en = seconds <= 60 ? fmt::format("{} seconds", seconds) : fmt::format("{} minutes", minutes);
  return {.kind = ErrorKind::rate_limited,
          .code = "too_many_tries",
          .message = {fmt::format("尝试次数太多，请过 {}再试。", zh),
                      fmt::format("Too many tries; please try again in {}.", en)},
          .retry_after_s = seconds};
}

}  // namespace

std::int64_t wait_after(const Tries& tries, std::int64_t pause_after, const Policy& policy, Instant now) {
  const auto rested = rested_ms(tries, now);
  if (rested >= pause_ms(policy)) return 0;
  if (tries.wrong >= pause_after) return pause_ms(policy) - rested;
  if (tries.wrong < free_tries) return 0;
  const auto doublings = std::min(tries.wrong - free_tries, most_doublings);
  return std::max<std::int64_t>((second_ms << doublings) - rested, 0);
}

std::int64_t wait_at_address(const Tries& tries, const Policy& policy, Instant now) {
  if (tries.wrong < policy.address_tries) return 0;
  return std::max<std::int64_t>(policy.address_seconds * second_ms - rested_ms(tries, now), 0);
}

Door door_of(std::string_view folded_name, std::string_view address, const std::optional<std::string>& known_browser) {
  Door door{.name_key = name_key_of(folded_name), .account_key = {}, .own_key = {}, .address_key = {}};
  if (known_browser) {
    door.own_key = crypto::sha256_hex(fmt::format("browser\n{}\n{}", folded_name, *known_browser));
    return door;
  }
  door.account_key = crypto::sha256_hex(fmt::format("everywhere\n{}", folded_name));
  door.own_key = crypto::sha256_hex(fmt::format("here\n{}\n{}", folded_name, address));
  door.address_key = crypto::sha256_hex(fmt::format("address\n{}", address));
  return door;
}

Door door_inside(std::string_view folded_name) {
  return {.name_key = name_key_of(folded_name),
          .account_key = {},
          .own_key = crypto::sha256_hex(fmt::format("inside\n{}", folded_name)),
          .address_key = {}};
}

Door door_for_codes(std::string_view folded_name, const std::optional<std::string>& known_browser) {
  return {.name_key = name_key_of(folded_name),
          .account_key = {},
          .own_key = crypto::sha256_hex(fmt::format("code\n{}\n{}", folded_name, known_browser.value_or(""))),
          .address_key = {}};
}

Result<Admission> admit_try(db::Transaction& tx, const Policy& policy, const Door& door, Instant now) {
  const auto own = TRY(tries_under(tx, door.own_key));
  std::int64_t wait = wait_after(own, policy.tries, policy, now);
  bool pauses = own.wrong + 1 >= policy.tries;
  if (door.account_key.empty()) {
    if (wait > 0) return Admission{.refused = too_many_tries(wait)};
    TRY(count_one(tx, policy, own, door.name_key, now));
    return Admission{.pauses = pauses};
  }
  const auto everywhere = TRY(tries_under(tx, door.account_key));
  const auto address = TRY(tries_under(tx, door.address_key));
  // Everywhere there is only the pause: the delays are for whoever keeps trying at one place.
  if (everywhere.wrong >= policy.tries_everywhere)
    wait = std::max(wait, wait_after(everywhere, policy.tries_everywhere, policy, now));
  wait = std::max(wait, wait_at_address(address, policy, now));
  if (wait > 0) return Admission{.refused = too_many_tries(wait)};
  pauses = pauses || everywhere.wrong + 1 >= policy.tries_everywhere;
  TRY(count_one(tx, policy, own, door.name_key, now));
  TRY(count_one(tx, policy, everywhere, door.name_key, now));
  TRY(count_one(tx, policy, address, "", now));
  return Admission{.pauses = pauses};
}

Result<void> forget_tries(db::Transaction& tx, const Door& door) {
  TRY(tx.execute("DELETE FROM sign_in_tries WHERE key = $1 OR key = $2", door.own_key, door.account_key));
  TRY(tx.execute("UPDATE sign_in_tries SET wrong = wrong - 1 WHERE key = $1 AND wrong > 0", door.address_key));
  return {};
}

Result<Pause> pause_of(db::Reader& reader, const Policy& policy, std::string_view folded_name, Instant now) {
  const auto everywhere = crypto::sha256_hex(fmt::format("everywhere\n{}", folded_name));
  Pause pause;
  for (const auto& each :
       TRY(reader.all<Tries>("SELECT key, name_key, wrong, last_at FROM sign_in_tries WHERE name_key = $1 ORDER BY key",
                             name_key_of(folded_name)))) {
    const auto limit = each.key == everywhere ? policy.tries_everywhere : policy.tries;
    if (rested_ms(each, now) < pause_ms(policy)) pause.wrong = std::max(pause.wrong, each.wrong);
    if (each.wrong < limit) continue;
    const auto wait = wait_after(each, limit, policy, now);
    if (wait > 0) pause.until = std::max(pause.until.value_or(now), Instant(now.ms() + wait));
  }
  return pause;
}

Result<bool> release_name(db::Transaction& tx, std::string_view folded_name) {
  return TRY(tx.execute("DELETE FROM sign_in_tries WHERE name_key = $1", name_key_of(folded_name))) > 0;
}

Result<std::int64_t> forget_old_tries(db::Transaction& tx, const Policy& policy, Instant now) {
  return tx.execute("DELETE FROM sign_in_tries WHERE last_at < $1 OR last_at > $2",
                    Instant(now.ms() - pause_ms(policy)), Instant(now.ms() + minute_ms));
}

}  // namespace gulou::access
