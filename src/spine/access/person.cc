#include "spine/access/person.h"

#include <algorithm>

#include "spine/access/accounts.h"
#include "spine/journal/journal.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

struct AccountId {
  Id id;
};
constexpr auto describe(Tag<AccountId>) { return object("AccountId", "An account", field<&AccountId::id>("id", "Id")); }

// The account that stands for the person.
Id first_of(const Account& account) { return account.person_id.value_or(account.id); }

Result<std::vector<AccountId>> accounts_that_stand_behind(db::Reader& reader, const Id& account) {
  return reader.all<AccountId>("SELECT id FROM account WHERE person_id = $1 ORDER BY id", account);
}

Error unknown_account() {
  return invalid_fields(
      {{"/also", "unknown", {"您的辖区内没有这个登录名。", "No account kept in your subtree has this login name."}}});
}

// The account of that name, if the caller may see it.
Result<Account> other_account(db::Reader& reader, const Caller& caller, std::string_view name) {
  const auto found = TRY(account_named(reader, name));
  if (!found) return fail(unknown_account());
  const auto unit = TRY(units::by_id(reader, found->unit_id));
  const auto seen = require(reader, caller, accounts_read, unit);
  if (!seen) return fail(seen.error().kind == ErrorKind::forbidden ? unknown_account() : seen.error());
  return *found;
}

}  // namespace

Result<bool> is_same_person(db::Reader& reader, const Id& one, const Id& other) {
  if (one == other) return true;
  const auto found = TRY(reader.integer(
      "SELECT count(*) FROM account a JOIN account b ON coalesce(a.person_id, a.id) = coalesce(b.person_id, b.id) "
      "WHERE a.id = $1 AND b.id = $2",
      one, other));
  return found.value_or(0) > 0;
}

Result<std::vector<Id>> accounts_of_person(db::Reader& reader, const Id& id) {
  const auto first = first_of(TRY(account(reader, id)));
  std::vector<Id> out;
  for (const auto& each : TRY(reader.all<AccountId>(
           "SELECT id FROM account WHERE id = $1 OR person_id = $1 ORDER BY created_at, id", first)))
    out.push_back(each.id);
  return out;
}

Result<void> set_person(db::Transaction& tx, const Clock& clock, const Caller& caller, const Id& id,
                        const SamePerson& same) {
  const auto found = TRY(managed(tx, caller, id));
  std::optional<Id> person;
  if (!same.also.empty()) {
    const auto other = TRY(other_account(tx, caller, same.also));
    if (other.id == id)
      return fail(invalid_fields({{"/also", "itself", {"请填另一个账号。", "Name another account."}}}));
    person = first_of(other);
    if (person == id) return {};  // this is the one that stands for both already
    auto posts = TRY(posts_of(tx, id));
    for (const auto& each : TRY(accounts_that_stand_behind(tx, id)))
      for (auto& post : TRY(posts_of(tx, each.id))) posts.push_back(std::move(post));
    for (const auto& each : TRY(accounts_of_person(tx, other.id)))
      for (auto& post : TRY(posts_of(tx, each))) posts.push_back(std::move(post));
    TRY(check_roles_apart(posts, caller.today));
  }
  // Accounts that this one stood for go with it; taken back, each is of a person of its own again.
  TRY(tx.execute("UPDATE account SET person_id = $2 WHERE id = $1 OR person_id = $1", id, person));
  auto entry = entry_about("account.person", found.account, found.unit);
  if (person) entry.detail.set("person", person->text());
  TRY(journal::record(tx, clock, actor_of(caller), entry));
  return {};
}

}  // namespace gulou::access
