#include "app/services/recording/refresh.h"
#include "git/diff/branch_summary.h"
#include "git/diff/file_change.h"
#include "metrics/query/workspaces.h"

#include <filesystem>
#include <unordered_map>

namespace orchard::app {
namespace {

core::Result<void> observe(Engine& engine, const metrics::Workspace& workspace) {
  if (!std::filesystem::exists(workspace.path)) return {};  // vanished: as last seen
  git::ObserveRequest request;
  request.directory = workspace.path;
  request.base = workspace.base;
  ORCHARD_TRY(const auto known, metrics::query_branch_log(engine.store(), workspace.id));
  for (const core::CommitInfo& commit : known) request.known[commit.oid] = commit.stat;
  ORCHARD_TRY(auto summary, git::observe_branch(request));
  ORCHARD_TRY(const auto uncommitted, git::read_uncommitted(workspace.path));
  core::BranchObserved fact;
  fact.repository = workspace.repository;
  fact.workspace = workspace.id;
  fact.head = summary.head;
  fact.merge_base = summary.merge_base;
  fact.branch = summary.branch.empty() ? workspace.branch : summary.branch;
  fact.commits = std::move(summary.commits);
  fact.net = summary.net;
  fact.uncommitted = uncommitted.total;
  fact.at = engine.now();
  const core::Fact facts[] = {std::move(fact)};
  ORCHARD_TRY(const auto recorded, engine.store().record(facts));
  (void)recorded;
  return {};
}

}  // namespace

core::Result<void> refresh_branch(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace) return core::fail(core::ErrorCode::not_found, "The workspace is unknown.");
  return observe(engine, *workspace);
}

core::Result<void> refresh_branches(Engine& engine) {
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  for (const metrics::Workspace& workspace : workspaces) {
    if (workspace.status != core::WorkspaceStatus::active) continue;
    if (auto seen = observe(engine, workspace); !seen)
      engine.warn(seen.error(), "looking at the branch of " + workspace.name);
  }
  return {};
}

}  // namespace orchard::app
