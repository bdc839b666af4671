#pragma once

#include "agents/launch/launch_plan.h"
#include "agents/launch/session_directory.h"
#include "app/services/engine.h"
#include "app/services/recording/live_tail.h"
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
  agents::LaunchRecord record;
  bool started = false;  ///< by this call
};

/// Makes sure that a process of `session` runs as wished: takes the living one, changes its model
/// or mode, or starts and resumes one. A mode that the living process refuses ends it, when idle,
/// and resumes the session. The caller holds lock_process. Errors: unavailable (no agent program),
/// busy (a turn runs that would have to be ended), io.
[[nodiscard]] core::Result<ReadyProcess> ensure_process(Engine& engine,
                                                        const agents::SessionDirectory& directory,
                                                        const metrics::Workspace& workspace,
                                                        const metrics::Session& session,
                                                        const ProcessWishes& wishes);

/// Held by whoever starts, ends or speaks for the user to the process of a session, so that a
/// prompt stored before is seen and one stored later finds the process gone. Errors: timed_out, io.
[[nodiscard]] core::Result<core::FileLock> lock_process(const agents::SessionDirectory& directory);
/// None: somebody else works on the process now.
[[nodiscard]] core::Result<std::optional<core::FileLock>> try_lock_process(
    const agents::SessionDirectory& directory);

/// Held by whoever answers a request of the session, for an answer must not wait for somebody who
/// starts or ends the process. Errors: busy, io.
[[nodiscard]] core::Result<core::FileLock> lock_answers(const agents::SessionDirectory& directory);

/// Reads `tail` to its end: whether no turn and no background task runs.
[[nodiscard]] core::Result<bool> rests(LiveTail& tail);

/// Whether anything that was stored for the conversation is still unread, under whichever of its
/// ids. Before a process is ended this is asked first and rests() second: what the ledger saw being
/// read stands in the log.
[[nodiscard]] core::Result<bool> is_prompt_waiting(Engine& engine,
                                                   const agents::LaunchRecord& record);

/// Sends what was stored for the session and never read, oldest first; the agent runs each message
/// once. The caller holds lock_process. Errors: those of agents::speak.
[[nodiscard]] core::Result<void> send_unread_prompts(Engine& engine,
                                                     const agents::SessionDirectory& directory,
                                                     const core::SessionId& session);

/// Withdraws a prompt that no agent will read, so that it does not run behind the sender's back
/// later. Gives `error` for the sender, who is told when the prompt could not be withdrawn. The
/// caller holds lock_process.
[[nodiscard]] core::Error take_back(Engine& engine, const core::MessageId& prompt,
                                    core::Error error);
/// Adds to `error` that the prompt is not lost and must not be sent again.
[[nodiscard]] core::Error say_queued(core::Error error);

}  // namespace orchard::app
