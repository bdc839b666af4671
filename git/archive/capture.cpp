#include "core/io/file.h"
#include "git/archive/archived_work.h"
#include "git/archive/kept_objects.h"
#include "git/archive/manifest.h"
#include "git/archive/survey.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/branches.h"
#include "git/repository/repository_lock.h"

#include <set>
#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// Quoted as git quotes names, which its line-based input understands.
std::string quoted(const std::string& path) {
  std::string text = "\"";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      text += '\\';
      for (int shift = 6; shift >= 0; shift -= 3) {
        text += static_cast<char>('0' + ((byte >> static_cast<unsigned>(shift)) & 7U));
      }
    } else {
      text += c;
    }
  }
  return text + "\"";
}

/// Writes the objects of one capture. One thread; owns its scratch folder.
class Capture {
 public:
  Capture(CaptureSource source, std::string ref, Identity identity)
      : source_(std::move(source)), ref_(std::move(ref)), identity_(std::move(identity)) {}
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() {
    std::error_code ignored;
    if (!source_.scratch.empty()) fs::remove_all(source_.scratch, ignored);
  }
  core::Result<ArchivedWork> run();
  core::Result<bool> holds_work();

 private:
  core::Result<std::string> git(std::vector<std::string> arguments, std::string input = {});
  core::Result<void> copy_index();
  core::Result<void> read_head();
  core::Result<void> store_files();
  core::Result<std::string> store_text(const std::string& text);
  core::Result<std::string> store_staged();
  core::Result<std::string> store_list(const std::vector<std::string>& blobs);
  core::Result<std::string> store_commit(const std::string& tree);
  core::Result<std::vector<std::string>> parents();
  core::Result<std::vector<std::string>> only_here();
  core::Result<void> check_kept(const std::string& commit);

  CaptureSource source_;
  std::string ref_;
  Identity identity_;
  Manifest manifest_;
  Survey survey_;
  std::vector<std::string> unmerged_;
};

core::Result<std::string> Capture::git(std::vector<std::string> arguments, std::string input) {
  core::EnvironmentChanges environment = {{"GIT_INDEX_FILE", source_.index.string()}};
  for (const char* role : {"AUTHOR", "COMMITTER"}) {
    environment["GIT_" + std::string(role) + "_NAME"] = identity_.name;
    environment["GIT_" + std::string(role) + "_EMAIL"] = identity_.email;
  }
  // Our own references are no business of the user's hooks or of commit signing.
  std::vector<std::string> all = {"-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false",
                                  "-c", "core.fsmonitor=false",     "-c", "core.splitIndex=false",
                                  "-c", "core.untrackedCache=false"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return git_output({.directory = source_.worktree,
                     .arguments = std::move(all),
                     .access = Access::write,
                     .input = std::move(input),
                     .environment = std::move(environment)},
                    "keep the work in \"" + source_.worktree.string() + "\"");
}

core::Result<void> Capture::copy_index() {
  std::string pattern = (source_.admin / "orchard-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    return core::fail(core::errno_error(errno, "Could not write to", source_.admin));
  }
  source_.scratch = pattern;
  source_.index = source_.scratch / "index";
  std::error_code failed;
  if (fs::exists(source_.admin / "index", failed)) {
    fs::copy_file(source_.admin / "index", source_.index, failed);
    if (failed) {
      return core::fail(
          core::errno_error(failed.value(), "Could not copy", source_.admin / "index"));
    }
    // A split index is found beside the file that refers to it.
    for (const fs::directory_entry& entry : fs::directory_iterator(source_.admin, failed)) {
      if (!entry.path().filename().string().starts_with("sharedindex.")) continue;
      fs::copy_file(entry.path(), source_.scratch / entry.path().filename(), failed);
    }
  }
  ORCHARD_TRY(const std::string out,
              git({"update-index", "--no-split-index", "--no-untracked-cache", "--no-fsmonitor"}));
  if (fs::exists(source_.index, failed)) return {};
  return core::fail(core::ErrorCode::io,
                    "Could not copy the index of \"" + source_.worktree.string() + "\".");
}

core::Result<void> Capture::read_head() {
  ORCHARD_TRY(manifest_.branch, checked_out_branch(source_.worktree));
  const auto head = resolve_commit(source_.worktree, "HEAD");
  if (head) manifest_.head = head->value;
  manifest_.admin = source_.admin.filename().string();
  return {};
}

core::Result<void> Capture::store_files() {
  std::string input;
  std::vector<KeptPath*> files;
  for (KeptPath& kept : survey_.paths) {
    if (kept.kind != KeptKind::file && kept.kind != KeptKind::admin) continue;
    const fs::path& root = kept.kind == KeptKind::file ? source_.worktree : source_.admin;
    input += quoted((root / kept.path).string()) + "\n";
    files.push_back(&kept);
  }
  if (files.empty()) return {};
  ORCHARD_TRY(const std::string out,
              git({"hash-object", "-w", "--no-filters", "--stdin-paths"}, std::move(input)));
  const auto oids = split(out, '\n');
  if (oids.size() != files.size()) {
    return core::fail(core::ErrorCode::io, "Could not keep every file of \"" +
                                               source_.worktree.string() + "\"; try again.");
  }
  for (std::size_t i = 0; i < files.size(); ++i) files[i]->text = oids[i];
  return {};
}

core::Result<std::string> Capture::store_text(const std::string& text) {
  ORCHARD_TRY(std::string oid, git({"hash-object", "-w", "--no-filters", "--stdin"}, text));
  return trimmed(std::move(oid));
}

/// A tree that keeps the index's blobs from being collected. Conflicted entries do not fit into a
/// tree: their blobs go to `unmerged_`.
core::Result<std::string> Capture::store_staged() {
  ORCHARD_TRY(const std::string out, git({"ls-files", "--unmerged", "-z"}));
  std::string removals;
  for (const std::string& record : split(out, '\0')) {  // "100644 oid stage\tpath"
    const std::size_t tab = record.find('\t');
    const std::size_t oid = record.find(' ') + 1;
    if (tab == std::string::npos) continue;
    const std::string blob = record.substr(oid, record.find(' ', oid) - oid);
    unmerged_.push_back(blob);
    removals += "0 " + std::string(blob.size(), '0') + "\t" + record.substr(tab + 1) + '\0';
  }
  if (!removals.empty()) {
    ORCHARD_TRY(const std::string done,
                git({"update-index", "-z", "--index-info"}, std::move(removals)));
  }
  ORCHARD_TRY(std::string tree, git({"write-tree", "--missing-ok"}));
  return trimmed(std::move(tree));
}

core::Result<std::string> Capture::store_list(const std::vector<std::string>& blobs) {
  std::string input;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    std::string number = std::to_string(i);
    number.insert(0, 8 - number.size(), '0');
    input += "100644 blob " + blobs[i] + "\t" + number + '\0';
  }
  ORCHARD_TRY(std::string tree, git({"mktree", "-z", "--missing"}, std::move(input)));
  return trimmed(std::move(tree));
}

