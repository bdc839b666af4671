#pragma once

#include "agents/launch/session_directory.h"
#include "agents/session/live_state.h"
#include "agents/session/translator.h"
#include "agents/supervisor/log_tail.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/io/file_lock.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orchard::app {

/// Reads the event logs of one session into the ledger, each byte exactly once, for as long as it
/// holds the session's lease. Used by one thread; the Engine is the caller's.
class SessionRecorder {
 public:
  /// None: another Orchard records this session now.
  [[nodiscard]] static core::Result<std::optional<SessionRecorder>> take(
      const agents::SessionDirectory& directory);

  /// Records everything that is new and closes what ended processes left open. True when anything
  /// was recorded. Errors leave the log where it stands: the next call goes on from there.
  [[nodiscard]] core::Result<bool> poll(Engine& engine);

  /// What the newest process does now, partial replies included.
  [[nodiscard]] const agents::LiveState& live() const { return live_; }
  /// Whether the newest process still runs, as of the last poll.
  [[nodiscard]] bool is_alive() const { return alive_; }
  [[nodiscard]] const agents::SessionDirectory& directory() const { return directory_; }
  /// How many facts this recorder has recorded; the log itself moves more often.
  [[nodiscard]] std::uint64_t facts_recorded() const { return facts_recorded_; }

 private:
  struct OpenLog {
    int process = 0;
    std::string key;
    std::uint64_t offset = 0;  ///< up to where the ledger knows it
    agents::Translator translator;
    agents::LogTail tail;
    std::optional<core::Timestamp> last_seen;   ///< the newest time the log itself told
    std::optional<core::Timestamp> seen_alive;  ///< by this recorder, for the last time
    bool read_to_end = false;                   ///< since then it is followed
  };

  SessionRecorder(agents::SessionDirectory directory, core::FileLock lease);
  [[nodiscard]] core::Result<bool> poll_process(Engine& engine, const agents::LaunchRecord& record,
                                                int process);
  [[nodiscard]] core::Result<void> open_log(Engine& engine, const agents::LaunchRecord& record,
                                            int process);
  [[nodiscard]] static std::optional<core::Timestamp> stored_at(Engine& engine,
                                                                const agents::Event& event);
  [[nodiscard]] core::Result<bool> record_new(Engine& engine, OpenLog& log);
  /// The last moment the process is known to have lived: it wrote, was seen or was stopped then.
  [[nodiscard]] core::Timestamp last_sign(const OpenLog& log, core::Timestamp now) const;
  [[nodiscard]] core::Result<void> close_log(Engine& engine, const agents::LaunchRecord& record,
                                             OpenLog& log);

  agents::SessionDirectory directory_;
  core::FileLock lease_;
  agents::LiveState live_;
  bool alive_ = false;
  std::uint64_t facts_recorded_ = 0;
  std::optional<OpenLog> log_;
  std::set<int> closed_;
};

/// Whether the ledger holds all of the log of `process`, which has ended.
[[nodiscard]] core::Result<bool> is_wholly_recorded(Engine& engine,
                                                    const agents::SessionDirectory& directory,
                                                    int process);

/// Notes in the session directory that the user ended `process`, so that what it left open counts
/// as interrupted and not as failed.
[[nodiscard]] core::Result<void> mark_stopped_by_user(const agents::SessionDirectory& directory,
                                                      int process);

}  // namespace orchard::app
