#include "spine/documents/download.h"

#include <fmt/format.h>

#include <algorithm>

namespace gulou::documents {
namespace {

// attr-char of RFC 8187.
bool stands_for_itself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$&+-.^_`|~").find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (stands_for_itself(c))
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// One "_" for each run of characters that the quoted form cannot hold.
std::string ascii_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '%';
    if (plain)
      out += c;
    else if (!out.ends_with('_'))
      out += '_';
  }
  return out;
}

}  // namespace

std::string content_disposition(std::string_view file_name) {
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", ascii_name(file_name),
                     percent_encoded(file_name));
}

net::Response download(std::string_view file_name, std::string media_type, std::string bytes) {
  net::Response response{.content_type = std::move(media_type), .headers = {}, .body = std::move(bytes)};
  response.headers.emplace_back("Content-Disposition", content_disposition(file_name));
  response.leaves = true;
  response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
  return response;
}

}  // namespace gulou::documents
