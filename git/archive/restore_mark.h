#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace orchard::git {

// A file beside a worktree says that it is being restored, so that a restore that was cut short at
// any moment can be taken up again. All of these want the repository's lock held.

/// Makes ready to restore `what` (the archive commit, or any other word) at `worktree`. What an
/// interrupted restore had left there goes to `trash`. True: an earlier restore of `what` was
/// finished, only finish_restore() is missing. Errors: already_exists (`worktree` is in the way and
/// no restore made it), io.
[[nodiscard]] core::Result<bool> begin_restore(const std::filesystem::path& common_dir,
                                               const std::filesystem::path& worktree,
                                               const std::filesystem::path& trash,
                                               const std::string& what);

/// The worktree is whole, but nobody else knows it yet.
[[nodiscard]] core::Result<void> note_restored(const std::filesystem::path& worktree,
                                               const std::string& what);

/// The restore failed. What it could not take away itself goes to the trash with the next one.
void give_up_restore(const std::filesystem::path& worktree);

}  // namespace orchard::git
