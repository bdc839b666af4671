#include "git/deletion/squash_merge.h"

#include "git/command/git_command.h"
#include "git/command/text.h"

#include <set>
#include <string>
#include <utility>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// The patch ids of a patch stream, without the commits they belong to.
core::Result<std::set<std::string>> patch_ids(const fs::path& root, std::string patches) {
  ORCHARD_TRY(const std::string out, git_output({.directory = root,
                                                 .arguments = {"patch-id", "--stable"},
                                                 .input = std::move(patches)},
                                                "compare patches"));
  std::set<std::string> ids;
  for (const std::string& line : split(out, '\n')) ids.insert(line.substr(0, line.find(' ')));
  return ids;
}

}  // namespace

core::Result<bool> is_contained_by_tree(const fs::path& root, const core::CommitOid& head,
                                        const core::CommitOid& base) {
  ORCHARD_TRY(const auto merged,
              run_git({.directory = root,
                       .arguments = {"merge-tree", "--write-tree", base.value, head.value}}));
  if (!merged.ok()) return false;  // conflicts
  ORCHARD_TRY(const std::string tree,
              git_output({.directory = root, .arguments = {"rev-parse", base.value + "^{tree}"}},
                         "read the base"));
  return trimmed(merged.out) == trimmed(tree);
}

core::Result<BranchPatch> find_branch_patch(const fs::path& root, const core::CommitOid& head,
                                            const core::CommitOid& base) {
  ORCHARD_TRY(const auto fork,
              run_git({.directory = root, .arguments = {"merge-base", head.value, base.value}}));
  if (!fork.ok()) return BranchPatch::missing;
  const std::string from = split(fork.out, '\n').front();
  ORCHARD_TRY(std::string patch,
              git_output({.directory = root,
                          .arguments = {"diff", "--no-ext-diff", from, head.value, "--"}},
                         "compare the branch"));
  ORCHARD_TRY(const auto ours, patch_ids(root, std::move(patch)));
  if (ours.empty()) return BranchPatch::none;
  ORCHARD_TRY(std::string log,
              git_output({.directory = root,
                          .arguments = {"log", "-p", "--no-ext-diff", "--no-merges",
                                        "--max-count=500", from + ".." + base.value, "--"}},
                         "read the base"));
  ORCHARD_TRY(const auto theirs, patch_ids(root, std::move(log)));
  return theirs.contains(*ours.begin()) ? BranchPatch::landed : BranchPatch::missing;
}

core::Result<bool> is_squash_merged(const fs::path& root, const core::CommitOid& head,
                                    const core::CommitOid& base) {
  ORCHARD_TRY(const BranchPatch patch, find_branch_patch(root, head, base));
  if (patch != BranchPatch::missing) return patch == BranchPatch::landed;
  return is_contained_by_tree(root, head, base);
}

}  // namespace orchard::git
