// web/portal/portal.css, compiled into the binary (see CMakeLists.txt), so that one file is the whole server.
#pragma once

#include <string_view>

namespace gulou::portal {

std::string_view stylesheet_text();

}  // namespace gulou::portal
