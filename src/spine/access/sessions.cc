#include "spine/access/sessions.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/password.h"
#include "spine/access/password_policy.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

std::string make_token() { return crypto::hex(crypto::random_bytes(32)); }

Error sign_in_refused() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "sign_in_refused",
          .message = {"用户名或密码不正确。", "The name or the password is not right."}};
}

Error account_locked() {
  return {.kind = ErrorKind::forbidden,
          .code = "account_locked",
          .message = {"账号已停用，请联系上级。", "The account is locked; please ask your superior."}};
}

Error session_ended() {
  return {
      .kind = ErrorKind::unauthenticated, .code = "session_wanted", .message = {"请先登录。", "Please sign in first."}};
}

struct Attempt {
  std::optional<Account> account;
  bool right = false;                 // the password
  std::optional<std::string> rehash;  // of the same password, at today's cost
};

Result<Attempt> judge(db::Database& database, const SignIn& wanted) {
  Attempt attempt;
  attempt.account = TRY(database.read([&](db::Reader& reader) { return account_named(reader, wanted.name); }));
  const auto& hash = attempt.account ? attempt.account->password_hash : crypto::hash_of_nobody();
  attempt.right = crypto::verify_password(hash, wanted.password) && attempt.account.has_value();
  if (attempt.right && crypto::is_outdated(hash)) attempt.rehash = TRY(crypto::hash_password(wanted.password));
  return attempt;
}

// The only post in force, else none: whoever has several says in which one they act.
std::optional<Id> only_post(const std::vector<HeldPost>& posts, Date today) {
  std::optional<Id> only;
  for (const auto& post : posts) {
    if (!is_in_force(post, today)) continue;
    if (only) return std::nullopt;
    only = post.id;
  }
  return only;
}

Result<void> insert_session(db::Transaction& tx, const Clock& clock, const Id& account, std::string_view token,
                            const std::optional<Id>& post) {
  const auto now = clock.now();
  const auto limit = [&](std::chrono::milliseconds span) { return Instant(now.ms() - span.count()); };
  TRY(tx.execute("DELETE FROM session WHERE created_at < $1 OR seen_at < $2", limit(absolute_limit),
                 limit(idle_limit)));
  return tx.insert(session_table, Session{.id = Id::make(now.ms()),
                                          .account_id = account,
                                          .token_sha256 = crypto::sha256_hex(token),
                                          .created_at = now,
                                          .seen_at = now,
                                          .post_id = post});
}

// The account as it is now, if it is still the one whose password was judged.
Result<std::optional<Account>> unchanged(db::Reader& reader, const Attempt& attempt) {
  if (!attempt.right) return std::optional<Account>();
  auto now = TRY(account(reader, attempt.account->id));
  if (now.password_hash != attempt.account->password_hash) return std::optional<Account>();
  return std::optional(std::move(now));
}

// An entry about a visitor at the door; `known`: whom they claim, or have shown, to be.
Result<journal::Entry> entry_at_the_door(db::Reader& reader, std::string action, const net::Request& request,
                                         const std::optional<Account>& known) {
  journal::Entry entry{
      .action = std::move(action), .object_kind = "account", .personal = {{"address", request.client}}};
  if (!known) return entry;
  const auto unit = TRY(units::by_id(reader, known->unit_id));
  entry.object_id = known->id.text();
  entry.unit_id = unit.id;
  entry.county_id = unit.county_id;
  return entry;
}

Result<void> journal_refusal(db::Transaction& tx, const Clock& clock, const net::Request& request,
                             const std::optional<Account>& account, std::string_view why) {
  auto entry = TRY(entry_at_the_door(tx, "session.refused", request, account));
  entry.detail.set("why", why);
  TRY(journal::record(tx, clock, actor_of(request), entry));
  return {};
}

}  // namespace

const HeldPost* OpenSession::acting() const {
  const auto found =
      std::ranges::find_if(posts, [&](const HeldPost& post) { return session.post_id && post.id == *session.post_id; });
  return found == posts.end() ? nullptr : &*found;
}

Result<std::string> sign_in(db::Database& database, const Clock& clock, const net::Request& request,
                            const SignIn& wanted) {
  // Delays per account and per address belong here: before the password is looked at.
  const auto attempt = TRY(judge(database, wanted));
  // A refusal is stored too, so it is an outcome of the write and not its failure.
  struct Outcome {
    std::string token = {};
    std::optional<Error> refused = {};
  };
  auto outcome = TRY(database.write([&](db::Transaction& tx) -> Result<Outcome> {
    const auto now = TRY(unchanged(tx, attempt));
    if (!now) {
      TRY(journal_refusal(tx, clock, request, attempt.account, "password"));
      return Outcome{.refused = sign_in_refused()};
    }
    if (now->state == AccountState::locked) {
      TRY(journal_refusal(tx, clock, request, now, "locked"));
      return Outcome{.refused = account_locked()};
    }
    if (attempt.rehash)
      TRY(tx.execute("UPDATE account SET password_hash = $1 WHERE id = $2", *attempt.rehash, now->id));
    return Outcome{.token = TRY(begin_session(tx, clock, request, *now, "password"))};
  }));
  if (outcome.refused) return fail(std::move(*outcome.refused));
  return outcome.token;
}

