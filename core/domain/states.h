#pragma once

#include <optional>
#include <string_view>

namespace orchard::core {

enum class WorkspaceStatus { active, archived, deleted };

/// running: a turn runs · waiting: a turn runs and asks the user · idle: the process lives without
/// a turn · stopped: no process.
enum class SessionState { running, waiting, idle, stopped };

enum class TurnOutcome { ok, error, interrupted };

/// Names as they stand in the store and in JSON.
[[nodiscard]] std::string_view to_string(WorkspaceStatus status);
[[nodiscard]] std::string_view to_string(SessionState state);
[[nodiscard]] std::string_view to_string(TurnOutcome outcome);

[[nodiscard]] std::optional<WorkspaceStatus> parse_workspace_status(std::string_view text);
[[nodiscard]] std::optional<TurnOutcome> parse_turn_outcome(std::string_view text);

}  // namespace orchard::core
