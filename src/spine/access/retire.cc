#include "spine/access/retire.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.h"
#include "crypto/hash.h"
#include "spine/access/store.h"

namespace gulou::access {

Result<bool> retire_resident(db::Transaction& tx, const Clock& clock, const Id& id) {
  TRY(end_sessions(tx, id));
  TRY(tx.execute("DELETE FROM known_browser WHERE account_id = $1", id));
  TRY(tx.execute("DELETE FROM account_letters WHERE account_id = $1", id));
  const auto posts = TRY(posts_of(tx, id));
  for (const auto& post : posts)
    if (post.role == Role::resident && is_pending_or_in_force(post, clock.today()))
      TRY(tx.execute("UPDATE post SET valid_to = $2 WHERE id = $1", post.id, std::max(post.valid_from, clock.today())));
  if (std::ranges::any_of(posts, [](const HeldPost& post) { return post.role != Role::resident; })) return false;
  const auto name = fmt::format("已注销{}", crypto::hex(crypto::random_bytes(6)));
  TRY(
      tx.execute("UPDATE account SET name = $2, folded_name = $3, display_name = '已注销', password_hash = 'none', "
                 "state = 'locked', locked_why = $4 WHERE id = $1",
                 id, name, fold_name(name), why_left));
  return true;
}

Result<void> move_residents(db::Transaction& tx, const std::vector<Id>& accounts, const Id& to) {
  for (const auto& id : accounts) {
    TRY(tx.execute("UPDATE post SET unit_id = $2 WHERE account_id = $1 AND role = 'resident'", id, to));
    TRY(
        tx.execute("UPDATE account SET unit_id = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM post "
                   "WHERE account_id = $1 AND role <> 'resident')",
                   id, to));
    TRY(
        tx.execute("UPDATE account SET state = 'active', locked_why = '' WHERE id = $1 AND state = 'locked' "
                   "AND locked_why = $2 AND EXISTS (SELECT 1 FROM post WHERE account_id = $1 AND role = 'resident' "
                   "AND valid_to IS NULL)",
                   id, why_left));
  }
  return {};
}

}  // namespace gulou::access
