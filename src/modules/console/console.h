// The console for officials and committees: the built application of web/console, and the page that starts it.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "net/router.h"

namespace gulou::console {

// Stands in the built index.html where each response puts its own nonce.
inline constexpr std::string_view nonce_mark = "GULOU_NONCE";

// Adds /console and all below it: the files of `folder`/assets as they are, and `folder`/index.html for every other
// path, because the application finds its way by the address alone. Each page carries a nonce for the styles that the
// application makes while it runs; scripts come from files only.
// Where nothing was built the pages say how to build it. Errors: kind internal, for a build that is not whole.
Result<void> register_routes(net::Router& router, const std::filesystem::path& folder);

}  // namespace gulou::console
