#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// Local branches, the one with the newest commit first. Blocks; any thread.
[[nodiscard]] core::Result<std::vector<std::string>> list_branches(
    const std::filesystem::path& root);

/// Errors: invalid_argument with a sentence when git would not take `name` for a branch.
[[nodiscard]] core::Result<void> check_branch_name(const std::string& name);

/// `wanted`, or `wanted-2`, `wanted-3`, … : the first that neither exists nor stands in the way of
/// (or below) an existing branch. Errors: invalid_argument for a name git refuses.
[[nodiscard]] core::Result<std::string> free_branch_name(const std::filesystem::path& root,
                                                         const std::string& wanted);

/// What a name stands for: a local branch, else a remote one, else any revision.
/// Errors: not_found with a sentence naming it.
[[nodiscard]] core::Result<core::CommitOid> resolve_commit(const std::filesystem::path& root,
                                                           const std::string& name);

/// The full name of the reference that HEAD of `worktree` names; empty when it is detached.
/// Errors: external_failed.
[[nodiscard]] core::Result<std::string> head_reference(const std::filesystem::path& worktree);

/// The branch of a full reference name; empty for a reference that is no branch.
[[nodiscard]] std::string branch_of_reference(const std::string& reference);

/// The branch HEAD of `worktree` is on; empty when it is detached. Errors: external_failed.
[[nodiscard]] core::Result<std::string> checked_out_branch(const std::filesystem::path& worktree);

struct FetchedBase {
  bool fetched = false;     ///< false: no remote has it, or the remote was not reached
  std::string start_point;  ///< what to start from: `base`, or "origin/base" when that is ahead
  std::string problem;      ///< one sentence when the remote was not reached
  std::string host;         ///< the machine that was asked; empty: none but this one
};

/// Asks the remote of `base` for news, best effort: being offline is not an error. Never changes a
/// local branch. Errors: cancelled, unavailable (no git program).
[[nodiscard]] core::Result<FetchedBase> fetch_base(
    const std::filesystem::path& root, const std::string& base,
    std::chrono::milliseconds time_limit = std::chrono::seconds{15},
    const std::atomic<bool>* cancel = nullptr);

}  // namespace orchard::git
