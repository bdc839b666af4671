#pragma once

#include "agents/launch/launch_plan.h"
#include "agents/launch/session_directory.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/io/file_lock.h"
#include "metrics/ledger/records.h"

#include <optional>
#include <string>

namespace orchard::app {

/// What a prompt asks of the process that runs it; empty means: as the session has it.
struct ProcessWishes {
  std::string model;
  std::string permission_mode;
  std::optional<agents::AgentExecutable> executable;  ///< none: Claude Code, or what ran before
};

struct ReadyProcess {
  agents::SessionDirectory directory;
  agents::LaunchRecord record;
  bool started = false;  ///< by this call; the prompts nobody read were sent to it
};

/// Makes sure that a process of `session` runs as wished: takes the living one, changes its model
/// or mode, or starts and resumes one. A mode that the living process refuses ends it, when idle,
/// and resumes the session. Only one caller at a time works on a session. Errors: unavailable (no
/// agent program), busy (a turn runs that would have to be ended), io.
[[nodiscard]] core::Result<ReadyProcess> ensure_process(Engine& engine,
                                                        const metrics::Workspace& workspace,
                                                        const metrics::Session& session,
                                                        const ProcessWishes& wishes);

/// Held by whoever starts or ends the process of a session, so that a prompt stored before is seen
/// and one stored later finds the process gone. Errors: timed_out, io.
[[nodiscard]] core::Result<core::FileLock> lock_process(const agents::SessionDirectory& directory);

/// Sends again what was stored for the session and never read; the agent runs each message once.
[[nodiscard]] core::Result<void> send_unread_prompts(Engine& engine,
                                                     const agents::SessionDirectory& directory,
                                                     const core::SessionId& session);

}  // namespace orchard::app
