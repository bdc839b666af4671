#include "app/use_case/repositories.h"

#include "git/repository/branches.h"
#include "git/repository/repository_info.h"
#include "git/worktree/admin_entry.h"
#include "metrics/query/workspaces.h"

#include <utility>

#include <fmt/format.h>

namespace orchard::app {

namespace {

/// Sentences and remedies name the folder as it is found from anywhere.
core::Result<git::RepositoryInfo> inspect(const std::filesystem::path& path) {
  std::error_code unknown;
  const std::filesystem::path absolute = std::filesystem::absolute(path, unknown);
  return git::inspect_repository(unknown ? path : absolute.lexically_normal());
}

}  // namespace

core::Result<metrics::Repository> add_repository(Engine& engine, const std::filesystem::path& path,
                                                 std::string_view base) {
  ORCHARD_TRY(const auto info, inspect(path));
  metrics::Repository repository{core::RepositoryId(core::make_short_id(engine.ids())),
                                 info.name,
                                 info.root.string(),
                                 info.common_dir.string(),
                                 base.empty() ? info.default_base : std::string(base),
                                 engine.now(),
                                 std::nullopt};
  if (!base.empty()) {
    ORCHARD_TRY(const auto commit, git::resolve_commit(info.root, repository.base));
    (void)commit;
  }
  return engine.store().add_repository(std::move(repository));
}

namespace {

core::Result<metrics::Repository> choose_repository(
    const std::vector<metrics::Repository>& repositories, std::string_view text) {
  std::error_code no_path;
  const std::string path = std::filesystem::weakly_canonical(text, no_path).string();
  std::vector<metrics::Repository> by_name;
  for (const metrics::Repository& repository : repositories) {
    if (repository.id.value == text || (!no_path && repository.path == path)) return repository;
    if (repository.name == text) by_name.push_back(repository);
  }
  if (by_name.size() == 1) return by_name.front();
  if (by_name.empty())
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("There is no repository '{}'. `orchard repo list` shows all of "
                                  "them, `orchard repo add PATH` adds one.",
                                  text));
  std::string candidates;
  for (const metrics::Repository& repository : by_name)
    candidates += fmt::format("{}{} ({})", candidates.empty() ? "" : ", ", repository.path,
                              repository.id.value);
  return core::fail(core::ErrorCode::ambiguous,
                    fmt::format("'{}' fits several repositories: {}. Give the path or the id.",
                                text, candidates));
}

}  // namespace

core::Result<metrics::Repository> find_repository(Engine& engine, std::string_view text) {
  ORCHARD_TRY(const auto repositories, engine.store().repositories());
  return choose_repository(repositories, text);
}

core::Result<metrics::Repository> find_any_repository(Engine& engine, std::string_view text) {
  auto living = find_repository(engine, text);
  if (living || living.error().code != core::ErrorCode::not_found) return living;
  ORCHARD_TRY(const auto repositories, engine.store().repositories(true));
  return choose_repository(repositories, text);
}

namespace {

/// Whether it is the repository that Orchard knew: it holds the last commit of one of its
/// workspaces. One without workspaces cannot be told from another.
core::Result<bool> is_the_same(Engine& engine, const metrics::Repository& repository,
                               const std::filesystem::path& root) {
  ORCHARD_TRY(const auto workspaces, metrics::query_workspaces(engine.store()));
  bool knows_commits = false;
  for (const metrics::WorkspaceFigures& figures : workspaces) {
    if (figures.workspace.repository != repository.id || figures.head.empty()) continue;
    knows_commits = true;
    if (git::resolve_commit(root, figures.head.value)) return true;
  }
  return !knows_commits;
}

}  // namespace

core::Result<metrics::Repository> move_repository(Engine& engine, const core::RepositoryId& id,
                                                  const std::filesystem::path& path) {
  ORCHARD_TRY(const auto known, engine.store().find_repository(id));
  if (!known)
    return core::fail(core::ErrorCode::not_found, "There is no repository '" + id.value + "'.");
  metrics::Repository repository = *known;
  ORCHARD_TRY(const auto info, inspect(path));
  const auto where_it_lay = git::inspect_repository(repository.path);
  if (where_it_lay && where_it_lay->common_dir == repository.common_dir &&
      info.common_dir != repository.common_dir)
    return core::fail(core::ErrorCode::already_exists,
                      fmt::format("'{}' still lies in {}. Move it there first, or add the other "
                                  "one with `orchard repo add`.",
                                  repository.name, repository.path));
  ORCHARD_TRY(const bool same, is_the_same(engine, repository, info.root));
  if (!same)
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("{} is another repository: it holds no commit of the workspaces "
                                  "of '{}'.",
                                  info.root.string(), repository.name));
  ORCHARD_CHECK(git::repair_worktrees(info.root));
  repository.path = info.root.string();
  repository.common_dir = info.common_dir.string();
  ORCHARD_CHECK(engine.store().put_repository(repository));
  return repository;
}

std::string moved_hint(const metrics::Repository& repository) {
  return fmt::format("If it was moved: `orchard repo move {} NEW_PATH`.", repository.name);
}

core::Result<void> remove_repository(Engine& engine, const core::RepositoryId& id) {
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  for (const metrics::Workspace& workspace : workspaces)
    if (workspace.repository == id && workspace.status == core::WorkspaceStatus::active)
      return core::fail(core::ErrorCode::busy,
                        fmt::format("The repository still has the active workspace '{}'. Archive "
                                    "its workspaces first.",
                                    workspace.name));
  return engine.store().remove_repository(id, engine.now());
}

}  // namespace orchard::app
