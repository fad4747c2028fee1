#include "spine/access/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "spine/access/gate.h"
#include "spine/access/sessions.h"

namespace gulou::access {

const db::Table letters_table{.name = "account_letters",
                              .row = &type_of<ChosenLetters>,
                              .primary_key = "account_id",
                              .foreign_keys = {{"account_id", "account(id)"}}};

namespace {

constexpr std::int64_t year_of_seconds = 31'536'000;
constexpr std::string_view mode_cookie = "elders";
constexpr std::string_view time_cookie = "elders_at";  // seconds since 1970

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string cookie(std::string_view name, std::string_view value, std::int64_t seconds) {
  return fmt::format("{}={}; Path=/; SameSite=Lax; Max-Age={}", name, value, seconds);
}

// The account that is fully signed in with a session.
Result<std::optional<Id>> account_of(const ModuleContext& context, std::string_view session) {
  if (session.empty()) return std::optional<Id>();
  const auto open =
      TRY(context.database.read([&](db::Reader& reader) { return open_session(reader, context.clock, session); }));
  if (!open || open->need != Need::nothing) return std::optional<Id>();
  return std::optional<Id>(open->account.id);
}

Result<void> keep(const ModuleContext& context, const ChosenLetters& chosen) {
  return context.database.write([&](db::Transaction& tx) { return keep_letters(tx, chosen); });
}

}  // namespace

Result<std::optional<ChosenLetters>> letters_of(db::Reader& reader, const Id& account) {
  return reader.first<ChosenLetters>("SELECT account_id, letters, chosen_at FROM account_letters WHERE account_id = $1",
                                     account);
}

Result<void> keep_letters(db::Transaction& tx, const ChosenLetters& chosen) {
  const auto kept = TRY(letters_of(tx, chosen.account_id));
  if (!kept) return tx.insert(letters_table, chosen);
  TRY(tx.execute("UPDATE account_letters SET letters = $2, chosen_at = $3 WHERE account_id = $1 AND chosen_at <= $3",
                 chosen.account_id, chosen.letters, chosen.chosen_at));
  return {};
}

std::string_view letters_word(std::int64_t letters) {
  if (letters == 2) return "长辈版（更大字）";
  return letters == 1 ? "长辈版" : "标准版";
}

std::optional<ChosenLetters> carried_letters(const net::Request& request, const Id& account, Instant now) {
  const auto said = cookie_value(request, mode_cookie);
  const auto mode = number_in(said);
  const auto at = number_in(cookie_value(request, time_cookie));
  const bool is_mode = mode && *mode >= 1 && *mode <= 2;
  const bool is_time = at && *at >= 0;
  // The standard mode has no cookie of its own, only the time at which it was chosen.
  if (!is_mode && (!is_time || !said.empty())) return std::nullopt;
  const auto latest = now.ms() / 1000;
  const auto seconds = is_time ? std::min(*at, latest) : latest;
  return ChosenLetters{account, is_mode ? *mode : 0, Instant(seconds * 1000)};
}

std::vector<std::string> letters_cookies(std::int64_t letters, Instant chosen_at) {
  return {cookie(mode_cookie, std::to_string(letters), letters == 0 ? 0 : year_of_seconds),
          cookie(time_cookie, std::to_string(chosen_at.ms() / 1000), year_of_seconds)};
}

Result<std::vector<std::string>> choose_letters(const ModuleContext& context, const net::Request& request,
                                                std::int64_t letters) {
  const auto now = context.clock.now();
  if (const auto account = TRY(account_of(context, session_token(request))))
    TRY(keep(context, {*account, letters, now}));
  return letters_cookies(letters, now);
}

Result<std::vector<std::string>> letters_after_sign_in(const ModuleContext& context, const net::Request& request,
                                                       std::string_view session) {
  const auto account = TRY(account_of(context, session));
  if (!account) return std::vector<std::string>();
  const auto kept = TRY(context.database.read([&](db::Reader& reader) { return letters_of(reader, *account); }));
  const auto carried = carried_letters(request, *account, context.clock.now());
  // The cookie counts whole seconds.
  if (carried && (!kept || kept->chosen_at.ms() / 1000 < carried->chosen_at.ms() / 1000)) {
    TRY(keep(context, *carried));
    return letters_cookies(carried->letters, carried->chosen_at);
  }
  if (!kept) return std::vector<std::string>();
  return letters_cookies(kept->letters, kept->chosen_at);
}

}  // namespace gulou::access
