// What can go wrong, said once: kinds of failure, refusals with a stable code, and the fields at fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gulou {

// A message in the two languages every face of Gulou speaks.
struct Text {
  std::string zh;
  std::string en;
  bool operator==(const Text&) const = default;
};

// Kinds of failure, free of any protocol; net/problem.cc maps each to an HTTP status, app/ to an exit code.
// The numbers are stable: never reuse one.
enum class ErrorKind : int {
  invalid = 1,          // what was sent is malformed or breaks a rule about its fields
  unauthenticated = 2,  // no session or token
  forbidden = 3,        // known, but not allowed
  not_found = 4,
  conflict = 5,      // the stored state is not what the caller saw, or a name is taken
  gone = 6,          // was there, lawfully taken down
  too_large = 7,     // a limit on size or number
  rate_limited = 8,  // a limit on frequency
  unavailable = 9,   // try again: overload, database away, disk full
  internal = 10,     // our fault
  method_not_allowed = 11,
  unsupported_type = 12,
  refused_by_rule = 13,  // well-formed, but a rule of law or of the house forbids it
};

// One field at fault. `pointer` is a JSON pointer (RFC 6901), "" for the whole document.
struct FieldError {
  std::string pointer;
  std::string rule;  // stable short name of the rule broken, e.g. "required", "too_long"
  Text message;
  bool operator==(const FieldError&) const = default;
};

// What only the log may see (SQL, paths, library messages). A type of its own, so that it cannot end up in a reply.
struct InternalText {
  std::string value;
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string code;  // stable, e.g. "division_code_unknown"
  Text message;
  std::vector<FieldError> fields = {};
  InternalText internal = {};
  std::int64_t retry_after_s = 0;  // when trying again may help; 0: not said
};

// Shorthands for the failures that need no message of their own.
Error internal_error(std::string what_the_log_should_say);
Error unavailable_error(std::string code, std::string what_the_log_should_say);
Error not_found_error(Text message);
// The document was read but some fields are wrong.
Error invalid_fields(std::vector<FieldError> fields);

// One line for logs and command-line output: "code: message (en) [fields]". Never contains `internal`.
std::string describe_error(const Error& error);

}  // namespace gulou
