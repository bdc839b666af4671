#pragma once

#include "agents/protocol/questions.h"
#include "agents/supervisor/stop_ladder.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// What ending a session's process took.
struct StoppedSession {
  bool was_running = false;
  agents::StopStep hardest_step = agents::StopStep::begin;
  int tools_ended = 0;  ///< processes that it had started and left running
};

/// Ends the process of a session: interrupts its turn first, then harder and harder. With a prompt
/// queued behind the turn it begins with the signals, so that the agent does not run it; the prompt
/// stays queued. What a process that is gone left running is ended too. The session can be resumed.
/// A session without process is fine. Errors: not_found, timed_out.
[[nodiscard]] core::Result<StoppedSession> stop_session(
    Engine& engine, const core::SessionId& session,
    const std::function<void(agents::StopStep)>& on_step = {});

/// "2 queued prompts were not read; they go out with the next one after a restore." `when` is the
/// end of it, with a blank before it.
[[nodiscard]] std::string unread_prompts_text(std::size_t queued, std::string_view when = "");

/// Interrupts the running turn; the process stays. Errors: not_found, unavailable (no process).
[[nodiscard]] core::Result<void> interrupt_turn(Engine& engine, const core::SessionId& session);

struct PermissionAnswer {
  core::SessionId session;
  core::PermissionRequestId request;
  bool allow = false;
  bool always_in_session = false;  ///< the CLI's own rules for it, for this session only
  std::string reason;              ///< for a denial
  /// With `allow`, when the agent asks the user something: one for each of its questions.
  std::vector<agents::QuestionAnswer> answers;
};

/// Tells the agent and the ledger. Of several answers at once the first one counts. Errors:
/// invalid_argument (a question without answer), already_exists (answered or taken back), not_found
/// (never asked), unavailable (the process is gone), busy.
[[nodiscard]] core::Result<void> answer_permission(Engine& engine, const PermissionAnswer& answer);

}  // namespace orchard::app
