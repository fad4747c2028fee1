// One request as Beast parses it, with the checks that Beast leaves to its user.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gulou::net {

namespace beast = boost::beast;
namespace http = boost::beast::http;

class RequestParser : public http::basic_parser<true> {
 public:
  // Views into the bytes that the header was parsed from.
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  RequestParser() {
    header_limit(1024 * 1024);  // the connection has its own, smaller limit
    body_limit(boost::none);    // set once the body is wanted
  }

  // The status that the header earns: 0 if it is well-formed, else 400, 417, 431 or 505.
  int fault() const;

  http::verb verb() const { return verb_; }
  std::string_view target() const { return target_; }
  const std::vector<Field>& fields() const { return fields_; }
  std::string_view accept_encoding() const { return accept_encoding_; }
  std::string_view if_none_match() const { return if_none_match_; }
  bool has_body() const { return chunked_ || length_ > 0; }
  std::uint64_t length() const { return length_; }  // as Content-Length says
  bool expects_continue() const { return expects_continue_ && !http_1_0_; }
  bool http_1_0() const { return http_1_0_; }
  std::string& body() { return body_; }

 private:
  using string_view = beast::string_view;
  using error_code = beast::error_code;
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override;
  void on_response_impl(int, string_view, int, error_code&) override;
  void on_field_impl(http::field, string_view, string_view, error_code&) override;
  void on_header_impl(error_code&) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override;
  std::size_t on_body_impl(string_view, error_code&) override;
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override;
  std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override;
  void on_finish_impl(error_code&) override;

  http::verb verb_ = http::verb::unknown;
  std::string_view target_;
  std::vector<Field> fields_;
  std::string_view accept_encoding_;
  std::string_view if_none_match_;
  std::uint64_t length_ = 0;
  int hosts_ = 0;
  int lengths_ = 0;
  int codings_ = 0;
  bool header_done_ = false;
  bool chunked_ = false;
  bool bad_field_ = false;
  bool expects_continue_ = false;
  bool expects_unknown_ = false;
  bool http_1_0_ = false;
  std::string body_;
};

}  // namespace gulou::net
