#include "app/use_case/wait_for_turn.h"

#include "agents/launch/speaker.h"
#include "agents/protocol/encode.h"
#include "agents/supervisor/session_process.h"
#include "app/services/agent_process.h"
#include "app/services/early_end.h"
#include "app/services/recording/live_tail.h"
#include "app/services/recording/session_recorder.h"
#include "app/services/recording/transcripts.h"
#include "app/use_case/control_session.h"
#include "core/watch/directory_watch.h"
#include "metrics/query/message_turn.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kPace = milliseconds(100);
/// The transcript lags the result by up to 0.2 s; on a busy machine by more.
constexpr auto kTranscriptPatience = seconds(2);
constexpr auto kEndPatience = seconds(5);

/// One wait for one turn.
class TurnWaiter {
 public:
  TurnWaiter(Engine& engine, const SentMessage& sent, const WaitOptions& options,
             agents::SessionDirectory directory, core::DirectoryWatch watch)
      : engine_(engine),
        sent_(sent),
        options_(options),
        directory_(std::move(directory)),
        watch_(std::move(watch)),
        live_(directory_, sent.process) {}

  core::Result<WaitedTurn> run() {
    while (true) {
      ORCHARD_CHECK(record());
      ORCHARD_TRY(const auto turn, finished_turn());
      if (turn) {
        waited_.turn = *turn;
        break;
      }
      ORCHARD_CHECK(look_for_early_end());
      ORCHARD_CHECK(look_after_requests());
      ORCHARD_TRY(const bool left, obey_user());
      if (left) {
        waited_.end = WaitEnd::left;
        return waited_;
      }
      (void)watch_.wait(kPace);
    }
    ORCHARD_CHECK(end_process());
    ORCHARD_CHECK(settle());
    return waited_;
  }

 private:
  core::Result<void> record() {
    if (!recorder_) {
      ORCHARD_TRY(recorder_, SessionRecorder::take(directory_));
    }
    if (recorder_) {
      ORCHARD_TRY(const bool some, recorder_->poll(engine_));
      (void)some;
    }
    ORCHARD_TRY(const bool more, live_.poll());
    (void)more;
    return {};
  }

  core::Result<std::optional<metrics::TurnFigures>> finished_turn() {
    ORCHARD_TRY(const auto where,
                metrics::query_turn_of_message(engine_.store(), sent_.session, sent_.message));
    if (!where) return std::nullopt;
    ORCHARD_TRY(auto turns, metrics::query_turns(engine_.store(), where->session));
    for (metrics::TurnFigures& turn : turns)
      if (turn.id == where->turn && turn.outcome) return std::move(turn);
    return std::nullopt;
  }

  /// A process that is gone before it read the message will never answer it.
  core::Result<void> look_for_early_end() {
    ORCHARD_TRY(const auto process, agents::SessionProcess::find(directory_));
    const bool starting = process.record().phase == agents::LaunchPhase::starting;
    if (starting || process.is_alive()) return {};
    ORCHARD_CHECK(record());
    // Another Orchard records the session and will close the turn in a moment.
    if (!recorder_) return {};
    ORCHARD_TRY(const auto turn, finished_turn());
    if (turn) return {};
    core::Error why = explain_early_end(directory_, process.record());
    // From here on nobody starts the session and sends what is taken back.
    ORCHARD_TRY(const auto lock, lock_process(directory_));
    ORCHARD_TRY(const auto newest, agents::SessionProcess::find(directory_));
    if (newest.record().process != process.record().process) return {};
    return core::fail(take_back(engine_, sent_.message, std::move(why)));
  }

  core::Result<void> look_after_requests() {
    ORCHARD_TRY(const auto figures, metrics::query_session(engine_.store(), sent_.session));
    for (const metrics::OpenRequest& request : figures.requests) {
      if (announced_.insert(request.request.value).second && options_.on_request)
        options_.on_request(request);
      const bool overdue = options_.answer_patience.count() > 0 &&
                           engine_.now() - request.asked_at >= options_.answer_patience;
      if (!overdue || waited_.end == WaitEnd::unanswered) continue;
      waited_.end = WaitEnd::unanswered;
      ORCHARD_CHECK(interrupt_turn(engine_, sent_.session));
    }
    return {};
  }

  /// True when the user wants to leave at once.
  core::Result<bool> obey_user() {
    const int wish = options_.wish_to_end == nullptr ? 0 : options_.wish_to_end->load();
    if (wish >= 2) return true;
    if (wish == 1 && !std::exchange(interrupted_, true))
      ORCHARD_CHECK(interrupt_turn(engine_, sent_.session));
    return false;
  }

  core::Result<void> end_process() {
    if (!sent_.started_process || options_.keep_process) return {};
    // Somebody else may have sent a prompt while the lock was not to be had.
    ORCHARD_TRY(const auto lock, lock_process(directory_));
    ORCHARD_TRY(const auto process, agents::SessionProcess::find(directory_));
    if (process.record().process != sent_.process || !process.is_alive()) return {};
    ORCHARD_TRY(const bool waiting, is_prompt_waiting(engine_, process.record()));
    ORCHARD_TRY(const bool resting, rests(live_));
    if (waiting || !resting) return {};
    const std::string id = core::make_uuid(engine_.ids());
    if (agents::speak(directory_, agents::end_session_request(id), id) &&
        agents::wait_for_exit(process.record().identity, kEndPatience))
      return {};
    agents::SessionProcess::StopOptions options;
    options.turn_running = false;
    ORCHARD_TRY(const auto stopped, process.stop(options, engine_.clock()));
    (void)stopped;
    return {};
  }

  /// Reads on until the ledger holds what the agent itself says the turn cost.
  core::Result<void> settle() {
    const core::Timestamp until = engine_.now() + kTranscriptPatience;
    while (true) {
      ORCHARD_CHECK(record());
      ORCHARD_CHECK(read_transcripts(engine_, directory_));
      // The first id of the conversation is the one that is charged for its processes.
      ORCHARD_TRY(const auto figures,
                  metrics::query_session(engine_.store(), directory_.launched_as()));
      if (figures.unexplained.nano_dollars <= 0 || engine_.now() >= until) break;
      (void)watch_.wait(kPace);
    }
    ORCHARD_TRY(const auto turn, finished_turn());
    if (turn) waited_.turn = *turn;
    return {};
  }

  Engine& engine_;
  const SentMessage& sent_;
  const WaitOptions& options_;
  agents::SessionDirectory directory_;
  core::DirectoryWatch watch_;
  LiveTail live_;
  std::optional<SessionRecorder> recorder_;
  std::set<std::string> announced_;
  bool interrupted_ = false;
  WaitedTurn waited_;
};

}  // namespace

core::Result<WaitedTurn> wait_for_turn(Engine& engine, const SentMessage& sent,
                                       const WaitOptions& options) {
  ORCHARD_TRY(const auto session, engine.store().find_session(sent.session));
  if (!session)
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("There is no session '{}'.", sent.session.value));
  ORCHARD_TRY(auto directory,
              agents::SessionDirectory::open(engine.paths().sessions, session->launched_as));
  ORCHARD_TRY(auto watch, core::DirectoryWatch::create());
  ORCHARD_CHECK(watch.add(directory.path()));
  TurnWaiter waiter(engine, sent, options, std::move(directory), std::move(watch));
  return waiter.run();
}

}  // namespace orchard::app
