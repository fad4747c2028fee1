#include "spine/access/sessions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "spine/access/browsers.h"
#include "spine/access/factor.h"
#include "spine/access/passwords.h"
#include "spine/access/session_parts.h"
#include "spine/access/tries.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;

Error sign_in_refused() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "sign_in_refused",
          .message = {"登录名或密码不正确。", "The name or the password is not right."}};
}

Error account_locked() {
  return {.kind = ErrorKind::forbidden,
          .code = "account_locked",
          .message = {"账号已停用，请联系上级。", "The account is locked; please ask your superior."}};
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

// Sets when it ends; whether it has not yet.
bool is_open(OpenSession& open, const Policy& limits, Instant now) {
  const bool official = std::ranges::any_of(open.posts, [](const HeldPost& post) { return is_official(post.role); });
  open.idle_minutes = official || open.posts.empty() ? limits.idle_minutes_official : limits.idle_minutes;
  open.ends_at = Instant(open.session.created_at.ms() + limits.session_hours * hour_ms);
  open.proof_ends_at = Instant(open.session.proved_at.ms() + limits.proof_minutes * minute_ms);
  // A clock that was set back is not believed.
  now = std::max(now, open.session.seen_at);
  return now.ms() - open.session.seen_at.ms() <= open.idle_minutes * minute_ms && now <= open.ends_at;
}

// The account as it is now, if it is still the one whose password was judged.
Result<std::optional<Account>> unchanged(db::Reader& reader, const Attempt& attempt) {
  if (!attempt.right) return std::optional<Account>();
  auto now = TRY(account(reader, attempt.account->id));
  if (now.password_hash != attempt.account->password_hash) return std::optional<Account>();
  return std::optional(std::move(now));
}

Result<void> journal_refusal(db::Transaction& tx, const Clock& clock, const net::Request& request,
                             const std::optional<Account>& account, std::string_view why, bool pauses = false) {
  auto entry = TRY(entry_at_the_door(tx, "session.refused", request, account));
  entry.detail.set("why", why);
  if (pauses) entry.detail.set("paused", true);
  TRY(journal::record(tx, clock, actor_of(request), entry));
  return {};
}

// Who knocks, and whether they may try now.
struct Asked {
  Door door = {};
  Admission admission = {};
};

Result<Asked> ask_in(db::Transaction& tx, const Clock& clock, const net::Request& request, std::string_view name) {
  const auto folded = fold_name(name);
  const auto now = clock.now();
  Asked asked{.door = door_of(folded, request.client, TRY(known_browser(tx, request, folded, now)))};
  asked.admission = TRY(admit_try(tx, TRY(policy(tx)), asked.door, now));
  return asked;
}

// Who is signed in types the password again: the account if it is right, else the fault. Counted like a try at the
// door.
Result<Account> ask_password_again(db::Database& database, const Clock& clock, const Caller& caller,
                                   const std::string& password, const FieldError& fault) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  struct AskedAgain {
    Account owner;
    Door door;
    Admission admission;
  };
  const auto asked = TRY(database.write([&](db::Transaction& tx) -> Result<AskedAgain> {
    auto owner = TRY(account(tx, *caller.account_id));
    auto door = door_inside(owner.folded_name);
    auto admission = TRY(admit_try(tx, TRY(policy(tx)), door, clock.now()));
    return AskedAgain{std::move(owner), std::move(door), std::move(admission)};
  }));
  if (asked.admission.refused) return fail(*asked.admission.refused);
  const bool right = crypto::verify_password(asked.owner.password_hash, password);
  TRY(database.write([&](db::Transaction& tx) -> Result<void> {
    if (right) return forget_tries(tx, asked.door);
    auto entry = TRY(entry_of_owner(tx, "session.proof_refused", caller));
    if (asked.admission.pauses) entry.detail.set("paused", true);
    TRY(journal::record(tx, clock, actor_of(caller), entry));
    return {};
  }));
  if (!right) return fail(invalid_fields({fault}));
  return asked.owner;
}

