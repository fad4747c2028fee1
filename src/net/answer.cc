#include "net/answer.h"

#include <algorithm>

#include "crypto/hash.h"
#include "net/encoding.h"

namespace gulou::net {
namespace {

struct Header {
  std::string_view name;
  std::string_view value;
};

constexpr Header security_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
     "'self'; "
     "media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

constexpr std::string_view reserved[] = {"content-length", "transfer-encoding", "connection", "date"};

using Headers = std::vector<std::pair<std::string, std::string>>;

bool has(const Headers& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return equal_ignoring_case(header.first, name); });
}

bool is_safe(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7F; });
}

bool is_safe(const Response& response) {
  return is_safe(response.content_type) &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
           return !header.first.empty() && header.first.find_first_of(": ") == std::string::npos &&
                  is_safe(header.first) && is_safe(header.second);
         });
}

void append_line(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  head += value;
  head += "\r\n";
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

struct HeadParts {
  int status;
  std::string_view content_type;  // empty: no such line
  const Headers& headers;
  std::string_view cache_control;
  std::string_view content_encoding = {};
  std::string_view etag = {};
  bool varies = false;
};

std::string make_head(const HeadParts& parts, std::optional<std::size_t> length) {
  std::string head = "HTTP/1.1 " + std::to_string(parts.status) + " ";
  head += reason_of(parts.status);
  head += "\r\n";
  const auto add_unless_given = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && !has(parts.headers, name)) append_line(head, name, value);
  };
  add_unless_given("Content-Type", parts.content_type);
  if (length) append_line(head, "Content-Length", std::to_string(*length));
  add_unless_given("Cache-Control", parts.cache_control);
  for (const auto& [name, value] : security_headers) add_unless_given(name, value);
  if (!parts.content_encoding.empty()) append_line(head, "Content-Encoding", parts.content_encoding);
  if (!parts.etag.empty()) append_line(head, "ETag", parts.etag);
  if (parts.varies) append_line(head, "Vary", "Accept-Encoding");
  for (const auto& [name, value] : parts.headers) {
    const bool is_reserved = std::any_of(std::begin(reserved), std::end(reserved),
                                         [&](std::string_view each) { return equal_ignoring_case(each, name); });
    const bool second_etag = !parts.etag.empty() && equal_ignoring_case(name, "etag");
    if (!is_reserved && !second_etag) append_line(head, name, value);
  }
  return head;
}

AnswerPtr answer_of(const HeadParts& parts, std::string body) {
  const bool bare = has_no_body(parts.status);
  auto head = make_head(parts, bare ? std::nullopt : std::optional(body.size()));
  if (bare) body.clear();
  return std::make_shared<const Answer>(Answer{parts.status, std::move(head), std::move(body)});
}

Response broken_header() { return {.status = 500, .headers = {}, .body = "Internal Server Error\n"}; }

bool worth_compressing(const Response& response) {
  return response.body.size() > least_compressed_size && is_compressible(response.content_type) &&
         !has(response.headers, "Content-Encoding");
}

}  // namespace

const AnswerPtr& Variants::choose(std::string_view accept_encoding, std::string_view if_none_match) const {
  const bool compressed = gzip && accepts_gzip(accept_encoding);
  const auto& tag = compressed ? gzip_etag : etag;
  if (!if_none_match.empty() && !tag.empty() && etag_listed(if_none_match, tag))
    return compressed ? gzip_not_modified : not_modified;
  return compressed ? gzip : identity;
}

std::size_t Variants::bytes() const {
  std::size_t sum = 0;
  for (const auto* answer : {&identity, &gzip, &not_modified, &gzip_not_modified})
    if (*answer) sum += sizeof(Answer) + (*answer)->head.size() + (*answer)->body.size();
  return sum;
}

AnswerPtr make_answer(Response response, std::string_view accept_encoding) {
  if (!is_safe(response)) response = broken_header();
  HeadParts parts{.status = response.status,
                  .content_type = response.content_type,
                  .headers = response.headers,
                  .cache_control = cache_not,
                  .varies = worth_compressing(response)};
  if (parts.varies && accepts_gzip(accept_encoding)) {
    auto compressed = gzip(response.body, 5);
    if (!compressed.empty()) {
      parts.content_encoding = "gzip";
      return answer_of(parts, std::move(compressed));
    }
  }
  return answer_of(parts, std::move(response.body));
}

std::shared_ptr<const Variants> make_plain_variants(Response response) {
  auto variants = std::make_shared<Variants>();
  variants->identity = make_answer(std::move(response), "");
  return variants;
}

std::shared_ptr<const Variants> make_variants(Response response, std::string_view cache_control, int level) {
  if (!is_safe(response)) return make_plain_variants(broken_header());
  auto variants = std::make_shared<Variants>();
  const auto hash = crypto::sha256_hex(response.body).substr(0, 32);
  variants->etag = "\"" + hash + "\"";
  HeadParts parts{.status = response.status,
                  .content_type = response.content_type,
                  .headers = response.headers,
                  .cache_control = cache_control,
                  .etag = variants->etag,
                  .varies = worth_compressing(response)};
  HeadParts unchanged = parts;
  unchanged.status = 304;
  unchanged.content_type = {};
  variants->not_modified = answer_of(unchanged, {});
  auto compressed = parts.varies ? gzip(response.body, level) : std::string();
  variants->identity = answer_of(parts, std::move(response.body));
  if (!compressed.empty()) {
    variants->gzip_etag = "\"" + hash + "-gz\"";
    parts.etag = unchanged.etag = variants->gzip_etag;
    parts.content_encoding = "gzip";
    variants->gzip = answer_of(parts, std::move(compressed));
    variants->gzip_not_modified = answer_of(unchanged, {});
  }
  return variants;
}

std::string stream_head(std::string_view content_type) {
  static const Headers none;
  return make_head({.status = 200, .content_type = content_type, .headers = none, .cache_control = cache_not},
                   std::nullopt);
}

}  // namespace gulou::net
