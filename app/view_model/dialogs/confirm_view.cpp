#include "app/view_model/dialogs/confirm_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::ptrdiff_t working_agents(const WorkspaceState& workspace) {
  return std::ranges::count_if(workspace.sessions, [](const SessionSummary& s) {
    return s.state == core::SessionState::running || s.state == core::SessionState::waiting;
  });
}

// "Its agent is at work and will be stopped."
std::string stopped_agents(const WorkspaceState& workspace) {
  const auto working = working_agents(workspace);
  if (working == 0) return {};
  if (working == 1) return " Its agent is at work and will be stopped.";
  return fmt::format(" Its {} agents are at work and will be stopped.", working);
}

std::string not_on_base(const WorkspaceState& workspace) {
  if (workspace.commits <= 0) return {};
  return fmt::format(" {} {} not on {}.", counted(workspace.commits, "commit", "commits"),
                     workspace.commits == 1 ? "is" : "are", displayable_line(workspace.base));
}

std::string uncommitted(const WorkspaceState& workspace) {
  if (workspace.uncommitted.files <= 0) return {};
  return fmt::format(" {} uncommitted work.",
                     counted(workspace.uncommitted.files, "file holds", "files hold"));
}

}  // namespace

ConfirmView confirm_archive(const WorkspaceState& workspace) {
  return {
      fmt::format("Archive {}?", displayable_line(workspace.name)),
      "The folder goes. Its commits, its conversations and uncommitted work are kept and come back "
      "when it is restored; files that git ignores come back for 30 days." +
          stopped_agents(workspace),
      "Archive", working_agents(workspace) > 0};
}

ConfirmView confirm_delete(const WorkspaceState& workspace) {
  return {fmt::format("Delete {}?", displayable_line(workspace.name)),
          fmt::format("Its folder goes, and its branch {} if Orchard made it.",
                      displayable_line(workspace.branch)) +
              not_on_base(workspace) + uncommitted(workspace) + stopped_agents(workspace) +
              " It can be restored for 30 days.",
          "Delete", true};
}

}  // namespace orchard::app
