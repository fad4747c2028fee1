// Forms that anyone may send, and may send again: a form with the hidden field "key" joins in. Script in the page fills
// the key (web/portal/portal.js), the worker keeps what could not be sent (web/portal/worker.js), and here one key is
// done once. Without script the key is empty and the form is sent as any other.
#pragma once

#include <functional>
#include <string>

#include "net/html.h"
#include "spine/module.h"

namespace gulou::portal {

// The hidden field; stands inside the form.
html::Html key_field();

// Runs the use case in one transaction, once for a key: who sends the same form again gets the same answer, and nothing
// is done. Errors besides the use case's own: what workflow::write_once gives.
Result<void> write_form_once(const ModuleContext& context, const net::Request& request, const std::string& key,
                             const std::function<Result<void>(db::Transaction&)>& use_case);

}  // namespace gulou::portal
