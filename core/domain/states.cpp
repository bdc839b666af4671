#include "core/domain/states.h"

namespace orchard::core {

std::string_view to_string(WorkspaceStatus status) {
  switch (status) {
    case WorkspaceStatus::active:
      return "active";
    case WorkspaceStatus::archived:
      return "archived";
    case WorkspaceStatus::deleted:
      return "deleted";
  }
  return "active";
}

std::string_view to_string(SessionState state) {
  switch (state) {
    case SessionState::running:
      return "running";
    case SessionState::waiting:
      return "waiting";
    case SessionState::idle:
      return "idle";
    case SessionState::stopped:
      return "stopped";
  }
  return "stopped";
}

std::string_view to_string(TurnOutcome outcome) {
  switch (outcome) {
    case TurnOutcome::ok:
      return "ok";
    case TurnOutcome::error:
      return "error";
    case TurnOutcome::interrupted:
      return "interrupted";
  }
  return "error";
}

std::optional<WorkspaceStatus> parse_workspace_status(std::string_view text) {
  if (text == "active") return WorkspaceStatus::active;
  if (text == "archived") return WorkspaceStatus::archived;
  if (text == "deleted") return WorkspaceStatus::deleted;
  return std::nullopt;
}

std::optional<TurnOutcome> parse_turn_outcome(std::string_view text) {
  if (text == "ok") return TurnOutcome::ok;
  if (text == "error") return TurnOutcome::error;
  if (text == "interrupted") return TurnOutcome::interrupted;
  return std::nullopt;
}

}  // namespace orchard::core
