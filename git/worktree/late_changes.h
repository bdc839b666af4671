#pragma once

#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// A moment on the clock that the kernel stamps files with, since the epoch.
using FileMoment = std::chrono::nanoseconds;
[[nodiscard]] FileMoment file_moment();

/// The files below `tree`, a worktree of `root` wherever it lies now, that were written, made or
/// changed their mode at or after `since`: relative paths in order, without .git and without those
/// that git ignores. Blocks; any thread. Errors: not_found, external_failed, io.
[[nodiscard]] core::Result<std::vector<std::string>> find_changes_since(
    const std::filesystem::path& root, const std::filesystem::path& tree, FileMoment since);

}  // namespace orchard::git
