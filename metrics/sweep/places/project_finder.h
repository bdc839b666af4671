#pragma once

#include "core/base/result.h"
#include "core/database/database.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>

namespace orchard::metrics {

/// The git repository a folder lies in.
struct GitPlace {
  std::filesystem::path common_dir;  ///< what all its worktrees share
  /// The main one; of a bare repository the folder around it whose `.git` leads to it, or else the
  /// repository itself.
  std::filesystem::path checkout;
};

/// Looks at the folder and those above it. None: no git repository, or the folder is not there.
/// Reads `.git` and what it points to; never runs git.
[[nodiscard]] std::optional<GitPlace> find_git_place(const std::filesystem::path& folder);

/// The key of the project that a folder belonged to when it was last seen, or whose workspace stood
/// there. `folder` is absolute. None: it is not gone, or nothing is remembered of it.
[[nodiscard]] core::Result<std::optional<std::int64_t>> find_remembered_project(
    core::Database& database, const std::filesystem::path& folder);

/// From the folders that Claude Code worked in to the projects they belong to; makes the rows of
/// those that are new. A folder that is gone belongs where it belonged when it was last seen, else
/// to the workspace of Orchard that stood there, else to the repository around it, else it is a
/// project of its own. One thread.
class ProjectFinder {
 public:
  explicit ProjectFinder(core::Database& database) : database_(database) {}

  /// Asks the file system, once for each folder. To be called before the transaction: a slow disk
  /// would keep everybody else from writing. `cwd` is not empty.
  void look_at(const std::string& cwd) { static_cast<void>(look_of(cwd)); }
  /// The key of the project, inside a transaction. What was not looked at is looked at now.
  [[nodiscard]] core::Result<std::int64_t> project_of(const std::string& cwd);
  /// To be called when rows made here may be gone: after a transaction that failed.
  void forget() { known_.clear(); }

 private:
  /// What the file system says of a folder.
  struct Look {
    std::filesystem::path folder;
    std::filesystem::path there;  ///< it, or the nearest above that is there
    std::optional<GitPlace> git;  ///< around that
  };
  [[nodiscard]] const Look& look_of(const std::string& cwd);
  [[nodiscard]] core::Result<std::int64_t> find(const std::string& cwd);
  [[nodiscard]] core::Result<std::int64_t> project_in(const GitPlace& place);
  /// What an earlier version filed under a bare repository beside its worktrees becomes
  /// `project`'s.
  [[nodiscard]] core::Result<void> take_over(const GitPlace& place, std::int64_t project);
  [[nodiscard]] core::Result<std::int64_t> put_project(const std::string& path);

  core::Database& database_;
  std::unordered_map<std::string, Look> looks_;
  std::unordered_map<std::string, std::int64_t> known_;
};

}  // namespace orchard::metrics
