#pragma once

#include "agents/launch/launch_record.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/io/file_lock.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace orchard::agents {

/// The directory of one session: `<sessions>/<id it was launched with>/`, mode 0700. It is all that
/// a session needs to outlive the Orchard that started it. A value that holds paths only; any
/// thread. Changes of `launch.json` are made under the `speak` lock, so processes may share it.
class SessionDirectory {
 public:
  /// Makes the directory when it is missing. `sessions` is Orchard's sessions folder. Errors:
  /// invalid_argument for an id that is no plain file name, io.
  [[nodiscard]] static Result<SessionDirectory> create(const std::filesystem::path& sessions,
                                                       const core::SessionId& launched_as);
  /// Errors: not_found.
  [[nodiscard]] static Result<SessionDirectory> open(const std::filesystem::path& sessions,
                                                     const core::SessionId& launched_as);
  /// Every session directory, sorted by id; empty when the folder does not exist yet.
  [[nodiscard]] static Result<std::vector<SessionDirectory>> list(
      const std::filesystem::path& sessions);

  [[nodiscard]] const core::SessionId& launched_as() const { return launched_as_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path stdin_path() const { return path_ / "stdin"; }
  [[nodiscard]] std::filesystem::path lease_path() const { return path_ / "lease"; }
  [[nodiscard]] std::filesystem::path speak_path() const { return path_ / "speak"; }
  [[nodiscard]] std::filesystem::path events_path(int process) const;
  [[nodiscard]] std::filesystem::path stderr_path(int process) const;

  /// The numbers of the processes whose event log exists, ascending.
  [[nodiscard]] std::vector<int> processes() const;

  /// `launch.json`. A record left unfinished by a launcher that died is completed first: the agent
  /// it started is looked up by its open files and adopted, or the launch is marked failed.
  /// Errors: not_found (never launched), corrupt, io.
  [[nodiscard]] Result<LaunchRecord> load_record() const;
  /// The same for a caller that already holds the `speak` lock.
  [[nodiscard]] Result<LaunchRecord> load_record_locked() const;

  /// Reads, changes and atomically writes `launch.json` under the `speak` lock.
  /// Errors: those of load_record, timed_out when the lock stays taken.
  [[nodiscard]] Result<void> update_record(const std::function<void(LaunchRecord&)>& change) const;

  /// Notes that process `process` went on under `session` from byte `offset` of its event log
  /// (`/clear` changes the id inside one process). Noting it again changes nothing.
  [[nodiscard]] Result<void> note_session(const core::SessionId& session, int process,
                                          std::uint64_t offset) const;

  /// The last `limit` bytes of what process `process` wrote to its standard error.
  [[nodiscard]] std::string stderr_tail(int process, std::size_t limit = 4096) const;

  /// Removes the whole directory. The caller has made sure that no process is alive.
  [[nodiscard]] Result<void> remove() const;

 private:
  friend class Launcher;
  SessionDirectory(std::filesystem::path path, core::SessionId launched_as);
  [[nodiscard]] std::filesystem::path record_path() const { return path_ / "launch.json"; }
  [[nodiscard]] Result<LaunchRecord> read_record() const;
  [[nodiscard]] Result<void> write_record(const LaunchRecord& record) const;
  /// Completes a record whose phase is `starting`; the caller holds `speak`.
  [[nodiscard]] Result<LaunchRecord> recover(LaunchRecord record) const;

  std::filesystem::path path_;
  core::SessionId launched_as_;
};

/// The right to ingest the session, held for the value's lifetime; none: another Orchard has it.
[[nodiscard]] Result<std::optional<core::FileLock>> try_take_lease(
    const SessionDirectory& directory);

}  // namespace orchard::agents
