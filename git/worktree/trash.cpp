#include "git/worktree/trash.h"

#include "core/io/file.h"
#include "git/worktree/remove_worktree.h"
#include "git/worktree/same_bytes.h"

#include <algorithm>
#include <chrono>
#include <system_error>

#include <sys/stat.h>

namespace orchard::git {

namespace fs = std::filesystem;

core::Result<std::vector<TrashEntry>> list_trash_entries(const fs::path& trash) {
  std::vector<TrashEntry> found;
  std::error_code failed;
  fs::directory_iterator entries(trash, failed);
  if (failed == std::errc::no_such_file_or_directory) return found;
  const fs::directory_iterator end;
  while (!failed && entries != end) {
    struct stat info {};
    // One that is not there any more: another emptier was faster.
    if (::lstat(entries->path().c_str(), &info) == 0)
      found.push_back(
          {entries->path(), core::Timestamp(std::chrono::seconds(info.st_mtim.tv_sec))});
    entries.increment(failed);
  }
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not read", trash));
  std::ranges::sort(found, {}, &TrashEntry::path);
  return found;
}

namespace {

bool lies_in(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  const fs::file_type type = fs::symlink_status(from, failed).type();
  if (type == fs::file_type::fifo) return fs::is_fifo(fs::symlink_status(to, failed));
  if (type != fs::file_type::directory) return have_same_bytes(from, to);
  if (!fs::is_directory(fs::symlink_status(to, failed))) return false;
  fs::directory_iterator entries(from, failed);
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed))
    if (!lies_in(entries->path(), to / entries->path().filename())) return false;
  return !failed;
}

/// Nothing can be deleted from a read-only folder.
void make_writable(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(fs::symlink_status(folder, failed))) return;
  fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add, failed);
  fs::directory_iterator entries(folder, failed);
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed))
    make_writable(entries->path());
}

}  // namespace

bool holds_only_copies(const fs::path& entry, const fs::path& worktree) {
  std::error_code failed;
  fs::directory_iterator parts(entry, failed);
  for (; !failed && parts != fs::directory_iterator(); parts.increment(failed)) {
    if (parts->path() != trashed_tree(entry)) return false;
    fs::directory_iterator entries(parts->path(), failed);
    for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
      const fs::path name = entries->path().filename();
      // Git's own link to what it keeps of the worktree.
      if (name != ".git" && !lies_in(entries->path(), worktree / name)) return false;
    }
  }
  return !failed;
}

core::Result<void> expire_trash_entry(const fs::path& entry) {
  // Before 1970, which is what a first clean-up takes for the present.
  constexpr std::chrono::sys_seconds kLongAgo =
      std::chrono::sys_days(std::chrono::year{1930} / 1 / 1);
  std::error_code failed;
  fs::last_write_time(entry, fs::file_time_type::clock::from_sys(kLongAgo), failed);
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not change", entry));
  return {};
}

core::Result<void> remove_trash_entry(const fs::path& entry) {
  std::error_code failed;
  fs::remove_all(entry, failed);
  if (failed == std::errc::permission_denied) {
    make_writable(entry);
    fs::remove_all(entry, failed);
  }
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not delete", entry));
  return {};
}

}  // namespace orchard::git