// What a new password is held against.
struct KeptPasswords {
  PasswordRules rules;
  std::vector<FormerPassword> former;
};

// A try that proved wrong: its owner and their superior are to see it.
Result<void> note_wrong_try(db::Transaction& tx, const Clock& clock, const net::Request& request,
                            const std::optional<Account>& account, std::string_view why, bool pauses) {
  if (account)
    TRY(tx.execute("UPDATE account SET wrong_tries = wrong_tries + 1, wrong_at = $1 WHERE id = $2", clock.now(),
                   account->id));
  return journal_refusal(tx, clock, request, account, why, pauses);
}

Result<Id> session_of(db::Reader& reader, std::string_view token) {
  const auto found = TRY(reader.first<Session>(
      fmt::format("SELECT {} FROM session WHERE token_sha256 = $1", session_columns), crypto::sha256_hex(token)));
  if (!found) return fail(session_ended());
  return found->id;
}

Need need_of(const OpenSession& open, const Policy& limits) {
  if (open.account.second_factor_since) return open.session.code_at ? Need::nothing : Need::code;
  return is_second_factor_demanded(limits, open.posts) ? Need::enrolment : Need::nothing;
}

}  // namespace

bool is_second_factor_demanded(const Policy& policy, const std::vector<HeldPost>& in_force) {
  return policy.second_factor == SecondFactorRule::officials &&
         std::ranges::any_of(in_force, [](const HeldPost& post) { return is_official(post.role); });
}

bool OpenSession::must_change_password() const {
  return account.state == AccountState::must_change_password || password_expired;
}

const HeldPost* OpenSession::acting() const {
  const auto found =
      std::ranges::find_if(posts, [&](const HeldPost& post) { return session.post_id && post.id == *session.post_id; });
  return found == posts.end() ? nullptr : &*found;
}

Caller caller_in(const OpenSession& open, const net::Request& request, Date today) {
  Caller caller;
  caller.today = today;
  caller.request = request.id;
  caller.kind = journal::ActorKind::account;
  caller.account_id = open.account.id;
  caller.session_id = open.session.id;
  if (const auto* post = open.acting()) {
    caller.acting = ActingPost{post->id, post->role, unit_of(*post)};
    caller.post = fmt::format("{}（{} {}）", info_of(post->role).name.zh, post->unit_name, post->unit_code);
  }
  caller.code_wanted = open.need == Need::code;
  return caller;
}

Result<SignedIn> sign_in(db::Database& database, const Clock& clock, const net::Request& request,
                         const SignIn& wanted) {
  const auto asked = TRY(database.write([&](db::Transaction& tx) { return ask_in(tx, clock, request, wanted.name); }));
  if (asked.admission.refused) return fail(*asked.admission.refused);
  const auto attempt = TRY(judge(database, wanted));
  // A refusal is stored too, so it is an outcome of the write and not its failure.
  struct Outcome {
    SignedIn tokens = {};
    std::optional<Error> refused = {};
  };
  const auto browser = browser_token(request);
  auto outcome = TRY(database.write([&](db::Transaction& tx) -> Result<Outcome> {
    const auto now = TRY(unchanged(tx, attempt));
    // What was handed out and has lapsed is a wrong password, in the answer and in the count.
    const bool lapsed = now && is_lapsed(*now, TRY(handed_out_until(tx, now->id)), clock.now());
    if (!now || lapsed) {
      TRY(note_wrong_try(tx, clock, request, attempt.account, lapsed ? "lapsed" : "password", asked.admission.pauses));
      return Outcome{.refused = sign_in_refused()};
    }
    TRY(forget_tries(tx, asked.door));
    if (now->state == AccountState::locked) {
      TRY(journal_refusal(tx, clock, request, now, "locked"));
      return Outcome{.refused = account_locked()};
    }
    if (attempt.rehash)
      TRY(tx.execute("UPDATE account SET password_hash = $1 WHERE id = $2", *attempt.rehash, now->id));
    // Whoever has the password alone is not known here yet.
    if (!now->second_factor_since) TRY(note_browser(tx, now->id, browser, clock.now()));
    return Outcome{.tokens = {TRY(begin_session(tx, clock, request, *now, "password")), browser}};
  }));
  if (outcome.refused) return fail(std::move(*outcome.refused));
  return outcome.tokens;
}

