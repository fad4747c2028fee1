// The body of every refusal: application/problem+json (RFC 9457).
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/error_type.h"

namespace gulou::net {

struct Problem {
  std::string type;   // always "about:blank": `code` tells the kind
  std::string title;  // of the status
  std::int64_t status = 0;
  std::string code;
  Text message;
  std::vector<FieldError> errors;
  std::string request;
};

constexpr auto describe(Tag<Problem>) {
  return object("Problem", "Why a request was refused or failed", field<&Problem::type>("type", "about:blank"),
                field<&Problem::title>("title", "Reason phrase of the status"),
                field<&Problem::status>("status", "HTTP status"),
                field<&Problem::code>("code", "Stable code of the refusal"),
                field<&Problem::message>("message", "What happened, for people"),
                field<&Problem::errors>("errors", "Fields at fault"),
                field<&Problem::request>("request", "Id of the request, for enquiries"));
}

}  // namespace gulou::net
