#include "core/io/file.h"
#include "git/archive/archived_work.h"
#include "git/archive/kept_objects.h"
#include "git/archive/restore_mark.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/branches.h"
#include "git/repository/own_branch.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/admin_entry.h"

#include <set>
#include <system_error>

#include <sys/stat.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// One restore: undoes what it made unless it is told to keep it. Holds the lock meanwhile.
class Restore {
 public:
  Restore(const RestoreRequest& request, fs::path common_dir, KeptWork work)
      : request_(request), common_dir_(std::move(common_dir)), work_(std::move(work)) {}
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;
  ~Restore() {
    if (!kept_) undo();
  }
  core::Result<RestoredWorktree> run();

 private:
  core::Result<void> make_folder();
  core::Result<void> choose_branch();
  core::Result<void> detach(std::string note);
  core::Result<void> add_worktree();
  core::Result<void> bring_back();
  core::Result<void> check_whole();
  void undo();

  const RestoreRequest& request_;
  fs::path common_dir_;
  KeptWork work_;
  RestoredWorktree result_;
  std::string made_branch_;  ///< empty: none was made
  bool made_folder_ = false;
  bool kept_ = false;
};

core::Result<void> Restore::make_folder() {
  std::error_code failed;
  fs::remove(request_.path, failed);  // an empty folder at most
  if (::mkdir(request_.path.c_str(), 0700) != 0) {
    return core::fail(core::errno_error(errno, "Could not create", request_.path));
  }
  made_folder_ = true;
  // The folder was gone: an entry that still points there is what an outside removal left.
  ORCHARD_TRY(const auto stale, find_admin_entry(common_dir_, request_.path));
  if (stale) ORCHARD_CHECK(forget_admin_entry(*stale));
  return {};
}

core::Result<void> Restore::detach(std::string note) {
  result_.branch.clear();
  result_.head = core::CommitOid{work_.manifest.head};
  if (!note.empty()) result_.notes.push_back(std::move(note));
  return {};
}

core::Result<void> Restore::choose_branch() {
  const Manifest& manifest = work_.manifest;
  const std::string& branch = request_.branch.empty() ? manifest.branch : request_.branch;
  if (manifest.branch.empty()) return detach("");
  result_.branch = branch;
  const std::string ref = "refs/heads/" + branch;
  ORCHARD_TRY(const auto present,
              run_git({.directory = common_dir_,
                       .arguments = {"rev-parse", "--verify", "--quiet", ref + "^{commit}"}}));
  if (present.ok()) {
    result_.head = core::CommitOid{trimmed(present.out)};
    if (result_.head.value == manifest.head || !manifest.has_work) return {};
    return detach("The branch \"" + branch +
                  "\" has moved since; the work is back on the commit it was made on, with no "
                  "branch checked out.");
  }
  if (manifest.head.empty()) return {};  // it had no commit and has none now
  if (!request_.recreate_branch) {
    return detach("The branch \"" + branch +
                  "\" is gone; its last commit is checked out without a branch.");
  }
  const std::string zero(manifest.head.size(), '0');
  const std::string words =
      request_.owner.empty() ? "orchard: restore" : ownership_words(request_.owner);
  ORCHARD_TRY(const std::string done,
              git_output({.directory = common_dir_,
                          .arguments = {"update-ref", "--create-reflog", "-m", words, ref,
                                        manifest.head, zero},
                          .access = Access::write},
                         "make the branch \"" + branch + "\" anew"));
  made_branch_ = branch;
  result_.head = core::CommitOid{manifest.head};
  return {};
}

core::Result<void> Restore::add_worktree() {
  std::vector<std::string> arguments = {"worktree", "add", "--quiet", "--no-checkout"};
  const bool unborn = result_.head.empty();
  // A branch without commits needs some commit to start from; the kept one serves.
  if (result_.branch.empty() || unborn) arguments.emplace_back("--detach");
  arguments.insert(arguments.end(), {"--", request_.path.string()});
  arguments.push_back(unborn ? work_.commit
                             : (result_.branch.empty() ? result_.head.value : result_.branch));
  ORCHARD_TRY(const auto output, run_git({.directory = common_dir_,
                                          .arguments = std::move(arguments),
                                          .access = Access::write}));
  if (output.err.find("already checked out") != std::string::npos) {
    return core::fail(core::ErrorCode::busy, "The branch \"" + result_.branch +
                                                 "\" is checked out in another worktree; switch "
                                                 "that one away, then restore again.");
  }
  if (!output.ok()) {
    return core::fail(
        explain_failure(output, "restore the worktree \"" + request_.path.string() + "\""));
  }
  if (!unborn) return {};
  ORCHARD_TRY(const std::string done,
              git_output({.directory = request_.path,
                          .arguments = {"symbolic-ref", "HEAD", "refs/heads/" + result_.branch},
                          .access = Access::write},
                         "restore the branch \"" + result_.branch + "\""));
  return {};
}

