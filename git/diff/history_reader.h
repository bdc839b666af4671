#pragma once

#include "core/base/result.h"
#include "git/diff/branch_summary.h"

#include <filesystem>
#include <vector>

namespace orchard::git {

/// The commits a summary is made of.
struct HistoryQuery {
  std::filesystem::path directory;
  core::CommitOid head;
  std::vector<core::CommitOid> bases;  ///< the first is the base, the second its remote twin
};

/// Commits without statistics, merge base, ahead and behind. Both give the same answer.
[[nodiscard]] core::Result<BranchSummary> read_history_libgit2(const HistoryQuery& query);
[[nodiscard]] core::Result<BranchSummary> read_history_git(const HistoryQuery& query);

/// Fills `stat` of commits that are no merges, each against its first parent.
[[nodiscard]] core::Result<void> add_stats_libgit2(const std::filesystem::path& directory,
                                                   std::vector<core::CommitInfo*> commits);
[[nodiscard]] core::Result<void> add_stats_git(const std::filesystem::path& directory,
                                               const std::vector<core::CommitInfo*>& commits);

/// The statistics between two commits; an empty `from` is the empty tree.
[[nodiscard]] core::Result<core::DiffStat> compare_git(const std::filesystem::path& directory,
                                                       const core::CommitOid& from,
                                                       const core::CommitOid& to);
[[nodiscard]] core::Result<core::DiffStat> compare_libgit2(const std::filesystem::path& directory,
                                                           const core::CommitOid& from,
                                                           const core::CommitOid& to);

}  // namespace orchard::git
