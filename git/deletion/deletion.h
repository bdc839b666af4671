#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace orchard::git {

/// What a person must know before a branch and its worktree are deleted.
struct DeletionProof {
  bool branch_exists = false;
  core::CommitOid head;        ///< to be handed to delete_branch
  bool merged = false;         ///< every commit is reachable from the base
  bool squash_merged = false;  ///< the base holds the same changes: by tree, or by patch id
  std::int64_t unmerged_commits =
      0;  ///< neither reachable from the base nor equal to a patch there
  bool has_remote = false;
  std::int64_t unpushed_commits = 0;  ///< on no remote-tracking branch; 0 without a remote
  core::DiffStat uncommitted;         ///< zero when the worktree is gone
  bool dirty = false;  ///< it holds uncommitted work, of the kinds that git does not show too

  /// Nothing would be lost for good.
  [[nodiscard]] bool is_safe() const { return !dirty && (merged || squash_merged); }
};

/// `worktree` may be empty or gone. Blocks; any thread. Errors: not_found (base), external_failed.
[[nodiscard]] core::Result<DeletionProof> examine_for_deletion(
    const std::filesystem::path& root, const std::filesystem::path& worktree,
    const std::string& branch, const std::string& base);

/// Commits of `head` that no branch, tag or remote branch holds: what a detached HEAD takes along.
[[nodiscard]] core::Result<std::int64_t> count_loose_commits(const std::filesystem::path& root,
                                                             const core::CommitOid& head);

/// Deletes a local branch that still points to `expected`. Keep its work under a private ref first
/// (capture_work). Errors: not_found, busy (it moved, or a worktree has it checked out).
[[nodiscard]] core::Result<void> delete_branch(const std::filesystem::path& root,
                                               const std::string& branch,
                                               const core::CommitOid& expected);

}  // namespace orchard::git
