#include "git/deletion/deletion.h"

#include "git/archive/archived_work.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/deletion/squash_merge.h"
#include "git/diff/file_change.h"
#include "git/repository/branches.h"
#include "git/repository/repository_lock.h"

#include <algorithm>
#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

core::Result<std::int64_t> count_lines(const fs::path& root, std::vector<std::string> arguments,
                                       char first) {
  ORCHARD_TRY(const std::string out,
              git_output({.directory = root, .arguments = std::move(arguments)}, "count commits"));
  const auto lines = split(out, '\n');
  return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return first == '\0' || line.starts_with(first);
  });
}

core::Result<void> add_branch_proof(const fs::path& root, const std::string& base_name,
                                    DeletionProof& proof) {
  ORCHARD_TRY(const auto base, resolve_commit(root, base_name));
  ORCHARD_TRY(
      const auto merged,
      run_git({.directory = root,
               .arguments = {"merge-base", "--is-ancestor", proof.head.value, base.value}}));
  proof.merged = merged.ok();
  if (!proof.merged) {
    ORCHARD_TRY(proof.squash_merged, is_contained_by_tree(root, proof.head, base));
    if (!proof.squash_merged) {
      ORCHARD_TRY(const BranchPatch patch, find_branch_patch(root, proof.head, base));
      proof.squash_merged = patch != BranchPatch::missing;
    }
    ORCHARD_TRY(proof.unmerged_commits,
                count_lines(root, {"cherry", base.value, proof.head.value}, '+'));
  }
  ORCHARD_TRY(const std::string remotes,
              git_output({.directory = root, .arguments = {"remote"}}, "list the remotes"));
  proof.has_remote = !remotes.empty();
  if (!proof.has_remote) return {};
  ORCHARD_TRY(proof.unpushed_commits,
              count_lines(root, {"rev-list", proof.head.value, "--not", "--remotes"}, '\0'));
  return {};
}

}  // namespace

core::Result<DeletionProof> examine_for_deletion(const fs::path& root, const fs::path& worktree,
                                                 const std::string& branch,
                                                 const std::string& base) {
  DeletionProof proof;
  if (!branch.empty()) {
    if (auto head = resolve_commit(root, "refs/heads/" + branch)) {
      proof.branch_exists = true;
      proof.head = *head;
      ORCHARD_CHECK(add_branch_proof(root, base, proof));
    }
  }
  std::error_code failed;
  if (!worktree.empty() && fs::is_directory(worktree, failed)) {
    ORCHARD_TRY(const UncommittedChanges changes, read_uncommitted(worktree));
    proof.uncommitted = changes.total;
    proof.dirty = !changes.files.empty();
    if (!proof.dirty) {
      ORCHARD_TRY(proof.dirty, holds_work(worktree));
    }
  }
  return proof;
}

core::Result<std::int64_t> count_loose_commits(const fs::path& root, const core::CommitOid& head) {
  return count_lines(root, {"rev-list", head.value, "--not", "--branches", "--tags", "--remotes"},
                     '\0');
}

core::Result<void> delete_branch(const fs::path& root, const std::string& branch,
                                 const core::CommitOid& expected) {
  ORCHARD_TRY(const fs::path common_dir, find_common_dir(root));
  ORCHARD_TRY(const auto lock, lock_repository(common_dir));
  const std::string ref = "refs/heads/" + branch;
  if (!resolve_commit(root, ref)) {
    return core::fail(core::ErrorCode::not_found, "There is no branch \"" + branch + "\".");
  }
  ORCHARD_TRY(
      const std::string trees,
      git_output({.directory = root, .arguments = {"worktree", "list", "--porcelain", "-z"}},
                 "list the worktrees"));
  const auto lines = split(trees, '\0');
  if (std::find(lines.begin(), lines.end(), "branch " + ref) != lines.end()) {
    return core::fail(
        core::ErrorCode::busy,
        "The branch \"" + branch + "\" is checked out in a worktree; remove that worktree first.");
  }
  ORCHARD_TRY(const auto deleted, run_git({.directory = root,
                                           .arguments = {"update-ref", "-d", ref, expected.value},
                                           .access = Access::write}));
  if (!deleted.ok()) {
    return core::fail(
        core::ErrorCode::busy,
        "The branch \"" + branch + "\" has moved since it was looked at; look again.");
  }
  // Its settings go as with `git branch -D`; most branches have none.
  (void)run_git({.directory = root,
                 .arguments = {"config", "--local", "--remove-section", "branch." + branch},
                 .access = Access::write});
  return {};
}

}  // namespace orchard::git