/// HEAD and whatever a merge, rebase or reflog still needs.
core::Result<std::vector<std::string>> Capture::parents() {
  std::vector<std::string> found;
  std::set<std::string> seen;
  const auto add = [&](const std::string& name) {
    const auto oid = resolve_commit(source_.worktree, name);
    if (oid && seen.insert(oid->value).second) found.push_back(oid->value);
  };
  if (!manifest_.head.empty()) add(manifest_.head);
  for (const char* name : {"ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD",
                           "REBASE_HEAD", "AUTO_MERGE", "BISECT_HEAD"}) {
    std::error_code failed;
    if (fs::exists(source_.admin / name, failed)) add(name);
  }
  for (const char* name : {"rebase-merge/onto", "rebase-merge/orig-head", "rebase-apply/onto",
                           "rebase-apply/orig-head", "MERGE_HEAD"}) {
    const auto text = core::read_file(source_.admin / name);
    if (!text) continue;
    for (const std::string& line : split(*text, '\n')) add(line);
  }
  ORCHARD_TRY(const auto others, only_here());
  for (const std::string& oid : others)
    if (seen.insert(oid).second) found.push_back(oid);
  return found;
}

/// Commits that only this worktree's reflog and private refs hold, amended or reset away: git keeps
/// them while the worktree stands.
core::Result<std::vector<std::string>> Capture::only_here() {
  std::string input;
  const std::string log = core::read_file(source_.admin / "logs/HEAD").value_or("");
  for (const std::string& line : split(log, '\n')) {  // "old new who …"
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (second == std::string::npos) continue;
    const std::string oid = line.substr(first + 1, second - first - 1);
    if (oid.find_first_not_of('0') != std::string::npos) input += oid + "\n";
  }
  std::error_code failed;
  fs::recursive_directory_iterator refs(source_.admin / "refs", failed);
  for (; !failed && refs != fs::recursive_directory_iterator(); refs.increment(failed)) {
    const std::string oid = trimmed(core::read_file(refs->path()).value_or(""));
    if (oid.size() >= 40 && oid.find_first_not_of("0123456789abcdef") == std::string::npos)
      input += oid + "\n";
  }
  if (input.empty()) return std::vector<std::string>();
  if (!manifest_.head.empty()) input += "^" + manifest_.head + "\n";
  ORCHARD_TRY(const std::string out,
              git({"rev-list", "--ignore-missing", "--max-count=1000", "--stdin"}, input));
  return split(out, '\n');
}