Result<std::string> begin_session(db::Transaction& tx, const Clock& clock, const net::Request& request,
                                  const Account& account, std::string_view how) {
  auto token = make_token();
  const auto post = only_post(TRY(posts_of(tx, account.id)), clock.today());
  TRY(insert_session(tx, clock,
                     {.id = {},
                      .account_id = account.id,
                      .token_sha256 = {},
                      .created_at = {},
                      .seen_at = {},
                      .post_id = post,
                      .opened_by = std::string(how),
                      .browser = browser_words(request.header("user-agent"))},
                     token));
  // With a second factor the owner is in when the code is given (factor.cc), and not before.
  if (!account.second_factor_since) TRY(note_signed_in(tx, clock, account, TRY(session_of(tx, token))));
  auto entry = TRY(entry_at_the_door(tx, "session.open", request, account));
  entry.detail.set("how", how);
  TRY(journal::record(tx, clock, {.kind = journal::ActorKind::account, .account_id = account.id, .request = request.id},
                      entry));
  return token;
}

Result<std::optional<OpenSession>> open_session(db::Reader& reader, const Clock& clock, std::string_view token) {
  auto session = TRY(reader.first<Session>(
      fmt::format("SELECT {} FROM session WHERE token_sha256 = $1", session_columns), crypto::sha256_hex(token)));
  if (!session) return std::optional<OpenSession>();
  auto owner = TRY(account(reader, session->account_id));
  OpenSession open{.session = *session, .account = std::move(owner)};
  if (open.account.state == AccountState::locked) return std::optional<OpenSession>();
  open.posts = TRY(posts_of(reader, open.account.id));
  std::erase_if(open.posts, [&](const HeldPost& post) { return !is_in_force(post, clock.today()); });
  const auto limits = TRY(policy(reader));
  if (!is_open(open, limits, clock.now())) return std::optional<OpenSession>();
  open.need = need_of(open, limits);
  open.password_rules = password_rules(limits, open.posts, clock.today());
  // The people of a demo have no password to change.
  open.password_expired =
      open.session.opened_by != "demo" && is_expired(open.account, open.password_rules, clock.now());
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
  if (caller.code_wanted) return fail(code_wanted());
  const auto before =
      TRY(ask_password_again(database, clock, caller, change.current,
                             {"/current", "wrong", {"原密码不正确。", "This is not the password so far."}}));
  const auto kept = TRY(database.read([&](db::Reader& reader) -> Result<KeptPasswords> {
    const auto rules = password_rules(TRY(policy(reader)), TRY(posts_of(reader, before.id)), clock.today());
    auto former = TRY(former_passwords(reader, before.id, rules));
    return KeptPasswords{rules, std::move(former)};
  }));
  auto faults = password_faults("/new", change.wanted, before.name, kept.rules);
  if (change.wanted == change.current)
    faults.push_back({"/new", "unchanged", {"新密码不能与原密码相同。", "The new password must be another one."}});
  const bool used_before = faults.empty() && std::ranges::any_of(kept.former, [&](const FormerPassword& former) {
                             return crypto::verify_password(former.password_hash, change.wanted);
                           });
  if (used_before)
    faults.push_back({"/new",
                      "used_before",
                      {fmt::format("不能用最近 {} 个密码中的一个。", kept.rules.remembered),
                       fmt::format("This is one of the last {} passwords; choose another.", kept.rules.remembered)}});
  if (!faults.empty()) return fail(invalid_fields(std::move(faults)));
  const auto hash = TRY(crypto::hash_password(change.wanted));
  const auto token = make_token();
  TRY(database.write([&](db::Transaction& tx) -> Result<void> {
    const auto session = TRY(session_row(tx, *caller.session_id));
    // Nothing else may have happened to the account meanwhile: a lock, a reset.
    const auto changed =
        TRY(tx.execute("UPDATE account SET password_hash = $1, state = $2, password_set_at = $6 "
                       "WHERE id = $3 AND password_hash = $4 AND state = $5",
                       hash, AccountState::active, before.id, before.password_hash, before.state, clock.now()));
    if (!session || changed != 1) return fail(session_ended());
    TRY(forget_handed_out(tx, before.id));
    // A password that was handed out was nobody's own.
    if (before.state == AccountState::active)
      TRY(remember_password(tx, before.id, before.password_hash, kept.rules, clock.now()));
    TRY(end_sessions(tx, before.id));
    TRY(insert_session(tx, clock, *session, token));
    TRY(journal::record(tx, clock, actor_of(caller), TRY(entry_of_owner(tx, "account.password", caller))));
    return {};
  }));
  return token;
}

