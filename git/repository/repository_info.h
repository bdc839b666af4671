#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// Who makes a commit.
struct Identity {
  std::string name;
  std::string email;

  [[nodiscard]] bool is_complete() const { return !name.empty() && !email.empty(); }
  bool operator==(const Identity&) const = default;
};

/// What a repository is like, so that each operation picks a backend that reads it right.
struct RepositoryCapabilities {
  bool sparse = false;       ///< sparse checkout: libgit2 takes excluded files for deleted ones
  bool split_index = false;  ///< libgit2 cannot read the index
  bool reftable = false;
  bool sha256 = false;
  bool partial_clone = false;     ///< objects may be missing until git fetches them
  bool filters = false;           ///< clean/smudge filter drivers are configured and used
  bool lfs = false;               ///< one of these filters is Git LFS
  bool submodules = false;        ///< a .gitmodules file exists
  bool libgit2_can_read = false;  ///< libgit2 opens it and reads references and objects
};

/// A repository as found on disk; a plain value.
struct RepositoryInfo {
  std::string name;                   ///< the folder name of the main working tree
  std::filesystem::path root;         ///< main working tree, absolute, links resolved
  std::filesystem::path common_dir;   ///< the git directory shared by all worktrees, absolute
  std::string default_base;           ///< the remote's HEAD, else main, master, current branch
  core::CommitOid head;               ///< of the main working tree; empty while it has no commit
  std::string head_branch;            ///< empty when detached
  std::vector<std::string> branches;  ///< local branches, newest commit first
  Identity user;                      ///< as configured; fields may be empty
  RepositoryCapabilities capabilities;
};

/// Looks at the repository that holds `path`: its root, a folder inside it, or a linked worktree.
/// Blocks (a few git runs); any thread. Errors, each one sentence: not_found (no such folder),
/// invalid_argument (not a directory, not a repository, bare, no commit yet), permission_denied
/// (unreadable, or owned by somebody else, with git's remedy), unavailable (no git program).
[[nodiscard]] core::Result<RepositoryInfo> inspect_repository(const std::filesystem::path& path);

/// The user of a repository that is known already; takes one git run, whatever its size. Errors as
/// inspect_repository.
[[nodiscard]] core::Result<Identity> read_identity(const std::filesystem::path& root);

/// Can libgit2 serve reads of this repository? `any_worktree` is its root or one of its worktrees.
[[nodiscard]] bool can_libgit2_read(const std::filesystem::path& any_worktree);

}  // namespace orchard::git
