#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"

#include <filesystem>
#include <vector>

namespace orchard::git {

/// What stands in these commits, lines too, in the order given. Blocks; any thread. Errors:
/// external_failed, also when one of them is not there.
[[nodiscard]] core::Result<std::vector<core::CommitInfo>> read_commits(
    const std::filesystem::path& directory, const std::vector<core::CommitOid>& commits);

}  // namespace orchard::git
