#include "app/key_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>

#include "spine/vault/rotation.h"

namespace gulou::app {
namespace {

vault::RotationContext context_of(Application& application) {
  return {application.database(), application.vault(), application.sealed_columns(), application.clock()};
}

std::string_view role_of(const vault::KeyState& key) {
  if (key.seals) return "seals";
  if (key.retired) return key.in_file ? "given up, still in the file" : "given up";
  if (!key.in_file) return "MISSING in the file";
  return key.in_database ? "opens" : "unknown to this database";
}

}  // namespace

Result<void> keys_show_command(Application& application) {
  for (const auto& key : TRY(vault::key_states(context_of(application))))
    fmt::print("{}  {}  {}  {} values\n", key.id, Date::of(key.made_at).text(), role_of(key), key.values);
  return {};
}

Result<void> keys_rotate_command(Application& application) {
  const auto rotation = TRY(vault::rotate(context_of(application), journal::operator_on_shell()));
  fmt::print("{} seals from now on; {} values sealed anew\n", rotation.key_id, rotation.sealed);
  fmt::print(stderr,
             "Keep a copy of {} now, apart from the backups of the database. Backups made before need the old key.\n",
             application.vault().file()->path().string());
  return {};
}

Result<void> keys_prune_command(Application& application) {
  const auto ids = TRY(vault::prune(context_of(application), journal::operator_on_shell()));
  fmt::print("{}\n", ids.empty() ? "nothing to give up" : fmt::format("given up: {}", fmt::join(ids, ", ")));
  return {};
}

}  // namespace gulou::app
