#include "app/view_model/overview/sidebar_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/limit_text.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace orchard::app {
namespace {

SidebarRow make_row(const WorkspaceState& workspace,
                    const std::optional<core::WorkspaceId>& selected, const SeenTimes& seen,
                    core::Timestamp now) {
  const Face face = face_of(workspace, seen, now).face;
  SidebarRow row;
  row.workspace = workspace.id;
  row.mark = mark_of(face);
  row.name = displayable_line(workspace.name);
  row.branch = displayable_line(workspace.branch);
  if (workspace.net.additions != 0 || workspace.net.deletions != 0) {
    row.additions = additions_text(workspace.net.additions);
    row.deletions = deletions_text(workspace.net.deletions);
  }
  row.strong = face != Face::idle;
  row.selected = selected == workspace.id;
  row.hover = fmt::format("{} \u00b7 {} \u2192 {}\n{}", name_of(face), row.branch,
                          displayable_line(workspace.base), displayable_line(workspace.path));
  return row;
}

LimitMeter make_limit(const PlanLimit& limit, core::Timestamp now) {
  LimitMeter meter;
  meter.label = "5-hour limit";
  meter.fraction = std::clamp(limit.utilization.value_or(0), 0.0, 1.0);
  meter.percent = limit_share(limit.utilization.value_or(0));
  if (meter.fraction >= 1.0) {
    meter.role = Role::danger;
  } else if (meter.fraction >= 0.9) {
    meter.role = Role::warn;
  }
  if (limit.resets_at && *limit.resets_at > now) {
    // By minutes: nobody waits for the second, and an idle window has nothing to draw for it.
    const core::Duration left = *limit.resets_at - now;
    meter.resets = (left < std::chrono::minutes(1) ? "resets in " : "resets ") + time_left(left);
  }
  meter.hover = fmt::format("As Claude Code last said, {}", relative_time(limit.seen_at, now));
  return meter;
}

}  // namespace

SidebarView make_sidebar_view(const AppSnapshot& snapshot,
                              const std::optional<core::WorkspaceId>& selected,
                              const SeenTimes& seen, core::Timestamp now) {
  SidebarView view;
  std::int64_t waiting = 0;
  std::int64_t working = 0;
  std::int64_t queued = 0;
  for (const auto& repository : snapshot.repositories) {
    SidebarGroup group{repository.id,
                       displayable_line(repository.name),
                       displayable_line(repository.path),
                       displayable_line(repository.problem),
                       {}};
    for (const auto& workspace : repository.workspaces) {
      group.rows.push_back(make_row(*workspace, selected, seen, now));
      for (const auto& session : workspace->sessions) {
        waiting += static_cast<std::int64_t>(session.requests.size());
        working += session.state == core::SessionState::running ? 1 : 0;
        queued += static_cast<std::int64_t>(session.queued_prompts.size());
      }
    }
    view.groups.push_back(std::move(group));
  }
  if (waiting > 0) view.needs_you = grouped_number(waiting);
  view.loading = !snapshot.loaded;
  view.empty = snapshot.loaded && snapshot.repositories.empty();
  const bool limit_known = snapshot.five_hour && snapshot.five_hour->utilization &&
                           (!snapshot.five_hour->resets_at || *snapshot.five_hour->resets_at > now);
  if (limit_known) view.five_hour = make_limit(*snapshot.five_hour, now);
  view.opens_plan = snapshot.plan.gate_open;
  if (view.opens_plan && !view.five_hour) {
    view.five_hour.emplace();
    view.five_hour->label = "5-hour limit";
    view.five_hour->percent = "\u2013";
    view.five_hour->hover = "Not known at the moment.";
  }
  if (view.opens_plan) view.five_hour->hover += "\nOpens Settings > Usage.";
  view.footer = fmt::format("{} working \u00b7 {} queued", working, queued);
  return view;
}

}  // namespace orchard::app
