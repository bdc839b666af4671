#include "app/services/metrics_report.h"

#include "app/services/session_now.h"
#include "metrics/definition/figures.h"

#include <utility>

namespace orchard::app {
namespace {

core::Result<bool> is_asked_for(Engine& engine, const metrics::Filter& filter,
                                const metrics::SessionFigures& figures) {
  const auto& workspace = figures.session.workspace;
  if (filter.workspace && filter.workspace != workspace) return false;
  if (filter.repository) {
    if (!workspace) return false;
    ORCHARD_TRY(const auto place, engine.store().find_workspace(*workspace));
    if (!place || place->repository != *filter.repository) return false;
  }
  return figures.session.model.find(filter.model) != std::string::npos;
}

core::Result<void> read_views(Engine& engine, MetricsReport& report) {
  metrics::Store& store = engine.store();
  const metrics::Filter& filter = report.request.filter;
  const metrics::LocalTime& local = engine.local_time();
  const MetricsRequest& request = report.request;
  const auto range =
      request.between ? *request.between : metrics::range_of(request.window, local, report.now);
  using metrics::LeaderKind;
  ORCHARD_TRY(report.workspace_board,
              metrics::query_leaderboard(store, LeaderKind::workspaces, filter, range));
  ORCHARD_TRY(report.repository_board,
              metrics::query_leaderboard(store, LeaderKind::repositories, filter, range));
  ORCHARD_TRY(report.heatmap, metrics::query_heatmap(store, local, filter, range));
  ORCHARD_TRY(report.calendar, metrics::query_calendar(store, local, report.now, filter));
  ORCHARD_TRY(report.histogram, metrics::query_turns_per_session(store, filter, range));
  ORCHARD_TRY(report.durations, metrics::query_session_durations(store, filter, range));
  ORCHARD_TRY(report.pace, metrics::query_call_pace(store, filter, range));
  ORCHARD_TRY(report.models, metrics::query_models(store, filter, range));
  ORCHARD_TRY(report.commands, metrics::query_slash_commands(store, filter, range));
  ORCHARD_TRY(report.recent, metrics::query_recent_sessions(store, report.now, filter));
  report.billing = metrics::billing_period(local.day_of(report.now), engine.settings().billing_day);
  ORCHARD_TRY(report.billed, metrics::query_billing_period(store, local, report.billing, filter));
  return {};
}

core::Result<void> read_tables(Engine& engine, MetricsReport& report) {
  const metrics::Question question{report.request.filter,   report.request.window,
                                   engine.local_time(),     report.now,
                                   report.sessions_running, report.sessions_waiting,
                                   report.request.between,  engine.settings().billing_day};
  for (const metrics::FigureDefinition& figure : metrics::figure_definitions()) {
    if (figure.place != metrics::FigurePlace::analytics) continue;
    ORCHARD_TRY(auto table, figure.query(engine.store(), question));
    report.tables.push_back({figure.name, std::move(table)});
  }
  return {};
}

}  // namespace

core::Result<ActiveSessions> count_active_sessions(Engine& engine, const metrics::Filter& filter) {
  ActiveSessions active;
  ORCHARD_TRY(const auto living, query_living_sessions(engine));
  for (const SessionNow& session : living) {
    ORCHARD_TRY(const bool counts, is_asked_for(engine, filter, session.figures));
    if (!counts) continue;
    if (session.state == core::SessionState::running) ++active.running;
    if (session.state == core::SessionState::waiting) ++active.waiting;
  }
  return active;
}

core::Result<MetricsReport> make_metrics_report(Engine& engine, const MetricsRequest& request) {
  MetricsReport report;
  report.request = request;
  report.now = engine.now();
  metrics::Store& store = engine.store();
  ORCHARD_TRY(report.tiles,
              metrics::query_tiles(store, engine.local_time(), report.now, request.filter));
  ORCHARD_TRY(const ActiveSessions active, count_active_sessions(engine, request.filter));
  report.sessions_running = active.running;
  report.sessions_waiting = active.waiting;
  ORCHARD_TRY(auto cards, metrics::query_workspace_cards(store, request.filter));
  ORCHARD_TRY(const auto living, query_living_sessions(engine));
  for (metrics::WorkspaceCard& card : cards) {
    WorkspaceReport one{std::move(card), core::SessionState::stopped};
    for (const SessionNow& session : living)
      if (one.card.latest_session && one.card.latest_session->id == session.figures.session.id)
        one.state = session.state;
    report.workspaces.push_back(std::move(one));
  }
  ORCHARD_TRY(report.slash_commands, metrics::query_slash_commands(store, request.filter));
  ORCHARD_CHECK(read_views(engine, report));
  ORCHARD_CHECK(read_tables(engine, report));
  return report;
}

}  // namespace orchard::app
