#include "spine/workflow/once.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/router.h"
#include "spine/access/caller.h"
#include "spine/workflow/store.h"

namespace gulou::workflow {
namespace {

constexpr std::string_view columns = "id, caller, key, request_sha256, status, body_sealed, at";
constexpr std::int64_t answers_at_once = 500;  // opened: two days of answers need not be in memory together
constexpr std::int64_t kept_for_ms = 2 * 24 * 3600 * 1000LL;

bool is_key(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

Error malformed_key() {
  return {.kind = ErrorKind::invalid,
          .code = "idempotency_key",
          .message = {"Idempotency-Key 应为 8 到 64 个字母、数字、- 或 _。",
                      "An Idempotency-Key is 8 to 64 letters, digits, - or _."}};
}

Error reused_key() {
  return {
      .kind = ErrorKind::conflict,
      .code = "idempotency_key_reused",
      .message = {"这个 Idempotency-Key 已经用于另一个请求。", "This Idempotency-Key was used for another request."}};
}

// Under the vault's keys: a body may hold a number with little to guess, which a plain hash would give away to whoever
// reads the database. The first is of the key that seals now.
Result<std::vector<std::string>> hashes_of(db::Reader& reader, const ModuleContext& context,
                                           const net::Request& request) {
  std::string text(net::name_of_method(request.method));
  for (const std::string_view part : {std::string_view(request.path), std::string_view(request.body)}) {
    text += '\n';
    text += part;
  }
  return context.vault.indexes(reader, "workflow.request", text);
}

Result<net::Response> replay(const ModuleContext& context, const KeptAnswer& kept) {
  auto response =
      net::json_reply(TRY(context.vault.open(body_place(kept.id), kept.body_sealed)), static_cast<int>(kept.status));
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

Result<net::Response> write_once(const ModuleContext& context, const net::Request& request,
                                 const std::function<Result<net::Response>(db::Transaction&)>& use_case) {
  const std::string key(request.header("idempotency-key"));
  if (key.empty()) return context.database.write(use_case);
  if (!is_key(key)) return fail(malformed_key());
  const auto& account = access::caller_of(request).account_id;
  KeptAnswer kept{.id = Id::make(context.clock.now().ms()),
                  .caller = account ? account->text() : std::string(),
                  .key = key,
                  .request_sha256 = {},
                  .body_sealed = {},
                  .at = context.clock.now()};
  return context.database.write([&](db::Transaction& tx) -> Result<net::Response> {
    const auto before = TRY(tx.first<KeptAnswer>(
        fmt::format("SELECT {} FROM kept_answer WHERE caller = $1 AND key = $2", columns), kept.caller, key));
    const auto hashes = TRY(hashes_of(tx, context, request));
    if (before && std::ranges::find(hashes, before->request_sha256) == hashes.end()) return fail(reused_key());
    if (before) return replay(context, *before);
    auto response = TRY(use_case(tx));
    kept.request_sha256 = hashes.front();
    kept.status = response.status;
    kept.body_sealed = TRY(context.vault.seal(tx, body_place(kept.id), response.body));
    TRY(tx.insert(kept_answer_table, kept));
    return response;
  });
}

Result<std::int64_t> forget_answers_with(db::Transaction& tx, const ModuleContext& context,
                                         const std::vector<std::string>& texts) {
  std::int64_t forgotten = 0;
  std::string after;
  for (;;) {
    const auto some = TRY(tx.all<KeptAnswer>(
        fmt::format("SELECT {} FROM kept_answer WHERE id > $1 ORDER BY id LIMIT $2", columns), after, answers_at_once));
    for (const auto& kept : some) {
      const auto body = TRY(context.vault.open(body_place(kept.id), kept.body_sealed));
      if (std::ranges::any_of(texts, [&](const auto& text) { return body.find(text) != std::string::npos; }))
        forgotten += TRY(tx.execute("DELETE FROM kept_answer WHERE id = $1", kept.id));
    }
    if (static_cast<std::int64_t>(some.size()) < answers_at_once) break;
    after = some.back().id.text();
  }
  return forgotten;
}

Result<std::int64_t> forget_old_answers(db::Transaction& tx, const Clock& clock) {
  return tx.execute("DELETE FROM kept_answer WHERE at < $1", clock.now().ms() - kept_for_ms);
}

}  // namespace gulou::workflow
