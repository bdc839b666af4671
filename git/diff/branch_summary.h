#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace orchard::git {

/// Where a branch stands against its base. Copied into core::BranchObserved by the caller.
struct BranchSummary {
  core::CommitOid head;                   ///< empty when the branch has no commit yet
  core::CommitOid merge_base;             ///< empty for unrelated histories
  std::string branch;                     ///< as checked out now; empty when detached
  std::vector<core::CommitInfo> commits;  ///< reachable from head and not from base, newest first
  core::DiffStat net;                     ///< head against merge base, renames as git counts them
  std::int64_t ahead = 0;                 ///< commits, merges included
  std::int64_t behind = 0;
};

/// Which program answers; `automatic` picks libgit2 where it reads the repository right.
enum class Backend { automatic, libgit2, git_program };

struct ObserveRequest {
  std::filesystem::path directory;  ///< the worktree, or the repository when `branch` is set
  std::string branch;               ///< empty: what HEAD of `directory` is now
  std::string base;                 ///< a branch name or revision
  /// A second base whose commits are not ours either. Empty: what `base` follows on its remote,
  /// else the branch of that name on origin, if there is any.
  std::string upstream_base;
  /// Statistics the caller has already: those commits are not diffed again.
  std::unordered_map<core::CommitOid, core::DiffStat> known;
  Backend backend = Backend::automatic;
  /// `net` as it was between these two commits, if they are still the ones.
  core::CommitOid known_head = {};
  core::CommitOid known_merge_base = {};
  core::DiffStat known_net = {};
};

/// Both backends give equal numbers. Caches nothing. Blocks; any thread. Errors: not_found (no such
/// directory, branch or base), unsupported (libgit2 was demanded and cannot), external_failed.
[[nodiscard]] core::Result<BranchSummary> observe_branch(const ObserveRequest& request);

}  // namespace orchard::git
