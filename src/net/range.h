// Parts of an answer (RFC 9110, 14): players of sound ask for a piece at a time, and jump.
#pragma once

#include "net/http.h"

namespace gulou::net {

// `whole` has status 200 and all bytes, and an ETag if it has one. Gives 206 with the one range that the request asks
// for; 416 if that lies beyond the end; 304 if the client has it (If-None-Match); else the whole. Several ranges at
// once, other units, an If-Range of another version and what is malformed get the whole, as the standard wants.
Response in_parts(Response whole, const Request& request);

}  // namespace gulou::net
