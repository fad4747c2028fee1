// What is kept of a resident, and what they ask of those who keep it: to correct, to erase, to restrict. Pages that
// work on any telephone, without script; their forms carry the token of the session (access/gate.h). Never kept in a
// cache.
#pragma once

#include <functional>

#include "modules/portal/portal.h"

namespace gulou::portal {

Result<net::Response> own_page(const View& view);
Result<net::Response> correct_page(const View& view);
Result<net::Response> erase_page(const View& view);

// How a page comes to its view.
using MakeView = std::function<Result<View>(db::Reader&, const net::Request&)>;
// What takes the forms of these pages.
void add_own_forms(net::Router& router, const ModuleContext& context, const MakeView& view_of);

}  // namespace gulou::portal
