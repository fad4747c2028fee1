// Result<T>: a value or an Error. Nothing in Gulou throws across a module's border.
// libstdc++ 12 has std::expected without and_then/transform, so TRY is how a failure travels up.
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace gulou {

template <class T>
using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

inline Failure fail(Error error) { return Failure(std::move(error)); }

}  // namespace gulou

// Gives the value of a Result, or returns its Error from the enclosing function: TRY(store.save(unit));
// const Unit unit = TRY(store.find(id)); — but in the braces of an initializer or in captures only in the first place:
// g++ leaks what stands before it there when it returns (scripts/check-try holds that).
#define TRY(...) GULOU_TRY_NAMED(GULOU_TRY_JOIN(try_result_, __COUNTER__), __VA_ARGS__)
// The counter keeps a TRY inside a TRY from shadowing.
#define GULOU_TRY_JOIN(name, number) GULOU_TRY_JOIN_NOW(name, number)
#define GULOU_TRY_JOIN_NOW(name, number) name##number
#define GULOU_TRY_NAMED(result, ...)                                 \
  __extension__({                                                    \
    auto result = (__VA_ARGS__);                                     \
    if (!result) return ::gulou::Failure(std::move(result).error()); \
    ::gulou::detail::take(std::move(result));                        \
  })

namespace gulou::detail {
template <class T>
T take(std::expected<T, Error>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
}  // namespace gulou::detail