Result<void> prove(const ModuleContext& context, const Caller& caller, const Proof& proof) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  if (caller.code_wanted) return fail(code_wanted());
  const auto owner =
      TRY(context.database.read([&](db::Reader& reader) { return account(reader, *caller.account_id); }));
  if (owner.second_factor_since) {
    if (!proof.code) return fail(invalid_fields({{"/code", "required", {"请输入动态验证码。", "Give the code."}}}));
    return prove_by_code(context, caller, *proof.code);
  }
  if (!proof.password) return fail(invalid_fields({{"/password", "required", {"请输入密码。", "Give the password."}}}));
  TRY(ask_password_again(context.database, context.clock, caller, *proof.password,
                         {"/password", "wrong", {"密码不正确。", "The password is not right."}}));
  return context.database.write([&](db::Transaction& tx) { return note_proof(tx, context.clock, caller, "password"); });
}

Result<void> note_proof(db::Transaction& tx, const Clock& clock, const Caller& caller, std::string_view how) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  const auto changed =
      TRY(tx.execute("UPDATE session SET proved_at = $1 WHERE id = $2", clock.now(), *caller.session_id));
  if (changed != 1) return fail(session_ended());
  auto entry = TRY(entry_of_owner(tx, "session.proof", caller));
  entry.detail.set("how", how);
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  return {};
}

Result<std::vector<OwnSession>> own_sessions(db::Reader& reader, const Clock& clock, const Caller& caller) {
  std::vector<OwnSession> out;
  if (!caller.account_id) return out;
  const auto posts = TRY(posts_of(reader, *caller.account_id));
  const auto limits = TRY(policy(reader));
  for (auto& each : TRY(reader.all<Session>(
           fmt::format("SELECT {} FROM session WHERE account_id = $1 ORDER BY created_at DESC, id", session_columns),
           *caller.account_id))) {
    OpenSession open{.session = each, .posts = posts};
    std::erase_if(open.posts, [&](const HeldPost& post) { return !is_in_force(post, clock.today()); });
    if (!is_open(open, limits, clock.now())) continue;
    out.push_back({each.id, each.created_at, each.seen_at, each.browser, each.id == caller.session_id});
  }
  return out;
}

Result<void> end_session(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& session) {
  if (!caller.account_id) return fail(session_ended());
  const auto ended =
      TRY(tx.execute("DELETE FROM session WHERE id = $1 AND account_id = $2", session, *caller.account_id));
  if (ended != 1) return fail(not_found_error({"这处登录已经退出。", "That session has ended already."}));
  TRY(journal::record(tx, clock, actor_of(caller), TRY(entry_of_owner(tx, "session.end", caller))));
  return {};
}

Result<void> sign_out(db::Transaction& tx, const Clock& clock, const Caller& caller) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  const auto here = TRY(tx.execute("DELETE FROM session WHERE id = $1", *caller.session_id));
  if (here != 1) return fail(session_ended());
  TRY(end_sessions(tx, *caller.account_id));
  TRY(journal::record(tx, clock, actor_of(caller), TRY(entry_of_owner(tx, "session.close", caller))));
  return {};
}

}  // namespace gulou::access
