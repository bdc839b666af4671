#include "git/diff/file_change.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/diff/diff_output.h"
#include "git/repository/branches.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kUntrackedLimit = std::uintmax_t{8} << 20U;
constexpr std::uintmax_t kUntrackedBudget = std::uintmax_t{256} << 20U;
constexpr std::size_t kBinaryProbe = 8000;  // git looks for NUL in as many bytes

core::Result<std::string> diff(const fs::path& worktree, std::vector<std::string> more) {
  std::vector<std::string> arguments = {
      "diff", "--no-ext-diff", "--no-textconv", "--raw", "--numstat", "-z", "--find-renames"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return git_output({.directory = worktree, .arguments = std::move(arguments)},
                    "compare files in \"" + worktree.string() + "\"");
}

/// The lines git would count if the file were added; none for binary files and very large ones.
core::DiffStat count_untracked(const fs::path& path, std::uintmax_t& budget) {
  core::DiffStat stat{0, 0, 1};
  std::error_code failed;
  if (fs::is_symlink(path, failed)) {
    stat.additions = 1;
    return stat;
  }
  const std::uintmax_t size = fs::is_regular_file(path, failed) ? fs::file_size(path, failed) : 0;
  if (failed || size == 0 || size > kUntrackedLimit || size > budget) return stat;
  budget -= size;
  const auto text = core::read_file(path);
  if (!text || text->empty()) return stat;
  if (std::string_view(*text).substr(0, kBinaryProbe).find('\0') != std::string_view::npos) {
    return stat;
  }
  stat.additions = std::count(text->begin(), text->end(), '\n') + (text->back() != '\n' ? 1 : 0);
  return stat;
}

void mark_conflicts(std::vector<FileChange>& files, const std::vector<StatusEntry>& status) {
  std::map<std::string, bool> unmerged;
  for (const StatusEntry& entry : status) {
    if (entry.kind == 'u') unmerged[entry.path] = true;
  }
  for (FileChange& file : files) {
    if (unmerged.contains(file.path)) file.letter = 'U';
  }
}

}  // namespace

core::Result<UncommittedChanges> read_uncommitted(const fs::path& worktree) {
  std::error_code failed;
  if (!fs::is_directory(worktree, failed)) {
    return core::fail(core::ErrorCode::not_found,
                      "The worktree \"" + worktree.string() + "\" is gone; restore it first.");
  }
  ORCHARD_TRY(const std::string text,
              git_output({.directory = worktree,
                          .arguments = {"status", "--porcelain=v2", "-z", "--untracked-files=all",
                                        "--no-renames"}},
                         "read the status of \"" + worktree.string() + "\""));
  const std::vector<StatusEntry> status = parse_status(text);
  const auto any = [&](auto test) { return std::any_of(status.begin(), status.end(), test); };
  const bool staged = any([](const auto& e) { return e.kind != '?' && e.staged != '.'; });
  const bool working = any([](const auto& e) { return e.kind != '?' && e.working != '.'; });
  UncommittedChanges changes;
  if (staged) {
    ORCHARD_TRY(const std::string out, diff(worktree, {"--cached"}));
    changes.files = parse_diff_output(out, ChangeGroup::staged);
    // A conflicted path stands twice: once as 'U' without lines.
    std::erase_if(changes.files, [](const FileChange& file) { return file.letter == 'U'; });
    changes.total = sum_of(changes.files);
  }
  if (working) {
    ORCHARD_TRY(const std::string out, diff(worktree, {}));
    auto files = parse_diff_output(out, ChangeGroup::unstaged);
    changes.total = sum_of(files);
    mark_conflicts(files, status);
    changes.files.insert(changes.files.end(), files.begin(), files.end());
  }
  if (staged && working) {
    std::string before = "HEAD";
    if (!resolve_commit(worktree, "HEAD")) {  // no commit yet: against the empty tree
      ORCHARD_TRY(before, git_output({.directory = worktree,
                                      .arguments = {"hash-object", "-t", "tree", "--stdin"}},
                                     "name the empty tree"));
    }
    ORCHARD_TRY(const std::string out, diff(worktree, {trimmed(before), "--"}));
    changes.total = sum_of(parse_diff_output(out, ChangeGroup::unstaged));
  }
  std::uintmax_t budget = kUntrackedBudget;
  for (const StatusEntry& entry : status) {
    if (entry.kind != '?') continue;
    FileChange file{ChangeGroup::untracked, entry.path, "", '?',
                    count_untracked(worktree / entry.path, budget)};
    changes.total += file.stat;
    changes.files.push_back(std::move(file));
  }
  return changes;
}

core::Result<std::vector<FileChange>> changed_files(const fs::path& worktree,
                                                    const core::CommitOid& merge_base,
                                                    const core::CommitOid& head) {
  // The empty tree, which git knows without having it (SHA-1 and SHA-256 repositories).
  const std::string empty = head.value.size() == 64
                                ? "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
                                : "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  ORCHARD_TRY(const std::string out,
              diff(worktree, {"--end-of-options", merge_base.empty() ? empty : merge_base.value,
                              head.value, "--"}));
  return parse_diff_output(out, ChangeGroup::committed);
}

core::Result<std::string> read_patch(const fs::path& worktree, const FileChange& file,
                                     const core::CommitOid& merge_base, const core::CommitOid& head,
                                     std::size_t limit) {
  std::vector<std::string> arguments = {"--literal-pathspecs", "diff", "--no-ext-diff",
                                        "--find-renames"};
  const auto add = [&](std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more);
  };
  if (file.group == ChangeGroup::staged) add({"--cached"});
  if (file.group == ChangeGroup::committed) add({merge_base.value, head.value});
  if (file.group == ChangeGroup::untracked) {
    if (file.path.ends_with('/')) return std::string{};
    add({"--no-index", "--", "/dev/null", file.path});
  } else {
    add({"--", file.path});
    if (!file.old_path.empty()) add({file.old_path});
  }
  ORCHARD_TRY(auto output, run_git({.directory = worktree, .arguments = arguments}));
  // --no-index answers 1 when the files differ.
  if (!output.ok() && output.exit_code != 1) {
    return core::fail(explain_failure(output, "compare \"" + file.path + "\""));
  }
  if (output.out.size() > limit) output.out.resize(limit);
  return std::move(output.out);
}

}  // namespace orchard::git
