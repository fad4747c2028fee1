#include "net/http.h"

#include "base/json.h"
#include "net/problem_type.h"

namespace gulou::net {
namespace {

std::string_view first_value(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (key == name) return value;
  return {};
}

}  // namespace

std::string_view Request::query_value(std::string_view name) const { return first_value(query, name); }
std::string_view Request::parameter(std::string_view name) const { return first_value(parameters, name); }
std::string_view Request::header(std::string_view lower_case_name) const {
  return first_value(headers, lower_case_name);
}

Response html_page(std::string body, int status) {
  return {.status = status, .content_type = "text/html; charset=utf-8", .headers = {}, .body = std::move(body)};
}

Response json_reply(std::string body, int status) {
  return {.status = status, .content_type = "application/json", .headers = {}, .body = std::move(body)};
}

Response redirect(std::string location, int status) {
  Response response{.status = status, .headers = {}, .body = {}};
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return 400;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::gone:
      return 410;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::rate_limited:
      return 429;
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::internal:
      return 500;
    case ErrorKind::method_not_allowed:
      return 405;
    case ErrorKind::unsupported_type:
      return 415;
    case ErrorKind::refused_by_rule:
      return 422;
  }
  return 500;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Status";
  }
}

bool is_costly(const Route& route) {
  return route.costly || (route.outgoing && route.outgoing->data >= DataClass::personal);
}

bool waits_for_the_writer(const Route& route) { return route.method != Method::get || route.writes; }

void add_error_headers(Response& response, const Error& error) {
  if (error.kind == ErrorKind::unauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (error.retry_after_s > 0)
    response.headers.emplace_back("Retry-After", std::to_string(error.retry_after_s));
  else if (error.kind == ErrorKind::unavailable)
    response.headers.emplace_back("Retry-After", "2");
}

Response problem(const Error& error, const Request& request) {
  const int status = status_of(error.kind);
  const Problem body{.type = "about:blank",
                     .title = std::string(reason_of(status)),
                     .status = status,
                     .code = error.code,
                     .message = error.message,
                     .errors = error.fields,
                     .request = request.id};
  Response response{
      .status = status, .content_type = "application/problem+json", .headers = {}, .body = json::write(body)};
  add_error_headers(response, error);
  return response;
}

}  // namespace gulou::net
