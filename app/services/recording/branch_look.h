#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/fact.h"
#include "metrics/query/workspaces.h"

#include <vector>

namespace orchard::app {

/// What the ledger knows of a branch before somebody looks again.
struct KnownBranch {
  metrics::WorkspaceFigures figures;
  std::vector<core::CommitInfo> commits;  ///< of the branch, newest first
};

/// Asks git what the branch of the workspace holds now and what is not committed. No fact when that
/// is known, and when its folder is gone or its branch was deleted: it stays as last seen. Commits
/// that left the branch but live on, in its base or in a branch of the workspace that is not
/// checked out, are told apart from rewritten ones by a first fact without them. Runs git; any
/// thread. Errors: those of git.
[[nodiscard]] core::Result<std::vector<core::Fact>> look_at_branch(const KnownBranch& known,
                                                                   const core::Clock& clock);

}  // namespace orchard::app
