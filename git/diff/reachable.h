#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"

#include <filesystem>
#include <string>
#include <unordered_set>
#include <vector>

namespace orchard::git {

/// Those of `commits` that at least one of `tips` (branches or revisions) contains. Tips and
/// commits that are gone are passed over. Blocks; any thread. Errors: external_failed, unavailable.
[[nodiscard]] core::Result<std::unordered_set<core::CommitOid>> find_reachable(
    const std::filesystem::path& directory, const std::vector<core::CommitOid>& commits,
    const std::vector<std::string>& tips);

}  // namespace orchard::git
