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

/// Whether all that lies in the entry lies in `worktree` too, byte for byte: nothing is lost with
/// it. Reads all of both. Blocks; any thread.
[[nodiscard]] bool holds_only_copies(const std::filesystem::path& entry,
                                     const std::filesystem::path& worktree);

/// Lets an entry count as moved there long ago, so that the next clean-up deletes it. Errors: io.
[[nodiscard]] core::Result<void> expire_trash_entry(const std::filesystem::path& entry);

/// Deletes one for good; one that is gone already is fine. Slow. Errors: io.
[[nodiscard]] core::Result<void> remove_trash_entry(const std::filesystem::path& entry);

}  // namespace orchard::git
