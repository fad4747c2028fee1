// The body of every refusal: application/problem+json (RFC 9457).
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/error.h"

namespace gulou {

constexpr auto describe(Tag<Text>) {
  return object("Text", "A message in Chinese and English", field<&Text::zh>("zh", "Chinese"),
                field<&Text::en>("en", "English"));
}

constexpr auto describe(Tag<FieldError>) {
  return object("FieldError", "One field at fault",
                field<&FieldError::pointer>("field", "JSON pointer to the field (RFC 6901)"),
                field<&FieldError::rule>("rule", "Stable short name of the rule broken"),
                field<&FieldError::message>("message", "What is wrong and what to do"));
}

}  // namespace gulou

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
