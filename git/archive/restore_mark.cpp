#include "git/archive/restore_mark.h"

#include "core/io/file.h"
#include "git/archive/archived_work.h"
#include "git/worktree/admin_entry.h"
#include "git/worktree/remove_worktree.h"

#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kBegun = "begun ";
constexpr std::string_view kDone = "done ";

/// Names of workspaces never begin with a dot.
fs::path mark_of(const fs::path& worktree) {
  return worktree.parent_path() / ("." + worktree.filename().string() + ".restoring");
}

bool is_free(const fs::path& path) {
  std::error_code failed;
  const auto status = fs::symlink_status(path, failed);
  return !fs::exists(status) || (fs::is_directory(status) && fs::is_empty(path, failed));
}

/// Renamed, not removed: a git that outlived its Orchard may still write there, a person too.
core::Result<void> clear_away(const fs::path& common_dir, const fs::path& worktree,
                              const fs::path& trash) {
  std::error_code failed;
  if (fs::exists(fs::symlink_status(worktree, failed))) {
    ORCHARD_TRY(const fs::path entry, make_trash_entry(trash, worktree));
    fs::rename(worktree, entry / "interrupted", failed);
    if (failed)
      return core::fail(core::errno_error(failed.value(), "Could not move to the trash", worktree));
  }
  ORCHARD_TRY(const auto admin, find_admin_entry(common_dir, worktree));
  if (admin) ORCHARD_CHECK(forget_admin_entry(*admin));
  return {};
}

}  // namespace

core::Result<bool> begin_restore(const fs::path& common_dir, const fs::path& worktree,
                                 const fs::path& trash, const std::string& what) {
  ORCHARD_CHECK(core::make_private_directory(worktree.parent_path()));
  std::error_code failed;
  const std::string mark = core::read_file(mark_of(worktree)).value_or("");
  if (mark == std::string(kDone) + what && fs::exists(worktree / ".git", failed)) return true;
  if (mark.starts_with(kBegun)) {
    ORCHARD_CHECK(clear_away(common_dir, worktree, trash));
  } else if (!is_free(worktree)) {
    return core::fail(
        core::ErrorCode::already_exists,
        "\"" + worktree.string() + "\" is in the way; move it away, then restore again.");
  }
  ORCHARD_CHECK(core::write_file_atomically(mark_of(worktree), std::string(kBegun) + what));
  return false;
}

core::Result<void> note_restored(const fs::path& worktree, const std::string& what) {
  return core::write_file_atomically(mark_of(worktree), std::string(kDone) + what);
}

void give_up_restore(const fs::path& worktree) {
  std::error_code failed;
  if (is_free(worktree)) fs::remove(mark_of(worktree), failed);
}

core::Result<void> finish_restore(const fs::path& worktree) {
  std::error_code failed;
  fs::remove(mark_of(worktree), failed);
  if (failed)
    return core::fail(core::errno_error(failed.value(), "Could not remove", mark_of(worktree)));
  return {};
}

}  // namespace orchard::git
