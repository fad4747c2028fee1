#include "spine/workflow/once.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/router.h"
#include "spine/access/caller.h"
#include "spine/workflow/store.h"

namespace gulou::workflow {
namespace {

constexpr std::string_view columns = "id, caller, key, request_sha256, status, body_sealed, at, secret_until";
constexpr std::int64_t answers_at_once = 500;  // opened: two days of answers need not be in memory together
constexpr std::int64_t kept_for_ms = 2 * 24 * 3600 * 1000LL;
constexpr std::int64_t secret_kept_for_ms = 10 * 60 * 1000LL;
constexpr Instant forgotten{0};

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

Error answer_forgotten() {
  return {.kind = ErrorKind::conflict,
          .code = "answer_forgotten",
          .message = {"这件事已经办过；密码、登记条的代码只显示一次，现在不再显示。还需要的，请重新发放。",
                      "This was done already; passwords and codes of slips are told once, and no more now. Hand out "
                      "others if they are still needed."}};
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
  if (kept.secret_until && context.clock.now() >= *kept.secret_until) return fail(answer_forgotten());
  auto body = TRY(context.vault.open(body_place(kept.id), kept.body_sealed));
  const auto status = static_cast<int>(kept.status);
  auto response = body.empty() ? net::Response{.status = status, .headers = {}, .body = {}}
                               : net::json_reply(std::move(body), status);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

using UseCase = std::function<Result<net::Response>(db::Transaction&)>;

Result<net::Response> done_once(const ModuleContext& context, const net::Request& request, const UseCase& use_case,
                                std::optional<Instant> secret_until) {
  const std::string key(request.header("idempotency-key"));
  if (key.empty()) return context.database.write(use_case);
  if (!is_key(key)) return fail(malformed_key());
  const auto& account = access::caller_of(request).account_id;
  KeptAnswer kept{.id = Id::make(context.clock.now().ms()),
                  .caller = account ? account->text() : std::string(),
                  .key = key,
                  .request_sha256 = {},
                  .body_sealed = {},
                  .at = context.clock.now(),
                  .secret_until = secret_until};
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

// The row stays, so that the request is not done anew.
Result<std::int64_t> forget_secrets(db::Transaction& tx, const ModuleContext& context) {
  const auto rows = TRY(tx.all<KeptAnswer>(
      fmt::format("SELECT {} FROM kept_answer WHERE secret_until > $1 AND secret_until <= $2 ORDER BY id LIMIT $3",
                  columns),
      forgotten, context.clock.now(), answers_at_once));
  for (const auto& kept : rows)
    TRY(tx.execute("UPDATE kept_answer SET body_sealed = $2, secret_until = $3 WHERE id = $1", kept.id,
                   TRY(context.vault.seal(tx, body_place(kept.id), "")), forgotten));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace

Result<net::Response> write_once(const ModuleContext& context, const net::Request& request, const UseCase& use_case) {
  return done_once(context, request, use_case, std::nullopt);
}

Result<net::Response> write_secret_once(const ModuleContext& context, const net::Request& request,
                                        const UseCase& use_case) {
  return done_once(context, request, use_case, Instant(context.clock.now().ms() + secret_kept_for_ms));
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

Result<std::int64_t> forget_old_answers(db::Transaction& tx, const ModuleContext& context) {
  const auto secrets = TRY(forget_secrets(tx, context));
  return secrets + TRY(tx.execute("DELETE FROM kept_answer WHERE at < $1", context.clock.now().ms() - kept_for_ms));
}

}  // namespace gulou::workflow
