#pragma once

#include "core/base/error.h"

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace orchard::core {

/// A value or the Error that prevented it. Errors are values everywhere; exceptions of third
/// parties are caught where the third party is called.
template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message), {}});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace orchard::core

#define ORCHARD_CONCAT_INNER(a, b) a##b
#define ORCHARD_CONCAT(a, b) ORCHARD_CONCAT_INNER(a, b)

/// Leaves the function with the error when `expression` (a Result<void>) failed.
#define ORCHARD_CHECK(expression)                                \
  do {                                                           \
    if (auto orchard_checked = (expression); !orchard_checked)   \
      return tl::unexpected(std::move(orchard_checked).error()); \
  } while (false)

/// Declares `target` as the value of `expression`, or leaves the function with its error.
#define ORCHARD_TRY(target, expression)                                               \
  auto ORCHARD_CONCAT(orchard_try_, __LINE__) = (expression);                         \
  if (!ORCHARD_CONCAT(orchard_try_, __LINE__))                                        \
    return tl::unexpected(std::move(ORCHARD_CONCAT(orchard_try_, __LINE__)).error()); \
  target = std::move(*ORCHARD_CONCAT(orchard_try_, __LINE__))
