#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::git {

/// What was done in one worktree, as the log of its HEAD tells: also what no branch of it shows any
/// more, because it was merged, pushed or left behind on another branch. Plain value.
struct MadeCommits {
  /// Committed, amended, picked, reverted, rebased or applied here, oldest first. Commits that were
  /// replaced later are among them, merged and pulled ones are not.
  std::vector<core::CommitOid> commits;
  std::vector<std::string> branches;  ///< that were left or checked out, names without refs/heads/
};

/// Where to begin in the log: it holds ninety days.
struct MadeSince {
  core::CommitOid head;    ///< what HEAD was at the last look; what came after it is read
  core::Timestamp moment;  ///< of the last look; what was written from then on is read too
};

/// Pure. Lines that are no log lines are passed over.
[[nodiscard]] MadeCommits parse_head_log(std::string_view log, const MadeSince& since);

/// Nothing when git keeps no such log. Blocks; any thread. Errors: external_failed (no worktree),
/// io.
[[nodiscard]] core::Result<MadeCommits> find_made_commits(const std::filesystem::path& worktree,
                                                          const MadeSince& since);

}  // namespace orchard::git
