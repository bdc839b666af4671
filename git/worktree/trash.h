#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <filesystem>
#include <vector>

namespace orchard::git {

/// A removed worktree in the trash.
struct TrashEntry {
  std::filesystem::path path;
  core::Timestamp moved_at;
};

/// Empty for a trash that does not exist yet. Blocks; any thread. Errors: io.
[[nodiscard]] core::Result<std::vector<TrashEntry>> list_trash_entries(
    const std::filesystem::path& trash);

/// Deletes one for good; one that is gone already is fine. Slow. Errors: io.
[[nodiscard]] core::Result<void> remove_trash_entry(const std::filesystem::path& entry);

}  // namespace orchard::git
