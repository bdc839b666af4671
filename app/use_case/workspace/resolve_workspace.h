#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/domain/states.h"

#include <span>
#include <string>
#include <string_view>

namespace orchard::app {

/// What a person may name a workspace by.
struct WorkspaceKey {
  core::WorkspaceId id;
  std::string name;
  std::string repository;
  std::string path;
  core::WorkspaceStatus status = core::WorkspaceStatus::active;
};

/// Finds the workspace that `text` means: an id, `repository/name`, an absolute path (of the
/// worktree or below it) or a name. Among equal names an active one goes before an archived one and
/// that before a deleted one. Errors: not_found; ambiguous with the candidates listed.
[[nodiscard]] core::Result<core::WorkspaceId> resolve_workspace(
    std::string_view text, std::span<const WorkspaceKey> workspaces);

}  // namespace orchard::app
