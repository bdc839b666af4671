#pragma once

#include "app/services/engine.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "metrics/ledger/records.h"

#include <string>

namespace orchard::app {

// What archiving, restoring and deleting share.

struct Subject {
  metrics::Workspace workspace;
  metrics::Repository repository;
};

/// Errors: not_found, corrupt.
[[nodiscard]] core::Result<Subject> find_subject(Engine& engine, const core::WorkspaceId& id);

/// The private ref that keeps the work of a workspace.
[[nodiscard]] std::string archive_ref(const core::WorkspaceId& id);

/// archive_workspace() for who holds the workspace's lock already.
[[nodiscard]] core::Result<ArchivedWorkspace> archive_locked(Engine& engine,
                                                             const core::WorkspaceId& id,
                                                             RunningTurns turns);

}  // namespace orchard::app
