#pragma once

#include "core/base/result.h"
#include "core/io/file_lock.h"

#include <atomic>
#include <filesystem>

namespace orchard::git {

/// The git directory that all worktrees of a repository share, absolute with links resolved.
[[nodiscard]] core::Result<std::filesystem::path> find_common_dir(
    const std::filesystem::path& any_worktree);

/// The git directory of one worktree, absolute.
[[nodiscard]] core::Result<std::filesystem::path> find_git_dir(
    const std::filesystem::path& worktree);

/// Orchard's one writer at a time per repository, across processes. Waits up to ten minutes (a
/// checkout of a very large repository holds it). Errors: cancelled, timed_out, io.
[[nodiscard]] core::Result<core::FileLock> lock_repository(
    const std::filesystem::path& common_dir, const std::atomic<bool>* cancel = nullptr);

}  // namespace orchard::git
