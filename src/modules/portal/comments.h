// Internal to portal: the page of comments, and what its form does.
#pragma once

#include "modules/portal/portal.h"
#include "modules/portal/typed_form.h"

namespace gulou::portal {

Result<net::Response> comments_page(const View& view);
// The page with the form as it was filled in, and what was wrong with it.
Result<net::Response> comment_form_page(const View& view, const TypedForm& typed, int status);
// A step of the walk through the form (question_form.h).
Result<TypedForm> step_of_comment(const View& view, const TypedForm& typed);
// Takes the form: a redirection back to the page, or the error that the page has to show.
Result<net::Response> post_comment(const ModuleContext& context, const net::Request& request, const Render& render);

}  // namespace gulou::portal
