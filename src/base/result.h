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

// Gives the value of a Result, or returns its Error from the enclosing function:
//   const Unit unit = TRY(store.find(id));
//   TRY(store.save(unit));
#define TRY(...)                                                               \
  __extension__({                                                              \
    auto try_result_ = (__VA_ARGS__);                                          \
    if (!try_result_) return ::gulou::Failure(std::move(try_result_).error()); \
    ::gulou::detail::take(std::move(try_result_));                             \
  })

namespace gulou::detail {
template <class T>
T take(std::expected<T, Error>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
}  // namespace gulou::detail