core::Result<void> Restore::bring_back() {
  ORCHARD_TRY(const fs::path admin, find_git_dir(request_.path));
  const std::string doing = "check out the files in \"" + request_.path.string() + "\"";
  const auto git = [&](std::vector<std::string> arguments) {
    return run_git(
        {.directory = request_.path, .arguments = std::move(arguments), .access = Access::write});
  };
  if (!work_.manifest.has_work && !result_.branch.empty() &&
      result_.head.value != work_.manifest.head) {
    // Clean when archived and the branch moved on: its present commit, nothing to bring back.
    ORCHARD_TRY(const auto output, git({"reset", "--hard", "--quiet", "--no-recurse-submodules"}));
    if (!output.ok()) return core::fail(explain_failure(output, doing));
    return {};
  }
  ORCHARD_CHECK(write_admin_files(request_.root, work_, admin));
  ORCHARD_CHECK(write_kept_files(request_.root, work_.manifest, request_.path, true));
  // Exit 1 says that a file exists already: the attributes just written. A file that a broken
  // filter kept from being written is found below, or was stored as it lay.
  ORCHARD_TRY(const auto checkout, git({"checkout-index", "--all", "--quiet"}));
  if (!checkout.ok() && checkout.err.find("fatal:") != std::string::npos) {
    return core::fail(explain_failure(checkout, doing));
  }
  ORCHARD_CHECK(write_kept_files(request_.root, work_.manifest, request_.path, false));
  // Exit 1 says that files differ from the index, as they did.
  ORCHARD_TRY(const auto refreshed, git({"update-index", "-q", "--refresh"}));
  if (refreshed.err.find("fatal:") != std::string::npos) {
    return core::fail(explain_failure(refreshed, doing));
  }
  return check_whole();
}

/// Nothing differs from the index but what did when it was captured: on a full disk git says only
/// in passing that it left a file out, or half written.
core::Result<void> Restore::check_whole() {
  ORCHARD_TRY(
      const std::string out,
      git_output({.directory = request_.path,
                  .arguments = {"diff-files", "--name-only", "--ignore-submodules=all", "-z"}},
                 "look at the files in \"" + request_.path.string() + "\""));
  std::set<std::string> expected;
  for (const KeptPath& kept : work_.manifest.paths) expected.insert(kept.path);
  for (const std::string& path : split(out, '\0')) {
    if (expected.contains(path)) continue;
    return core::fail(core::ErrorCode::io,
                      "\"" + (request_.path / path).string() +
                          "\" could not be written; make room on the disk, then restore again.");
  }
  return {};
}

void Restore::undo() {
  if (made_folder_) {
    const auto entry = find_admin_entry(common_dir_, request_.path);
    std::error_code ignored;
    fs::remove_all(request_.path, ignored);
    if (entry && *entry) (void)forget_admin_entry(**entry);
  }
  if (made_branch_.empty()) return;
  (void)run_git(
      {.directory = common_dir_,
       .arguments = {"update-ref", "-d", "refs/heads/" + made_branch_, work_.manifest.head},
       .access = Access::write});
}

core::Result<RestoredWorktree> Restore::run() {
  ORCHARD_CHECK(make_folder());
  ORCHARD_CHECK(choose_branch());
  ORCHARD_CHECK(add_worktree());
  ORCHARD_CHECK(bring_back());
  kept_ = true;
  return std::move(result_);
}

}  // namespace

core::Result<RestoredWorktree> restore_work(const RestoreRequest& request) {
  ORCHARD_TRY(const fs::path common_dir, find_common_dir(request.root));
  ORCHARD_TRY(const auto lock, lock_repository(common_dir));
  ORCHARD_TRY(KeptWork work, read_kept_work(request.root, request.ref));
  const std::string commit = work.commit;
  ORCHARD_TRY(const bool restored, begin_restore(common_dir, request.path, request.trash, commit));
  const bool had_work = work.manifest.has_work;
  if (restored) {
    return look_at_restored(request.path).map([&](RestoredWorktree found) {
      found.had_work = had_work;
      return found;
    });
  }
  auto result = Restore(request, common_dir, std::move(work)).run();
  if (!result) {
    give_up_restore(request.path);
    return result;
  }
  // What is kept goes next; what was brought back must outlive a loss of power.
  ORCHARD_CHECK(sync_to_disk(request.path));
  ORCHARD_CHECK(note_restored(request.path, commit));
  result->had_work = had_work;
  return result;
}

core::Result<ArchivedWork> describe_archived_work(const fs::path& root, const std::string& ref) {
  ORCHARD_TRY(KeptWork work, read_kept_work(root, ref));
  int files = 0;
  for (const KeptPath& kept : work.manifest.paths) {
    if (kept.kind == KeptKind::file || kept.kind == KeptKind::link) ++files;
  }
  return ArchivedWork{ref,
                      core::CommitOid{work.commit},
                      core::CommitOid{work.manifest.head},
                      work.manifest.branch,
                      work.manifest.has_work,
                      files,
                      work.manifest.notes};
}

}  // namespace orchard::git
