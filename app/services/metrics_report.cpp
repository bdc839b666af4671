#include "app/services/metrics_report.h"

#include <utility>

namespace orchard::app {

core::Result<MetricsReport> make_metrics_report(Engine& engine) {
  MetricsReport report;
  ORCHARD_TRY(report.tiles,
              metrics::query_tiles(engine.store(), engine.local_time(), engine.now()));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine));
  for (const SessionNow& session : sessions) {
    if (session.state == core::SessionState::running) ++report.sessions_running;
    if (session.state == core::SessionState::waiting) ++report.sessions_waiting;
  }
  ORCHARD_TRY(auto workspaces, metrics::query_workspaces(engine.store()));
  for (metrics::WorkspaceFigures& figures : workspaces) {
    WorkspaceReport one{std::move(figures), std::nullopt};
    for (const SessionNow& session : sessions) {
      if (session.figures.session.workspace != one.figures.workspace.id) continue;
      // Sessions come newest first; an empty new one says less than the one before.
      if (!one.latest_session ||
          (one.latest_session->figures.turns == 0 && session.figures.turns > 0))
        one.latest_session = session;
    }
    report.workspaces.push_back(std::move(one));
  }
  ORCHARD_TRY(report.slash_commands, metrics::query_slash_commands(engine.store()));
  return report;
}

}  // namespace orchard::app
