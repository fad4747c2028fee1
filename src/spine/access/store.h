// The tables of access, and the questions that its parts share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/access/model.h"
#include "spine/units/model.h"

namespace gulou::access {

extern const db::Table account_table;
extern const db::Table post_table;
extern const db::Table session_table;

std::vector<db::Migration> migrations();

// The columns of an Account and a Session in their order, for SELECTs. The account's table is `a`.
inline constexpr std::string_view account_columns =
    "a.id, a.name, a.folded_name, a.display_name, a.unit_id, a.password_hash, a.state, a.created_at, a.wrong_tries, "
    "a.wrong_at, a.signed_in_at, a.locked_why, "
    "a.unlocked_at, a.person_id, a.second_factor_since, a.password_set_at";
inline constexpr std::string_view session_columns =
    "id, account_id, token_sha256, created_at, seen_at, post_id, wrong_before, wrong_before_at, "
    "proved_at, opened_by, browser, code_at, signed_in_before";

// A post with its unit.
struct HeldPost {
  Id id;
  Id account_id;
  Role role = Role::resident;
  Date valid_from;
  std::optional<Date> valid_to;
  Id unit_id;
  std::string unit_code;
  std::string unit_name;
  units::Level unit_level = units::Level::village;
  std::string unit_path;
  std::optional<Id> county_id;
  std::optional<Date> withdrawn_on;
};

constexpr auto describe(Tag<HeldPost>) {
  return object("HeldPost", "A post with its unit", field<&HeldPost::id>("id", "Id"),
                field<&HeldPost::account_id>("account_id", "Who holds it"), field<&HeldPost::role>("role", "Role"),
                field<&HeldPost::valid_from>("valid_from", "First day"),
                field<&HeldPost::valid_to>("valid_to", "First day on which it is over"),
                field<&HeldPost::unit_id>("unit_id", "Unit"), field<&HeldPost::unit_code>("unit_code", "Its code"),
                field<&HeldPost::unit_name>("unit_name", "Its name"),
                field<&HeldPost::unit_level>("unit_level", "Its level"),
                field<&HeldPost::unit_path>("unit_path", "Its place in the tree"),
                field<&HeldPost::county_id>("county_id", "Its county"),
                field<&HeldPost::withdrawn_on>("withdrawn_on", "Since when it no longer exists"));
}

// Begun, not over, and its unit exists.
bool is_in_force(const HeldPost& post, Date today);
// Not over: in force, or to begin later.
bool is_pending_or_in_force(const HeldPost& post, Date today);

Result<std::optional<HeldPost>> held_post(db::Reader& reader, const Id& post);
// All posts of an account, also those that are over; oldest first.
Result<std::vector<HeldPost>> posts_of(db::Reader& reader, const Id& account);
units::UnitSummary unit_of(const HeldPost& post);

Result<std::optional<Account>> account_named(db::Reader& reader, std::string_view name);
// Error not_found if there is none.
Result<Account> account(db::Reader& reader, const Id& id);

// Ends every session of an account.
Result<void> end_sessions(db::Transaction& tx, const Id& account);

}  // namespace gulou::access
