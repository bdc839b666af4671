#include "app/use_case/workspace/create_workspace.h"

#include "app/use_case/workspace/workspace_name.h"
#include "git/repository/branches.h"
#include "git/repository/repository_info.h"
#include "git/worktree/create_worktree.h"
#include "git/worktree/remove_worktree.h"
#include "metrics/plan/plan_ledger.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

/// Generated names may collide with what another process creates at the same moment.
constexpr int kAttempts = 8;

/// Two repositories with one folder name never share a directory: the hash is of the git directory.
std::filesystem::path repository_folder(const Engine& engine,
                                        const metrics::Repository& repository) {
  const auto hash = std::hash<std::string>{}(repository.common_dir);
  return engine.paths().worktrees / fmt::format("{}-{:08x}", repository.name, hash & 0xffffffffU);
}

core::Result<std::string> choose_name(Engine& engine, const CreateWorkspaceRequest& request) {
  ORCHARD_TRY(const auto names, engine.store().names_in_use(request.repository));
  const std::set<std::string> taken(names.begin(), names.end());
  if (request.name.empty()) return generate_workspace_name(engine.ids(), taken);
  ORCHARD_CHECK(check_workspace_name(request.name));
  if (taken.contains(request.name))
    return core::fail(core::ErrorCode::already_exists,
                      fmt::format("The repository has a workspace '{}' already. Choose another "
                                  "name.",
                                  request.name));
  return request.name;
}

/// Every request over the network stands in the ledger, also one that git makes for us.
void note_fetch(Engine& engine, const git::FetchedBase& fetched) {
  if (fetched.host.empty()) return;
  const auto noted = metrics::record_network_request(
      engine.store(), {engine.now(), fetched.host, "news of the base branch", "git",
                       fetched.fetched ? "ok" : "failed", std::nullopt, std::nullopt});
  if (!noted) engine.warn(noted.error(), "noting a network request");
}

core::Result<std::string> choose_start(Engine& engine, const metrics::Repository& repository,
                                       const CreateWorkspaceRequest& request,
                                       const std::string& base) {
  if (!request.fetch) return base;
  ORCHARD_TRY(const auto fetched,
              git::fetch_base(repository.path, base, std::chrono::seconds(15), request.cancel));
  note_fetch(engine, fetched);
  if (!fetched.problem.empty() && request.on_note)
    request.on_note(
        fmt::format("There is no news of {}; the workspace starts from it as it is "
                    "known here. {}",
                    base, fetched.problem));
  return fetched.start_point.empty() ? base : fetched.start_point;
}

/// Takes back the worktree of a workspace that could not be stored.
void take_back(Engine& engine, const metrics::Repository& repository,
               const git::CreatedWorktree& created) {
  const auto removed = git::remove_worktree({repository.path, created.path, engine.paths().trash});
  if (!removed) engine.warn(removed.error(), "taking back a worktree that was not stored");
}

core::Result<metrics::Workspace> store_workspace(Engine& engine,
                                                 const metrics::Repository& repository,
                                                 const core::WorkspaceId& id,
                                                 const std::string& name, const std::string& base,
                                                 const git::CreatedWorktree& created) {
  metrics::Workspace workspace;
  workspace.id = id;
  workspace.repository = repository.id;
  workspace.name = name;
  workspace.branch = created.branch;
  workspace.created_branch = created.branch;
  workspace.base = base;
  workspace.path = created.path.string();
  workspace.created_at = engine.now();
  if (auto stored = engine.store().put_workspace(workspace); !stored) {
    take_back(engine, repository, created);
    return core::fail(std::move(stored).error());
  }
  ORCHARD_CHECK(engine.store().create_session(core::SessionId(core::make_uuid(engine.ids())),
                                              workspace.id, "", "", engine.now()));
  return workspace;
}

}  // namespace

core::Result<metrics::Workspace> create_workspace(Engine& engine,
                                                  const CreateWorkspaceRequest& request) {
  ORCHARD_TRY(const auto repository, engine.store().find_repository(request.repository));
  if (!repository || repository->removed_at)
    return core::fail(core::ErrorCode::not_found, "The repository is not in Orchard any more.");
  ORCHARD_TRY(const auto user, git::read_identity(repository->path));
  const std::string base = request.base.empty() ? repository->base : request.base;
  ORCHARD_TRY(const std::string start, choose_start(engine, *repository, request, base));
  const core::Settings& settings = engine.settings();
  const std::string prefix =
      branch_prefix(settings.branch_prefix_kind, settings.branch_prefix_custom, user.name);
  const core::WorkspaceId id(core::make_short_id(engine.ids()));
  for (int attempt = 1;; ++attempt) {
    ORCHARD_TRY(const std::string name, choose_name(engine, request));
    ORCHARD_TRY(const std::string branch, git::free_branch_name(repository->path, prefix + name));
    const auto created =
        git::create_worktree({repository->path, repository_folder(engine, *repository) / name,
                              branch, start, request.cancel, false, id.value});
    if (created) return store_workspace(engine, *repository, id, name, base, *created);
    const bool taken = created.error().code == core::ErrorCode::already_exists;
    if (!taken || attempt == kAttempts) return core::fail(created.error());
  }
}

}  // namespace orchard::app
