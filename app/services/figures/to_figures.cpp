#include "app/services/figures/to_figures.h"

#include "metrics/filter/model_label.h"

#include <type_traits>
#include <utility>

namespace orchard::app {

metrics::Window to_window(FigureWindow window) {
  switch (window) {
    case FigureWindow::day:
      return metrics::Window::day;
    case FigureWindow::week:
      return metrics::Window::week;
    case FigureWindow::month:
      return metrics::Window::month;
    case FigureWindow::quarter:
      return metrics::Window::quarter;
    case FigureWindow::all:
      break;
  }
  return metrics::Window::all;
}

metrics::Filter to_filter(const FigureFilter& filter) {
  return {filter.repository, filter.workspace, filter.model};
}

metrics::TimeRange to_range(const FigureFilter& filter, const metrics::LocalTime& local,
                            core::Timestamp now) {
  if (!filter.days) return metrics::range_of(to_window(filter.window), local, now);
  return {local.start_of(filter.days->from),
          local.start_of(filter.days->to + std::chrono::days(1))};
}

metrics::Question to_question(const FigureFilter& filter, const metrics::LocalTime& local,
                              core::Timestamp now) {
  metrics::Question question{to_filter(filter), to_window(filter.window), local, now};
  if (filter.days) question.between = to_range(filter, local, now);
  return question;
}

ModelTotals to_model_totals(const metrics::ModelUsage& usage) {
  return {metrics::model_label(usage.model), usage.sums.calls, usage.sums.tokens, usage.sums.cost,
          usage.sums.estimated};
}

SessionLengths to_lengths(const metrics::SessionDurations& durations) {
  return {durations.sessions, durations.count, durations.median, durations.longest};
}

FigureTotals to_totals(const metrics::Activity& activity) {
  FigureTotals totals;
  totals.sessions = activity.sessions;
  totals.turns = activity.turns;
  totals.commits = activity.commits;
  totals.additions = activity.lines.additions;
  totals.deletions = activity.lines.deletions;
  totals.calls = activity.usage.calls;
  totals.usage = activity.usage.tokens;
  totals.cost = activity.usage.cost;
  totals.estimated = activity.usage.estimated;
  return totals;
}

Leader to_leader(const metrics::LeaderRow& row) {
  Leader leader;
  leader.repository = row.repository;
  leader.repository_name = row.repository_name;
  leader.repository_removed = row.repository_removed;
  leader.workspace = row.workspace;
  leader.name = row.name;
  leader.branch = row.branch;
  leader.status = row.status;
  leader.totals = to_totals(row.activity);
  leader.last_active_at = row.last_active_at;
  return leader;
}

LeaderSession to_leader_session(metrics::LeaderSession session) {
  LeaderSession shown;
  shown.session = std::move(session.session);
  shown.title = std::move(session.title);
  shown.totals.sessions = 1;
  shown.totals.turns = session.turns;
  shown.totals.calls = session.usage.calls;
  shown.totals.usage = session.usage.tokens;
  shown.totals.cost = session.usage.cost;
  shown.totals.estimated = session.usage.estimated;
  shown.last_active_at = session.last_active_at;
  return shown;
}

metrics::RowChoice to_choice(const RowsWanted& wanted, const metrics::LocalTime& local) {
  metrics::RowChoice choice;
  if (wanted.session) choice.session = wanted.session->value;
  choice.without_workspace = wanted.without_workspace;
  choice.weekday = wanted.weekday;
  choice.hour = wanted.hour;
  choice.local = &local;
  choice.least_turns = wanted.least_turns;
  choice.most_turns = wanted.most_turns;
  choice.longer_than = wanted.above;
  choice.at_most = wanted.up_to;
  choice.command = wanted.command;
  return choice;
}

std::optional<metrics::RowKind> to_kind(RowKindWanted kind) {
  switch (kind) {
    case RowKindWanted::own:
      break;
    case RowKindWanted::sessions:
      return metrics::RowKind::sessions_active;
    case RowKindWanted::turns:
      return metrics::RowKind::turns;
    case RowKindWanted::calls:
      return metrics::RowKind::calls;
    case RowKindWanted::commits:
      return metrics::RowKind::commits;
  }
  return std::nullopt;
}

FigureRows to_rows(metrics::FigureTable table) {
  static_assert(std::is_same_v<metrics::Cell, FigureCell>);
  static_assert(static_cast<int>(metrics::Unit::hour) == static_cast<int>(CellUnit::hour));
  FigureRows rows;
  for (metrics::FigureTable::Column& column : table.columns)
    rows.columns.push_back({std::move(column.name), static_cast<CellUnit>(column.unit)});
  rows.rows = std::move(table.rows);
  return rows;
}

}  // namespace orchard::app
