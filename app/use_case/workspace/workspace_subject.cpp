#include "app/use_case/workspace/workspace_subject.h"

#include <fmt/format.h>

namespace orchard::app {

core::Result<Subject> find_subject(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace)
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("There is no workspace '{}'.", id.value));
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace->repository));
  if (!repository)
    return core::fail(core::ErrorCode::corrupt,
                      fmt::format("The repository of workspace '{}' is unknown.", workspace->name));
  return Subject{*workspace, *repository};
}

std::string archive_ref(const core::WorkspaceId& id) {
  return "refs/orchard/archive/" + id.value;
}

}  // namespace orchard::app
