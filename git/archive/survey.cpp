#include "git/archive/survey.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/diff/diff_output.h"
#include "git/worktree/same_bytes.h"

#include <cstddef>
#include <set>
#include <system_error>

#include <sys/stat.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kPermissions = 07777;
/// What a checkout gives to folders; the worktree itself is made for its owner alone.
constexpr unsigned kFolderMode = 0755;
constexpr unsigned kWorktreeMode = 0700;

/// One entry of `git ls-files --stage -t -v`.
struct IndexEntry {
  char tag = 'H';  ///< lower case: assume unchanged · S: skip worktree
  std::string mode;
  std::string oid;
  std::string path;
};

std::string without_slash(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  return path;
}

class Surveyor {
 public:
  explicit Surveyor(const CaptureSource& source) : source_(source) {}
  core::Result<Survey> run();

 private:
  core::Result<std::string> git(std::vector<std::string> arguments, std::string input = {});
  core::Result<void> read_index();
  core::Result<void> keep_changes();
  core::Result<void> keep_converted();
  core::Result<void> keep_flagged();
  core::Result<bool> differs(const IndexEntry& entry);
  core::Result<bool> submodule_holds_work(const IndexEntry& entry);
  void keep_modes();
  void keep_special(const std::string& path, const struct stat& info);
  void keep_worktree_mode();
  bool keep_folders(const fs::path& relative);
  core::Result<void> keep_admin();
  core::Result<void> keep_path(const std::string& path);
  core::Result<void> keep_tree(const std::string& path);

  const CaptureSource& source_;
  Survey survey_;
  std::vector<IndexEntry> index_;
  std::set<std::string> seen_;
  std::set<std::string> ignored_folders_;
  std::set<std::string> whole_folders_;  ///< kept with all that lies in them
};

core::Result<std::string> Surveyor::git(std::vector<std::string> arguments, std::string input) {
  return git_output({.directory = source_.worktree,
                     .arguments = std::move(arguments),
                     .input = std::move(input),
                     .environment = {{"GIT_INDEX_FILE", source_.index.string()}}},
                    "look at the work in \"" + source_.worktree.string() + "\"");
}

core::Result<void> Surveyor::read_index() {
  ORCHARD_TRY(const std::string out, git({"ls-files", "--stage", "-v", "-z"}));
  for (const std::string& record : split(out, '\0')) {  // "H 100644 oid stage\tpath"
    const std::size_t tab = record.find('\t');
    if (tab == std::string::npos || record.size() < 8) continue;
    const std::size_t stage = record.find(' ', 9);
    index_.push_back(
        {record[0], record.substr(2, 6), record.substr(9, stage - 9), record.substr(tab + 1)});
  }
  return {};
}

/// Stores what lies at `path` now, or that nothing does.
core::Result<void> Surveyor::keep_path(const std::string& path) {
  if (!seen_.insert(path).second) return {};
  const fs::path full = source_.worktree / path;
  struct stat info {};
  if (::lstat(full.c_str(), &info) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) {
      return core::fail(core::errno_error(errno, "Could not read", full));
    }
    survey_.paths.push_back({KeptKind::removed, 0, "", path});
    return {};
  }
  const unsigned mode = info.st_mode & kPermissions;
  if (S_ISLNK(info.st_mode)) {
    std::error_code failed;
    const fs::path target = fs::read_symlink(full, failed);
    if (failed) return core::fail(core::errno_error(failed.value(), "Could not read", full));
    survey_.paths.push_back({KeptKind::link, 0, target.string(), path});
  } else if (S_ISREG(info.st_mode)) {
    survey_.paths.push_back({KeptKind::file, mode, "", path});
  } else if (S_ISDIR(info.st_mode)) {
    // A folder took the place of a tracked file; what lies in it is kept by its own names.
    survey_.paths.push_back({KeptKind::removed, 0, "", path});
  } else {
    keep_special(path, info);
  }
  return {};
}

