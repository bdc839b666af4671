#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>

namespace orchard::git {

/// Git's admin directory (`<common>/worktrees/<id>`) of the linked worktree at `path`, found by
/// what the entry itself says; none when no entry points there.
[[nodiscard]] core::Result<std::optional<std::filesystem::path>> find_admin_entry(
    const std::filesystem::path& common_dir, const std::filesystem::path& path);

/// Forgets one admin entry, and the folder of entries when it was the last. Hold the lock.
[[nodiscard]] core::Result<void> forget_admin_entry(const std::filesystem::path& entry);

/// Makes the linked worktrees of a repository that was moved find it again, each where it lies.
/// Blocks. Errors: external_failed.
[[nodiscard]] core::Result<void> repair_worktrees(const std::filesystem::path& root);

}  // namespace orchard::git
