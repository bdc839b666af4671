#pragma once

#include "agents/protocol/event.h"
#include "core/domain/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::agents {

struct LiveRequest {
  core::PermissionRequestId request;
  core::ToolCallId call;
  std::string tool;
  std::string summary;
  std::string input_json;
  std::string suggestions_json;
};

/// What a session does at this moment, for what is not in the store (yet). Plain value.
struct LiveState {
  core::SessionState state = core::SessionState::idle;
  core::SessionId session;
  std::string cwd;
  std::string model;
  std::string permission_mode;
  std::string streaming_text;  ///< of the main thread, since its last finished block
  std::string streaming_thinking;
  std::string current_tool;           ///< "Bash ctest -L draw" while one runs, else empty
  std::string activity;               ///< "Compacting", "Waiting to retry (2 of 10)", else empty
  std::vector<LiveRequest> requests;  ///< oldest first
  std::int64_t context_tokens = 0;    ///< of the main thread's last API call
  std::int64_t context_window = 0;    ///< 0 when unknown
  std::vector<std::string> slash_commands;  ///< without the slash, as the CLI last listed them

  struct RunningTool {
    core::ToolCallId call;
    std::string label;
  };
  std::vector<RunningTool> running_tools;  ///< in the order they began
  /// Ids of background tasks and sub-agents that have not ended; they outlive the turn.
  std::vector<std::string> running_tasks;
};

/// Takes one more event in. Pure.
void reduce(LiveState& state, const Event& event);

/// The user answered: the request is open no longer, though the stream does not say so.
void resolve_request(LiveState& state, const core::PermissionRequestId& request);

/// A message was sent: the session runs, though the agent has not answered yet.
void note_prompt_sent(LiveState& state);

/// The process is gone.
void note_process_ended(LiveState& state);

}  // namespace orchard::agents
