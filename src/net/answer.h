// Responses as they go over the wire: header bytes made once, with every security header, bodies compressed once.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace gulou::net {

// Everything but the Date and Connection lines and the blank line, which the connection adds. Shared by all who get it.
struct Answer {
  int status = 200;
  std::string head;  // status line and header lines, each with its CRLF
  std::string body;  // not sent for HEAD
};
using AnswerPtr = std::shared_ptr<const Answer>;

// One resource in its codings, with what to say to a client that has it already.
struct Variants {
  AnswerPtr identity;
  AnswerPtr gzip;    // null if not compressed
  std::string etag;  // with quotes; empty: never 304
  std::string gzip_etag;
  AnswerPtr not_modified;
  AnswerPtr gzip_not_modified;

  const AnswerPtr& choose(std::string_view accept_encoding, std::string_view if_none_match) const;
  std::size_t bytes() const;
};

inline constexpr std::string_view cache_not = "no-store";
inline constexpr std::string_view cache_revalidate = "no-cache";
inline constexpr std::string_view cache_forever = "public, max-age=31536000, immutable";

// For one client. A header in response.headers takes the place of a default one of the same name; Content-Length,
// Transfer-Encoding, Connection and Date are the server's alone. A header that would break the message (CR, LF, NUL)
// turns the whole answer into a plain 500.
AnswerPtr make_answer(Response response, std::string_view accept_encoding);
// For many: with ETags from the content. `level` as in gzip().
std::shared_ptr<const Variants> make_variants(Response response, std::string_view cache_control, int level);
// The same shape for an answer that is not to be kept.
std::shared_ptr<const Variants> make_plain_variants(Response response);
// The head of a response whose body is not known yet (a stream): no Content-Length.
std::string stream_head(std::string_view content_type);

}  // namespace gulou::net
