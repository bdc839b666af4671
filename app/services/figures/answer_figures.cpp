#include "app/services/figures/answer_figures.h"

#include "app/services/figures/answer_usage.h"
#include "app/services/figures/to_figures.h"
#include "app/services/metrics_report.h"
#include "app/services/session_now.h"
#include "metrics/analytics/activity.h"
#include "metrics/analytics/commands.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/billing/billing.h"
#include "metrics/definition/figures.h"
#include "metrics/filter/model_label.h"
#include "metrics/ledger/read_view.h"
#include "metrics/rows/leader_sessions.h"

#include <algorithm>
#include <map>
#include <utility>

namespace orchard::app {
namespace {

using core::Result;

/// As many as a person looks through; an export holds all.
constexpr std::int64_t kRowsShown = 500;

Result<std::vector<Leader>> read_leaders(Engine& engine, metrics::LeaderKind kind,
                                         const metrics::Filter& filter,
                                         const metrics::TimeRange& range, FigureTotals& total) {
  ORCHARD_TRY(const auto board, metrics::query_leaderboard(engine.store(), kind, filter, range));
  std::vector<Leader> leaders;
  leaders.reserve(board.rows.size());
  for (const metrics::LeaderRow& row : board.rows) leaders.push_back(to_leader(row));
  total = to_totals(board.total);
  return leaders;
}

Result<void> open_leaders(Engine& engine, const FigureQuestion& question,
                          const metrics::TimeRange& range, std::vector<Leader>& leaders) {
  for (Leader& leader : leaders) {
    if (!leader.workspace ||
        std::ranges::find(question.opened, *leader.workspace) == question.opened.end())
      continue;
    metrics::Filter filter = to_filter(question.filter);
    filter.workspace = leader.workspace;
    ORCHARD_TRY(auto sessions, metrics::query_leader_sessions(engine.store(), filter, range));
    for (metrics::LeaderSession& session : sessions)
      leader.sessions.push_back(to_leader_session(std::move(session)));
  }
  return {};
}

Result<std::vector<RecentSession>> read_recent(Engine& engine, const metrics::Filter& filter,
                                               core::Timestamp now) {
  ORCHARD_TRY(const auto living, query_living_sessions(engine));
  std::map<core::SessionId, core::SessionState> states;
  for (const SessionNow& session : living) states[session.figures.session.id] = session.state;
  ORCHARD_TRY(auto dots, metrics::query_recent_sessions(engine.store(), now, filter));
  std::vector<RecentSession> recent;
  for (metrics::SessionDot& dot : dots) {
    RecentSession one;
    if (const auto found = states.find(dot.session); found != states.end())
      one.state = found->second;
    one.session = std::move(dot.session);
    one.title = std::move(dot.title);
    one.workspace_name = std::move(dot.workspace_name);
    one.repository_name = std::move(dot.repository_name);
    one.from = dot.from;
    one.to = dot.to;
    one.turns = dot.turns;
    one.open = dot.open;
    one.outcome = dot.outcome;
    recent.push_back(std::move(one));
  }
  return recent;
}

/// What was spent when, on what and how fast.
Result<void> read_spending(Engine& engine, const FigureQuestion& question, core::Timestamp now,
                           AnalyticsFigures& figures) {
  metrics::Store& store = engine.store();
  const metrics::Filter filter = to_filter(question.filter);
  const auto range = to_range(question.filter, engine.local_time(), now);
  ORCHARD_TRY(const auto days, metrics::query_days(store, engine.local_time(), now, filter, range));
  for (const metrics::DayUsage& day : days)
    figures.days.push_back({day.day, day.sums.calls, day.sums.tokens.total(), day.sums.cost});
  ORCHARD_TRY(const auto models, metrics::query_models(store, filter, range));
  for (const metrics::ModelUsage& model : models) figures.models.push_back(to_model_totals(model));
  ORCHARD_TRY(const auto durations, metrics::query_session_durations(store, filter, range));
  figures.lengths = to_lengths(durations);
  ORCHARD_TRY(const auto pace, metrics::query_call_pace(store, filter, range));
  figures.pace = {pace.per_minute(), pace.peak_per_minute(), pace.peak_at};
  const auto period =
      metrics::billing_period(engine.local_time().day_of(now), engine.settings().billing_day);
  ORCHARD_TRY(const auto sums,
              metrics::query_billing_period(store, engine.local_time(), period, filter));
  figures.billing = {period.from, period.to - std::chrono::days(1), sums.calls, sums.tokens.total(),
                     sums.cost};
  return {};
}

Result<AnalyticsFigures> read_analytics(Engine& engine, const FigureQuestion& question,
                                        core::Timestamp now) {
  metrics::Store& store = engine.store();
  const metrics::Filter filter = to_filter(question.filter);
  const metrics::LocalTime& local = engine.local_time();
  const auto range = to_range(question.filter, local, now);
  AnalyticsFigures figures;
  FigureTotals same;
  ORCHARD_TRY(figures.workspaces,
              read_leaders(engine, metrics::LeaderKind::workspaces, filter, range, figures.total));
  ORCHARD_TRY(figures.repositories,
              read_leaders(engine, metrics::LeaderKind::repositories, filter, range, same));
  ORCHARD_CHECK(open_leaders(engine, question, range, figures.workspaces));
  ORCHARD_TRY(const auto heatmap, metrics::query_heatmap(store, local, filter, range));
  figures.heat = heatmap.turns;
  ORCHARD_TRY(const auto calendar, metrics::query_calendar(store, local, now, filter));
  figures.weeks = calendar.turns;
  figures.first_day = calendar.first_day;
  figures.today = calendar.today;
  ORCHARD_TRY(const auto histogram, metrics::query_turns_per_session(store, filter, range));
  figures.histogram = histogram.sessions;
  ORCHARD_TRY(const auto commands, metrics::query_slash_commands(store, filter, range));
  for (const metrics::CommandCount& command : commands)
    figures.commands.push_back({command.name, command.uses});
  ORCHARD_TRY(figures.recent, read_recent(engine, filter, now));
  ORCHARD_CHECK(read_spending(engine, question, now, figures));
  return figures;
}

/// Removed and deleted ones last; workspaces newest first.
Result<FigureChoices> read_choices(Engine& engine) {
  FigureChoices choices;
  ORCHARD_TRY(const auto repositories, engine.store().repositories(true));
  for (const metrics::Repository& one : repositories)
    choices.repositories.push_back({one.id, one.name, one.removed_at.has_value()});
  std::ranges::stable_sort(choices.repositories, {}, &RepositoryChoice::removed);
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  for (const metrics::Workspace& one : workspaces)
    choices.workspaces.push_back({one.id, one.repository, one.name, one.status});
  std::ranges::reverse(choices.workspaces);
  std::ranges::stable_sort(choices.workspaces, {}, &WorkspaceChoice::status);
  ORCHARD_TRY(auto models,
              engine.store().database().prepare("SELECT name FROM model ORDER BY name = '', name"));
  ORCHARD_CHECK(models.each(
      [&](const auto& row) { choices.models.push_back(metrics::model_label(row.text(0))); }));
  return choices;
}

/// What no table holds: who works right now.
Result<metrics::FigureTable> read_active_sessions(Engine& engine) {
  metrics::FigureTable table{{{"session"},
                              {"state"},
                              {"title"},
                              {"workspace"},
                              {"turn_began", metrics::Unit::time},
                              {"turns", metrics::Unit::count},
                              {"model"},
                              {"tokens", metrics::Unit::tokens},
                              {"cost_usd", metrics::Unit::dollars}},
                             {}};
  ORCHARD_TRY(const auto living, query_living_sessions(engine));
  for (const SessionNow& session : living) {
    if (session.state != core::SessionState::running &&
        session.state != core::SessionState::waiting)
      continue;
    const metrics::SessionFigures& figures = session.figures;
    std::string workspace;
    if (figures.session.workspace) {
      ORCHARD_TRY(const auto found, engine.store().find_workspace(*figures.session.workspace));
      if (found) workspace = found->name;
    }
    table.add_row(
        figures.session.id.value, std::string(core::to_string(session.state)), figures.title,
        std::move(workspace),
        figures.turn_started_at ? metrics::Cell(*figures.turn_started_at) : metrics::Cell(),
        figures.turns, figures.session.model, figures.usage.total(), figures.cost);
  }
  return table;
}

/// What the rows are: "commits counted then".
std::string list_of(const FigureDrill& drill) {
  const auto figure = metrics::find_figure(drill.figure);
  const auto kind = to_kind(drill.kind).value_or(figure ? (*figure)->rows : metrics::RowKind::none);
  return kind == metrics::RowKind::none ? "sessions that work right now"
                                        : std::string(metrics::to_string(kind));
}

Result<void> fill(Engine& engine, FigureAnswer& answer) {
  const FigureQuestion& question = answer.question;
  // One moment for everything: the totals of a view are those of its rows.
  ORCHARD_TRY(const auto view, metrics::ReadView::open(engine.store().database()));
  if (question.analytics) {
    ORCHARD_TRY(answer.choices, read_choices(engine));
    ORCHARD_TRY(answer.analytics, read_analytics(engine, question, answer.now));
  }
  if (question.usage) {
    ORCHARD_TRY(answer.choices, read_choices(engine));
    ORCHARD_TRY(answer.usage, read_usage(engine, *question.usage, answer.now));
  }
  if (!question.drill) return {};
  ORCHARD_TRY(auto table, read_drill(engine, *question.drill, kRowsShown + 1));
  answer.rows = to_rows(std::move(table));
  answer.rows->list = list_of(*question.drill);
  answer.rows->more = std::ssize(answer.rows->rows) > kRowsShown;
  if (answer.rows->more) answer.rows->rows.pop_back();
  return {};
}

}  // namespace

std::shared_ptr<const FigureAnswer> answer_figures(Engine& engine, const FigureQuestion& question) {
  auto answer = std::make_shared<FigureAnswer>();
  answer->question = question;
  answer->now = engine.now();
  if (const auto filled = fill(engine, *answer); !filled) {
    answer->problem = filled.error().message;
    answer->analytics.reset();
    answer->usage.reset();
    answer->rows.reset();
  }
  return answer;
}

Result<metrics::FigureTable> read_drill(Engine& engine, const FigureDrill& drill,
                                        std::int64_t limit) {
  ORCHARD_TRY(const auto* figure, metrics::find_figure(drill.figure));
  metrics::Question question = to_question(drill.filter, engine.local_time(), engine.now());
  question.billing_day = engine.settings().billing_day;
  const metrics::RowKind kind = to_kind(drill.kind).value_or(figure->rows);
  if (kind == metrics::RowKind::none || figure->range == nullptr)
    return read_active_sessions(engine);
  metrics::TimeRange range = figure->range(question);
  if (const auto day = drill.wanted.day) {
    range.from = engine.local_time().start_of(*day);
    range.to = engine.local_time().start_of(*day + std::chrono::days(1));
  }
  return metrics::query_rows(engine.store(), kind, question.filter, range, limit,
                             to_choice(drill.wanted, engine.local_time()));
}

Result<metrics::FigureTable> read_figure(Engine& engine, const std::string& figure,
                                         const FigureFilter& filter) {
  ORCHARD_TRY(const auto* definition, metrics::find_figure(figure));
  const metrics::Filter asked = to_filter(filter);
  ORCHARD_TRY(const ActiveSessions active, count_active_sessions(engine, asked));
  metrics::Question question = to_question(filter, engine.local_time(), engine.now());
  question.sessions_running = active.running;
  question.sessions_waiting = active.waiting;
  question.billing_day = engine.settings().billing_day;
  return definition->query(engine.store(), question);
}

}  // namespace orchard::app
