// The head of the chain, kept apart from the entries so that removing the last of them is seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/describe.h"
#include "db/database.h"

namespace gulou::journal {

// The only row of `journal_head`.
struct Head {
  std::int64_t id = 1;
  std::int64_t number = 0;  // of the last entry; 0 before the first
  std::string hash;         // of the last entry; 64 zeros before the first
};

constexpr auto describe(Tag<Head>) {
  return object("Head", "The last entry of the journal", field<&Head::id>("id", "Always 1"),
                field<&Head::number>("number", "Number of the last entry"),
                field<&Head::hash>("hash", "Hash of the last entry"));
}

Result<std::optional<Head>> head(db::Reader& reader);

}  // namespace gulou::journal