/// A named pipe can be made anew; a socket or device only by who made it.
void Surveyor::keep_special(const std::string& path, const struct stat& info) {
  if (S_ISFIFO(info.st_mode)) {
    survey_.paths.push_back({KeptKind::fifo, info.st_mode & kPermissions, "", path});
    return;
  }
  const char* const what = S_ISSOCK(info.st_mode) ? "socket" : "device";
  survey_.notes.push_back("\"" + path + "\" is a " + what +
                          ", which only the program that made it can make anew; it was not kept.");
}

/// A folder that git does not look into (a repository of its own), with everything in it.
core::Result<void> Surveyor::keep_tree(const std::string& path) {
  std::error_code failed;
  const fs::path full = source_.worktree / path;
  struct stat info {};
  if (::lstat(full.c_str(), &info) != 0) {
    return core::fail(core::errno_error(errno, "Could not read", full));
  }
  const std::string name = without_slash(path);
  whole_folders_.insert(name);
  survey_.paths.push_back({KeptKind::directory, info.st_mode & kPermissions, "", name});
  fs::directory_iterator entries(full, failed);
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not read", full));
  for (const fs::directory_entry& entry : entries) {
    const std::string child = name + "/" + entry.path().filename().string();
    const bool folder = fs::is_directory(entry.symlink_status(failed));
    ORCHARD_CHECK(folder ? keep_tree(child) : keep_path(child));
  }
  return {};
}

core::Result<void> Surveyor::keep_changes() {
  ORCHARD_TRY(const std::string out, git({"-c", "core.fsmonitor=false", "status", "--porcelain=v2",
                                          "-z", "--untracked-files=all", "--ignored=matching",
                                          "--no-renames", "--ignore-submodules=none"}));
  for (const StatusEntry& entry : parse_status(out)) {
    if (entry.kind == '!') {
      if (entry.path.ends_with('/')) ignored_folders_.insert(without_slash(entry.path));
      continue;
    }
    survey_.has_work = true;
    if (entry.kind == '?') ++survey_.untracked;
    if (entry.kind == 'u') survey_.unmerged = true;
    if (entry.submodule) continue;  // kept whole with the other submodules
    if (entry.kind == '?' && entry.path.ends_with('/')) {
      survey_.notes.push_back("\"" + entry.path +
                              "\" is a repository of its own; all its files were kept.");
      ORCHARD_CHECK(keep_tree(entry.path));
      continue;
    }
    // Conflicts and files marked "intent to add" have no content in the index to come back from.
    if (entry.working != '.') ORCHARD_CHECK(keep_path(entry.path));
  }
  return {};
}

/// Files that git converts on the way in and out (line ends, filters): a clean status does not say
/// that a checkout gives the same bytes. Checks them out beside and keeps those that differ.
core::Result<void> Surveyor::keep_converted() {
  ORCHARD_TRY(const auto automatic,
              run_git({.directory = source_.worktree, .arguments = {"config", "core.autocrlf"}}));
  const bool all = automatic.ok() && trimmed(automatic.out) != "false";
  std::string regular;
  for (const IndexEntry& entry : index_) {
    if (entry.mode.starts_with("100") && !seen_.contains(entry.path)) regular += entry.path + '\0';
  }
  if (regular.empty()) return {};
  std::string candidates = regular;
  if (!all) {
    candidates.clear();
    ORCHARD_TRY(const std::string out, git({"check-attr", "-z", "--stdin", "text", "crlf", "eol",
                                            "filter", "ident", "working-tree-encoding"},
                                           std::move(regular)));
    const auto fields = split(out, '\0');
    std::string last;
    for (std::size_t i = 0; i + 2 < fields.size(); i += 3) {
      if (fields[i + 2] == "unspecified" || fields[i] == last) continue;
      last = fields[i];
      candidates += last + '\0';
    }
  }
  if (candidates.empty()) return {};
  const fs::path copies = source_.scratch / "copies";
  ORCHARD_TRY(const auto done,
              run_git({.directory = source_.worktree,
                       .arguments = {"checkout-index", "-q", "-z", "--stdin",
                                     "--prefix=" + copies.string() + "/"},
                       .input = candidates,
                       .environment = {{"GIT_INDEX_FILE", source_.index.string()}}}));
  // A filter that fails leaves its file out, which then counts as different.
  for (const std::string& path : split(candidates, '\0')) {
    if (have_same_bytes(source_.worktree / path, copies / path)) continue;
    survey_.has_work = true;
    ORCHARD_CHECK(keep_path(path));
  }
  return {};
}

