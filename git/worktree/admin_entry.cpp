#include "git/worktree/admin_entry.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"

#include <string>
#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;

core::Result<std::optional<fs::path>> find_admin_entry(const fs::path& common_dir,
                                                       const fs::path& path) {
  std::error_code failed;
  const fs::path wanted = fs::weakly_canonical(path, failed) / ".git";
  fs::directory_iterator entries(common_dir / "worktrees", failed);
  if (failed == std::errc::no_such_file_or_directory) return std::nullopt;
  if (failed) {
    return core::fail(
        core::errno_error(failed.value(), "Could not read", common_dir / "worktrees"));
  }
  for (const fs::directory_entry& entry : entries) {
    auto text = core::read_file(entry.path() / "gitdir");
    if (!text) continue;  // half made by another git; not ours to judge
    fs::path pointed = trimmed(*text);
    if (pointed.is_relative()) pointed = entry.path() / pointed;
    pointed = fs::weakly_canonical(pointed.parent_path(), failed) / pointed.filename();
    if (pointed == wanted) return entry.path();
  }
  return std::nullopt;
}

core::Result<void> forget_admin_entry(const fs::path& entry) {
  std::error_code failed;
  fs::remove_all(entry, failed);
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not remove", entry));
  // git does the same: no empty folder of entries. It fails while others remain.
  fs::remove(entry.parent_path(), failed);
  return {};
}

core::Result<void> repair_worktrees(const fs::path& root) {
  ORCHARD_TRY(
      const std::string done,
      git_output({.directory = root, .arguments = {"worktree", "repair"}, .access = Access::write},
                 "repair the worktrees of \"" + root.string() + "\""));
  return {};
}

}  // namespace orchard::git
