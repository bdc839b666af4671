#include "app/view_model/figures/figure_drills.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::array<std::int64_t, 7> kEdges = {2, 4, 8, 16, 32, 64, 128};

constexpr std::array<std::chrono::minutes, 6> kLengths = {
    std::chrono::minutes(1),  std::chrono::minutes(5),   std::chrono::minutes(15),
    std::chrono::minutes(60), std::chrono::minutes(240), std::chrono::minutes(1440)};

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

std::string minutes_text(std::chrono::minutes length, std::string_view minute,
                         std::string_view hour) {
  return length < std::chrono::hours(1) ? fmt::format("{}{}", length.count(), minute)
                                        : fmt::format("{}{}", length.count() / 60, hour);
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

FigureDrill drill_of_days(const DayRange& days, const FigureFilter& filter) {
  FigureDrill drill =
      drill_of_figure("cost_by_day", fmt::format("{}, API calls", days_text(days)), filter);
  drill.filter.days = days;
  return drill;
}

FigureDrill drill_of_billing(const FigureFilter& filter) {
  return drill_of_figure("billing_period", "Billing period, API calls", filter);
}

FigureDrill drill_of_model(const std::string& model, const FigureFilter& filter) {
  FigureDrill drill =
      drill_of_figure("model_usage", fmt::format("{}, API calls", displayable_line(model)), filter);
  drill.filter.model = model;
  return drill;
}

FigureDrill drill_of_clock_hour(int hour, const FigureFilter& filter) {
  FigureDrill drill = drill_of_figure(
      "peak_hours", fmt::format("{:02}:00\u2013{:02}:00, turns", hour, hour + 1), filter);
  drill.wanted.hour = hour;
  return drill;
}

std::string length_label(std::size_t bucket) {
  return bucket < kLengths.size() ? "\u2264" + minutes_text(kLengths.at(bucket), "m", "h")
                                  : ">" + minutes_text(kLengths.back(), "m", "h");
}

std::string length_words(std::size_t bucket) {
  if (bucket == 0) return "up to 1 minute";
  if (bucket >= kLengths.size())
    return "more than " + minutes_text(kLengths.back(), " minutes", " hours");
  const bool in_hours = kLengths.at(bucket - 1) >= std::chrono::hours(1);
  const std::string from = in_hours ? std::to_string(kLengths.at(bucket - 1).count() / 60)
                                    : std::to_string(kLengths.at(bucket - 1).count());
  const bool mixed = !in_hours && kLengths.at(bucket) >= std::chrono::hours(1);
  return fmt::format("{} to {}", mixed ? from + " minutes" : from,
                     kLengths.at(bucket) == std::chrono::hours(1)
                         ? std::string("1 hour")
                         : minutes_text(kLengths.at(bucket), " minutes", " hours"));
}

FigureDrill drill_of_length(std::size_t bucket, const FigureFilter& filter) {
  FigureDrill drill = drill_of_figure(
      "session_durations", fmt::format("Sessions that took {}", length_words(bucket)), filter);
  // Every one of them has ended a turn, also those that took no time at all.
  drill.wanted.above = bucket == 0 ? core::Duration(-1) : kLengths.at(bucket - 1);
  if (bucket < kLengths.size()) drill.wanted.up_to = kLengths.at(bucket);
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
