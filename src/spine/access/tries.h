// Wrong tries at the door: how they are counted, and how long the next one has to wait. The rule is pure; the counts
// are rows, so that a restart forgets none.
//
// A try counts as wrong from the moment it is made until it has proved right, so that a hundred at once are a hundred.
// Counts are kept under hashes of what was typed, known or not: a name that nobody has pauses like any other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "net/http.h"
#include "spine/access/policy.h"

namespace gulou::access {

// A row of `sign_in_tries`: what is counted under one key.
struct Tries {
  std::string key;       // SHA-256 of the kind of counter and what it counts
  std::string name_key;  // SHA-256 of the folded name it belongs to; "" for an address
  std::int64_t wrong = 0;
  Instant last_at;
};

constexpr auto describe(Tag<Tries>) {
  return object("SignInTries", "Wrong tries at the door under one key", field<&Tries::key>("key", "What is counted"),
                field<&Tries::name_key>("name_key", "The name it belongs to"),
                field<&Tries::wrong>("wrong", "How many in a row"), field<&Tries::last_at>("last_at", "The last one"));
}

extern const db::Table tries_table;

// Milliseconds until the next try, 0: now. The first two cost nothing, then one second, two, four …, and after
// `pause_after` the pause. A count is forgotten once it has rested for the length of a pause. After a clock
// was set back by more than a minute, what was counted ahead of it is forgotten.
std::int64_t wait_after(const Tries& tries, std::int64_t pause_after, const Policy& policy, Instant now);
// The same for an address: after `address_tries` wrong ones, `address_seconds` between two.
std::int64_t wait_at_address(const Tries& tries, const Policy& policy, Instant now);

// The counters that a try concerns.
struct Door {
  std::string name_key;
  std::string account_key;  // everywhere; "" for a known browser
  std::string own_key;      // of the name at this address, or of the name in this known browser
  std::string address_key;  // "" for a known browser
};
// `known_browser`: the hash of a token that this account's browser carries since its owner signed in there (see
// browsers.h). Such a browser has a count of its own: what others try elsewhere neither pauses nor slows it.
Door door_of(std::string_view folded_name, std::string_view address, const std::optional<std::string>& known_browser);

// The counter of whoever is signed in and is asked for the password again.
Door door_inside(std::string_view folded_name);

// The counter of codes of the second factor, for whoever has given the right password; a known browser has its own.
Door door_for_codes(std::string_view folded_name, const std::optional<std::string>& known_browser);

// What a try met: the error that refuses it, or nothing. `pauses`: if it proves wrong the account pauses from now on.
struct Admission {
  std::optional<Error> refused = {};
  bool pauses = false;
};
// Counts a try as wrong, unless it comes too soon. The error (rate_limited "too_many_tries") says in how many seconds
// the next one may come, and nothing else.
Result<Admission> admit_try(db::Transaction& tx, const Policy& policy, const Door& door, Instant now);
// The try was right: its name starts anew, its address has one wrong try less.
Result<void> forget_tries(db::Transaction& tx, const Door& door);

// How a name stands.
struct Pause {
  std::int64_t wrong = 0;          // in a row, everywhere
  std::optional<Instant> until{};  // paused, at least at one address
};
Result<Pause> pause_of(db::Reader& reader, const Policy& policy, std::string_view folded_name, Instant now);
// Forgets all that is counted under a name; whether there was anything.
Result<bool> release_name(db::Transaction& tx, std::string_view folded_name);
// Forgets the counts that no longer matter; how many.
Result<std::int64_t> forget_old_tries(db::Transaction& tx, const Policy& policy, Instant now);

}  // namespace gulou::access
