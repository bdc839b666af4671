#include "metrics/analytics/activity.h"
#include "metrics/analytics/cards.h"
#include "metrics/analytics/commands.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/usage_views.h"
#include "metrics/billing/billing.h"
#include "metrics/definition/figure_queries.h"

#include <array>
#include <string>
#include <utility>

namespace orchard::metrics {

namespace {

constexpr std::array<const char*, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};

template <class T>
std::string text_of(const T& value) {
  return std::string(core::to_string(value));
}

FigureTable leader_table(const Leaderboard& board, LeaderKind kind) {
  FigureTable table;
  if (kind == LeaderKind::workspaces) table.columns = {{"workspace"}, {"branch"}, {"status"}};
  for (FigureTable::Column column :
       std::vector<FigureTable::Column>{{"repository"},
                                        {"repository_removed"},
                                        {"sessions", Unit::count},
                                        {"turns", Unit::count},
                                        {"commits", Unit::count},
                                        {"additions", Unit::lines},
                                        {"deletions", Unit::lines},
                                        {"api_calls", Unit::count},
                                        {"tokens", Unit::tokens},
                                        {"cost_usd", Unit::dollars},
                                        {"estimated_cost_usd", Unit::dollars},
                                        {"last_active_at", Unit::time}})
    table.columns.push_back(std::move(column));
  for (const LeaderRow& row : board.rows) {
    const Activity& activity = row.activity;
    std::vector<Cell>& cells = table.rows.emplace_back();
    const auto add = [&cells](auto&&... values) {
      (cells.emplace_back(std::forward<decltype(values)>(values)), ...);
    };
    if (kind == LeaderKind::workspaces)
      add(row.name, row.branch, row.workspace ? Cell(text_of(row.status)) : Cell());
    add(row.repository_name, row.repository_removed, activity.sessions, activity.turns,
        activity.commits, activity.lines.additions, activity.lines.deletions, activity.usage.calls,
        activity.usage.tokens.total(), activity.usage.cost, activity.usage.estimated,
        row.last_active_at);
  }
  return table;
}

FigureResult leaderboard(Store& store, const Question& question, LeaderKind kind) {
  ORCHARD_TRY(const Leaderboard board,
              query_leaderboard(store, kind, question.filter, question.range()));
  return leader_table(board, kind);
}

/// Upper edges and what lies beyond the last one.
template <class Edges, class Counts, class ToCell>
FigureTable histogram(const char* column, Unit unit, const Edges& edges, const Counts& counts,
                      ToCell&& to_cell) {
  FigureTable table{{{column, unit}, {"sessions", Unit::count}}, {}};
  for (std::size_t i = 0; i < counts.size(); ++i)
    table.add_row(i < edges.size() ? to_cell(edges[i]) : Cell(), counts[i]);
  return table;
}

}  // namespace

FigureResult workspace_cards(Store& store, const Question& question) {
  constexpr std::size_t kSessionColumn = 10;
  ORCHARD_TRY(const auto cards, query_workspace_cards(store, question.filter));
  FigureTable table{{{"workspace"},
                     {"repository"},
                     {"branch"},
                     {"status"},
                     {"commits", Unit::count},
                     {"commits_by_agents", Unit::count},
                     {"additions", Unit::lines},
                     {"deletions", Unit::lines},
                     {"uncommitted_additions", Unit::lines},
                     {"uncommitted_deletions", Unit::lines},
                     {"session"},
                     {"model"},
                     {"turns", Unit::count},
                     {"input", Unit::tokens},
                     {"output", Unit::tokens},
                     {"cache_write", Unit::tokens},
                     {"cache_read", Unit::tokens},
                     {"cost_usd", Unit::dollars}},
                    {}};
  for (const WorkspaceCard& card : cards) {
    const WorkspaceFigures& figures = card.figures;
    table.add_row(figures.workspace.name, figures.repository_name, figures.workspace.branch,
                  text_of(figures.workspace.status), figures.commits, card.commits_by_agents,
                  figures.net.additions, figures.net.deletions, figures.uncommitted.additions,
                  figures.uncommitted.deletions);
    if (!card.latest_session) continue;
    const LatestSession& session = *card.latest_session;
    std::vector<Cell>& row = table.rows.back();
    row.resize(kSessionColumn);
    const auto add = [&row](auto&&... values) { (row.emplace_back(values), ...); };
    add(session.id.value, session.model, session.turns, session.usage.tokens.input,
        session.usage.tokens.output, session.usage.tokens.cache_write(),
        session.usage.tokens.cache_read, session.usage.cost);
  }
  return table;
}

FigureResult workspace_leaderboard(Store& store, const Question& question) {
  return leaderboard(store, question, LeaderKind::workspaces);
}

FigureResult repository_leaderboard(Store& store, const Question& question) {
  return leaderboard(store, question, LeaderKind::repositories);
}

FigureResult activity_heatmap(Store& store, const Question& question) {
  ORCHARD_TRY(const ActivityHeatmap heatmap,
              query_heatmap(store, question.local, question.filter, question.range()));
  FigureTable table{{{"weekday"}, {"hour", Unit::hour}, {"turns", Unit::count}}, {}};
  for (std::size_t day = 0; day < heatmap.turns.size(); ++day)
    for (std::size_t hour = 0; hour < heatmap.turns[day].size(); ++hour)
      table.add_row(std::string(kWeekdays.at(day)), static_cast<std::int64_t>(hour),
                    heatmap.turns[day][hour]);
  return table;
}

