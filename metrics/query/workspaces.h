#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"
#include "core/domain/quantities.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// One workspace, of any status, with its branch as last observed. Its sessions come from
/// query_sessions.
struct WorkspaceFigures {
  Workspace workspace;
  std::string repository_name;
  std::int64_t commits = 0;  ///< on the branch and not on its base, without merges
  core::DiffStat net;        ///< of head against the merge base
  core::DiffStat uncommitted;
  core::CommitOid head;  ///< empty when never observed
  core::CommitOid merge_base;
  std::optional<core::Timestamp> observed_at;  ///< of the branch; none when never
  core::Timestamp last_active_at;  ///< of its sessions; its creation when there are none
};

/// Oldest first.
[[nodiscard]] core::Result<std::vector<WorkspaceFigures>> query_workspaces(Store& store);

/// Commits of the branch that are not on its base, in the order they were observed (newest first).
[[nodiscard]] core::Result<std::vector<core::CommitInfo>> query_branch_log(
    Store& store, const core::WorkspaceId& workspace);

/// Those of `commits` that count for no workspace yet but may for this one: the ledger never saw
/// them, or saw them leave this workspace's branch as rewritten. In the order given.
[[nodiscard]] core::Result<std::vector<core::CommitOid>> find_uncounted(
    Store& store, const Workspace& workspace, const std::vector<core::CommitOid>& commits);

}  // namespace orchard::metrics
