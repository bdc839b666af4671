#pragma once

#include "agents/launch/launch_plan.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <optional>
#include <string>

namespace orchard::app {

struct SendRequest {
  core::WorkspaceId workspace;
  std::optional<core::SessionId> session;  ///< none: the workspace's newest, else a new one
  bool new_session = false;                ///< begin another conversation
  std::string text;
  std::string model;                                  ///< empty: the session's
  std::string permission_mode;                        ///< empty: the session's
  std::optional<agents::AgentExecutable> executable;  ///< none: Claude Code
};

struct SentMessage {
  core::SessionId session;
  core::MessageId message;
  int process = 0;
  bool started_process = false;
};

/// Stores the prompt, then gives it to the session's process, started or resumed when there is
/// none. Killed in between, whoever works with the session next sends it. After an error nothing is
/// queued unless the sentence says so. Errors: not_found, invalid_argument (archived workspace,
/// empty text, unknown mode), unavailable, busy, corrupt (half-written and queued).
[[nodiscard]] core::Result<SentMessage> send_message(Engine& engine, const SendRequest& request);

/// The permission modes a session may be given.
[[nodiscard]] bool is_permission_mode(std::string_view mode);

}  // namespace orchard::app
