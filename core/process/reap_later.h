#pragma once

#include <sys/types.h>

namespace orchard::core {

/// Collects our child `pid` whenever it ends, so that no zombie stays for as long as we run. For a
/// child whose end nobody waits for any more; nobody else may collect it. Any thread.
void reap_later(pid_t pid);

}  // namespace orchard::core
