#include "app/use_case/session/session_reading.h"

#include "app/services/recording/transcripts.h"

#include <set>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {

core::Result<SessionReading> SessionReading::begin(Engine& engine,
                                                   const std::vector<core::SessionId>& sessions) {
  ORCHARD_TRY(auto watch, core::DirectoryWatch::create());
  SessionReading reading(engine, std::move(watch));
  std::set<core::SessionId> known;
  for (const core::SessionId& id : sessions) {
    ORCHARD_TRY(const auto session, engine.store().find_session(id));
    if (!session)
      return core::fail(core::ErrorCode::not_found,
                        fmt::format("There is no session '{}'.", id.value));
    if (!known.insert(session->launched_as).second) continue;
    auto directory = agents::SessionDirectory::open(engine.paths().sessions, session->launched_as);
    if (!directory && directory.error().code == core::ErrorCode::not_found) continue;
    if (!directory) return core::fail(std::move(directory).error());
    ORCHARD_CHECK(reading.watch_.add(directory->path()));
    reading.logs_.push_back({std::move(*directory), std::nullopt});
  }
  return reading;
}

core::Result<bool> SessionReading::poll() {
  bool changed = false;
  for (Log& log : logs_) {
    if (!log.recorder) {
      ORCHARD_TRY(log.recorder, SessionRecorder::take(log.directory));
    }
    if (!log.recorder) continue;
    ORCHARD_TRY(const bool recorded, log.recorder->poll(*engine_));
    changed = changed || recorded;
  }
  ORCHARD_TRY(const std::int64_t version, engine_->store().data_version());
  const bool by_others = std::exchange(version_, version) != version;
  return changed || by_others;
}

core::Result<void> SessionReading::finish() {
  for (Log& log : logs_) {
    if (log.recorder) ORCHARD_CHECK(read_transcripts(*engine_, log.directory));
  }
  return {};
}

}  // namespace orchard::app
