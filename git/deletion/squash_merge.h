#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"

#include <filesystem>

namespace orchard::git {

/// Merging `head` into `base` would change nothing: `base` holds its files already. False when the
/// two conflict. Blocks; any thread. Errors: external_failed.
[[nodiscard]] core::Result<bool> is_contained_by_tree(const std::filesystem::path& root,
                                                      const core::CommitOid& head,
                                                      const core::CommitOid& base);

/// What `head` changed since it left `base`, as one patch.
enum class BranchPatch {
  none,     ///< it changed nothing
  missing,  ///< no commit of the base has it
  landed,   ///< one of the base's newest 500 commits has it
};
/// `missing` for unrelated histories. Blocks; any thread. Errors: external_failed.
[[nodiscard]] core::Result<BranchPatch> find_branch_patch(const std::filesystem::path& root,
                                                          const core::CommitOid& head,
                                                          const core::CommitOid& base);

/// `base` holds what `head` changed, and that was something: as a squash merge leaves it. Blocks;
/// any thread. Errors: external_failed.
[[nodiscard]] core::Result<bool> is_squash_merged(const std::filesystem::path& root,
                                                  const core::CommitOid& head,
                                                  const core::CommitOid& base);

}  // namespace orchard::git
