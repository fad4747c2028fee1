// Password hashing: Argon2id (RFC 9106), as PHC strings that carry their parameters and a salt of their own.
//
// What it does not do: it has no secret key ("pepper"), so whoever has the database can try guesses at the price below
// each. Parameters are OWASP's minimum, about 30 ms on the small machines we run on; no more than two hashes are made
// at once, so that a crowd at the door cannot take the machine's memory.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace gulou::crypto {

// "$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>". Fails (unavailable) only without memory.
Result<std::string> hash_password(std::string_view password);
// Does the password belong to the hash? False also for a malformed hash.
bool verify_password(const std::string& phc, std::string_view password);
// Made with other parameters than a hash of today: hash the password again when it is next known.
bool is_outdated(std::string_view phc);
// A hash that no password belongs to, for names that are not there: verifying against it takes as long as any.
const std::string& hash_of_nobody();

}  // namespace gulou::crypto
