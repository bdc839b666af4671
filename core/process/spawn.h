#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace orchard::core {

/// A program that outlives us: a process session of its own, no pipes, no shared fds.
struct DetachedCommand {
  std::filesystem::path program;  ///< absolute
  std::vector<std::string> arguments;
  std::filesystem::path directory;
  std::vector<std::string> environment;  ///< complete, "NAME=value"
  int stdin_fd = -1;  ///< -1: /dev/null. The caller keeps ownership of all three.
  int stdout_fd = -1;
  int stderr_fd = -1;
  bool low_priority = false;  ///< nice 19, for clean-up work
};

/// Starts `command` in a new session with every fd above 2 closed on exec and the signal mask and
/// SIGPIPE reset. Returns its pid; the caller may reap it with reap(). Errors: unavailable, io.
[[nodiscard]] Result<pid_t> spawn_detached(const DetachedCommand& command);

/// Names one process for ever: a pid alone is reused.
struct ProcessIdentity {
  pid_t pid = 0;
  std::uint64_t start_ticks = 0;  ///< field 22 of /proc/PID/stat
  std::string boot_id;

  bool operator==(const ProcessIdentity&) const = default;
};

/// Errors: not_found when the process is gone.
[[nodiscard]] Result<ProcessIdentity> identify_process(pid_t pid);

/// True while that very process runs: same boot, same start ticks, neither zombie nor dead.
[[nodiscard]] bool is_alive(const ProcessIdentity& process);
/// True only when it is certain that the process ended: false too when nothing could be learned,
/// for want of descriptors for example.
[[nodiscard]] bool is_gone(const ProcessIdentity& process);

/// Sends `signal` to that very process (by pidfd, so a reused pid is never hit). Errors: not_found.
[[nodiscard]] Result<void> send_signal(const ProcessIdentity& process, int signal);

/// Sends `signal` to the process group the process leads; a zombie still leads one. Errors:
/// not_found.
[[nodiscard]] Result<void> send_group_signal(const ProcessIdentity& process, int signal);

/// Collects the exit code of a finished child without blocking (128 + the signal that ended it, as
/// shells count); none while it runs or when the process is not our child.
[[nodiscard]] std::optional<int> reap(pid_t pid);

/// The processes whose environment holds `NAME=value`, this process excluded.
[[nodiscard]] std::vector<ProcessIdentity> find_processes_with_environment(
    const std::string& name, const std::string& value);

}  // namespace orchard::core
