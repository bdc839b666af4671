#include "app/services/recording/refresh.h"

#include "agents/launch/session_directory.h"
#include "agents/supervisor/session_process.h"
#include "agents/supervisor/stop_ladder.h"
#include "app/services/agent_process.h"
#include "app/services/recording/live_tail.h"
#include "app/services/recording/session_recorder.h"
#include "app/services/recording/transcripts.h"
#include "metrics/query/sessions.h"

#include <algorithm>
#include <chrono>

namespace orchard::app {
namespace {

/// A prompt that an idle agent has not read for this long got lost between store and agent.
constexpr auto kUnreadFor = std::chrono::seconds(10);

/// The session that the process carries, as the ledger knows it; none before it said anything.
core::Result<std::optional<metrics::SessionFigures>> current_figures(
    Engine& engine, const agents::LaunchRecord& record) {
  const auto figures = metrics::query_session(engine.store(), record.current_session());
  if (figures) return *figures;
  if (figures.error().code == core::ErrorCode::not_found) return std::nullopt;
  return core::fail(figures.error());
}

}  // namespace

core::Result<void> look_after_idle(Engine& engine, const agents::SessionDirectory& directory) {
  ORCHARD_TRY(const auto seen, agents::SessionProcess::find(directory));
  ORCHARD_TRY(const auto figures, current_figures(engine, seen.record()));
  if (!figures || figures->turn_started_at) return {};
  ORCHARD_TRY(const auto unread, engine.store().unacknowledged_prompts(figures->session.id));
  if (!unread.empty() && (engine.now() - unread.front().at < kUnreadFor ||
                          engine.now() - seen.record().started_at < kUnreadFor))
    return {};
  agents::IdleView view;
  view.last_activity = std::max(figures->last_active_at, seen.record().started_at);
  const auto limit = std::chrono::minutes(engine.settings().idle_process_minutes);
  if (unread.empty() && !agents::should_end_idle(view, engine.now(), limit)) return {};
  // Whoever sends a prompt from here on finds the process gone and starts it again.
  ORCHARD_TRY(const auto lock, try_lock_process(directory));
  if (!lock) return {};  // a sender works on it
  if (!unread.empty()) return send_unread_prompts(engine, directory, figures->session.id);
  ORCHARD_TRY(const auto process, agents::SessionProcess::find(directory));
  ORCHARD_TRY(const bool waiting, is_prompt_waiting(engine, process.record()));
  // Only the whole log tells what runs: the ledger may be behind, and knows no background tasks.
  LiveTail tail(directory, process.record().process);
  ORCHARD_TRY(const bool resting, rests(tail));
  if (waiting || !resting || process.record().process != seen.record().process) return {};
  agents::SessionProcess::StopOptions options;
  options.turn_running = false;
  ORCHARD_TRY(const auto stopped, process.stop(options, engine.clock()));
  (void)stopped;
  return {};
}

namespace {

core::Result<void> refresh_session(Engine& engine, const agents::SessionDirectory& directory) {
  ORCHARD_TRY(auto recorder, SessionRecorder::take(directory));
  if (!recorder) return {};  // another Orchard records it
  ORCHARD_TRY(const bool recorded, recorder->poll(engine));
  (void)recorded;
  ORCHARD_CHECK(read_transcripts(engine, directory));
  if (!recorder->is_alive()) return {};
  ORCHARD_CHECK(look_after_idle(engine, directory));
  ORCHARD_TRY(const bool more, recorder->poll(engine));
  (void)more;
  return {};
}

}  // namespace

core::Result<void> refresh_sessions(Engine& engine) {
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories)
    if (auto done = refresh_session(engine, directory); !done) {
      // One unreadable session must not hide the others; a store that takes nothing hides all.
      if (done.error().code == core::ErrorCode::io) return done;
      engine.warn(done.error(), "reading session " + directory.launched_as().value);
    }
  return {};
}

core::Result<void> refresh(Engine& engine) {
  ORCHARD_CHECK(refresh_sessions(engine));
  return refresh_branches(engine);
}

}  // namespace orchard::app
