#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "git/deletion/deletion.h"
#include "metrics/ledger/records.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

struct ArchivedWorkspace {
  metrics::Workspace workspace;
  bool kept_work = false;          ///< with uncommitted work, which was kept or is back
  bool comes_back = true;          ///< false: folder and branch were gone before it was archived
  std::vector<std::string> notes;  ///< sentences a person should read
};

/// What becomes of turns that run or wait for an answer.
struct RunningTurns {
  bool end = false;
  std::string_view remedy = {};  ///< what a person can do when they may not be ended, a sentence
};

/// Stops the agents, records what the branch holds, keeps uncommitted work under a private ref and
/// moves the worktree to the trash. Branch, conversation and figures stay. Never refuses because of
/// uncommitted work. Errors: not_found, busy (a turn runs that may not be ended; its agent works
/// on), unsupported (not active), external_failed, io; the worktree is untouched then.
[[nodiscard]] core::Result<ArchivedWorkspace> archive_workspace(Engine& engine,
                                                                const core::WorkspaceId& id,
                                                                RunningTurns turns);

/// Makes an archived or deleted workspace anew at the same path, with the work that was kept,
/// staged and untracked included; also one whose folder vanished. Killed at any moment, the next
/// call takes it up again. Ignored files come back while the trash holds them; a note says which
/// did not. Errors: not_found, unsupported (nothing to restore), already_exists (the path or
/// the name is taken), external_failed.
[[nodiscard]] core::Result<ArchivedWorkspace> restore_workspace(Engine& engine,
                                                                const core::WorkspaceId& id);

/// What a person must see before a workspace is deleted.
struct DeletionPlan {
  git::DeletionProof proof;
  bool agent_runs = false;
  std::string branch;              ///< the one that goes too: Orchard made it; empty: none goes
  std::int64_t loose_commits = 0;  ///< of a detached HEAD, on no branch or tag
};
[[nodiscard]] core::Result<DeletionPlan> plan_deletion(Engine& engine, const core::WorkspaceId& id);

/// Archives when needed, then deletes the branch that Orchard made for it, and only when git's log
/// of the branch proves that and it is what the worktree held; else a note says why it stays. Work
/// is kept under a private ref for 30 days, so restore_workspace brings it back. Figures stay for
/// ever.
[[nodiscard]] core::Result<ArchivedWorkspace> delete_workspace(Engine& engine,
                                                               const core::WorkspaceId& id);

}  // namespace orchard::app
