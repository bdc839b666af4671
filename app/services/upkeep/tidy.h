#pragma once

#include "app/model/storage_state.h"
#include "app/services/engine.h"
#include "core/base/result.h"

#include <atomic>
#include <functional>
#include <vector>

namespace orchard::app {

/// Follows a clean-up and may end it between two things.
struct TidyWatch {
  std::function<void(const CleanUpState&)> on_progress;  ///< may be empty
  const std::atomic<bool>* cancel = nullptr;
};

/// Removes for good what may not come back any more, and nothing else. Slow; run it in a process or
/// on a thread of its own. Goes on after something that cannot be removed and says so in the state.
/// Errors: those of the store, io.
[[nodiscard]] core::Result<CleanUpState> tidy(Engine& engine, const TidyWatch& watch = {});

/// What Orchard takes on the disk, and what of it tidy() would remove. Removes nothing. Slow; ends
/// early, with what it has, when `cancel` becomes true. Errors: those of the store.
[[nodiscard]] core::Result<std::vector<StoragePart>> measure_storage(
    Engine& engine, const std::atomic<bool>* cancel = nullptr);

/// Starts a process that tidies, with low priority; its failure is only logged.
void start_tidying(const Engine& engine);

}  // namespace orchard::app
