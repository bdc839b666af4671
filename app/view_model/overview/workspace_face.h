#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/role.h"

#include <map>
#include <string>
#include <string_view>

namespace orchard::app {

/// When the user last looked at a workspace; absent means never.
using SeenTimes = std::map<core::WorkspaceId, core::Timestamp>;

/// How a workspace stands, most urgent first: the order of the cards.
enum class Face { waiting, running, failed, interrupted, done, idle, archived };

struct WorkspaceFace {
  Face face = Face::idle;
  const SessionSummary* session = nullptr;  ///< the one that decides; null without sessions
};

/// The most urgent session decides; without an active one the newest. "Done" and "interrupted"
/// fade to idle once seen or after 2 h; a failure stays until the next turn.
[[nodiscard]] WorkspaceFace face_of(const WorkspaceState& workspace, const SeenTimes& seen,
                                    core::Timestamp now);

[[nodiscard]] StateMark mark_of(Face face);
/// The mark of one conversation, for its tab.
[[nodiscard]] StateMark mark_of(const SessionSummary& session);
[[nodiscard]] Role role_of(Face face);
/// "Needs you", "Running", "Failed", "Interrupted", "Done", "Idle", "Archived".
[[nodiscard]] std::string_view name_of(Face face);

/// How long it stands so: since the question, since the turn began, or "3 h ago".
[[nodiscard]] Figure time_of(const WorkspaceState& workspace, const WorkspaceFace& face,
                             core::Timestamp now);

/// The workspace in active or archived ones; null when the snapshot does not hold it.
[[nodiscard]] const WorkspaceState* find_workspace(const AppSnapshot& snapshot,
                                                   const core::WorkspaceId& id);
/// The session named, or the newest one; null when there is none.
[[nodiscard]] const SessionSummary* find_session(const WorkspaceState& workspace,
                                                 const core::SessionId* id);

}  // namespace orchard::app
