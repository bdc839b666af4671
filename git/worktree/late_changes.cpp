#include "git/worktree/late_changes.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/repository_lock.h"

#include <algorithm>
#include <ctime>
#include <set>
#include <system_error>

#include <sys/stat.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

FileMoment to_moment(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

core::Result<std::set<std::string>> find_ignored(const fs::path& root, const fs::path& tree,
                                                 const std::vector<std::string>& paths) {
  ORCHARD_TRY(const fs::path common_dir, find_common_dir(root));
  std::string input;
  for (const std::string& path : paths) input += path + '\0';
  ORCHARD_TRY(auto output, run_git({.directory = tree,
                                    .arguments = {"--git-dir=" + common_dir.string(),
                                                  "--work-tree=" + tree.string(), "check-ignore",
                                                  "-z", "--no-index", "--stdin"},
                                    .input = std::move(input)}));
  // 1 says that none is ignored.
  if (!output.ok() && output.exit_code != 1)
    return core::fail(explain_failure(output, "tell which files are ignored"));
  const auto ignored = split(output.out, '\0');
  return std::set<std::string>(ignored.begin(), ignored.end());
}

}  // namespace

FileMoment file_moment() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return to_moment(now);
}

core::Result<std::vector<std::string>> find_changes_since(const fs::path& root,
                                                          const fs::path& tree, FileMoment since) {
  std::vector<std::string> changed;
  std::error_code failed;
  fs::recursive_directory_iterator entries(tree, fs::directory_options::skip_permission_denied,
                                           failed);
  for (; !failed && entries != fs::recursive_directory_iterator(); entries.increment(failed)) {
    if (entries->path().filename() == ".git") {
      entries.disable_recursion_pending();
      continue;
    }
    struct stat info {};
    if (::lstat(entries->path().c_str(), &info) != 0 || S_ISDIR(info.st_mode)) continue;
    if (to_moment(info.st_ctim) >= since)
      changed.push_back(entries->path().lexically_relative(tree).string());
  }
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not read", tree));
  if (changed.empty()) return changed;
  ORCHARD_TRY(const auto ignored, find_ignored(root, tree, changed));
  std::erase_if(changed, [&](const std::string& path) { return ignored.contains(path); });
  std::ranges::sort(changed);
  return changed;
}

}  // namespace orchard::git
