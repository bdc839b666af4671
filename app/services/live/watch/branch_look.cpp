#include "app/services/live/watch/branch_look.h"

#include "app/services/live/snapshot/to_model.h"
#include "app/use_case/repositories.h"
#include "git/diff/file_change.h"
#include "git/repository/branches.h"
#include "metrics/query/workspaces.h"

#include <filesystem>
#include <system_error>

namespace orchard::app {

RepositoryLook look_at_repository(const metrics::Repository& repository) {
  RepositoryLook look;
  auto branches = git::list_branches(repository.path);
  if (branches) {
    look.branches = std::move(*branches);
  } else {
    std::error_code unknown;
    const bool gone = !std::filesystem::exists(repository.path, unknown) && !unknown;
    look.problem =
        gone ? "Its folder is gone. " + moved_hint(repository) : branches.error().message;
  }
  return look;
}

core::Result<std::vector<ChangedFile>> list_changed_files(Engine& engine,
                                                          const core::WorkspaceId& workspace) {
  std::vector<ChangedFile> files;
  ORCHARD_TRY(const auto all, metrics::query_workspaces(engine.store()));
  for (const metrics::WorkspaceFigures& figures : all) {
    const auto& path = figures.workspace.path;
    if (figures.workspace.id != workspace || !std::filesystem::exists(path)) continue;
    if (!figures.head.empty()) {
      ORCHARD_TRY(const auto committed, git::changed_files(path, figures.merge_base, figures.head));
      for (const git::FileChange& change : committed) files.push_back(to_changed_file(change));
    }
    ORCHARD_TRY(const auto uncommitted, git::read_uncommitted(path));
    for (const git::FileChange& change : uncommitted.files)
      files.push_back(to_changed_file(change));
  }
  return files;
}

}  // namespace orchard::app
