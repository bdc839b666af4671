#include "app/services/recording/branch_look.h"

#include "git/deletion/squash_merge.h"
#include "git/diff/branch_summary.h"
#include "git/diff/file_change.h"
#include "git/diff/reachable.h"
#include "git/diff/read_commits.h"
#include "git/repository/branches.h"

#include <algorithm>
#include <filesystem>
#include <unordered_set>
#include <utility>

namespace orchard::app {
namespace {

/// The folder to run git in: the repository's own when the workspace's is gone.
std::filesystem::path folder_of(const KnownBranch& known) {
  const std::filesystem::path folder = known.figures.workspace.path;
  return std::filesystem::exists(folder) ? folder : known.repository;
}

core::Result<git::BranchSummary> observe(const KnownBranch& known) {
  git::ObserveRequest request;
  request.directory = folder_of(known);
  request.base = known.figures.workspace.base;
  if (request.directory != known.figures.workspace.path)
    request.branch = known.figures.workspace.branch;
  for (const core::CommitInfo& commit : known.commits) request.known[commit.oid] = commit.stat;
  request.known_head = known.figures.head;
  request.known_merge_base = known.figures.merge_base;
  request.known_net = known.figures.net;
  return git::observe_branch(request);
}

std::vector<std::string> base_tips(const metrics::Workspace& workspace) {
  return {workspace.base, workspace.base + "@{upstream}", "origin/" + workspace.base};
}

/// Of what was made here since the last look: commits that the branch does not hold, but its base
/// or a branch that was checked out meanwhile. Newest first.
core::Result<std::vector<core::CommitInfo>> find_passed(const KnownBranch& known,
                                                        const git::BranchSummary& now) {
  std::unordered_set<core::CommitOid> held;
  for (const core::CommitInfo& commit : now.commits) held.insert(commit.oid);
  for (const core::CommitInfo& commit : known.commits) held.insert(commit.oid);
  std::vector<core::CommitOid> made;
  for (const core::CommitOid& commit : known.made.commits)
    if (held.insert(commit).second) made.push_back(commit);
  if (made.empty()) return std::vector<core::CommitInfo>();
  const std::filesystem::path folder = folder_of(known);
  std::vector<std::string> tips = base_tips(known.figures.workspace);
  for (const std::string& branch : known.made.branches) tips.push_back("refs/heads/" + branch);
  ORCHARD_TRY(const auto reachable, git::find_reachable(folder, made, tips));
  std::erase_if(made, [&](const core::CommitOid& commit) { return !reachable.contains(commit); });
  std::ranges::reverse(made);
  return git::read_commits(folder, made);
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
  const std::filesystem::path folder = folder_of(known);
  std::vector<std::string> tips = base_tips(workspace);
  const std::size_t bases = tips.size();
  for (const std::string& branch : {workspace.branch, workspace.created_branch})
    if (!branch.empty() && branch != now.branch) tips.push_back("refs/heads/" + branch);
  ORCHARD_TRY(auto kept, git::find_reachable(folder, gone, tips));
  if (kept.size() == gone.size() || now.ahead > 0) return kept;
  // A branch that went back to its base is not rewritten when the base holds all it did.
  tips.resize(bases);
  for (const std::string& tip : tips) {
    const auto base = git::resolve_commit(folder, tip);
    if (!base) continue;
    ORCHARD_TRY(const bool landed, git::is_squash_merged(folder, known.figures.head, *base));
    if (!landed) continue;
    kept.insert(gone.begin(), gone.end());
    break;
  }
  return kept;
}

/// The branch as the ledger knows it, with `commits` instead of its own.
core::BranchObserved as_known(const KnownBranch& known, const git::BranchSummary& now,
                              std::vector<core::CommitInfo> commits) {
  const metrics::WorkspaceFigures& figures = known.figures;
  const bool never_seen = figures.head.empty();
  core::BranchObserved fact;
  fact.repository = figures.workspace.repository;
  fact.workspace = figures.workspace.id;
  fact.head = never_seen ? now.head : figures.head;
  fact.merge_base = never_seen ? now.merge_base : figures.merge_base;
  fact.branch = figures.workspace.branch;
  fact.commits = std::move(commits);
  fact.net = figures.net;
  fact.uncommitted = figures.uncommitted;
  return fact;
}

/// What happened between the last look and this one. The head of these facts does not move, so
/// whoever records them knows that commits which leave were not rewritten.
core::Result<std::vector<core::BranchObserved>> find_between(const KnownBranch& known,
                                                             const git::BranchSummary& now) {
  std::vector<core::BranchObserved> facts;
  ORCHARD_TRY(std::vector<core::CommitInfo> commits, find_passed(known, now));
  ORCHARD_TRY(auto kept, find_kept(known, now));
  for (const core::CommitInfo& commit : commits) kept.insert(commit.oid);
  if (kept.empty()) return facts;
  const bool any_passed = !commits.empty();
  commits.insert(commits.end(), known.commits.begin(), known.commits.end());
  if (any_passed) facts.push_back(as_known(known, now, commits));
  std::erase_if(commits, [&](const core::CommitInfo& commit) { return kept.contains(commit.oid); });
  facts.push_back(as_known(known, now, std::move(commits)));
  return facts;
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
  const bool has_folder = std::filesystem::exists(workspace.path);
  auto seen = observe(known);
  if (!seen && !has_folder && seen.error().code == core::ErrorCode::not_found) return facts;
  ORCHARD_TRY(git::BranchSummary summary, std::move(seen));
  if (summary.head.empty() && !known.figures.head.empty()) return facts;
  const core::Timestamp now = clock.now();
  ORCHARD_TRY(auto between, find_between(known, summary));
  for (core::BranchObserved& fact : between) {
    fact.at = now;
    facts.emplace_back(std::move(fact));
  }
  core::DiffStat uncommitted = known.figures.uncommitted;
  if (has_folder) {
    ORCHARD_TRY(const auto changes, git::read_uncommitted(workspace.path));
    uncommitted = changes.total;
  }
  core::BranchObserved fact;
  fact.repository = workspace.repository;
  fact.workspace = workspace.id;
  fact.head = summary.head;
  fact.merge_base = summary.merge_base;
  fact.branch = summary.branch.empty() ? workspace.branch : summary.branch;
  fact.commits = std::move(summary.commits);
  fact.net = summary.net;
  fact.uncommitted = uncommitted;
  fact.at = now;
  if (is_news(known, fact)) facts.emplace_back(std::move(fact));
  return facts;
}

}  // namespace orchard::app
