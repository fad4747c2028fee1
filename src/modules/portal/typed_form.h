// What someone typed into a public form, and what was wrong with it: a page that refuses shows both again.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "net/html.h"
#include "net/http.h"

namespace gulou::portal {

struct TypedForm {
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<FieldError> errors;

  std::string value(std::string_view name) const;  // empty for what is not there
};

// Empty for a body that is no form.
TypedForm typed_in(const net::Request& request);
// The same after a refusal; one that names no field has the pointer "".
TypedForm typed_in(const net::Request& request, const Error& error);

// The messages of a field ("/name"), to stand right above it; those of no field ("") are read out at once.
html::Html message_at(const std::vector<FieldError>& errors, std::string_view pointer);

}  // namespace gulou::portal
