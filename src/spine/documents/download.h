// Answers that a browser stores as a file and never shows.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace gulou::documents {

// The value of Content-Disposition (RFC 6266): a name in ASCII for old clients, the true one beside it (RFC 8187).
// `file_name` is UTF-8 without control characters.
std::string content_disposition(std::string_view file_name);

// Whatever is in the bytes, a browser that opens them all the same runs nothing of it (Content-Security-Policy:
// sandbox) and takes them for what they are said to be (nosniff, which every answer has).
net::Response download(std::string_view file_name, std::string media_type, std::string bytes);

}  // namespace gulou::documents
