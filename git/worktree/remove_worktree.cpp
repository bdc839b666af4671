#include "git/worktree/remove_worktree.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/admin_entry.h"

#include <string>
#include <system_error>

#include <sys/stat.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTreeName = "tree";

/// A new folder in the trash, named after the worktree.
core::Result<fs::path> make_trash_entry(const fs::path& trash, const std::string& name) {
  ORCHARD_CHECK(core::make_private_directory(trash));
  std::string pattern = (trash / (name + "-XXXXXX")).string();
  if (mkdtemp(pattern.data()) == nullptr)
    return core::fail(core::errno_error(errno, "Could not use", trash));
  return fs::path(pattern);
}

core::Result<fs::path> move_to_trash(const fs::path& path, const fs::path& trash) {
  ORCHARD_TRY(fs::path entry, make_trash_entry(trash, path.filename().string()));
  std::error_code failed;
  fs::rename(path, entry / kTreeName, failed);
  if (failed) {
    std::error_code ignored;
    fs::remove(entry, ignored);
    return core::fail(core::errno_error(failed.value(), "Could not move to the trash", path));
  }
  return entry;
}

}  // namespace

core::Result<RemovedWorktree> remove_worktree(const RemoveWorktreeRequest& request) {
  ORCHARD_TRY(const fs::path common_dir, find_common_dir(request.root));
  ORCHARD_TRY(const auto lock, lock_repository(common_dir));
  ORCHARD_TRY(const auto admin, find_admin_entry(common_dir, request.path));
  std::error_code ignored;
  const bool exists = fs::exists(fs::symlink_status(request.path, ignored));
  if (exists && fs::is_directory(request.path / ".git", ignored)) {
    return core::fail(core::ErrorCode::invalid_argument,
                      "\"" + request.path.string() +
                          "\" is a whole repository, not a linked worktree; it stays.");
  }
  if (exists && !admin) {
    return core::fail(core::ErrorCode::not_found, "\"" + request.path.string() +
                                                      "\" is not a worktree of \"" +
                                                      request.root.string() + "\"; it stays.");
  }
  if (admin && fs::exists(*admin / "locked", ignored)) {
    return core::fail(core::ErrorCode::busy,
                      "The worktree \"" + request.path.string() +
                          "\" is locked; unlock it with: git worktree unlock PATH");
  }
  RemovedWorktree removed;
  if (exists) {
    ORCHARD_TRY(removed.trash_entry, move_to_trash(request.path, request.trash));
  }
  if (admin) ORCHARD_CHECK(forget_admin_entry(*admin));
  return removed;
}

core::Result<int> remove_trash_entries(const fs::path& trash, core::Duration older_than,
                                       const core::Clock& clock) {
  std::error_code failed;
  fs::directory_iterator entries(trash, failed);
  if (failed == std::errc::no_such_file_or_directory) return 0;
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not read", trash));
  const core::Timestamp limit = clock.now() - older_than;
  int removed = 0;
  std::optional<core::Error> problem;
  for (const fs::directory_entry& entry : entries) {
    struct stat info {};
    if (::lstat(entry.path().c_str(), &info) != 0) continue;  // another emptier was faster
    const core::Timestamp moved_at{std::chrono::seconds{info.st_mtim.tv_sec}};
    if (moved_at > limit) continue;
    fs::remove_all(entry.path(), failed);
    if (failed) {
      problem = core::errno_error(failed.value(), "Could not delete", entry.path());
    } else {
      ++removed;
    }
  }
  if (problem) return core::fail(std::move(*problem));
  return removed;
}

core::Result<int> restore_ignored_from_trash(const fs::path& trash_entry,
                                             const fs::path& worktree) {
  const fs::path tree = trash_entry / kTreeName;
  ORCHARD_TRY(const fs::path git_dir, find_git_dir(worktree));
  ORCHARD_TRY(const std::string out,
              git_output({.directory = tree,
                          .arguments = {"--git-dir=" + git_dir.string(),
                                        "--work-tree=" + tree.string(), "ls-files", "--others",
                                        "--ignored", "--exclude-standard", "--directory", "-z"}},
                         "list the ignored files in \"" + tree.string() + "\""));
  int moved = 0;
  for (std::string name : split(out, '\0')) {
    if (name.ends_with('/')) name.pop_back();
    const fs::path from = tree / name;
    const fs::path to = worktree / name;
    std::error_code failed;
    if (name == ".git" || fs::exists(fs::symlink_status(to, failed))) continue;
    fs::create_directories(to.parent_path(), failed);
    fs::rename(from, to, failed);
    if (failed) return core::fail(core::errno_error(failed.value(), "Could not bring back", to));
    ++moved;
  }
  return moved;
}

}  // namespace orchard::git
