#include "spine/access/factor.h"

#include <algorithm>
#include <functional>

#include "base/fold.h"
#include "crypto/hash.h"
#include "crypto/totp.h"
#include "spine/access/browsers.h"
#include "spine/access/recovery.h"
#include "spine/access/session_parts.h"
#include "spine/access/tries.h"
#include "spine/documents/qr.h"
#include "spine/journal/journal.h"

namespace gulou::access {

const db::Table second_factor_table{.name = "second_factor",
                                    .row = &type_of<SecondFactor>,
                                    .primary_key = "id",
                                    .foreign_keys = {{"id", "account(id)"}}};

std::vector<vault::SealedColumn> sealed_columns() {
  return {{.table = "second_factor", .column = "secret_sealed"},
          {.table = "second_factor", .column = "pending_sealed"}};
}

namespace {

constexpr std::int64_t enrolment_ms = 15 * 60'000;
constexpr std::string_view issuer = "鼓楼";

vault::Place secret_place(const Id& account) { return {"second_factor", "secret_sealed", account.text()}; }
vault::Place pending_place(const Id& account) { return {"second_factor", "pending_sealed", account.text()}; }

Error wrong_code() {
  return invalid_fields(
      {{"/code", "wrong", {"验证码不正确，或已经用过。", "The code is not right, or was used already."}}});
}

Error no_second_factor() {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "no_second_factor",
          .message = {"还没有设置二次验证。", "There is no second factor yet."}};
}

Error no_enrolment() {
  return {.kind = ErrorKind::refused_by_rule,
          .code = "no_enrolment",
          .message = {"二维码已过期，请重新开始设置。", "The QR code is out of date; please begin again."}};
}

Result<std::optional<SecondFactor>> factor_of(db::Reader& reader, const Id& account) {
  return reader.first<SecondFactor>(
      "SELECT id, secret_sealed, used_step, pending_sealed, pending_at FROM second_factor WHERE id = $1", account);
}

std::string in_groups(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 0 && i % 4 == 0) out += ' ';
    out += text[i];
  }
  return out;
}

// Full-width digits and blanks are taken as they are meant: "１２３ 456".
std::string digits_of(std::string_view typed) {
  std::string out;
  for (const char c : fold_name(typed))
    if (c != ' ') out += c;
  return out;
}

bool is_totp(std::string_view plain) {
  return plain.size() == static_cast<std::size_t>(crypto::totp_digits) &&
         std::ranges::all_of(plain, [](char c) { return c >= '0' && c <= '9'; });
}

// Residents sign in on the public pages, which ask for no code.
Result<void> check_not_for_residents(db::Reader& reader, const Id& account, Date today) {
  bool any = false;
  for (const auto& post : TRY(posts_of(reader, account))) {
    if (!is_in_force(post, today)) continue;
    if (post.role != Role::resident) return {};
    any = true;
  }
  if (!any) return {};
  return fail({.kind = ErrorKind::refused_by_rule,
               .code = "not_for_residents",
               .message = {"村（居）民账号不用二次验证。", "Residents' accounts take no second factor."}});
}

// What a code turned out to be. Spending it is for the write that follows.
struct Judged {
  std::optional<std::int64_t> step = {};
  std::optional<Id> recovery = {};

  bool right() const { return step || recovery; }
  std::string_view how() const { return step ? "totp" : "recovery"; }
};

Result<Judged> judge(const ModuleContext& context, const Id& account, const std::string& typed) {
  const auto plain = digits_of(typed);
  return context.database.read([&](db::Reader& reader) -> Result<Judged> {
    if (!is_totp(plain)) return Judged{.recovery = TRY(recovery_code_of(reader, account, typed))};
    const auto factor = TRY(factor_of(reader, account));
    if (!factor || !factor->secret_sealed) return Judged{};
    const auto key = TRY(context.vault.open(secret_place(account), *factor->secret_sealed));
    return Judged{.step = crypto::totp_step_of(key, plain, context.clock.now(), factor->used_step)};
  });
}

