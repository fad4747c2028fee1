// The byte layout that is hashed: it must never change for entries that exist.
//
// hash = SHA-256 of "gulou.journal.1\n", then every field of JournalEntry but `hash`, in the order of its declaration:
//   an absent field   "-\n"
//   any other         its length in bytes as a decimal number, ":", the bytes, "\n"
// Numbers and times (milliseconds since 1970, UTC) are decimal; ids, kinds and text are as the table holds them
// (UTF-8).
//
// Canonical JSON: members sorted by the bytes of their names, no white space, text escaped as little as JSON allows
// (", \, and control characters as \n, \r, \t or \u00xx), integers only.
#pragma once

#include <string>

#include "base/json.h"
#include "spine/journal/model.h"

namespace gulou::journal {

// `previous` of the first entry.
inline const std::string no_hash(64, '0');

std::string hash_of(const JournalEntry& entry);
std::string canonical(const json::Value& value);

// "<length>:<bytes>\n"
void append_field(std::string& out, std::string_view bytes);

}  // namespace gulou::journal