FigureResult activity_calendar(Store& store, const Question& question) {
  ORCHARD_TRY(const ActivityCalendar calendar,
              query_calendar(store, question.local, question.now, question.filter));
  FigureTable table{{{"day", Unit::day}, {"turns", Unit::count}}, {}};
  CivilDay day = calendar.first_day;
  for (const auto& week : calendar.turns)
    for (const std::int64_t turns : week) {
      if (day <= calendar.today) table.add_row(day, turns);
      day += std::chrono::days(1);
    }
  return table;
}

FigureResult peak_hours(Store& store, const Question& question) {
  ORCHARD_TRY(const ActivityHeatmap heatmap,
              query_heatmap(store, question.local, question.filter, question.range()));
  FigureTable table{{{"hour", Unit::hour}, {"turns", Unit::count}}, {}};
  const auto hours = heatmap.by_hour();
  for (std::size_t hour = 0; hour < hours.size(); ++hour)
    table.add_row(static_cast<std::int64_t>(hour), hours.at(hour));
  return table;
}

FigureResult turn_histogram(Store& store, const Question& question) {
  ORCHARD_TRY(const TurnHistogram turns,
              query_turns_per_session(store, question.filter, question.range()));
  return histogram("turns_up_to", Unit::count, TurnHistogram::kEdges, turns.sessions,
                   [](std::int64_t edge) { return Cell(edge); });
}

FigureResult session_durations(Store& store, const Question& question) {
  ORCHARD_TRY(const SessionDurations durations,
              query_session_durations(store, question.filter, question.range()));
  return histogram("duration_up_to", Unit::duration, SessionDurations::kEdges, durations.sessions,
                   [](std::chrono::minutes edge) { return Cell(core::Duration(edge)); });
}

FigureResult slash_commands(Store& store, const Question& question) {
  ORCHARD_TRY(const auto commands, query_slash_commands(store, question.filter, question.range()));
  FigureTable table{{{"command"}, {"uses", Unit::count}}, {}};
  for (const CommandCount& command : commands) table.add_row(command.name, command.uses);
  return table;
}

FigureResult recent_sessions(Store& store, const Question& question) {
  ORCHARD_TRY(const auto dots, query_recent_sessions(store, question.now, question.filter));
  FigureTable table{{{"session"},
                     {"title"},
                     {"workspace"},
                     {"repository"},
                     {"from", Unit::time},
                     {"to", Unit::time},
                     {"turns", Unit::count},
                     {"outcome"},
                     {"open"}},
                    {}};
  for (const SessionDot& dot : dots)
    table.add_row(dot.session.value, dot.title, dot.workspace_name, dot.repository_name, dot.from,
                  dot.to, dot.turns, dot.outcome ? Cell(text_of(*dot.outcome)) : Cell(), dot.open);
  return table;
}

FigureResult calls_per_minute(Store& store, const Question& question) {
  ORCHARD_TRY(const CallPace pace, query_call_pace(store, question.filter, question.range()));
  FigureTable table{{{"value", Unit::per_minute},
                     {"peak", Unit::per_minute},
                     {"peak_at", Unit::time},
                     {"api_calls", Unit::count},
                     {"active_quarters", Unit::count}},
                    {}};
  table.add_row(pace.per_minute(), pace.peak_per_minute(),
                pace.peak_at ? Cell(*pace.peak_at) : Cell(), pace.calls, pace.active_quarters);
  return table;
}

FigureResult model_usage(Store& store, const Question& question) {
  ORCHARD_TRY(const auto models, query_models(store, question.filter, question.range()));
  FigureTable table{{{"model"},
                     {"api_calls", Unit::count},
                     {"input", Unit::tokens},
                     {"output", Unit::tokens},
                     {"cache_write", Unit::tokens},
                     {"cache_read", Unit::tokens},
                     {"cost_usd", Unit::dollars},
                     {"estimated_cost_usd", Unit::dollars}},
                    {}};
  for (const ModelUsage& model : models) {
    const UsageSums& sums = model.sums;
    table.add_row(model.model, sums.calls, sums.tokens.input, sums.tokens.output,
                  sums.tokens.cache_write(), sums.tokens.cache_read, sums.cost, sums.estimated);
  }
  return table;
}

FigureResult cost_by_day(Store& store, const Question& question) {
  ORCHARD_TRY(const auto days,
              query_days(store, question.local, question.now, question.filter, question.range()));
  FigureTable table{{{"day", Unit::day},
                     {"cost_usd", Unit::dollars},
                     {"tokens", Unit::tokens},
                     {"api_calls", Unit::count}},
                    {}};
  for (const DayUsage& day : days)
    table.add_row(day.day, day.sums.cost, day.sums.tokens.total(), day.sums.calls);
  return table;
}

FigureResult billing_period(Store& store, const Question& question) {
  const CivilDay today = question.local.day_of(question.now);
  const BillingPeriod period = billing_period(today, question.billing_day);
  ORCHARD_TRY(const UsageSums sums,
              query_billing_period(store, question.local, period, question.filter));
  FigureTable table{{{"value", Unit::dollars},
                     {"from", Unit::day},
                     {"to", Unit::day},
                     {"days_left", Unit::count},
                     {"tokens", Unit::tokens},
                     {"api_calls", Unit::count}},
                    {}};
  table.add_row(sums.cost, period.from, period.to - std::chrono::days(1),
                static_cast<std::int64_t>((period.to - today).count() - 1), sums.tokens.total(),
                sums.calls);
  return table;
}

}  // namespace orchard::metrics
