#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

enum class ChangeGroup { committed, staged, unstaged, untracked };

/// One file of a diff. Binary files count no lines.
struct FileChange {
  ChangeGroup group = ChangeGroup::committed;
  std::string path;      ///< relative to the worktree, any bytes
  std::string old_path;  ///< set for renames and copies
  char letter = 'M';     ///< A, M, D, R, C, T, U (conflict), ?
  core::DiffStat stat;

  bool operator==(const FileChange&) const = default;
};

/// What is in a worktree and in no commit.
struct UncommittedChanges {
  core::DiffStat total;  ///< tracked files against HEAD, plus the lines of untracked text files
  std::vector<FileChange> files;
};

/// Writes neither index nor lock file. Blocks (up to four git runs); any thread. Untracked files
/// over 8 MiB count as files without lines. Errors: not_found, external_failed.
[[nodiscard]] core::Result<UncommittedChanges> read_uncommitted(
    const std::filesystem::path& worktree);

/// The files that differ between two commits, with renames detected as git does by default. An
/// empty `merge_base` stands for the empty tree. Blocks; any thread.
[[nodiscard]] core::Result<std::vector<FileChange>> changed_files(
    const std::filesystem::path& worktree, const core::CommitOid& merge_base,
    const core::CommitOid& head);

/// The unified diff of one file for display, cut to `limit` bytes; empty for an untracked folder.
[[nodiscard]] core::Result<std::string> read_patch(const std::filesystem::path& worktree,
                                                   const FileChange& file,
                                                   const core::CommitOid& merge_base,
                                                   const core::CommitOid& head,
                                                   std::size_t limit = std::size_t{1} << 20U);

}  // namespace orchard::git
