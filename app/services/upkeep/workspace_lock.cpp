#include "app/services/upkeep/workspace_lock.h"

#include <fmt/format.h>

namespace orchard::app {

core::Result<core::FileLock> lock_workspace(const Engine& engine, const core::WorkspaceId& id,
                                            std::chrono::milliseconds patience) {
  auto lock = core::FileLock::acquire(
      engine.paths().sessions / fmt::format("workspace-{}.lock", id.value), patience);
  if (lock || lock.error().code != core::ErrorCode::timed_out) return lock;
  return core::fail(core::ErrorCode::busy,
                    fmt::format("Another Orchard has been busy with workspace '{}' for {} s; try "
                                "again when it is done.",
                                id.value, patience.count() / 1000));
}

}  // namespace orchard::app
