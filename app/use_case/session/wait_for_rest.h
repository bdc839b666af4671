#pragma once

#include "app/services/engine.h"
#include "app/services/session_now.h"
#include "core/base/result.h"

#include <vector>

namespace orchard::app {

enum class RestEnd {
  rested,      ///< none of them works
  needs_user,  ///< at least one asks something
  timed_out,   ///< at least one still works
};

struct RestedSessions {
  RestEnd end = RestEnd::rested;
  std::vector<SessionNow> sessions;  ///< as they are now, in the order given
};

/// Records the sessions until all of them rest or one of them needs the user, at most `patience`
/// (0: for ever). A session without a process rests. Blocks. Errors: not_found, io.
[[nodiscard]] core::Result<RestedSessions> wait_for_rest(
    Engine& engine, const std::vector<core::SessionId>& sessions, core::Duration patience);

/// Interrupts the running turn and waits until it ended. False: no turn runs. The process stays.
/// Errors: not_found, unavailable (no process), timed_out (the agent does not obey), io.
[[nodiscard]] core::Result<bool> interrupt_and_wait(Engine& engine, const core::SessionId& session);

}  // namespace orchard::app
