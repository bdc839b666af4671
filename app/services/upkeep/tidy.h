#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"

namespace orchard::app {

/// How long deleted work, removed folders and what was said in deleted workspaces can come back.
inline constexpr auto kKeepDeleted = std::chrono::days(30);
/// How long the event logs of ended processes stay once the ledger holds all of them.
inline constexpr auto kKeepLogs = std::chrono::days(7);

/// Removes for good what may not come back any more. Slow; runs in a process of its own.
[[nodiscard]] core::Result<void> tidy(Engine& engine);

/// Starts that process with low priority; its failure is only logged.
void start_tidying(const Engine& engine);

}  // namespace orchard::app