// Each step and each recovery code is good once, also for two requests at the same time; and only for the factor that
// was there when it was judged.
Result<bool> spend(db::Transaction& tx, const Clock& clock, const Account& judged_for, const Judged& judged) {
  const auto now = TRY(account(tx, judged_for.id));
  if (!now.second_factor_since || now.second_factor_since != judged_for.second_factor_since) return false;
  if (judged.recovery) return use_recovery_code(tx, *judged.recovery, clock.now());
  if (!judged.step) return false;
  const auto latest = crypto::totp_step_at(clock.now()) + 1;  // beyond it the clock was ahead (crypto::is_ahead)
  return TRY(tx.execute("UPDATE second_factor SET used_step = $1 WHERE id = $2 AND (used_step < $1 OR used_step > $3)",
                        *judged.step, judged_for.id, latest)) == 1;
}

struct Asked {
  Account owner;
  Session session;
  Door door;
  Admission admission;
};

// Who gives a code, and whether they may try now.
Result<Asked> ask(db::Transaction& tx, const Clock& clock, const Caller& caller,
                  const std::function<Result<Door>(const Account&)>& door_for) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  auto session = TRY(session_row(tx, *caller.session_id));
  if (!session) return fail(session_ended());
  auto owner = TRY(account(tx, *caller.account_id));
  auto door = TRY(door_for(owner));
  auto admission = TRY(admit_try(tx, TRY(policy(tx)), door, clock.now()));
  return Asked{std::move(owner), std::move(*session), std::move(door), std::move(admission)};
}

Result<Door> inside(const Account& owner) { return door_inside(owner.folded_name); }

Result<void> note_wrong_code(db::Transaction& tx, const Clock& clock, const Caller& caller, const Asked& asked,
                             std::string action) {
  auto entry = TRY(entry_of_owner(tx, std::move(action), caller));
  if (asked.admission.pauses) entry.detail.set("paused", true);
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  return {};
}

Result<std::string> pending_key(const ModuleContext& context, const Id& account) {
  const auto factor = TRY(context.database.read([&](db::Reader& reader) { return factor_of(reader, account); }));
  if (!factor || !factor->pending_sealed || !factor->pending_at) return fail(no_enrolment());
  const auto age = context.clock.now().ms() - factor->pending_at->ms();
  if (age > enrolment_ms || age < 0) return fail(no_enrolment());
  return context.vault.open(pending_place(account), *factor->pending_sealed);
}

// The confirmed key takes the place of what was; its first code is spent.
Result<void> store_key(db::Transaction& tx, const ModuleContext& context, const Id& account, std::string_view key,
                       std::int64_t step) {
  const auto sealed = TRY(context.vault.seal(tx, secret_place(account), key));
  TRY(tx.execute(
      "UPDATE second_factor SET secret_sealed = $1, used_step = $2, pending_sealed = NULL, pending_at = NULL "
      "WHERE id = $3",
      sealed, step, account));
  TRY(tx.execute("UPDATE account SET second_factor_since = $1 WHERE id = $2", context.clock.now(), account));
  return {};
}

}  // namespace

Result<Enrolment> begin_enrolment(const ModuleContext& context, const Caller& caller) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  if (caller.code_wanted) return fail(code_wanted());
  const auto key = crypto::random_bytes(crypto::totp_key_bytes);
  const auto owner = TRY(context.database.write([&](db::Transaction& tx) -> Result<Account> {
    auto found = TRY(account(tx, *caller.account_id));
    TRY(check_not_for_residents(tx, found.id, context.clock.today()));
    const auto sealed = TRY(context.vault.seal(tx, pending_place(found.id), key));
    TRY(tx.execute(
        "INSERT INTO second_factor (id, used_step, pending_sealed, pending_at) VALUES ($1, -1, $2, $3) "
        "ON CONFLICT (id) DO UPDATE SET pending_sealed = excluded.pending_sealed, pending_at = excluded.pending_at",
        found.id, sealed, context.clock.now()));
    TRY(journal::record(tx, context.clock, actor_of(caller), TRY(entry_of_owner(tx, "factor.begin", caller))));
    return found;
  }));
  Enrolment shown{
      .key = in_groups(crypto::base32(key)), .address = crypto::totp_address(key, issuer, owner.name), .qr = {}};
  auto picture = documents::qr_code(shown.address, "验证器二维码");
  if (!picture) return fail(internal_error("the address of a second factor is too long for a QR code"));
  shown.qr = std::move(*picture).take();
  return shown;
}

