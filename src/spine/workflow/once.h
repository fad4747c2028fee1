// Writes that a client may repeat: the same request with the same Idempotency-Key is done once and answered twice.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "net/http.h"
#include "spine/module.h"

namespace gulou::workflow {

// Runs a use case in one transaction and gives its answer. With a header Idempotency-Key (8 to 64 of A-Z a-z 0-9 - _)
// the answer is kept for two days, sealed; who sends the same request with the same key again gets it once more, with
// the header Idempotency-Replayed, and nothing is done. Errors besides the use case's own: invalid "idempotency_key"
// for a malformed key, conflict "idempotency_key_reused" for another request of that key.
Result<net::Response> write_once(const ModuleContext& context, const net::Request& request,
                                 const std::function<Result<net::Response>(db::Transaction&)>& use_case);
// The same for an answer that holds what is told once: a password, the code of a slip. It is kept for ten minutes, as
// long as somebody tries again after the line broke; later only that it was done: conflict "answer_forgotten".
Result<net::Response> write_secret_once(const ModuleContext& context, const net::Request& request,
                                        const std::function<Result<net::Response>(db::Transaction&)>& use_case);

// Forgets the answers in which one of these texts stands: ids, a name. How many.
Result<std::int64_t> forget_answers_with(db::Transaction& tx, const ModuleContext& context,
                                         const std::vector<std::string>& texts);

// Forgets the answers that nobody will ask for again, and the secrets in those whose ten minutes are over.
Result<std::int64_t> forget_old_answers(db::Transaction& tx, const ModuleContext& context);

}  // namespace gulou::workflow
