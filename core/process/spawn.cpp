#include "core/process/spawn.h"

#include "core/process/launch.h"

#include <fmt/format.h>
#include <sys/wait.h>

namespace orchard::core {

Result<pid_t> spawn_detached(const DetachedCommand& command) {
  ORCHARD_TRY(const auto program, find_executable(command.program.string()));
  LaunchOrder order;
  order.program = program;
  order.arguments = command.arguments;
  order.directory = command.directory;
  order.environment = command.environment;
  order.stdin_fd = command.stdin_fd;
  order.stdout_fd = command.stdout_fd;
  order.stderr_fd = command.stderr_fd;
  order.low_priority = command.low_priority;
  return launch(order);
}

std::optional<int> reap(pid_t pid) {
  int status = 0;
  if (pid <= 0 || ::waitpid(pid, &status, WNOHANG) != pid) return std::nullopt;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace orchard::core