Result<Enrolled> confirm_enrolment(const ModuleContext& context, const Caller& caller, const CodeGiven& given) {
  if (caller.code_wanted) return fail(code_wanted());
  if (!caller.account_id) return fail(session_ended());
  const auto key = TRY(pending_key(context, *caller.account_id));
  const auto asked =
      TRY(context.database.write([&](db::Transaction& tx) { return ask(tx, context.clock, caller, &inside); }));
  if (asked.admission.refused) return fail(*asked.admission.refused);
  const auto step = crypto::totp_step_of(key, digits_of(given.code), context.clock.now(), -1);
  if (!step) {
    TRY(context.database.write([&](db::Transaction& tx) {
      return note_wrong_code(tx, context.clock, caller, asked, "session.code_refused");
    }));
    return fail(wrong_code());
  }
  const auto set = TRY(make_recovery_set(asked.owner.id, context.clock.now()));
  const auto token = make_token();
  TRY(context.database.write([&](db::Transaction& tx) -> Result<void> {
    auto session = TRY(session_row(tx, asked.session.id));
    if (!session) return fail(session_ended());
    TRY(forget_tries(tx, asked.door));
    TRY(store_key(tx, context, asked.owner.id, key, *step));
    TRY(store_recovery_set(tx, asked.owner.id, set.rows));
    TRY(end_sessions(tx, asked.owner.id));
    session->code_at = context.clock.now();
    TRY(insert_session(tx, context.clock, *session, token));
    TRY(journal::record(tx, context.clock, actor_of(caller), TRY(entry_of_owner(tx, "factor.confirm", caller))));
    return {};
  }));
  return Enrolled{token, set.codes};
}

Result<SignedIn> give_code(const ModuleContext& context, const net::Request& request, const CodeGiven& given) {
  const auto& caller = caller_of(request);
  const auto now = context.clock.now();
  const auto at_the_door = [&](db::Transaction& tx) {
    return ask(tx, context.clock, caller, [&](const Account& owner) -> Result<Door> {
      if (!caller.code_wanted)
        return fail({.kind = ErrorKind::conflict,
                     .code = "no_code_wanted",
                     .message = {"现在不需要验证码。", "No code is wanted now."}});
      return door_for_codes(owner.folded_name, TRY(known_browser(tx, request, owner.folded_name, now)));
    });
  };
  const auto asked = TRY(context.database.write(at_the_door));
  if (asked.admission.refused) return fail(*asked.admission.refused);
  const auto judged = TRY(judge(context, asked.owner.id, given.code));
  const SignedIn tokens{.session = make_token(), .browser = browser_token(request)};
  const bool in = TRY(context.database.write([&](db::Transaction& tx) -> Result<bool> {
    if (!TRY(spend(tx, context.clock, asked.owner, judged))) {
      // Somebody who knows the password: its owner is to see that.
      TRY(tx.execute("UPDATE account SET wrong_tries = wrong_tries + 1, wrong_at = $1 WHERE id = $2", now,
                     asked.owner.id));
      TRY(note_wrong_code(tx, context.clock, caller, asked, "session.code_refused"));
      return false;
    }
    TRY(forget_tries(tx, asked.door));
    const auto changed = TRY(tx.execute(
        "UPDATE session SET token_sha256 = $1, code_at = $2, proved_at = $2 WHERE id = $3 AND code_at IS NULL",
        crypto::sha256_hex(tokens.session), now, asked.session.id));
    if (changed != 1) return fail(session_ended());
    TRY(note_signed_in(tx, context.clock, TRY(account(tx, asked.owner.id)), asked.session.id));
    TRY(note_browser(tx, asked.owner.id, tokens.browser, now));
    auto entry = TRY(entry_of_owner(tx, "session.code", caller));
    entry.detail.set("how", judged.how());
    TRY(journal::record(tx, context.clock, actor_of(caller), entry));
    return true;
  }));
  if (!in) return fail(wrong_code());
  return tokens;
}

