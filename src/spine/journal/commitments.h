// Values about people in the journal: as salted hashes, whose salts can be deleted.
//
// The detail of the entry holds {"committed": {"<name>": "<hash>"}}. hash = SHA-256 of "gulou.commitment.1\n", then as
// fields (chain.h) the salt, the name and the value. The salt is 32 random bytes in hexadecimal, in a row of
// `journal_salt`. While it is there, someone who knows the value can show that the entry speaks of it, and someone who
// can read the table can try out guesses. Once it is deleted the value can be neither confirmed nor guessed, and the
// entry verifies as before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "db/database.h"
#include "spine/journal/model.h"

namespace gulou::journal {

// A row of `journal_salt`.
struct Salt {
  std::int64_t number = 0;  // of the entry
  std::string name;
  std::string salt;
};

constexpr auto describe(Tag<Salt>) {
  return object("Salt", "The salt of a personal value", field<&Salt::number>("number", "The entry"),
                field<&Salt::name>("name", "Which of its values"), field<&Salt::salt>("salt", "32 random bytes"));
}

Salt make_salt(std::int64_t number, std::string_view name);
std::string commitment(const Salt& salt, std::string_view value);

enum class Confirmation { confirmed, another_value, salt_deleted };

// Does entry `number` speak of this value? Not found if it has no value of that name.
Result<Confirmation> confirm(db::Reader& reader, std::int64_t number, std::string_view name, std::string_view value);
// Deletes the salts of an entry for good; how many there were.
Result<std::int64_t> delete_salts(db::Transaction& tx, std::int64_t number);

}  // namespace gulou::journal
