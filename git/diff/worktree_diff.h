#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "git/diff/file_change.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

enum class DiffForm { patch, stat };

/// What a worktree holds beyond a commit, in one diff: committed, staged, unstaged and untracked
/// (not ignored) changes together.
struct WorktreeDiff {
  std::string text;                   ///< as `git diff` prints it
  std::vector<FileChange> files;      ///< of group `committed`, letters A, M, D, R, …
  std::vector<std::string> left_out;  ///< repositories inside the worktree that git does not know
};

/// An empty `from` stands for the empty tree. Writes nothing into the repository, neither index nor
/// objects, and runs no external diff program. Blocks; any thread. Errors: not_found,
/// external_failed, io.
[[nodiscard]] core::Result<WorktreeDiff> diff_worktree(const std::filesystem::path& worktree,
                                                       const core::CommitOid& from, DiffForm form);

/// The same between two commits, for a worktree that was put away. `directory` lies in the
/// repository.
[[nodiscard]] core::Result<WorktreeDiff> diff_commits(const std::filesystem::path& directory,
                                                      const core::CommitOid& from,
                                                      const core::CommitOid& to, DiffForm form);

}  // namespace orchard::git
