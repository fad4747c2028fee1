// The files of web/portal, compiled into the binary (see CMakeLists.txt), so that one file is the whole server.
#pragma once

#include <string>
#include <string_view>

#include "net/router.h"

namespace gulou::portal {

std::string_view stylesheet_text();  // portal.css
std::string_view script_text();      // portal.js
std::string_view worker_text();      // worker.js, without the constants that the server puts in front

// Their names below /assets/, each with a hash of its content: browsers may keep them for ever.
const std::string& stylesheet_name();
const std::string& script_name();

// The style sheet, the script, the icon, and /worker.js, which stands at the root because a service worker sees only
// what lies below its own address.
void add_web_files(net::Router& router);

}  // namespace gulou::portal
