#include "git/worktree/remove_worktree.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/admin_entry.h"
#include "git/worktree/same_bytes.h"

#include <string>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTreeName = "tree";

bool is_folder(const fs::path& path) {
  std::error_code failed;
  return fs::is_directory(fs::symlink_status(path, failed));
}

/// Lets its owner write into a folder while it lives: what moves may lie in a read-only one.
class Opened {
 public:
  explicit Opened(fs::path folder) : folder_(std::move(folder)) {
    struct stat info {};
    if (::lstat(folder_.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return;
    mode_ = info.st_mode & 07777U;
    changed_ = (mode_ & S_IWUSR) == 0 && ::chmod(folder_.c_str(), mode_ | S_IRWXU) == 0;
  }
  ~Opened() {
    if (changed_) ::chmod(folder_.c_str(), mode_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  /// It lies there now.
  void moved_to(const fs::path& folder) { folder_ = folder; }

 private:
  fs::path folder_;
  mode_t mode_ = 0;
  bool changed_ = false;
};

std::error_code move_anyway(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed != std::errc::permission_denied) return failed;
  const Opened source(from.parent_path());
  const Opened target(to.parent_path());
  Opened moving(from);
  fs::rename(from, to, failed);
  if (!failed) moving.moved_to(to);
  return failed;
}

core::Result<void> move_to_trash(const fs::path& path, const fs::path& entry) {
  const std::error_code failed = move_anyway(path, entry / kTreeName);
  if (failed) {
    std::error_code ignored;
    fs::remove(entry, ignored);
    return core::fail(core::errno_error(failed.value(), "Could not move to the trash", path));
  }
  return {};
}

/// Moves what lies at `from` to `to`; into a folder that is there already file by file.
void bring_back(const fs::path& from, const fs::path& to, const std::string& name,
                IgnoredFiles& result) {
  std::error_code failed;
  if (is_folder(from) && is_folder(to)) {
    std::vector<fs::path> children;
    for (const fs::directory_entry& entry : fs::directory_iterator(from, failed))
      children.push_back(entry.path().filename());
    if (failed) result.failed.push_back(core::errno_error(failed.value(), "Could not read", from));
    for (const fs::path& child : children)
      bring_back(from / child, to / child, name + "/" + child.string(), result);
    return;
  }
  if (fs::exists(fs::symlink_status(to, failed))) {
    if (!have_same_bytes(from, to)) result.in_the_way.push_back(name);
    return;
  }
  fs::create_directories(to.parent_path(), failed);
  failed = move_anyway(from, to);
  if (failed) {
    result.failed.push_back(core::errno_error(failed.value(), "Could not bring back", to));
  } else {
    ++result.moved;
  }
}

}  // namespace

core::Result<fs::path> make_trash_entry(const fs::path& trash, const fs::path& worktree) {
  ORCHARD_CHECK(core::make_private_directory(trash));
  std::string pattern = (trash / (worktree.filename().string() + "-XXXXXX")).string();
  if (mkdtemp(pattern.data()) == nullptr)
    return core::fail(core::errno_error(errno, "Could not use", trash));
  return fs::path(pattern);
}

fs::path trashed_tree(const fs::path& trash_entry) {
  return trash_entry / kTreeName;
}

bool has_trashed_tree(const fs::path& trash_entry) {
  return !trash_entry.empty() && is_folder(trashed_tree(trash_entry));
}

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
    removed.trash_entry = request.entry;
    if (removed.trash_entry.empty()) {
      ORCHARD_TRY(removed.trash_entry, make_trash_entry(request.trash, request.path));
    }
    ORCHARD_CHECK(move_to_trash(request.path, removed.trash_entry));
  }
  if (admin) ORCHARD_CHECK(forget_admin_entry(*admin));
  return removed;
}

core::Result<IgnoredFiles> restore_ignored_from_trash(const fs::path& trash_entry,
                                                      const fs::path& worktree) {
  const fs::path tree = trash_entry / kTreeName;
  ORCHARD_TRY(const fs::path git_dir, find_git_dir(worktree));
  ORCHARD_TRY(const std::string out,
              git_output({.directory = tree,
                          .arguments = {"--git-dir=" + git_dir.string(),
                                        "--work-tree=" + tree.string(), "ls-files", "--others",
                                        "--ignored", "--exclude-standard", "--directory", "-z"}},
                         "list the ignored files in \"" + tree.string() + "\""));
  IgnoredFiles result;
  for (std::string name : split(out, '\0')) {
    if (name.ends_with('/')) name.pop_back();
    if (name != ".git") bring_back(tree / name, worktree / name, name, result);
  }
  return result;
}

}  // namespace orchard::git
