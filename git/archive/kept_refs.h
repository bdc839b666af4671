#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// One of Orchard's private references.
struct KeptRef {
  std::string ref;
  core::CommitOid commit;
  core::Timestamp kept_at;
};

/// The refs below `prefix` ("refs/orchard/deleted/"). Blocks; any thread.
[[nodiscard]] core::Result<std::vector<KeptRef>> list_kept_refs(const std::filesystem::path& root,
                                                                const std::string& prefix);

/// Renames a private ref, for example from refs/orchard/archive/<id> to refs/orchard/deleted/<id>.
/// Errors: not_found, already_exists, invalid_argument (not below refs/orchard/).
[[nodiscard]] core::Result<void> move_kept_ref(const std::filesystem::path& root,
                                               const std::string& from, const std::string& to);

/// Forgets a private ref; git drops the objects at its next clean-up. A missing ref is fine.
[[nodiscard]] core::Result<void> drop_kept_ref(const std::filesystem::path& root,
                                               const std::string& ref);

}  // namespace orchard::git
