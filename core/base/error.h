#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::core {

/// What kind of thing went wrong; decides exit codes and whether a retry makes sense.
enum class ErrorCode {
  invalid_argument,  ///< the caller's input is wrong
  not_found,
  already_exists,
  ambiguous,  ///< a name that fits several things
  permission_denied,
  unavailable,  ///< a needed program, service or login is missing
  unsupported,
  busy,  ///< somebody else holds it now
  timed_out,
  cancelled,
  corrupt,  ///< stored data does not make sense
  io,
  external_failed,  ///< a child program said no
  internal,
};

[[nodiscard]] std::string_view to_string(ErrorCode code);

/// A failure as a value. `message` is one sentence for a person: what happened, to which thing,
/// what to do. `context` holds what was being tried, innermost first. Plain value, any thread.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::vector<std::string> context;

  /// Adds what was being tried and gives the error back, for use in return statements.
  [[nodiscard]] Error with_context(std::string what) &&;

  /// The message, then the context in brackets when there is any.
  [[nodiscard]] std::string describe() const;
};

}  // namespace orchard::core
