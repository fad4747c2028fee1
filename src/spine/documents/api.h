// Attachments over HTTP, and the style sheet of papers.
#pragma once

#include <vector>

#include "spine/access/permission.h"
#include "spine/module.h"

namespace gulou::documents {

// attachments.use: every role but the administrators; what may be done with which attachment, its owner says. Those of
// approval.h.
std::vector<access::Permission> permissions();

// attachments.use: POST /api/attachments?owner_kind=&owner_id= (the bytes as the body, the file's name percent-encoded
// in the header X-File-Name), GET and DELETE /api/attachments/{id}. Public: /assets/paper-<hash>.css. The routes of
// approval.h.
void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::documents
