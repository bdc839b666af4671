#include "app/use_case/workspace/ignored_files.h"

#include "git/worktree/remove_worktree.h"

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string more_than(std::size_t count) {
  return count > 1 ? fmt::format(" and {} more", count - 1) : std::string();
}

}  // namespace

bool has_files_in_trash(const metrics::Workspace& workspace) {
  return git::has_trashed_tree(workspace.trash_path);
}

void bring_back_ignored(metrics::Workspace& workspace, std::vector<std::string>& notes) {
  if (workspace.trash_path.empty()) return;
  if (!has_files_in_trash(workspace)) {
    workspace.trash_path.clear();
    notes.emplace_back(
        "Files that git ignores (build results, local settings) are gone: the trash keeps them for "
        "30 days.");
    return;
  }
  const std::string again =
      fmt::format("They lie in {}; `orchard workspace restore {}` tries again.",
                  workspace.trash_path, workspace.name);
  const auto ignored = git::restore_ignored_from_trash(workspace.trash_path, workspace.path);
  if (!ignored) {
    notes.push_back(
        fmt::format("Files that git ignores are not back: {} {}", ignored.error().message, again));
    return;
  }
  if (!ignored->in_the_way.empty())
    notes.push_back(fmt::format(
        "The ignored file {}{} exists anew and stays; the old one is in {}.",
        ignored->in_the_way.front(), more_than(ignored->in_the_way.size()), workspace.trash_path));
  if (ignored->failed.empty()) {
    workspace.trash_path.clear();
    return;
  }
  notes.push_back(fmt::format("Some ignored files are not back: {}{} {}",
                              ignored->failed.front().message, more_than(ignored->failed.size()),
                              again));
}

}  // namespace orchard::app
