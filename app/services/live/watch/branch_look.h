#pragma once

#include "app/model/app_snapshot.h"
#include "app/services/engine.h"
#include "app/services/live/snapshot/snapshot_builder.h"
#include "core/base/result.h"

#include <vector>

namespace orchard::app {

// What only git can tell and the ledger does not keep. Runs git; never on the UI or IO thread.

/// The branches a workspace can start from, or why the repository cannot be read.
[[nodiscard]] RepositoryLook look_at_repository(const metrics::Repository& repository);

/// Every file that differs from where the branch began: committed, staged, unstaged, untracked.
/// Empty for a workspace without folder. Errors: those of git.
[[nodiscard]] core::Result<std::vector<ChangedFile>> list_changed_files(
    Engine& engine, const core::WorkspaceId& workspace);

}  // namespace orchard::app
