#include "app/services/session_now.h"

#include <utility>

namespace orchard::app {

core::SessionState session_state(bool alive, const metrics::SessionFigures& figures) {
  if (!alive) return core::SessionState::stopped;
  if (!figures.requests.empty()) return core::SessionState::waiting;
  const bool busy = figures.turn_started_at.has_value() || !figures.queued_prompts.empty();
  return busy ? core::SessionState::running : core::SessionState::idle;
}

std::optional<pid_t> process_of(const core::SessionId& session, const core::SessionId& launched_as,
                                const std::map<core::SessionId, LivingProcess>& living) {
  const auto process = living.find(launched_as);
  if (process == living.end()) return std::nullopt;
  const LivingProcess& found = process->second;
  // One that did not tell yet carries the id it was launched with or resumed.
  if (found.session != session && !found.session.empty()) return std::nullopt;
  return found.pid;
}

SessionNow session_now(metrics::SessionFigures figures, std::optional<pid_t> pid) {
  SessionNow now;
  now.pid = pid;
  now.state = session_state(pid.has_value(), figures);
  // A question of a process that is gone cannot be answered any more.
  if (!pid) figures.requests.clear();
  now.figures = std::move(figures);
  return now;
}

namespace {

core::Result<std::vector<SessionNow>> look_at_processes(Engine& engine,
                                                        std::vector<metrics::SessionFigures> all) {
  LivingProcesses processes;
  ORCHARD_TRY(const auto living, processes.find(engine));
  std::vector<SessionNow> sessions;
  for (metrics::SessionFigures& figures : all) {
    const auto pid = process_of(figures.session.id, figures.session.launched_as, living);
    sessions.push_back(session_now(std::move(figures), pid));
  }
  return sessions;
}

}  // namespace

core::Result<std::vector<SessionNow>> query_sessions_now(Engine& engine) {
  ORCHARD_TRY(auto all, metrics::query_sessions(engine.store()));
  return look_at_processes(engine, std::move(all));
}

core::Result<SessionNow> query_session_now(Engine& engine, const core::SessionId& session) {
  ORCHARD_TRY(auto figures, metrics::query_session(engine.store(), session));
  LivingProcesses processes;
  ORCHARD_TRY(const auto living, processes.find(engine));
  const auto pid = process_of(session, figures.session.launched_as, living);
  return session_now(std::move(figures), pid);
}

core::Result<std::vector<SessionNow>> query_sessions_now(Engine& engine,
                                                         const core::WorkspaceId& workspace) {
  ORCHARD_TRY(auto all, metrics::query_sessions_of(engine.store(), workspace));
  return look_at_processes(engine, std::move(all));
}

core::Result<std::vector<SessionNow>> query_living_sessions(Engine& engine) {
  LivingProcesses processes;
  ORCHARD_TRY(const auto living, processes.find(engine));
  std::vector<SessionNow> sessions;
  for (const auto& [launched_as, process] : living) {
    const core::SessionId& id = process.session.empty() ? launched_as : process.session;
    auto figures = metrics::query_session(engine.store(), id);
    // It may not have said anything yet.
    if (!figures && figures.error().code == core::ErrorCode::not_found) continue;
    if (!figures) return core::fail(std::move(figures).error());
    sessions.push_back(session_now(std::move(*figures), process.pid));
  }
  return sessions;
}

}  // namespace orchard::app
