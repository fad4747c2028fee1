// Content codings and validators: gzip, Accept-Encoding, If-None-Match.
#pragma once

#include <string>
#include <string_view>

namespace gulou::net {

// Bodies smaller than this are not worth compressing.
inline constexpr std::size_t least_compressed_size = 1024;

// Level 1 (fast) to 9 (small). Empty if zlib fails (no memory).
std::string gzip(std::string_view bytes, int level);
// Text types: text/*, JSON, JavaScript, XML and SVG.
bool is_compressible(std::string_view content_type);
// RFC 9110 12.5.3: gzip named (or x-gzip, or *) with a weight above 0.
bool accepts_gzip(std::string_view accept_encoding);
// RFC 9110 13.1.2: `etag` (with its quotes) is in the list, by weak comparison; "*" means any.
bool etag_listed(std::string_view if_none_match, std::string_view etag);

bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace gulou::net
