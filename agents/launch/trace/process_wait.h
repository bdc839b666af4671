#pragma once

#include "core/process/spawn.h"

#include <chrono>

namespace orchard::agents {

/// Waits until that very process is gone (by pidfd; it need not be our child); true when it is.
/// Blocks up to `timeout`.
[[nodiscard]] bool wait_for_exit(const core::ProcessIdentity& process,
                                 std::chrono::milliseconds timeout);

}  // namespace orchard::agents
