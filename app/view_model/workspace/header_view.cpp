#include "app/view_model/workspace/header_view.h"

#include "app/view_model/dialogs/confirm_view.h"
#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kTitleLimit = 28;

std::string title_of(const SessionSummary& session) {
  const std::string title = displayable_line(session.title);
  return title.empty() ? std::string("New session") : truncate(title, kTitleLimit);
}

std::string hover_of(const SessionSummary& session) {
  return fmt::format("{}\n{} \u00b7 {} \u00b7 {}\nsession {}", displayable_line(session.title),
                     model_name(session.model), counted(session.turns, "turn", "turns"),
                     money_about(session.cost, session.cost_is_estimated),
                     displayable_line(session.id.value));
}

}  // namespace

WorkspaceHeaderView make_workspace_header_view(const WorkspaceState& workspace,
                                               const std::optional<core::SessionId>& session,
                                               bool new_session) {
  WorkspaceHeaderView view;
  view.repository = displayable_line(workspace.repository_name);
  view.name = displayable_line(workspace.name);
  view.branch = displayable_line(workspace.branch);
  view.base = displayable_line(workspace.base);
  view.can_archive = workspace.status == core::WorkspaceStatus::active;
  view.can_restore = !view.can_archive;
  view.archive_hover = "Stops its agents and keeps everything, uncommitted work too";
  view.delete_warning = confirm_delete(workspace).words;
  view.new_session = new_session || workspace.sessions.empty();
  const SessionSummary* open = find_session(workspace, session ? &*session : nullptr);
  for (auto it = workspace.sessions.rbegin(); it != workspace.sessions.rend(); ++it) {
    const bool selected = !view.new_session && open != nullptr && it->id == open->id;
    view.tabs.push_back(
        {it->id, mark_of(*it), title_of(*it), grouped_number(it->turns), selected, hover_of(*it)});
  }
  view.can_stop =
      !view.new_session && open != nullptr && open->state != core::SessionState::stopped;
  return view;
}

}  // namespace orchard::app
