#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace orchard::git {

/// With these words the reflog of a branch begins that Orchard made for `owner` (a workspace's id).
/// Git keeps them when the branch is renamed, and forgets them when it is deleted.
[[nodiscard]] std::string ownership_words(const std::string& owner);

/// The branch Orchard made for `owner`, under whatever name it has now. Empty when none can be
/// proven to be it: it was deleted, its reflog is gone (git drops lines after 90 days), or it is a
/// copy somebody made. Blocks; any thread. Errors: external_failed.
[[nodiscard]] core::Result<std::string> find_own_branch(const std::filesystem::path& root,
                                                        const std::string& owner);

}  // namespace orchard::git