Result<void> prove_by_code(const ModuleContext& context, const Caller& caller, const std::string& code) {
  const auto asked =
      TRY(context.database.write([&](db::Transaction& tx) { return ask(tx, context.clock, caller, &inside); }));
  if (asked.admission.refused) return fail(*asked.admission.refused);
  const auto judged = TRY(judge(context, asked.owner.id, code));
  const bool right = TRY(context.database.write([&](db::Transaction& tx) -> Result<bool> {
    if (!TRY(spend(tx, context.clock, asked.owner, judged))) {
      TRY(note_wrong_code(tx, context.clock, caller, asked, "session.proof_refused"));
      return false;
    }
    TRY(forget_tries(tx, asked.door));
    TRY(note_proof(tx, context.clock, caller, judged.how()));
    return true;
  }));
  if (!right) return fail(wrong_code());
  return {};
}

Result<std::vector<std::string>> renew_recovery_codes(const ModuleContext& context, const Caller& caller) {
  if (!caller.account_id) return fail(session_ended());
  const auto owner =
      TRY(context.database.read([&](db::Reader& reader) { return account(reader, *caller.account_id); }));
  if (!owner.second_factor_since) return fail(no_second_factor());
  auto set = TRY(make_recovery_set(owner.id, context.clock.now()));
  TRY(context.database.write([&](db::Transaction& tx) -> Result<void> {
    if (TRY(account(tx, owner.id)).second_factor_since != owner.second_factor_since) return fail(no_second_factor());
    TRY(store_recovery_set(tx, owner.id, set.rows));
    TRY(journal::record(tx, context.clock, actor_of(caller), TRY(entry_of_owner(tx, "factor.codes", caller))));
    return {};
  }));
  return std::move(set.codes);
}

Result<void> remove_factor(db::Transaction& tx, const Clock& clock, const Caller& caller) {
  if (!caller.session_id || !caller.account_id) return fail(session_ended());
  const auto owner = TRY(account(tx, *caller.account_id));
  if (!owner.second_factor_since) return fail(no_second_factor());
  auto posts = TRY(posts_of(tx, owner.id));
  std::erase_if(posts, [&](const HeldPost& post) { return !is_in_force(post, clock.today()); });
  if (is_second_factor_demanded(TRY(policy(tx)), posts))
    return fail({.kind = ErrorKind::refused_by_rule,
                 .code = "second_factor_demanded",
                 .message = {"您的岗位要求二次验证，不能取消；可以换一部手机重新设置。",
                             "Your post asks for a second factor: it can be set up anew, not removed."}});
  TRY(tx.execute("DELETE FROM session WHERE account_id = $1 AND id <> $2", owner.id, *caller.session_id));
  TRY(tx.execute("DELETE FROM recovery_code WHERE account_id = $1", owner.id));
  TRY(tx.execute("DELETE FROM second_factor WHERE id = $1", owner.id));
  TRY(tx.execute("UPDATE account SET second_factor_since = NULL WHERE id = $1", owner.id));
  TRY(journal::record(tx, clock, actor_of(caller), TRY(entry_of_owner(tx, "factor.remove", caller))));
  return {};
}

Result<void> forget_factor(db::Transaction& tx, const Id& account) {
  TRY(end_sessions(tx, account));
  TRY(tx.execute("DELETE FROM recovery_code WHERE account_id = $1", account));
  TRY(tx.execute("DELETE FROM second_factor WHERE id = $1", account));
  TRY(tx.execute("UPDATE account SET second_factor_since = NULL WHERE id = $1", account));
  return {};
}

}  // namespace gulou::access
