#include "app/view_model/figures/figure_drills.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::array<std::int64_t, 7> kEdges = {2, 4, 8, 16, 32, 64, 128};

struct ColumnRows {
  RowKindWanted kind;
  std::string_view words;
};

ColumnRows rows_of(LeaderColumn column) {
  switch (column) {
    case LeaderColumn::turns:
      return {RowKindWanted::turns, "turns"};
    case LeaderColumn::commits:
    case LeaderColumn::additions:
    case LeaderColumn::deletions:
      return {RowKindWanted::commits, "commits"};
    case LeaderColumn::tokens:
    case LeaderColumn::cost:
      return {RowKindWanted::calls, "API calls"};
    case LeaderColumn::name:
    case LeaderColumn::repository:
    case LeaderColumn::sessions:
      break;
  }
  return {RowKindWanted::sessions, "sessions"};
}

}  // namespace

FigureDrill drill_of_figure(std::string figure, std::string title, const FigureFilter& filter) {
  FigureDrill drill;
  drill.figure = std::move(figure);
  drill.title = std::move(title);
  drill.filter = filter;
  return drill;
}

FigureDrill drill_of_leader(const Leader& leader, LeaderColumn column, const FigureFilter& filter) {
  const bool of_workspaces = leader.workspace.has_value();
  const bool outside = !leader.workspace && !leader.repository;
  const ColumnRows rows = rows_of(column);
  const std::string name =
      outside ? std::string("Without workspace") : displayable_line(leader.name);
  FigureDrill drill =
      drill_of_figure(of_workspaces || outside ? "workspace_leaderboard" : "repository_leaderboard",
                      fmt::format("{}, {}", name, rows.words), filter);
  drill.kind = rows.kind;
  if (leader.workspace) {
    drill.filter.workspace = leader.workspace;
  } else if (leader.repository) {
    drill.filter.repository = leader.repository;
  }
  drill.wanted.without_workspace = outside;
  return drill;
}

FigureDrill drill_of_leader_session(const LeaderSession& session, LeaderColumn column,
                                    const FigureFilter& filter) {
  const bool calls = column == LeaderColumn::tokens || column == LeaderColumn::cost;
  FigureDrill drill =
      drill_of_figure("workspace_leaderboard",
                      fmt::format("{}, {}", truncate(displayable_line(session.title), 60),
                                  calls ? "API calls" : "turns"),
                      filter);
  drill.kind = calls ? RowKindWanted::calls : RowKindWanted::turns;
  drill.wanted.session = session.session;
  return drill;
}

FigureDrill drill_of_session(const core::SessionId& session, const std::string& title) {
  FigureFilter ever;
  ever.window = FigureWindow::all;
  FigureDrill drill =
      drill_of_figure("workspace_leaderboard",
                      fmt::format("{}, turns", truncate(displayable_line(title), 60)), ever);
  drill.kind = RowKindWanted::turns;
  drill.wanted.session = session;
  return drill;
}

FigureDrill drill_of_hour(int weekday, int hour, const FigureFilter& filter) {
  FigureDrill drill = drill_of_figure("activity_heatmap",
                                      fmt::format("{} {:02}:00\u2013{:02}:00, turns",
                                                  weekday_name_in_full(weekday), hour, hour + 1),
                                      filter);
  drill.wanted.weekday = weekday;
  drill.wanted.hour = hour;
  return drill;
}

FigureDrill drill_of_day(std::chrono::sys_days day, const FigureFilter& filter) {
  FigureDrill drill =
      drill_of_figure("activity_calendar", fmt::format("{}, turns", day_text(day)), filter);
  drill.wanted.day = day;
  return drill;
}

std::string bucket_label(std::size_t bucket) {
  return bucket < kEdges.size() ? fmt::format("\u2264{}", kEdges.at(bucket))
                                : fmt::format(">{}", kEdges.back());
}

FigureDrill drill_of_bucket(std::size_t bucket, const FigureFilter& filter) {
  const std::int64_t least = bucket == 0 ? 1 : kEdges.at(std::min(bucket, kEdges.size()) - 1) + 1;
  FigureDrill drill = drill_of_figure("turn_histogram", "", filter);
  drill.wanted.least_turns = least;
  if (bucket < kEdges.size()) {
    drill.wanted.most_turns = kEdges.at(bucket);
    drill.title = fmt::format("Sessions with {} to {} turns", least, kEdges.at(bucket));
  } else {
    drill.title = fmt::format("Sessions with more than {} turns", kEdges.back());
  }
  return drill;
}

FigureDrill drill_of_command(const std::string& command, const FigureFilter& filter) {
  FigureDrill drill = drill_of_figure(
      "slash_commands",
      command.empty() ? "Slash commands" : fmt::format("Uses of {}", displayable_line(command)),
      filter);
  drill.wanted.command = command;
  return drill;
}

}  // namespace orchard::app
