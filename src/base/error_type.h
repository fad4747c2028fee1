// Texts and field errors as described types, for whoever sends or stores them.
#pragma once

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
