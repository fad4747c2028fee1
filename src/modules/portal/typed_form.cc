#include "modules/portal/typed_form.h"

#include "net/target.h"

namespace gulou::portal {

std::string TypedForm::value(std::string_view name) const {
  for (const auto& [key, value] : values)
    if (key == name) return value;
  return {};
}

TypedForm typed_in(const net::Request& request) {
  TypedForm typed;
  if (auto fields = net::read_form(request.body)) typed.values = std::move(*fields);
  return typed;
}

TypedForm typed_in(const net::Request& request, const Error& error) {
  auto typed = typed_in(request);
  typed.errors = error.fields;
  if (typed.errors.empty()) typed.errors.push_back({"", error.code, error.message});
  return typed;
}

html::Html message_at(const std::vector<FieldError>& errors, std::string_view pointer) {
  return html::each(errors, [&](const FieldError& error) -> html::Html {
    if (error.pointer != pointer) return {};
    return html::render("<p class=\"wrong\"{@}>{}</p>", html::attr_if(pointer.empty(), "role", "alert"),
                        error.message.zh);
  });
}

}  // namespace gulou::portal