Result<std::string> begin_session(db::Transaction& tx, const Clock& clock, const net::Request& request,
                                  const Account& account, std::string_view how) {
  auto token = make_token();
  TRY(insert_session(tx, clock, account.id, token, only_post(TRY(posts_of(tx, account.id)), clock.today())));
  auto entry = TRY(entry_at_the_door(tx, "session.open", request, account));
  entry.detail.set("how", how);
  TRY(journal::record(tx, clock, {.kind = journal::ActorKind::account, .account_id = account.id, .request = request.id},
                      entry));
  return token;
}

Result<std::optional<OpenSession>> open_session(db::Reader& reader, const Clock& clock, std::string_view token) {
  auto session = TRY(reader.first<Session>(
      "SELECT id, account_id, token_sha256, created_at, seen_at, post_id FROM session WHERE token_sha256 = $1",
      crypto::sha256_hex(token)));
  if (!session) return std::optional<OpenSession>();
  // A clock that was set back is not believed.
  const auto now = std::max(clock.now(), session->seen_at).ms();
  if (now - session->seen_at.ms() > idle_limit.count() || now - session->created_at.ms() > absolute_limit.count())
    return std::optional<OpenSession>();
  OpenSession open{.session = *session, .account = TRY(account(reader, session->account_id))};
  if (open.account.state == AccountState::locked) return std::optional<OpenSession>();
  open.posts = TRY(posts_of(reader, open.account.id));
  std::erase_if(open.posts, [&](const HeldPost& post) { return !is_in_force(post, clock.today()); });
  return std::optional(std::move(open));
}

Result<std::string> choose_post(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& post) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  const auto held = TRY(held_post(tx, post));
  if (!held || held->account_id != *caller.account_id || !is_in_force(*held, clock.today()))
    return fail(not_found_error({"您没有这个岗位。", "You hold no such post."}));
  auto token = make_token();
  const auto changed = TRY(tx.execute("UPDATE session SET post_id = $1, token_sha256 = $2 WHERE id = $3", held->id,
                                      crypto::sha256_hex(token), *caller.session_id));
  if (changed != 1) return fail(session_ended());
  TRY(journal::record(tx, clock, actor_of(caller),
                      {.action = "session.post",
                       .object_kind = "post",
                       .object_id = held->id.text(),
                       .unit_id = held->unit_id,
                       .county_id = held->county_id}));
  return token;
}

Result<std::string> change_password(db::Database& database, const Clock& clock, const Caller& caller,
                                    const PasswordChange& change) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  const auto before = TRY(database.read([&](db::Reader& reader) { return account(reader, *caller.account_id); }));
  if (!crypto::verify_password(before.password_hash, change.current))
    return fail(invalid_fields({{"/current", "wrong", {"原密码不正确。", "This is not the password so far."}}}));
  auto faults = password_faults("/new", change.wanted, before.name);
  if (change.wanted == change.current)
    faults.push_back({"/new", "unchanged", {"新密码不能与原密码相同。", "The new password must be another one."}});
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  const auto hash = TRY(crypto::hash_password(change.wanted));
  const auto token = make_token();
  TRY(database.write([&](db::Transaction& tx) -> Result<void> {
    const auto session = TRY(tx.first<Session>(
        "SELECT id, account_id, token_sha256, created_at, seen_at, post_id FROM session WHERE id = $1",
        *caller.session_id));
    // Nothing else may have happened to the account meanwhile: a lock, a reset.
    const auto changed = TRY(tx.execute(
        "UPDATE account SET password_hash = $1, state = $2 WHERE id = $3 AND password_hash = $4 AND state = $5", hash,
        AccountState::active, before.id, before.password_hash, before.state));
    if (!session || changed != 1) return fail(session_ended());
    TRY(end_sessions(tx, before.id));
    TRY(insert_session(tx, clock, before.id, token, session->post_id));
    const auto unit = TRY(units::by_id(tx, before.unit_id));
    TRY(journal::record(tx, clock, actor_of(caller),
                        {.action = "account.password",
                         .object_kind = "account",
                         .object_id = before.id.text(),
                         .unit_id = unit.id,
                         .county_id = unit.county_id}));
    return {};
  }));
  return token;
}

Result<void> sign_out(db::Transaction& tx, const Clock& clock, const Caller& caller) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  const auto ended = TRY(tx.execute("DELETE FROM session WHERE id = $1", *caller.session_id));
  if (ended != 1) return fail(session_ended());
  const auto kept_by = TRY(account(tx, *caller.account_id));
  const auto unit = TRY(units::by_id(tx, kept_by.unit_id));
  TRY(journal::record(tx, clock, actor_of(caller),
                      {.action = "session.close",
                       .object_kind = "account",
                       .object_id = caller.account_id->text(),
                       .unit_id = unit.id,
                       .county_id = unit.county_id}));
  return {};
}

}  // namespace gulou::access
