#include "net/request_parser.h"

#include <algorithm>

#include "net/encoding.h"

namespace gulou::net {
namespace {

constexpr std::size_t max_fields = 100;

std::string_view std_view(beast::string_view text) { return {text.data(), text.size()}; }

// reg-name, IPv4 or [IPv6], with an optional port. Nothing that could end up in a path or a page.
bool is_host(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_' || c == ':' || c == '[' || c == ']';
  });
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

int RequestParser::fault() const {
  const bool bad_framing =
      lengths_ > 1 || codings_ > 1 || (lengths_ > 0 && codings_ > 0) || (codings_ > 0 && (!chunked_ || http_1_0_));
  const bool bad_host = hosts_ > 1 || (hosts_ == 0 && !http_1_0_);
  if (fields_.size() >= max_fields) return 431;
  if (bad_framing || bad_host || bad_field_) return 400;
  if (expects_unknown_) return 417;
  return 0;
}

void RequestParser::on_request_impl(http::verb verb, string_view, string_view target, int version, error_code&) {
  verb_ = verb;
  target_ = std_view(target);
  http_1_0_ = version == 10;
}

void RequestParser::on_field_impl(http::field field, string_view name, string_view value, error_code&) {
  if (header_done_ || fields_.size() >= max_fields) return;  // trailers are not wanted
  fields_.push_back({std_view(name), std_view(value)});
  const auto text = std_view(value);
  if (field == http::field::host) {
    ++hosts_;
    bad_field_ = bad_field_ || !is_host(text);
  } else if (field == http::field::content_length) {
    ++lengths_;
    bad_field_ = bad_field_ || !is_digits(text);  // Beast also takes "5, 5"
  } else if (field == http::field::transfer_encoding) {
    ++codings_;
    chunked_ = equal_ignoring_case(text, "chunked");
  } else if (field == http::field::expect) {
    (equal_ignoring_case(text, "100-continue") ? expects_continue_ : expects_unknown_) = true;
  } else if (field == http::field::accept_encoding) {
    accept_encoding_ = text;
  } else if (field == http::field::if_none_match) {
    if_none_match_ = text;
  }
}

void RequestParser::on_header_impl(error_code&) {
  header_done_ = true;
  length_ = content_length().value_or(0);
}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code&) {
  body_.append(bytes.data(), bytes.size());
  return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) {
  return on_body_impl(bytes, ec);
}

void RequestParser::on_response_impl(int, string_view, int, error_code&) {}
void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) {}
void RequestParser::on_chunk_header_impl(std::uint64_t, string_view, error_code&) {}
void RequestParser::on_finish_impl(error_code&) {}

}  // namespace gulou::net
