// Changing keys while the server works: a new key is added and seals from then on, what is there is sealed anew in
// small transactions, and a key under which nothing is left is given up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "spine/journal/model.h"
#include "spine/vault/columns.h"
#include "spine/vault/vault.h"

namespace gulou::vault {

struct RotationContext {
  db::Database& database;
  const Vault& vault;  // with a file
  const SealedColumns& columns;
  const Clock& clock;
};

struct KeyState {
  std::string id;
  Instant made_at;
  bool in_file = false;
  bool in_database = false;
  bool seals = false;       // the one that seals now
  bool retired = false;     // given up
  std::int64_t values = 0;  // sealed under it
};

// Every key of the file and of the database, oldest first.
Result<std::vector<KeyState>> key_states(const RotationContext& context);

struct Rotation {
  std::string key_id;       // the new one
  std::int64_t sealed = 0;  // values sealed anew
};

// Adds a key to the file and then to the database, and seals everything anew under it. May be interrupted: what is then
// still under an older key opens, and the next call, or reseal_all, goes on. Journal: "vault.rotate", "vault.reseal".
Result<Rotation> rotate(const RotationContext& context, const journal::Actor& actor);
// Seals anew what is not under the key that seals now. Journal: "vault.reseal", if there was anything.
Result<std::int64_t> reseal_all(const RotationContext& context, const journal::Actor& actor);
// Seals anew what an interrupted rotation has left, and gives up every key but the one that seals: in the database,
// then in the file. Gives their ids. Refused by rule "key_in_use" (and nothing is given up) if something was sealed
// under one of them meanwhile. Journal: "vault.prune", one for each key.
Result<std::vector<std::string>> prune(const RotationContext& context, const journal::Actor& actor);

}  // namespace gulou::vault
