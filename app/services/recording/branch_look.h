#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/fact.h"
#include "git/worktree/made_commits.h"
#include "metrics/query/workspaces.h"

#include <filesystem>
#include <vector>

namespace orchard::app {

/// What the ledger knows of a branch before somebody looks again.
struct KnownBranch {
  metrics::WorkspaceFigures figures;
  std::vector<core::CommitInfo> commits;  ///< of the branch, newest first
  /// Made in the worktree since the last look; `commits` are those that count nowhere yet.
  git::MadeCommits made;
  std::filesystem::path repository;  ///< its own folder
};

/// Asks git what the branch of the workspace holds now and what is not committed. No fact when that
/// is known, and when its branch was deleted: it stays as last seen. With its folder gone the
/// branch alone is looked at. Commits that left the branch but live on, in its base or in a branch
/// of the workspace that is not checked out, are told apart from rewritten ones by a fact without
/// them; those that came and left since the last look stand in a fact before that. Runs git; any
/// thread. Errors: those of git.
[[nodiscard]] core::Result<std::vector<core::Fact>> look_at_branch(const KnownBranch& known,
                                                                   const core::Clock& clock);

}  // namespace orchard::app
