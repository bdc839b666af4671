#include "git/worktree/trash.h"

#include "core/io/file.h"

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

core::Result<void> remove_trash_entry(const fs::path& entry) {
  std::error_code failed;
  fs::remove_all(entry, failed);
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not delete", entry));
  return {};
}

}  // namespace orchard::git
