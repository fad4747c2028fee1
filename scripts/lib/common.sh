# Sourced by the commands in scripts/: where the checkout is, how to speak, how to build.
# Leaves the shell in the top folder of the checkout.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
gulou_root=$PWD

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# How `quietly` runs a command; scripts/test has its own way.
run() { "$@"; }

# quietly LOG COMMAND…: runs a command with its output in LOG; when it fails, shows the end of LOG and fails too.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if run "$@" >"$log" 2>&1 </dev/null; then return 0; fi
  say "failed: $*   (all of it: $log)" >&2
  tail -n 40 "$log" >&2
  return 1
}

# build PRESET TARGET…: configures and builds; the tests are configured too, so that run and test share one folder.
build() {
  local preset=$1
  shift
  quietly "build/logs/$preset-configure.log" cmake --preset "$preset" &&
    quietly "build/logs/$preset-build.log" cmake --build --preset "$preset" -j "$(nproc)" --target "$@"
}
