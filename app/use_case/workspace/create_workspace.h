#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/ledger/records.h"

#include <atomic>
#include <functional>
#include <string>

namespace orchard::app {

struct CreateWorkspaceRequest {
  core::RepositoryId repository;
  std::string name;   ///< empty: generated
  std::string base;   ///< empty: the repository's
  bool fetch = true;  ///< ask the remote for news of the base first, best effort
  const std::atomic<bool>* cancel = nullptr;
  /// Told in one sentence what went otherwise than asked: the remote was not reached.
  std::function<void(const std::string&)> on_note = {};
};

/// Makes a branch, a worktree and an empty session in one step; needs no agent program. After a
/// failure nothing is left. A generated name avoids names and branches that are taken; a name that
/// was given gets a numbered branch when its branch is taken. Errors: invalid_argument (name),
/// already_exists (an active workspace has the name), not_found (repository, base), cancelled,
/// external_failed.
[[nodiscard]] core::Result<metrics::Workspace> create_workspace(
    Engine& engine, const CreateWorkspaceRequest& request);

}  // namespace orchard::app
