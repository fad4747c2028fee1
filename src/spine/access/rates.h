// How often somebody may ask (SEC-35): each account, and each address of those whom nobody knows. Counted in the memory
// of this process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/time.h"
#include "net/http.h"

namespace gulou::access {

// Requests a minute; 0: as many as they like.
struct Rates {
  // Nobody who works at a desk comes near: the console's busiest page asks some ten times when it is opened.
  std::int64_t all = 600;
  // Searches by a whole number, looks, imports, exports (net::is_costly): one a second, for a whole minute.
  std::int64_t costly = 60;
};

// Counts every request to the API, and every costly one wherever it is, also those that the gate refuses; answers that
// are kept cost nothing and are not counted. Errors (rate_limited, with the seconds to wait): "too_many_requests",
// "too_many_costly". `log` gets one line for each who asks too often and each minute: an account's id, or the address
// of who is not signed in, which an operator needs to shut them out.
net::Limiter make_limiter(const Rates& rates, const Clock& clock, std::function<void(const std::string& line)> log);

}  // namespace gulou::access
