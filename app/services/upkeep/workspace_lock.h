#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/io/file_lock.h"

#include <chrono>

namespace orchard::app {

/// Held by whoever starts an agent in a workspace, archives, restores, deletes or tidies it: one at
/// a time, across processes. Read the workspace again once it is held. Locks are taken in this
/// order: workspace, process, repository. Errors: busy (held for longer than
/// `patience`), io.
[[nodiscard]] core::Result<core::FileLock> lock_workspace(
    const Engine& engine, const core::WorkspaceId& id,
    std::chrono::milliseconds patience = std::chrono::minutes(2));

}  // namespace orchard::app
