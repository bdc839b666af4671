#include "app/services/recording/branch_look.h"
#include "app/services/recording/refresh.h"
#include "metrics/query/workspaces.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace orchard::app {
namespace {

/// Most of a look is waiting for git to read a worktree.
constexpr std::size_t kLooksAtOnce = 6;
/// What was written a little before the last look may have been missed by it.
constexpr auto kOverlap = std::chrono::minutes(10);

core::Result<void> record(Engine& engine, const std::vector<core::Fact>& facts) {
  if (facts.empty()) return {};
  ORCHARD_TRY(const auto recorded, engine.store().record(facts));
  (void)recorded;
  return {};
}

core::Result<KnownBranch> read_known(Engine& engine, metrics::WorkspaceFigures figures) {
  const metrics::Workspace& workspace = figures.workspace;
  KnownBranch known;
  ORCHARD_TRY(known.commits, metrics::query_branch_log(engine.store(), workspace.id));
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace.repository));
  if (repository) known.repository = repository->path;
  std::error_code unknown;
  if (std::filesystem::is_directory(workspace.path, unknown)) {
    git::MadeSince since{figures.head, {}};
    if (figures.observed_at) since.moment = *figures.observed_at - kOverlap;
    ORCHARD_TRY(known.made, git::find_made_commits(workspace.path, since));
    ORCHARD_TRY(known.made.commits,
                metrics::find_uncounted(engine.store(), workspace, known.made.commits));
  }
  known.figures = std::move(figures);
  return known;
}

struct Look {
  KnownBranch known;
  core::Result<std::vector<core::Fact>> facts;
};

/// git runs for several workspaces at once; the store is this thread's alone.
void look_at_all(std::vector<Look>& looks, const core::Clock& clock) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < looks.size(); i = next++)
      looks[i].facts = look_at_branch(looks[i].known, clock);
  };
  std::vector<std::jthread> helpers;
  const std::size_t threads = std::min(kLooksAtOnce, looks.size());
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
}

}  // namespace

core::Result<void> refresh_branch(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(auto all, metrics::query_workspaces(engine.store()));
  const auto found = std::ranges::find_if(
      all, [&](const metrics::WorkspaceFigures& figures) { return figures.workspace.id == id; });
  if (found == all.end())
    return core::fail(core::ErrorCode::not_found, "The workspace is unknown.");
  ORCHARD_TRY(const KnownBranch known, read_known(engine, std::move(*found)));
  ORCHARD_TRY(const auto facts, look_at_branch(known, engine.clock()));
  return record(engine, facts);
}

core::Result<void> refresh_branches(Engine& engine) {
  ORCHARD_TRY(auto all, metrics::query_workspaces(engine.store()));
  std::vector<Look> looks;
  for (metrics::WorkspaceFigures& figures : all) {
    if (figures.workspace.status != core::WorkspaceStatus::active) continue;
    const std::string name = figures.workspace.name;
    auto known = read_known(engine, std::move(figures));
    if (known)
      looks.push_back({std::move(*known), std::vector<core::Fact>()});
    else
      engine.warn(known.error(), "looking at the branch of " + name);
  }
  look_at_all(looks, engine.clock());
  for (const Look& look : looks) {
    const std::string& name = look.known.figures.workspace.name;
    const auto recorded = look.facts ? record(engine, *look.facts)
                                     : core::Result<void>(core::fail(look.facts.error()));
    if (recorded) continue;
    // A store that takes nothing of one takes nothing of the others.
    if (look.facts && recorded.error().code == core::ErrorCode::io) return recorded;
    engine.warn(recorded.error(), "looking at the branch of " + name);
  }
  return {};
}

}  // namespace orchard::app
