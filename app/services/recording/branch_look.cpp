#include "app/services/recording/branch_look.h"

#include "git/deletion/squash_merge.h"
#include "git/diff/branch_summary.h"
#include "git/diff/file_change.h"
#include "git/diff/reachable.h"
#include "git/repository/branches.h"

#include <algorithm>
#include <filesystem>
#include <unordered_set>
#include <utility>

namespace orchard::app {
namespace {

core::Result<git::BranchSummary> observe(const KnownBranch& known) {
  git::ObserveRequest request;
  request.directory = known.figures.workspace.path;
  request.base = known.figures.workspace.base;
  for (const core::CommitInfo& commit : known.commits) request.known[commit.oid] = commit.stat;
  request.known_head = known.figures.head;
  request.known_merge_base = known.figures.merge_base;
  request.known_net = known.figures.net;
  return git::observe_branch(request);
}

/// Commits the ledger knows and the branch does not hold any more, but the base or another branch
/// of the workspace does, in one commit of its own too.
core::Result<std::unordered_set<core::CommitOid>> find_kept(const KnownBranch& known,
                                                            const git::BranchSummary& now) {
  std::unordered_set<core::CommitOid> held;
  for (const core::CommitInfo& commit : now.commits) held.insert(commit.oid);
  std::vector<core::CommitOid> gone;
  for (const core::CommitInfo& commit : known.commits)
    if (!held.contains(commit.oid)) gone.push_back(commit.oid);
  if (gone.empty()) return std::unordered_set<core::CommitOid>();
  const metrics::Workspace& workspace = known.figures.workspace;
  std::vector<std::string> tips = {workspace.base, workspace.base + "@{upstream}",
                                   "origin/" + workspace.base};
  const std::size_t bases = tips.size();
  for (const std::string& branch : {workspace.branch, workspace.created_branch})
    if (!branch.empty() && branch != now.branch) tips.push_back("refs/heads/" + branch);
  ORCHARD_TRY(auto kept, git::find_reachable(workspace.path, gone, tips));
  if (kept.size() == gone.size() || now.ahead > 0) return kept;
  // A branch that went back to its base is not rewritten when the base holds all it did.
  tips.resize(bases);
  for (const std::string& tip : tips) {
    const auto base = git::resolve_commit(workspace.path, tip);
    if (!base) continue;
    ORCHARD_TRY(const bool landed,
                git::is_squash_merged(workspace.path, known.figures.head, *base));
    if (!landed) continue;
    kept.insert(gone.begin(), gone.end());
    break;
  }
  return kept;
}

/// The branch as the ledger knows it, without what is kept elsewhere: its head did not move, so
/// whoever records this knows that those commits were not rewritten.
core::BranchObserved without_kept(const KnownBranch& known,
                                  const std::unordered_set<core::CommitOid>& kept) {
  core::BranchObserved fact;
  fact.repository = known.figures.workspace.repository;
  fact.workspace = known.figures.workspace.id;
  fact.head = known.figures.head;
  fact.merge_base = known.figures.merge_base;
  fact.branch = known.figures.workspace.branch;
  for (const core::CommitInfo& commit : known.commits)
    if (!kept.contains(commit.oid)) fact.commits.push_back(commit);
  fact.net = known.figures.net;
  fact.uncommitted = known.figures.uncommitted;
  return fact;
}

bool is_news(const KnownBranch& known, const core::BranchObserved& fact) {
  const metrics::WorkspaceFigures& before = known.figures;
  return fact.head != before.head || fact.merge_base != before.merge_base ||
         fact.branch != before.workspace.branch || fact.net != before.net ||
         fact.uncommitted != before.uncommitted ||
         !std::ranges::equal(fact.commits, known.commits, {}, &core::CommitInfo::oid,
                             &core::CommitInfo::oid);
}

}  // namespace

core::Result<std::vector<core::Fact>> look_at_branch(const KnownBranch& known,
                                                     const core::Clock& clock) {
  std::vector<core::Fact> facts;
  const metrics::Workspace& workspace = known.figures.workspace;
  if (!std::filesystem::exists(workspace.path)) return facts;
  ORCHARD_TRY(auto summary, observe(known));
  if (summary.head.empty() && !known.figures.head.empty()) return facts;
  const core::Timestamp now = clock.now();
  if (!known.figures.head.empty()) {
    ORCHARD_TRY(const auto kept, find_kept(known, summary));
    if (!kept.empty()) {
      core::BranchObserved before = without_kept(known, kept);
      before.at = now;
      facts.emplace_back(std::move(before));
    }
  }
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
  fact.at = now;
  if (is_news(known, fact)) facts.emplace_back(std::move(fact));
  return facts;
}

}  // namespace orchard::app