/// What lies at `entry` is not what the index has, whatever git was told to believe.
core::Result<bool> Surveyor::differs(const IndexEntry& entry) {
  const fs::path full = source_.worktree / entry.path;
  struct stat info {};
  if (::lstat(full.c_str(), &info) != 0) return true;
  if (S_ISLNK(info.st_mode) && entry.mode == "120000") {
    std::error_code failed;
    ORCHARD_TRY(const std::string target, git({"cat-file", "blob", entry.oid}));
    return fs::read_symlink(full, failed) != target;
  }
  const bool is_file = S_ISREG(info.st_mode) && entry.mode.starts_with("100");
  if (!is_file || ((info.st_mode & S_IXUSR) != 0) != (entry.mode == "100755")) return true;
  ORCHARD_TRY(const std::string oid, git({"hash-object", "--", entry.path}));
  return trimmed(oid) != entry.oid;
}

/// Another commit, changes, or commits and stashes that no remote of it has.
core::Result<bool> Surveyor::submodule_holds_work(const IndexEntry& entry) {
  const fs::path folder = source_.worktree / entry.path;
  const auto ask = [&](std::vector<std::string> arguments) {
    return run_git({.directory = folder, .arguments = std::move(arguments)});
  };
  ORCHARD_TRY(const auto head, ask({"rev-parse", "--verify", "--quiet", "HEAD"}));
  if (!head.ok() || trimmed(head.out) != entry.oid) return true;
  ORCHARD_TRY(const auto status, ask({"-c", "core.fsmonitor=false", "status", "--porcelain",
                                      "--ignore-submodules=none"}));
  if (!status.ok() || !status.out.empty()) return true;
  ORCHARD_TRY(const auto local, ask({"rev-list", "--max-count=1", "--all", "--not", "--remotes"}));
  return !local.ok() || !local.out.empty();
}

/// Files that git was told not to look at may differ without showing in the status.
core::Result<void> Surveyor::keep_flagged() {
  std::error_code failed;
  for (const IndexEntry& entry : index_) {
    if (entry.mode == "160000") {
      if (!fs::exists(source_.worktree / entry.path / ".git", failed)) continue;
      survey_.notes.push_back("The submodule \"" + entry.path + "\" was kept with all its files.");
      ORCHARD_TRY(const bool holds_work, submodule_holds_work(entry));
      survey_.has_work = survey_.has_work || holds_work;
      ORCHARD_CHECK(keep_tree(entry.path));
      continue;
    }
    const bool skipped = entry.tag == 'S' || entry.tag == 's';
    const bool assumed = entry.tag >= 'a' && entry.tag <= 'z';
    if (!skipped && !assumed) continue;
    const auto type = fs::symlink_status(source_.worktree / entry.path, failed).type();
    if (skipped && type == fs::file_type::not_found) continue;
    ORCHARD_TRY(const bool differs_hidden, differs(entry));
    survey_.has_work = survey_.has_work || differs_hidden;
    ORCHARD_CHECK(keep_path(entry.path));
  }
  return {};
}

