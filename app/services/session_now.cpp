#include "app/services/session_now.h"

#include "agents/launch/session_directory.h"
#include "core/process/spawn.h"

#include <map>

namespace orchard::app {
namespace {

struct LivingProcess {
  core::SessionId session;  ///< the id it carries now
  pid_t pid = 0;
};

/// By the id the session was launched with.
core::Result<std::map<core::SessionId, LivingProcess>> find_living(const Engine& engine) {
  std::map<core::SessionId, LivingProcess> living;
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories) {
    const auto record = directory.load_record();
    if (!record) {
      if (record.error().code != core::ErrorCode::not_found)
        engine.warn(record.error(), "reading the session " + directory.launched_as().value);
      continue;
    }
    if (record->phase == agents::LaunchPhase::running && core::is_alive(record->identity))
      living[directory.launched_as()] = {record->current_session(), record->identity.pid};
  }
  return living;
}

}  // namespace

core::SessionState session_state(bool alive, const metrics::SessionFigures& figures) {
  if (!alive) return core::SessionState::stopped;
  if (!figures.requests.empty()) return core::SessionState::waiting;
  const bool busy = figures.turn_started_at.has_value() || !figures.queued_prompts.empty();
  return busy ? core::SessionState::running : core::SessionState::idle;
}

core::Result<std::vector<SessionNow>> query_sessions_now(Engine& engine) {
  ORCHARD_TRY(const auto living, find_living(engine));
  ORCHARD_TRY(auto all, metrics::query_sessions(engine.store()));
  std::vector<SessionNow> sessions;
  for (metrics::SessionFigures& figures : all) {
    SessionNow now;
    const auto process = living.find(figures.session.launched_as);
    const bool alive = process != living.end() && (process->second.session == figures.session.id ||
                                                   process->second.session.empty());
    if (alive) now.pid = process->second.pid;
    now.state = session_state(alive, figures);
    // A question of a process that is gone cannot be answered any more.
    if (!alive) figures.requests.clear();
    now.figures = std::move(figures);
    sessions.push_back(std::move(now));
  }
  return sessions;
}

core::Result<std::vector<SessionNow>> query_living_sessions(Engine& engine) {
  ORCHARD_TRY(const auto living, find_living(engine));
  std::vector<SessionNow> sessions;
  for (const auto& [launched_as, process] : living) {
    const core::SessionId& id = process.session.empty() ? launched_as : process.session;
    auto figures = metrics::query_session(engine.store(), id);
    // It may not have said anything yet.
    if (!figures && figures.error().code == core::ErrorCode::not_found) continue;
    if (!figures) return core::fail(std::move(figures).error());
    SessionNow now;
    now.state = session_state(true, *figures);
    now.pid = process.pid;
    now.figures = std::move(*figures);
    sessions.push_back(std::move(now));
  }
  return sessions;
}

}  // namespace orchard::app
