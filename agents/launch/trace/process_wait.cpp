#include "agents/launch/trace/process_wait.h"

#include "core/io/file.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace orchard::agents {

bool wait_for_exit(const core::ProcessIdentity& process, std::chrono::milliseconds timeout) {
  using SteadyClock = std::chrono::steady_clock;
  if (process.pid <= 0) return true;
  const core::FileDescriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  // Asked after the descriptor was opened: from here on it cannot mean a reused pid.
  if (!pidfd.is_open() || !core::is_alive(process)) return !core::is_alive(process);
  const auto until = SteadyClock::now() + timeout;
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now());
    pollfd entry{pidfd.get(), POLLIN, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::max<long long>(left.count(), 0)));
    if (ready > 0) return true;
    if (ready == 0 && left.count() <= 0) return false;
    if (ready < 0 && errno != EINTR) return !core::is_alive(process);
  }
}

}  // namespace orchard::agents