void Surveyor::keep_modes() {
  for (const IndexEntry& entry : index_) {
    if (!entry.mode.starts_with("100") || seen_.contains(entry.path)) continue;
    struct stat info {};
    if (::lstat((source_.worktree / entry.path).c_str(), &info) != 0) continue;
    const unsigned mode = info.st_mode & kPermissions;
    if (mode == (entry.mode == "100755" ? 0755U : 0644U)) continue;
    survey_.paths.push_back({KeptKind::mode, mode, "", entry.path});
  }
}

void Surveyor::keep_worktree_mode() {
  struct stat info {};
  if (::lstat(source_.worktree.c_str(), &info) != 0) return;
  const unsigned mode = info.st_mode & kPermissions;
  if (mode != kWorktreeMode) survey_.paths.push_back({KeptKind::directory, mode, "", "."});
}

/// What git does not know of folders: that they are there without a file, their modes, and what
/// lies in them that is no file. A folder stands before what lies in it. True when nothing lies
/// below `relative`.
bool Surveyor::keep_folders(const fs::path& relative) {
  std::error_code failed;
  fs::directory_iterator entries(source_.worktree / relative, failed);
  if (failed) return false;
  bool empty = true;
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
    empty = false;
    const fs::path child = relative / entries->path().filename();
    const std::string name = child.string();
    struct stat info {};
    if (::lstat(entries->path().c_str(), &info) != 0) continue;
    const bool known = S_ISREG(info.st_mode) || S_ISLNK(info.st_mode) || name == ".git";
    if (known || ignored_folders_.contains(name) || whole_folders_.contains(name)) continue;
    if (!S_ISDIR(info.st_mode)) {
      if (seen_.insert(name).second) keep_special(name, info);
      continue;
    }
    const unsigned mode = info.st_mode & kPermissions;
    const std::size_t place = survey_.paths.size();
    const bool child_is_empty = keep_folders(child);
    if (child_is_empty || mode != kFolderMode)
      survey_.paths.insert(survey_.paths.begin() + static_cast<std::ptrdiff_t>(place),
                           {KeptKind::directory, mode, "", name});
  }
  return empty && !failed;
}

/// The state of a merge, rebase or bisect, the reflog, submodules: all but what git makes anew.
core::Result<void> Surveyor::keep_admin() {
  static const std::set<std::string> kMadeAnew = {"HEAD",      "index",  "gitdir",
                                                  "commondir", "locked", "orchard.lock"};
  static const std::set<std::string> kRunning = {"MERGE_HEAD",   "CHERRY_PICK_HEAD", "REVERT_HEAD",
                                                 "rebase-merge", "rebase-apply",     "sequencer"};
  std::error_code failed;
  fs::recursive_directory_iterator entries(source_.admin, failed);
  for (; !failed && entries != fs::recursive_directory_iterator(); entries.increment(failed)) {
    const fs::path relative = entries->path().lexically_relative(source_.admin);
    const std::string top = relative.begin()->string();
    const bool ours = entries->path() == source_.scratch;
    if (ours) entries.disable_recursion_pending();
    if (ours || kMadeAnew.contains(relative.string()) || top.starts_with("sharedindex.") ||
        top.starts_with("fsmonitor") || top.starts_with("orchard-") ||
        relative.extension() == ".lock" || !entries->is_regular_file(failed) ||
        entries->is_symlink(failed)) {
      continue;
    }
    if (kRunning.contains(top)) survey_.has_work = true;
    survey_.paths.push_back({KeptKind::admin, 0644, "", relative.string()});
  }
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not read", source_.admin));
  return {};
}

core::Result<Survey> Surveyor::run() {
  ORCHARD_CHECK(read_index());
  ORCHARD_CHECK(keep_changes());
  ORCHARD_CHECK(keep_flagged());
  ORCHARD_CHECK(keep_converted());
  keep_modes();
  keep_worktree_mode();
  (void)keep_folders({});
  ORCHARD_CHECK(keep_admin());
  return std::move(survey_);
}

}  // namespace

core::Result<Survey> survey_worktree(const CaptureSource& source) {
  return Surveyor(source).run();
}

}  // namespace orchard::git
