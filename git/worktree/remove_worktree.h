#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace orchard::git {

struct RemoveWorktreeRequest {
  std::filesystem::path root;   ///< the repository
  std::filesystem::path path;   ///< the worktree
  std::filesystem::path trash;  ///< a folder on the file system of `path`; made when missing
};

struct RemovedWorktree {
  std::filesystem::path trash_entry;  ///< empty when the folder had vanished already
};

/// Renames the worktree into the trash and forgets its admin entry; never touches its branch.
/// Takes the same time for any number of files. Blocks; any thread. A worktree that vanished
/// already is fine. Errors: not_found (`path` exists and is no worktree of `root`),
/// invalid_argument (the main working tree), busy (locked by `git worktree lock`), io.
[[nodiscard]] core::Result<RemovedWorktree> remove_worktree(const RemoveWorktreeRequest& request);

/// Deletes the trash entries older than `older_than`; takes long for large ones, so run it in a
/// low-priority process. Returns how many it deleted. Errors: io, after trying them all.
[[nodiscard]] core::Result<int> remove_trash_entries(const std::filesystem::path& trash,
                                                     core::Duration older_than,
                                                     const core::Clock& clock);

/// Moves the ignored files of a removed worktree from its trash entry back into `worktree`, which
/// has been restored; a file that exists there already stays. Returns how many paths it moved.
[[nodiscard]] core::Result<int> restore_ignored_from_trash(const std::filesystem::path& trash_entry,
                                                           const std::filesystem::path& worktree);

}  // namespace orchard::git
