#include "spine/journal/verify.h"

#include <fmt/format.h>

#include <limits>

#include "spine/journal/chain.h"
#include "spine/journal/head.h"
#include "spine/journal/model.h"

namespace gulou::journal {
namespace {

constexpr int rows_at_once = 1000;

Fault fault(std::int64_t number, FaultKind kind) {
  const auto say = [&](std::string_view zh, std::string_view en) {
    return Fault{number, kind, {fmt::format("第 {} 条日志{}", number, zh), fmt::format("entry {} {}", number, en)}};
  };
  switch (kind) {
    case FaultKind::missing:
      return say("缺失。", "is missing");
    case FaultKind::altered:
      return say("被改动。", "was altered");
    case FaultKind::out_of_place:
      return say("不是原来的那一条。", "is not the one that was written there");
    case FaultKind::rewritten:
      return say("被改写，并重算了校验值。", "was rewritten, with its hash made to fit");
    case FaultKind::no_head:
      return say("之后的链头记录缺失或被回退。", "is not where the journal's head says it ends");
  }
  return say("", "");
}

// Walks along the chain; each row is judged by itself and by the hash of the one before.
class Walk {
 public:
  std::optional<Fault> next(const JournalEntry& row) {
    const std::int64_t expected = number_ + 1;
    if (row.number < expected) return fault(row.number, FaultKind::out_of_place);
    if (row.number > expected) return fault(expected, FaultKind::missing);
    const bool follows = row.previous == hash_;
    if (hash_of(row) != row.hash) return fault(expected, follows ? FaultKind::altered : FaultKind::out_of_place);
    // An entry that is sound in itself was chained to something else: what stands before it was rewritten.
    if (!follows) return number_ == 0 ? fault(1, FaultKind::out_of_place) : fault(number_, FaultKind::rewritten);
    number_ = row.number;
    hash_ = row.hash;
    return std::nullopt;
  }

  std::optional<Fault> end(const std::optional<Head>& head) const {
    if (!head || head->number < number_) return fault(number_, FaultKind::no_head);
    if (head->number > number_) return fault(number_ + 1, FaultKind::missing);
    if (head->hash != hash_) return fault(number_, FaultKind::rewritten);
    return std::nullopt;
  }

 private:
  std::int64_t number_ = 0;
  std::string hash_ = no_hash;
};

}  // namespace

Result<std::optional<Fault>> verify(db::Reader& reader) {
  Walk walk;
  for (auto after = std::numeric_limits<std::int64_t>::min();;) {
    const auto rows = TRY(reader.all<JournalEntry>(
        "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
        "county_id, detail, request, previous, hash FROM journal_entry WHERE number > $1 ORDER BY number LIMIT $2",
        after, rows_at_once));
    for (const auto& row : rows)
      if (auto found = walk.next(row)) return found;
    if (rows.size() < rows_at_once) break;
    after = rows.back().number;
  }
  return walk.end(TRY(head(reader)));
}

}  // namespace gulou::journal
