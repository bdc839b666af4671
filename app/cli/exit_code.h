#pragma once

#include "core/base/error.h"

namespace orchard::app {

/// What the process tells its caller. Documented in `orchard --help`.
enum class ExitCode : int {
  ok = 0,
  failed = 1,       ///< the thing asked for could not be done, or the agent's turn failed
  usage = 2,        ///< the command line makes no sense
  interrupted = 3,  ///< the turn was interrupted
  unanswered = 4,   ///< nobody answered a permission request in time, or one is open now
};

[[nodiscard]] inline ExitCode exit_code_for(const core::Error& error) {
  const bool usage =
      error.code == core::ErrorCode::invalid_argument || error.code == core::ErrorCode::ambiguous;
  return usage ? ExitCode::usage : ExitCode::failed;
}

}  // namespace orchard::app
