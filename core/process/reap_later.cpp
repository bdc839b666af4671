#include "core/process/reap_later.h"

#include <cerrno>
#include <system_error>
#include <thread>

#include <sys/wait.h>

namespace orchard::core {

void reap_later(pid_t pid) {
  if (pid <= 0) return;
  try {
    // It holds nothing of ours, so it may be cut off when the program ends.
    std::thread([pid] {
      while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
    }).detach();
  } catch (const std::system_error&) {
    // Without a thread the zombie stays until we end; that harms nobody.
  }
}

}  // namespace orchard::core
