#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/states.h"
#include "metrics/query/sessions.h"

#include <optional>
#include <vector>

#include <sys/types.h>

namespace orchard::app {

/// A conversation as the ledger knows it, and what its process does right now.
struct SessionNow {
  metrics::SessionFigures figures;
  core::SessionState state = core::SessionState::stopped;
  std::optional<pid_t> pid;  ///< none when no process lives
};

/// Newest first. True after any crash: the process itself is asked, not a flag.
[[nodiscard]] core::Result<std::vector<SessionNow>> query_sessions_now(Engine& engine);

/// The same, only of sessions whose process lives: quick however many sessions there were.
[[nodiscard]] core::Result<std::vector<SessionNow>> query_living_sessions(Engine& engine);

/// Pure: the state of a session from what is known of it.
[[nodiscard]] core::SessionState session_state(bool alive, const metrics::SessionFigures& figures);

}  // namespace orchard::app
