// gulou keys …: the keys that seal personal data (spine/vault).
#pragma once

#include "app/application.h"
#include "base/result.h"

namespace gulou::app {

// Prints a line per key: id, day it was made, what it does, how many values are sealed under it.
Result<void> keys_show_command(Application& application);
Result<void> keys_rotate_command(Application& application);
Result<void> keys_prune_command(Application& application);

}  // namespace gulou::app
