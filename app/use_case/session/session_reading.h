#pragma once

#include "agents/launch/session_directory.h"
#include "app/services/engine.h"
#include "app/services/recording/session_recorder.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/watch/directory_watch.h"

#include <chrono>
#include <optional>
#include <vector>

namespace orchard::app {

/// Keeps the ledger up to date with some sessions while a command waits for them. A session that
/// another Orchard records is left to it, and taken over when that one goes. One thread.
class SessionReading {
 public:
  /// Sessions that never had a process have nothing to read. Errors: not_found, io.
  [[nodiscard]] static core::Result<SessionReading> begin(
      Engine& engine, const std::vector<core::SessionId>& sessions);

  /// Records what is new. True when the ledger may know more than at the last call, whoever
  /// recorded it.
  [[nodiscard]] core::Result<bool> poll();
  /// Until something happens, at most `patience`.
  void wait(std::chrono::milliseconds patience) { (void)watch_.wait(patience); }
  /// Reads the transcripts too: they hold what the stream lacks, and come a moment later.
  [[nodiscard]] core::Result<void> finish();

 private:
  struct Log {
    agents::SessionDirectory directory;
    std::optional<SessionRecorder> recorder;
  };

  SessionReading(Engine& engine, core::DirectoryWatch watch)
      : engine_(&engine), watch_(std::move(watch)) {}

  Engine* engine_;
  core::DirectoryWatch watch_;
  std::vector<Log> logs_;
  std::optional<std::int64_t> version_;  ///< of the store, as others write it
};

}  // namespace orchard::app
