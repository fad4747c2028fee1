#include "spine/access/browsers.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "crypto/hash.h"
#include "spine/access/gate.h"

namespace gulou::access {

const db::Table known_browser_table{
    .name = "known_browser",
    .row = &type_of<KnownBrowser>,
    .primary_key = "id",
    .foreign_keys = {{"account_id", "account(id)"}},
    .indexes = {{"known_browser_account", "account_id, token_sha256", true}, {"known_browser_seen", "seen_at"}}};

namespace {

constexpr std::int64_t kept_days = 90;
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::size_t token_length = 64;

std::string_view cookie_name(const net::Request& request) {
  return request.secure ? "__Host-gulou-browser" : "gulou-browser";
}

struct Sign {
  std::string_view in_header;
  std::string_view word;
};

// The first that is found counts: each browser also names those it descends from.
constexpr auto browsers = std::to_array<Sign>({{"MicroMessenger", "微信"},
                                               {"DingTalk", "钉钉"},
                                               {"Edg", "Edge"},
                                               {"OPR/", "Opera"},
                                               {"Firefox/", "Firefox"},
                                               {"Chrome/", "Chrome"},
                                               {"Safari/", "Safari"}});
constexpr auto systems = std::to_array<Sign>({{"Android", "Android"},
                                              {"HarmonyOS", "HarmonyOS"},
                                              {"iPhone", "iPhone"},
                                              {"iPad", "iPad"},
                                              {"Windows", "Windows"},
                                              {"Mac OS X", "macOS"},
                                              {"Linux", "Linux"}});

std::string_view word_for(std::span<const Sign> signs, std::string_view header) {
  for (const auto& sign : signs)
    if (header.find(sign.in_header) != std::string_view::npos) return sign.word;
  return {};
}

}  // namespace

std::string browser_words(std::string_view user_agent) {
  const auto browser = word_for(browsers, user_agent);
  const auto system = word_for(systems, user_agent);
  return fmt::format("{}{}{}", browser, browser.empty() || system.empty() ? "" : " · ", system);
}

Result<std::optional<std::string>> known_browser(db::Reader& reader, const net::Request& request,
                                                 std::string_view folded_name, Instant now) {
  const auto hash = crypto::sha256_hex(cookie_value(request, cookie_name(request)));
  const auto found =
      TRY(reader.integer("SELECT count(*) FROM known_browser b JOIN account a ON a.id = b.account_id "
                         "WHERE a.folded_name = $1 AND b.token_sha256 = $2 AND b.seen_at >= $3",
                         folded_name, hash, Instant(now.ms() - kept_days * day_ms)));
  return found.value_or(0) > 0 ? std::optional(hash) : std::nullopt;
}

std::string browser_token(const net::Request& request) {
  const auto carried = cookie_value(request, cookie_name(request));
  const bool is_token =
      carried.size() == token_length && carried.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return is_token ? std::string(carried) : crypto::hex(crypto::random_bytes(token_length / 2));
}

Result<void> note_browser(db::Transaction& tx, const Id& account, std::string_view token, Instant now) {
  TRY(tx.execute("DELETE FROM known_browser WHERE seen_at < $1", Instant(now.ms() - kept_days * day_ms)));
  const auto hash = crypto::sha256_hex(token);
  const auto seen = TRY(tx.execute("UPDATE known_browser SET seen_at = $1 WHERE account_id = $2 AND token_sha256 = $3",
                                   now, account, hash));
  if (seen > 0) return {};
  return tx.insert(known_browser_table,
                   KnownBrowser{.id = Id::make(now.ms()), .account_id = account, .token_sha256 = hash, .seen_at = now});
}

std::string browser_cookie(const net::Request& request, std::string_view token) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", cookie_name(request), token,
                     kept_days * day_ms / 1000, request.secure ? "; Secure" : "");
}

}  // namespace gulou::access
