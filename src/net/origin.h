// How the outside reaches this server, for addresses that leave it: on paper, in lists for players.
#pragma once

#include <string>

#include "net/http.h"

namespace gulou::net {

// "https://gulou.example", as the request says that it came; "" if its Host is none that can stand in an address.
std::string origin_of(const Request& request);

}  // namespace gulou::net
