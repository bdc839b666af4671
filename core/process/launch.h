#pragma once

#include "core/base/result.h"
#include "core/process/run.h"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace orchard::core {

/// What both ways of starting a program share. Plain value; owns none of the descriptors.
struct LaunchOrder {
  std::filesystem::path program;  ///< absolute
  std::vector<std::string> arguments;
  std::filesystem::path directory;       ///< empty: inherited
  std::vector<std::string> environment;  ///< complete, "NAME=value"
  int stdin_fd = -1;                     ///< -1: /dev/null, for all three
  int stdout_fd = -1;
  int stderr_fd = -1;
  bool low_priority = false;
};

/// Starts a program as leader of a process session and group of its own, so that it has no
/// terminal to stop at; every fd above 2 is closed, signal mask and dispositions are reset. The
/// caller must reap it. Errors: unavailable, not_found (directory), invalid_argument, io.
[[nodiscard]] Result<pid_t> launch(const LaunchOrder& order);

/// This process's environment with `changes`, as "NAME=value".
[[nodiscard]] std::vector<std::string> changed_environment(const EnvironmentChanges& changes);

}  // namespace orchard::core
