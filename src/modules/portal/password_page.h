// A password of one's own, on any telephone and without script: for residents whom their village gave one anew, and for
// whoever wants another.
#pragma once

#include "modules/portal/portal.h"
#include "modules/portal/question_form.h"

namespace gulou::portal {

inline constexpr std::string_view password_path = "/own/password";

// Whoever is not signed in is asked to.
Result<net::Response> password_page(const View& view, const TypedForm& typed, int status);
Result<TypedForm> step_of_password(const View& view, const TypedForm& typed);
Result<net::Response> post_password(const ModuleContext& context, const net::Request& request, const Render& render);

}  // namespace gulou::portal
