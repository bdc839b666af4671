#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"

#include <atomic>
#include <filesystem>
#include <string>

namespace orchard::git {

struct CreateWorktreeRequest {
  std::filesystem::path root;  ///< the repository
  std::filesystem::path path;  ///< where the worktree shall lie; must not exist
  std::string branch;          ///< the new branch
  std::string base;            ///< the branch or revision it starts from
  const std::atomic<bool>* cancel = nullptr;
  bool existing_branch = false;  ///< check out `branch` as it is; `base` is not asked
  std::string owner = {};        ///< whom find_own_branch() finds the new branch for
};

struct CreatedWorktree {
  std::filesystem::path path;
  std::string branch;
  core::CommitOid head;
};

/// Makes a branch and a worktree on it, under the repository's lock, which holds across processes.
/// Hooks and filters run as git wants. Blocks; any thread, any number of processes at once. After
/// a failure no branch, folder or admin entry of this attempt is left. Errors: invalid_argument
/// (branch name), already_exists (branch or path), not_found (base, existing branch), cancelled,
/// external_failed.
[[nodiscard]] core::Result<CreatedWorktree> create_worktree(const CreateWorktreeRequest& request);

}  // namespace orchard::git
