#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "git/repository/repository_info.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// What was kept of a worktree under a private reference.
struct ArchivedWork {
  std::string ref;                 ///< where it is kept
  core::CommitOid commit;          ///< what the ref points to
  core::CommitOid head;            ///< HEAD of the worktree; empty when its branch had no commit
  std::string branch;              ///< empty when detached
  bool has_work = false;           ///< false: nothing was staged, changed or untracked
  int files_kept = 0;              ///< working files stored
  std::vector<std::string> notes;  ///< sentences about what a person should know
};

/// Keeps index, staged, unstaged and untracked (not ignored) work of `worktree` with modes, links,
/// deletions, conflicts and the state of a running merge or rebase, as a commit under `ref`
/// ("refs/orchard/archive/<workspace id>"). Working files are stored byte for byte, without
/// filters. Touches neither the worktree nor its index and runs no hooks. An incomplete `identity`
/// becomes Orchard <orchard@localhost>. Blocks; any thread. Errors: not_found, external_failed, io.
[[nodiscard]] core::Result<ArchivedWork> capture_work(const std::filesystem::path& worktree,
                                                      const std::string& ref,
                                                      const Identity& identity);

/// True when `worktree` holds what a checkout of its HEAD would not give back: what git's status
/// shows, and edits it was told not to see (assume-unchanged, skip-worktree), bytes that a filter
/// changes, work inside submodules. Ignored files do not count. Errors as capture_work.
[[nodiscard]] core::Result<bool> holds_work(const std::filesystem::path& worktree);

struct RestoreRequest {
  std::filesystem::path root;        ///< the repository
  std::filesystem::path path;        ///< must not exist, or be an empty folder
  std::string ref;                   ///< as given to capture_work
  std::string branch;                ///< empty: the branch that was checked out at capture
  bool recreate_branch = false;      ///< the branch is Orchard's: make it anew when it was deleted
  std::string owner = {};            ///< whom find_own_branch() finds the branch made anew for
  std::filesystem::path trash = {};  ///< for what a restore that was cut short had left at `path`
};

struct RestoredWorktree {
  core::CommitOid head;
  std::string branch;              ///< empty: HEAD is detached
  bool had_work = false;           ///< uncommitted work was kept with it
  std::vector<std::string> notes;  ///< why it is detached, what could not be brought back
};

/// Makes the worktree anew at `path` with the HEAD, index and files that were captured. When the
/// branch is gone (and may not be recreated) or has moved while work was kept on the old commit,
/// HEAD is detached at the captured commit and a note says so. After a failure nothing is left and
/// the ref still holds the work. Killed at any moment, the next call takes it up again; call
/// finish_restore() once it is known elsewhere that the worktree is back. Blocks; any thread.
/// Errors: not_found (ref), already_exists (path), busy (the branch is checked out elsewhere),
/// corrupt, external_failed, io.
[[nodiscard]] core::Result<RestoredWorktree> restore_work(const RestoreRequest& request);

/// The same for a worktree of which nothing but `branch` is left: checks that out.
[[nodiscard]] core::Result<RestoredWorktree> restore_branch(const RestoreRequest& request);

/// What stands in a worktree that was restored before.
[[nodiscard]] core::Result<RestoredWorktree> look_at_restored(
    const std::filesystem::path& worktree);

/// Forgets that `worktree` was being restored. Errors: io.
[[nodiscard]] core::Result<void> finish_restore(const std::filesystem::path& worktree);

/// What a private ref holds, without restoring it. Errors: not_found, corrupt.
[[nodiscard]] core::Result<ArchivedWork> describe_archived_work(const std::filesystem::path& root,
                                                                const std::string& ref);

}  // namespace orchard::git
