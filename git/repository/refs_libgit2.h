#pragma once

#include "core/domain/ids.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orchard::git {

// What is asked of every workspace again and again, without starting a program. `none` is no
// answer: libgit2 cannot tell here, or there is nothing of the name; ask git, which also knows how
// to say why. For use inside git/. Blocks; any thread.

/// The commit that `name` stands for, looked up as resolve_commit() promises.
[[nodiscard]] std::optional<core::CommitOid> find_commit_libgit2(const std::filesystem::path& root,
                                                                 const std::string& name);

/// The full name of the reference that HEAD names; "" when HEAD is detached.
[[nodiscard]] std::optional<std::string> read_head_libgit2(const std::filesystem::path& worktree);

/// As list_branches() promises.
[[nodiscard]] std::optional<std::vector<std::string>> list_branches_libgit2(
    const std::filesystem::path& root);

/// The administration folder of the worktree whose top `worktree` is.
[[nodiscard]] std::optional<std::filesystem::path> find_git_dir_libgit2(
    const std::filesystem::path& worktree);
/// The one that all worktrees of the repository share.
[[nodiscard]] std::optional<std::filesystem::path> find_common_dir_libgit2(
    const std::filesystem::path& worktree);

/// Whether the repository names any remote.
[[nodiscard]] std::optional<bool> has_remotes_libgit2(const std::filesystem::path& root);

/// Whether git would take `name` for a branch, and for no other name.
[[nodiscard]] bool is_branch_name_libgit2(const std::string& name);

}  // namespace orchard::git