/// Everything the commit holds is there: a clean-up of the repository may have run meanwhile.
core::Result<void> Capture::check_kept(const std::string& commit) {
  std::vector<std::string> arguments = {"rev-list", "--objects", "--quiet", commit};
  if (!manifest_.head.empty()) arguments.push_back("^" + manifest_.head);
  ORCHARD_TRY(const std::string whole, git(std::move(arguments)));
  // The files are about to go; what keeps them must outlive a loss of power.
  return sync_to_disk(source_.admin);
}

core::Result<std::string> Capture::store_commit(const std::string& tree) {
  ORCHARD_TRY(const auto all, parents());
  std::vector<std::string> arguments = {"commit-tree", tree};
  for (const std::string& parent : all) {
    arguments.emplace_back("-p");
    arguments.push_back(parent);
  }
  ORCHARD_TRY(std::string commit,
              git(std::move(arguments), "Work kept by Orchard\n\nBranch: " + manifest_.branch +
                                            "\nHead: " + manifest_.head + "\n"));
  commit = trimmed(std::move(commit));
  ORCHARD_TRY(const std::string done,
              git({"update-ref", "-m", "orchard: keep work", ref_, commit}));
  return commit;
}

core::Result<bool> Capture::holds_work() {
  ORCHARD_CHECK(copy_index());
  ORCHARD_TRY(const Survey survey, survey_worktree(source_));
  return survey.has_work;
}

core::Result<ArchivedWork> Capture::run() {
  ORCHARD_CHECK(copy_index());
  ORCHARD_CHECK(read_head());
  ORCHARD_TRY(survey_, survey_worktree(source_));
  ORCHARD_CHECK(store_files());
  ORCHARD_TRY(const std::string index_bytes, core::read_file(source_.index));
  ORCHARD_TRY(const std::string index, store_text(index_bytes));
  ORCHARD_TRY(const std::string staged, store_staged());
  std::vector<std::string> blobs = unmerged_;
  int files = 0;
  for (const KeptPath& kept : survey_.paths) {
    if (kept.kind == KeptKind::file || kept.kind == KeptKind::admin) blobs.push_back(kept.text);
    if (kept.kind == KeptKind::file || kept.kind == KeptKind::link) ++files;
  }
  ORCHARD_TRY(const std::string list, store_list(blobs));
  manifest_.has_work = survey_.has_work;
  manifest_.untracked = survey_.untracked;
  manifest_.paths = survey_.paths;
  manifest_.notes = survey_.notes;
  ORCHARD_TRY(const std::string contents, store_text(format_manifest(manifest_)));
  ORCHARD_TRY(
      std::string tree,
      git({"mktree", "-z"}, "100644 blob " + index + "\tindex" + '\0' + "100644 blob " + contents +
                                "\tmanifest" + '\0' + "040000 tree " + list + "\tfiles" + '\0' +
                                "040000 tree " + staged + "\tstaged" + '\0'));
  ORCHARD_TRY(const std::string commit, store_commit(trimmed(std::move(tree))));
  ORCHARD_CHECK(check_kept(commit));
  return ArchivedWork{ref_,
                      core::CommitOid{commit},
                      core::CommitOid{manifest_.head},
                      manifest_.branch,
                      manifest_.has_work,
                      files,
                      manifest_.notes};
}

core::Result<CaptureSource> open_source(const fs::path& worktree) {
  std::error_code failed;
  if (!fs::is_directory(worktree, failed)) {
    return core::fail(core::ErrorCode::not_found, "The worktree \"" + worktree.string() +
                                                      "\" is gone; there is nothing to keep.");
  }
  CaptureSource source;
  source.worktree = fs::canonical(worktree, failed);
  ORCHARD_TRY(source.admin, find_git_dir(source.worktree));
  if (!fs::exists(source.admin / "commondir", failed)) {
    return core::fail(core::ErrorCode::invalid_argument,
                      "\"" + worktree.string() +
                          "\" is a whole repository; only a linked worktree can be archived.");
  }
  return source;
}

}  // namespace

core::Result<bool> holds_work(const fs::path& worktree) {
  ORCHARD_TRY(CaptureSource source, open_source(worktree));
  return Capture(std::move(source), "", {}).holds_work();
}

core::Result<ArchivedWork> capture_work(const fs::path& worktree, const std::string& ref,
                                        const Identity& identity) {
  ORCHARD_TRY(CaptureSource source, open_source(worktree));
  if (!ref.starts_with("refs/orchard/")) {
    return core::fail(core::ErrorCode::invalid_argument,
                      "Work is kept below refs/orchard/ only, not under \"" + ref + "\".");
  }
  const Identity fallback{"Orchard", "orchard@localhost"};
  return Capture(std::move(source), ref, identity.is_complete() ? identity : fallback).run();
}

}  // namespace orchard::git
