// Internal to portal: the page of comments, and what its form does.
#pragma once

#include "modules/portal/portal.h"

namespace gulou::portal {

Result<net::Response> comments_page(const View& view);
// The page once more, with what was typed and what was wrong with it.
Result<net::Response> comments_page_with(const View& view, const Error& error);
// Takes the form: a redirection back to the page, or the error that the page has to show.
Result<net::Response> post_comment(const ModuleContext& context, const net::Request& request);

}  // namespace gulou::portal
