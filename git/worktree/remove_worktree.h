#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

struct RemoveWorktreeRequest {
  std::filesystem::path root;        ///< the repository
  std::filesystem::path path;        ///< the worktree
  std::filesystem::path trash;       ///< a folder on the file system of `path`; made when missing
  std::filesystem::path entry = {};  ///< from make_trash_entry(); empty: made on the way
};

/// A new, empty folder in `trash` for what lies at `worktree`. Whoever must know after a crash
/// where it went notes this before remove_worktree() moves it there. Errors: io.
[[nodiscard]] core::Result<std::filesystem::path> make_trash_entry(
    const std::filesystem::path& trash, const std::filesystem::path& worktree);

/// Where the worktree lies in that folder of the trash, if one does.
[[nodiscard]] std::filesystem::path trashed_tree(const std::filesystem::path& trash_entry);
/// True when a worktree lies in that folder of the trash.
[[nodiscard]] bool has_trashed_tree(const std::filesystem::path& trash_entry);

struct RemovedWorktree {
  std::filesystem::path trash_entry;  ///< empty when the folder had vanished already
};

/// Renames the worktree into the trash and forgets its admin entry; never touches its branch.
/// Takes the same time for any number of files. Blocks; any thread. A worktree that vanished
/// already is fine. Errors: not_found (`path` exists and is no worktree of `root`),
/// invalid_argument (the main working tree), busy (locked by `git worktree lock`), io.
[[nodiscard]] core::Result<RemovedWorktree> remove_worktree(const RemoveWorktreeRequest& request);

/// What became of the ignored files of a removed worktree.
struct IgnoredFiles {
  int moved = 0;                        ///< files, or folders as a whole
  std::vector<std::string> in_the_way;  ///< the worktree has others there; those of the trash stay
  std::vector<core::Error> failed;      ///< could not be moved; a later call tries again
};

/// Moves the ignored files of a removed worktree from its trash entry back into `worktree`, which
/// has been restored; goes on after a file that cannot be moved. A file that exists there already
/// stays. Errors: external_failed (the files could not be listed).
[[nodiscard]] core::Result<IgnoredFiles> restore_ignored_from_trash(
    const std::filesystem::path& trash_entry, const std::filesystem::path& worktree);

}  // namespace orchard::git
