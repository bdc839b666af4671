#include "app/use_case/session/wait_for_rest.h"

#include "app/use_case/control_session.h"
#include "app/use_case/session/session_reading.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kPace = milliseconds(200);
/// An agent obeys within a moment; a tool that has to be ended takes longer.
constexpr auto kObeysWithin = seconds(20);

core::Result<std::vector<SessionNow>> look_at(Engine& engine, LivingProcesses& processes,
                                              const std::vector<core::SessionId>& ids) {
  ORCHARD_TRY(const auto living, processes.find(engine));
  std::vector<SessionNow> sessions;
  for (const core::SessionId& id : ids) {
    ORCHARD_TRY(auto figures, metrics::query_session(engine.store(), id));
    const auto pid = process_of(id, figures.session.launched_as, living);
    sessions.push_back(session_now(std::move(figures), pid));
  }
  return sessions;
}

bool any_is(const std::vector<SessionNow>& sessions, core::SessionState state) {
  return std::ranges::find(sessions, state, &SessionNow::state) != sessions.end();
}

}  // namespace

core::Result<RestedSessions> wait_for_rest(Engine& engine, const std::vector<core::SessionId>& ids,
                                           core::Duration patience) {
  ORCHARD_TRY(auto reading, SessionReading::begin(engine, ids));
  LivingProcesses processes;
  const core::Timestamp begun = engine.now();
  RestedSessions rested;
  for (bool seen_resting = false;;) {
    ORCHARD_TRY(const bool news, reading.poll());
    ORCHARD_TRY(rested.sessions, look_at(engine, processes, ids));
    if (any_is(rested.sessions, core::SessionState::waiting)) {
      rested.end = RestEnd::needs_user;
      break;
    }
    const bool resting = !any_is(rested.sessions, core::SessionState::running);
    // Between reading a prompt and beginning its turn an agent seems to rest.
    if (resting && seen_resting && !news) break;
    seen_resting = resting;
    if (!resting && patience.count() > 0 && engine.now() - begun >= patience) {
      rested.end = RestEnd::timed_out;
      break;
    }
    reading.wait(kPace);
  }
  ORCHARD_CHECK(reading.finish());
  ORCHARD_TRY(rested.sessions, look_at(engine, processes, ids));
  return rested;
}

core::Result<bool> interrupt_and_wait(Engine& engine, const core::SessionId& id) {
  ORCHARD_TRY(auto reading, SessionReading::begin(engine, {id}));
  LivingProcesses processes;
  ORCHARD_TRY(const bool news, reading.poll());
  (void)news;
  ORCHARD_TRY(auto now, look_at(engine, processes, {id}));
  const auto turn = now.front().figures.turn_started_at;
  if (!turn || !now.front().pid) return false;
  ORCHARD_CHECK(interrupt_turn(engine, id));
  const core::Timestamp until = engine.now() + kObeysWithin;
  while (now.front().pid && now.front().figures.turn_started_at == turn) {
    if (engine.now() >= until)
      return core::fail(core::ErrorCode::timed_out,
                        fmt::format("The agent of session {} was told to stop its turn and has not "
                                    "done so yet. `orchard stop {}` ends it.",
                                    id.value, id.value));
    reading.wait(kPace);
    ORCHARD_TRY(const bool more, reading.poll());
    (void)more;
    ORCHARD_TRY(now, look_at(engine, processes, {id}));
  }
  ORCHARD_CHECK(reading.finish());
  return true;
}

}  // namespace orchard::app
