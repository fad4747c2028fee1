#include "spine/access/store.h"

#include <fmt/format.h>

#include "base/fold.h"
#include "spine/access/browsers.h"
#include "spine/access/factor.h"
#include "spine/access/factor_reset.h"
#include "spine/access/letters.h"
#include "spine/access/operator_token.h"
#include "spine/access/passwords.h"
#include "spine/access/recovery.h"
#include "spine/access/tries.h"
#include "spine/units/queries.h"

namespace gulou::access {

const db::Table account_table{.name = "account",
                              .row = &type_of<Account>,
                              .primary_key = "id",
                              .foreign_keys = {{"unit_id", "unit(id)"}},
                              .indexes = {{"account_folded_name", "folded_name", true}, {"account_unit", "unit_id"}}};

const db::Table post_table{.name = "post",
                           .row = &type_of<Post>,
                           .primary_key = "id",
                           .foreign_keys = {{"account_id", "account(id)"}, {"unit_id", "unit(id)"}},
                           .indexes = {{"post_account", "account_id"}, {"post_unit", "unit_id"}}};

const db::Table session_table{.name = "session",
                              .row = &type_of<Session>,
                              .primary_key = "id",
                              .foreign_keys = {{"account_id", "account(id)"}, {"post_id", "post(id)"}},
                              .indexes = {{"session_token", "token_sha256", true},
                                          {"session_account", "account_id"},
                                          {"session_post", "post_id"},
                                          {"session_created", "created_at"},
                                          {"session_seen", "seen_at"}}};

namespace {

constexpr std::string_view select_held_post =
    "SELECT p.id, p.account_id, p.role, p.valid_from, p.valid_to, u.id AS unit_id, "
    "coalesce(c.code, '') AS unit_code, u.name AS unit_name, u.level AS unit_level, u.path AS unit_path, "
    "u.county_id, u.withdrawn_on FROM post p JOIN unit u ON u.id = p.unit_id "
    "LEFT JOIN unit_code c ON c.unit_id = u.id AND (c.valid_to IS NULL OR c.valid_to = u.withdrawn_on) ";

std::string held_posts_where(std::string_view rest) { return fmt::format("{}{}", select_held_post, rest); }

// A unit that was recoded on the day it was withdrawn has two codes that ended with it: the later one counts.
std::vector<HeldPost> without_doubles(std::vector<HeldPost> posts) {
  std::vector<HeldPost> out;
  for (auto& each : posts) {
    if (!out.empty() && out.back().id == each.id) out.pop_back();
    out.push_back(std::move(each));
  }
  return out;
}

}  // namespace

std::vector<db::Migration> migrations() {
  return {
      {"access", 1, "operator tokens", {db::CreateTable{&operator_token_table}}},
      {"access",
       2,
       "accounts, posts, sessions",
       {db::CreateTable{&account_table}, db::CreateTable{&post_table}, db::CreateTable{&session_table}}},
      {"access",
       3,
       "wrong tries at the door",
       {db::CreateTable{&tries_table}, db::CreateTable{&known_browser_table},
        db::AddColumn{&account_table, "wrong_tries"}, db::AddColumn{&account_table, "wrong_at"},
        db::AddColumn{&account_table, "signed_in_at"}, db::AddColumn{&session_table, "wrong_before"},
        db::AddColumn{&session_table, "wrong_before_at"}}},
      {"access",
       4,
       "proofs of identity, and where sessions are open",
       {db::AddColumn{&session_table, "proved_at"}, db::AddColumn{&session_table, "opened_by"},
        db::AddColumn{&session_table, "browser"}}},
      {"access", 5, "accounts of one person", {db::AddColumn{&account_table, "person_id"}}},
      // Who was there before is not to be locked at once: their rest is counted from the last entry of the journal.
      {"access",
       6,
       "accounts that nobody uses",
       {db::AddColumn{&account_table, "locked_why"}, db::AddColumn{&account_table, "unlocked_at"},
        db::Statement{"UPDATE account SET unlocked_at = (SELECT max(at) FROM journal_entry)"}}},
      {"access",
       7,
       "the second factor, its reset, and passwords that were",
       {db::CreateTable{&second_factor_table}, db::CreateTable{&recovery_code_table},
        db::CreateTable{&factor_reset_table}, db::CreateTable{&former_password_table},
        db::AddColumn{&account_table, "second_factor_since"}, db::AddColumn{&account_table, "password_set_at"},
        db::AddColumn{&session_table, "code_at"}, db::AddColumn{&session_table, "signed_in_before"}}},
      // What was handed out before has a week from the last entry of the journal.
      {"access",
       8,
       "handed out passwords have a term",
       {db::CreateTable{&handed_out_table},
        db::Statement{"INSERT INTO handed_out_password (account_id, until) SELECT a.id, (SELECT max(at) + 604800000 "
                      "FROM journal_entry) FROM account a WHERE a.state = 'must_change_password' AND EXISTS "
                      "(SELECT 1 FROM journal_entry)"}}},
      {"access", 9, "how large people want to read", {db::CreateTable{&letters_table}}}};
}

bool is_pending_or_in_force(const HeldPost& post, Date today) {
  return (!post.valid_to || (today < *post.valid_to && post.valid_from < *post.valid_to)) && !post.withdrawn_on;
}

bool is_in_force(const HeldPost& post, Date today) {
  return post.valid_from <= today && is_pending_or_in_force(post, today);
}

Result<std::optional<HeldPost>> held_post(db::Reader& reader, const Id& post) {
  static const std::string sql = held_posts_where("WHERE p.id = $1 ORDER BY c.valid_from DESC LIMIT 1");
  return reader.first<HeldPost>(sql, post);
}

Result<std::vector<HeldPost>> posts_of(db::Reader& reader, const Id& account) {
  static const std::string sql = held_posts_where("WHERE p.account_id = $1 ORDER BY p.valid_from, p.id, c.valid_from");
  return without_doubles(TRY(reader.all<HeldPost>(sql, account)));
}

units::UnitSummary unit_of(const HeldPost& post) {
  return {.id = post.unit_id,
          .code = post.unit_code,
          .name = post.unit_name,
          .level = post.unit_level,
          .path = post.unit_path,
          .county_id = post.county_id,
          .withdrawn_on = post.withdrawn_on};
}

Result<std::optional<Account>> account_named(db::Reader& reader, std::string_view name) {
  static const std::string sql = fmt::format("SELECT {} FROM account a WHERE a.folded_name = $1", account_columns);
  return reader.first<Account>(sql, fold_name(name));
}

Result<Account> account(db::Reader& reader, const Id& id) {
  static const std::string sql = fmt::format("SELECT {} FROM account a WHERE a.id = $1", account_columns);
  auto found = TRY(reader.first<Account>(sql, id));
  if (!found) return fail(not_found_error({"没有这个账号。", "There is no such account."}));
  return std::move(*found);
}

Result<void> end_sessions(db::Transaction& tx, const Id& account) {
  TRY(tx.execute("DELETE FROM session WHERE account_id = $1", account));
  return {};
}

}  // namespace gulou::access
