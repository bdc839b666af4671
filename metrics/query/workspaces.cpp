#include "metrics/query/workspaces.h"

#include "metrics/schema/columns.h"

#include <utility>

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

// What stands beside a workspace: its branch as last observed, without merges and without what
// reached the base, and its newest activity.
constexpr std::string_view kFigures =
    "SELECT w.id, r.name, w.commits, w.net_additions, w.net_deletions, w.net_files, "
    "w.uncommitted_additions, w.uncommitted_deletions, w.uncommitted_files, w.head, w.merge_base, "
    "MAX(w.created_at, COALESCE((SELECT MAX(last_active_at) FROM session "
    "  WHERE workspace = w.key), 0)), w.observed_at FROM workspace w "
    "JOIN repository r ON r.key = w.repository ORDER BY w.created_at, w.key";

// Commits of the branch as the walk from its head gave them, merges too.
constexpr std::string_view kBranchLog =
    "SELECT c.oid, c.summary, c.author, c.author_email, c.authored_at, c.committed_at, "
    "c.is_merge, c.additions, c.deletions, c.files FROM workspace w "
    "JOIN workspace_commit m ON m.workspace = w.key JOIN commit_seen c ON c.key = m.commit_key "
    "WHERE w.id = ?1 AND m.landed = 0 ORDER BY m.position DESC";

// Somewhere it counts: at another workspace, or at this one as long as it holds it.
constexpr std::string_view kCounted =
    "SELECT 1 FROM commit_seen c JOIN workspace w ON w.id = ?1 "
    "WHERE c.repository = w.repository AND c.oid = ?2 AND (c.workspace <> w.key OR EXISTS "
    "(SELECT 1 FROM workspace_commit m WHERE m.workspace = w.key AND m.commit_key = c.key))";

}  // namespace

Result<std::vector<WorkspaceFigures>> query_workspaces(Store& store) {
  ORCHARD_TRY(std::vector<Workspace> workspaces, store.workspaces());
  std::vector<WorkspaceFigures> all;
  all.reserve(workspaces.size());
  for (Workspace& workspace : workspaces) all.emplace_back().workspace = std::move(workspace);
  ORCHARD_TRY(Statement figures, store.database().prepare(kFigures));
  // Both come in the same order; one that was made meanwhile is the last.
  std::size_t next = 0;
  ORCHARD_CHECK(figures.each([&](const Statement& row) {
    if (next == all.size()) return;
    WorkspaceFigures& entry = all[next];
    if (entry.workspace.id.value != row.text(0)) return;
    ++next;
    entry.repository_name = row.text(1);
    entry.commits = row.integer(2);
    entry.net = {row.integer(3), row.integer(4), row.integer(5)};
    entry.uncommitted = {row.integer(6), row.integer(7), row.integer(8)};
    entry.head = core::CommitOid(row.text(9));
    entry.merge_base = core::CommitOid(row.text(10));
    entry.last_active_at = timestamp(row.integer(11));
    if (const auto observed = row.optional_integer(12)) entry.observed_at = timestamp(*observed);
  }));
  return all;
}

Result<std::vector<core::CommitInfo>> query_branch_log(Store& store,
                                                       const core::WorkspaceId& workspace) {
  ORCHARD_TRY(Statement log, store.database().prepare(kBranchLog));
  log.bind(1, workspace.value);
  std::vector<core::CommitInfo> commits;
  ORCHARD_CHECK(log.each([&](const Statement& row) {
    commits.push_back({core::CommitOid(row.text(0)),
                       row.text(1),
                       row.text(2),
                       row.text(3),
                       timestamp(row.integer(4)),
                       timestamp(row.integer(5)),
                       row.integer(6) != 0,
                       {row.integer(7), row.integer(8), row.integer(9)}});
  }));
  return commits;
}

Result<std::vector<core::CommitOid>> find_uncounted(Store& store, const Workspace& workspace,
                                                    const std::vector<core::CommitOid>& commits) {
  std::vector<core::CommitOid> uncounted;
  for (const core::CommitOid& commit : commits) {
    ORCHARD_TRY(Statement counted, store.database().prepare(kCounted));
    counted.bind(1, workspace.id.value);
    counted.bind(2, commit.value);
    ORCHARD_TRY(const bool found, counted.step());
    if (!found) uncounted.push_back(commit);
  }
  return uncounted;
}

}  // namespace orchard::metrics
