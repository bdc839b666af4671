#pragma once

#include "app/services/engine.h"
#include "app/services/living_processes.h"
#include "core/base/result.h"
#include "core/domain/states.h"
#include "metrics/query/sessions.h"

#include <map>
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

/// The process that carries the session now, if one lives. Pure.
[[nodiscard]] std::optional<pid_t> process_of(
    const core::SessionId& session, const core::SessionId& launched_as,
    const std::map<core::SessionId, LivingProcess>& living);

/// Pure: `pid` is that of its living process.
[[nodiscard]] SessionNow session_now(metrics::SessionFigures figures, std::optional<pid_t> pid);

/// Newest first. True after any crash: the process itself is asked, not a flag.
[[nodiscard]] core::Result<std::vector<SessionNow>> query_sessions_now(Engine& engine);

/// One of them. Errors: not_found.
[[nodiscard]] core::Result<SessionNow> query_session_now(Engine& engine,
                                                         const core::SessionId& session);

/// The same, only of one workspace.
[[nodiscard]] core::Result<std::vector<SessionNow>> query_sessions_now(
    Engine& engine, const core::WorkspaceId& workspace);

/// The same, only of sessions whose process lives: quick however many sessions there were.
[[nodiscard]] core::Result<std::vector<SessionNow>> query_living_sessions(Engine& engine);

/// Pure: the state of a session from what is known of it.
[[nodiscard]] core::SessionState session_state(bool alive, const metrics::SessionFigures& figures);

}  // namespace orchard::app
