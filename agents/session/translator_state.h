#pragma once

#include "agents/protocol/event.h"
#include "agents/session/translator.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace orchard::agents {

/// All that a Translator remembers between two lines. Internal to it; saved as JSON.
struct TranslatorState {
  struct Turn {
    core::TurnId id;
    core::SessionId session;
    core::Timestamp started;
    core::Timestamp heard;  ///< when the last line came while it ran
  };
  /// A turn has begun, but the echo that names it comes with the first reply only.
  struct PendingTurn {
    core::TurnId init;
    core::Timestamp at;
    bool from_background_task = false;
  };
  struct ApiCall {
    core::ApiCallId id;
    std::optional<core::TurnId> turn;
    std::string request_id;
    std::string model;
    ApiUsage usage;
    bool complete = false;
    core::Timestamp started;
    bool operator==(const ApiCall&) const = default;
  };
  struct OpenTool {
    core::ToolCallId call;
    core::SessionId session;
    core::ToolCallId parent;
  };
  struct OpenRequest {
    core::PermissionRequestId request;
    core::SessionId session;
    core::ToolCallId call;
    bool call_failed = false;  ///< answered; the turn's result will tell whether it was denied
  };

  TranslatorContext context;

  core::SessionId session;
  std::optional<core::SessionId> continues;
  std::string model;
  std::string permission_mode;
  std::string cli_version;
  std::string cwd;

  std::optional<Turn> turn;
  std::optional<PendingTurn> pending;
  bool task_notified = false;
  bool compacted = false;  ///< since the last result, because the user asked for it
  /// What the last result of this process said, and of which session.
  std::vector<TurnResult::ModelTotal> totals;
  core::SessionId totals_of;
  /// Texts echoed before the init: the first of several queued messages that one turn takes.
  std::vector<std::string> early_prompts;
  /// The last messages that were read, oldest first.
  std::vector<core::MessageId> read_messages;

  std::map<core::ToolCallId, ApiCall> calls;  ///< the running one of each thread, by its parent
  std::vector<OpenTool> tools;
  std::vector<OpenRequest> requests;
};

[[nodiscard]] std::string write_state(const TranslatorState& state);
/// Everything but the context. Errors: corrupt.
[[nodiscard]] core::Result<TranslatorState> read_state(TranslatorContext context,
                                                       std::string_view saved);

}  // namespace orchard::agents
