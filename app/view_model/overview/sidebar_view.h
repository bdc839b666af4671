#pragma once

#include "app/view_model/overview/workspace_face.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

struct SidebarRow {
  core::WorkspaceId workspace;
  StateMark mark = StateMark::idle;
  std::string name;
  std::string branch;
  std::string additions;  ///< empty when the branch changes nothing
  std::string deletions;
  bool strong = false;  ///< anything but idle
  bool selected = false;
  std::string hover;  ///< state, branch → base and path
};

struct SidebarGroup {
  core::RepositoryId repository;
  std::string name;
  std::string path;
  std::string problem;  ///< one sentence, usually empty
  std::vector<SidebarRow> rows;
};

struct LimitMeter {
  std::string label;    ///< "5-hour limit"
  std::string percent;  ///< "42%"
  std::string resets;   ///< "resets 2h 18m", may be empty
  double fraction = 0;  ///< 0–1
  Role role = Role::accent;
  std::string hover;
};

struct SidebarView {
  std::string needs_you;  ///< the count, empty when nobody waits
  std::vector<SidebarGroup> groups;
  bool empty = false;  ///< no repository yet
  bool loading = false;
  std::optional<LimitMeter> five_hour;
  bool opens_plan = false;  ///< the gate is open: the limit leads to the panel
  std::string footer;       ///< "2 working · 0 queued"
};

/// Workspaces keep the order of the snapshot, so rows never jump.
[[nodiscard]] SidebarView make_sidebar_view(const AppSnapshot& snapshot,
                                            const std::optional<core::WorkspaceId>& selected,
                                            const SeenTimes& seen, core::Timestamp now);

}  // namespace orchard::app
