#pragma once

#include "app/view_model/overview/workspace_face.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

struct SessionTab {
  core::SessionId session;
  StateMark mark = StateMark::idle;
  std::string title;
  std::string turns;
  bool selected = false;
  std::string hover;
};

struct WorkspaceHeaderView {
  std::string repository;
  std::string name;
  std::string branch;
  std::string base;
  bool can_archive = false;
  bool can_restore = false;
  bool can_stop = false;         ///< the open session has a process
  std::string archive_hover;     ///< what archiving keeps
  std::string delete_warning;    ///< what deleting would lose, for the confirmation
  std::vector<SessionTab> tabs;  ///< oldest first
  bool new_session = false;      ///< the tab of a conversation not begun yet is chosen
};

/// `session` none: the newest; `new_session`: a blank conversation is open.
[[nodiscard]] WorkspaceHeaderView make_workspace_header_view(
    const WorkspaceState& workspace, const std::optional<core::SessionId>& session,
    bool new_session);

}  // namespace orchard::app
