// What is kept of a resident, and what they ask of those who keep it: to correct, to erase, to restrict. Pages that
// work on any telephone, without script; their forms carry the token of the session (access/form.h). Never kept in a
// cache.
#pragma once

#include <optional>

#include "modules/portal/portal.h"
#include "modules/portal/question_form.h"

namespace gulou::portal {

Result<net::Response> own_page(const View& view);
Result<net::Response> correct_page(const View& view);
Result<net::Response> erase_page(const View& view);

// The form that this path takes and that people write in; without its token and mark.
std::optional<QuestionForm> own_form(std::string_view path);
// What takes the forms of these pages.
void add_own_forms(net::Router& router, const ModuleContext& context, const Render& render);

}  // namespace gulou::portal
