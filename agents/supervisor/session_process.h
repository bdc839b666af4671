#pragma once

#include "agents/launch/launcher.h"
#include "agents/launch/session_directory.h"
#include "agents/launch/trace/process_wait.h"
#include "agents/supervisor/stop_ladder.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/process/spawn.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace orchard::agents {

/// The newest process of a session as this Orchard sees it. Holds values only; one thread at a
/// time.
class SessionProcess {
 public:
  /// Errors: those of SessionDirectory::load_record.
  [[nodiscard]] static core::Result<SessionProcess> find(const SessionDirectory& directory);

  [[nodiscard]] const LaunchRecord& record() const { return record_; }
  [[nodiscard]] const SessionDirectory& directory() const { return directory_; }
  [[nodiscard]] bool is_alive() const;
  /// Its exit code when it ended and was our child; asking collects it, so ask once.
  [[nodiscard]] std::optional<int> exit_code() const { return core::reap(record_.identity.pid); }
  /// Processes that it started and that still run, found by their ORCHARD_SESSION_ID. None once
  /// the session has a newer living process, whose own they may be.
  [[nodiscard]] std::vector<core::ProcessIdentity> tool_processes() const;
  /// Ends them, also when the agent itself is gone; gives how many there were.
  int end_tool_processes(const StopTimes& times = {}) const;

  struct StopOptions {
    StopTimes times;
    bool turn_running = true;  ///< false for an idle process: no interrupt, no waiting for a result
    std::function<void(StopStep)> on_step;  ///< for progress lines; may be empty
  };
  struct Stopped {
    StopStep last_signal = StopStep::begin;  ///< the hardest step that was needed
    std::optional<int> exit_code;            ///< when it was our child
    int tool_processes_ended = 0;
  };
  /// Goes down the stop ladder, then ends the tool processes it left behind. Blocks up to the sum
  /// of the times. A process already gone is fine. Errors: timed_out when even SIGKILL did not
  /// help.
  [[nodiscard]] core::Result<Stopped> stop(const StopOptions& options,
                                           const core::Clock& clock) const;

 private:
  SessionProcess(SessionDirectory directory, LaunchRecord record);
  SessionDirectory directory_;
  LaunchRecord record_;
};

/// Ends the session's idle process, if any, and resumes it as `spec` says: the way to a permission
/// mode that the living process refuses, and the remedy for a half-written line. `spec.resume` and
/// `spec.session` are filled in from the record.
[[nodiscard]] core::Result<LaunchRecord> restart(const SessionDirectory& directory, LaunchSpec spec,
                                                 const Launcher& launcher, const core::Clock& clock,
                                                 const SessionProcess::StopOptions& options);

}  // namespace orchard::agents
