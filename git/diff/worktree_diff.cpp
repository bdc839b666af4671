#include "git/diff/worktree_diff.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/diff/diff_output.h"
#include "git/repository/repository_lock.h"

#include <cstdlib>
#include <system_error>
#include <utility>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// A folder of our own outside the repository, removed with all that is in it.
class Scratch {
 public:
  static core::Result<Scratch> make() {
    std::error_code failed;
    const fs::path parent = fs::temp_directory_path(failed);
    if (failed) return core::fail(core::errno_error(failed.value(), "Could not use", "/tmp"));
    std::string pattern = (parent / "orchard-diff-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      return core::fail(core::errno_error(errno, "Could not write to", parent));
    return Scratch(pattern);
  }
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Scratch& operator=(Scratch&&) = delete;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

/// A copy of the worktree's index, which a split one refers to by the files beside it.
core::Result<fs::path> copy_index(const fs::path& worktree, const fs::path& scratch) {
  ORCHARD_TRY(const fs::path admin, find_git_dir(worktree));
  const fs::path copy = scratch / "index";
  std::error_code failed;
  if (!fs::exists(admin / "index", failed)) return copy;
  fs::copy_file(admin / "index", copy, failed);
  if (failed)
    return core::fail(core::errno_error(failed.value(), "Could not copy", admin / "index"));
  for (const fs::directory_entry& entry : fs::directory_iterator(admin, failed)) {
    if (!entry.path().filename().string().starts_with("sharedindex.")) continue;
    fs::copy_file(entry.path(), scratch / entry.path().filename(), failed);
  }
  return copy;
}

/// One way of looking: which index, from where to where.
struct Look {
  fs::path directory;
  std::string index;  ///< empty: git's own
  std::vector<std::string> range;
};

core::Result<std::string> run(const Look& look, std::vector<std::string> arguments,
                              std::string input = {}) {
  core::EnvironmentChanges environment;
  if (!look.index.empty()) environment["GIT_INDEX_FILE"] = look.index;
  return git_output({.directory = look.directory,
                     .arguments = std::move(arguments),
                     .input = std::move(input),
                     .environment = std::move(environment)},
                    "compare files in \"" + look.directory.string() + "\"");
}

core::Result<std::string> diff(const Look& look, const std::vector<std::string>& form) {
  // A patch must apply whatever the user prefers to read.
  std::vector<std::string> arguments = {"-c",
                                        "diff.noprefix=false",
                                        "-c",
                                        "diff.mnemonicPrefix=false",
                                        "diff",
                                        "--no-ext-diff",
                                        "--no-textconv",
                                        "--no-color",
                                        "--find-renames"};
  arguments.insert(arguments.end(), form.begin(), form.end());
  arguments.emplace_back("--end-of-options");
  arguments.insert(arguments.end(), look.range.begin(), look.range.end());
  arguments.emplace_back("--");
  return run(look, std::move(arguments));
}

core::Result<WorktreeDiff> read_diff(const Look& look, DiffForm form) {
  WorktreeDiff found;
  const std::vector<std::string> patch = {"--patch", "--binary"};
  ORCHARD_TRY(found.text,
              diff(look, form == DiffForm::stat ? std::vector<std::string>{"--stat"} : patch));
  ORCHARD_TRY(const std::string files, diff(look, {"--raw", "--numstat", "-z"}));
  found.files = parse_diff_output(files, ChangeGroup::committed);
  return found;
}

core::Result<std::string> name_of(const Look& look, const core::CommitOid& commit) {
  if (!commit.empty()) return commit.value;
  ORCHARD_TRY(std::string tree, run(look, {"hash-object", "-t", "tree", "--stdin"}));
  return trimmed(std::move(tree));
}

/// Makes the copied index know the untracked files, so that git compares them like all others. The
/// entries stand for empty files whose bytes are never asked for.
core::Result<void> add_untracked(const Look& look, std::vector<std::string>& left_out) {
  ORCHARD_TRY(const std::string out,
              run(look, {"ls-files", "--others", "--exclude-standard", "-z"}));
  ORCHARD_TRY(std::string empty, run(look, {"hash-object", "-t", "blob", "--stdin"}));
  empty = trimmed(std::move(empty));
  std::string entries;
  for (const std::string& path : split(out, '\0')) {
    if (path.ends_with('/'))
      left_out.push_back(path);
    else
      entries += "100644 " + empty + "\t" + path + '\0';
  }
  if (entries.empty()) return {};
  ORCHARD_TRY(const std::string done,
              run(look, {"update-index", "-z", "--index-info"}, std::move(entries)));
  return {};
}

}  // namespace

core::Result<WorktreeDiff> diff_worktree(const fs::path& worktree, const core::CommitOid& from,
                                         DiffForm form) {
  std::error_code failed;
  if (!fs::is_directory(worktree, failed))
    return core::fail(core::ErrorCode::not_found,
                      "The worktree \"" + worktree.string() + "\" is gone; restore it first.");
  ORCHARD_TRY(const Scratch scratch, Scratch::make());
  ORCHARD_TRY(const fs::path index, copy_index(worktree, scratch.path()));
  Look look{worktree, index.string(), {}};
  std::vector<std::string> left_out;
  ORCHARD_CHECK(add_untracked(look, left_out));
  ORCHARD_TRY(const std::string start, name_of(look, from));
  look.range = {start};
  ORCHARD_TRY(WorktreeDiff found, read_diff(look, form));
  found.left_out = std::move(left_out);
  return found;
}

core::Result<WorktreeDiff> diff_commits(const fs::path& directory, const core::CommitOid& from,
                                        const core::CommitOid& to, DiffForm form) {
  Look look{directory, "", {}};
  ORCHARD_TRY(const std::string start, name_of(look, from));
  look.range = {start, to.value};
  return read_diff(look, form);
}

}  // namespace orchard::git
