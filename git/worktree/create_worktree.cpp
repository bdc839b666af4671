#include "git/worktree/create_worktree.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/repository/branches.h"
#include "git/repository/own_branch.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/admin_entry.h"

#include <array>
#include <string_view>
#include <system_error>
#include <thread>

#include <sys/stat.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr int kAttempts = 4;  // one and three retries

/// Undoes what this attempt made, unless it is told to keep it. Takes no lock: hold it meanwhile.
class Attempt {
 public:
  Attempt(const CreateWorktreeRequest& request, fs::path common_dir)
      : request_(request), common_dir_(std::move(common_dir)) {}
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;
  ~Attempt() {
    if (!kept_) undo();
  }

  core::Result<void> make_folder();
  core::Result<void> make_branch(const core::CommitOid& base);
  core::Result<void> check_out();
  void keep() { kept_ = true; }

 private:
  void undo();
  void clear_folder();

  const CreateWorktreeRequest& request_;
  fs::path common_dir_;
  core::CommitOid branch_at_;
  bool folder_made_ = false;
  bool kept_ = false;
};

core::Result<void> Attempt::make_folder() {
  ORCHARD_CHECK(core::make_private_directory(request_.path.parent_path()));
  if (::mkdir(request_.path.c_str(), 0700) != 0) {
    if (errno == EEXIST) {
      return core::fail(core::ErrorCode::already_exists, "The folder \"" + request_.path.string() +
                                                             "\" exists already; choose another.");
    }
    return core::fail(core::errno_error(errno, "Could not create", request_.path));
  }
  folder_made_ = true;
  return {};
}

core::Result<void> Attempt::make_branch(const core::CommitOid& base) {
  const std::string ref = "refs/heads/" + request_.branch;
  const std::string zero(base.value.size(), '0');
  const std::string words = request_.owner.empty() ? "branch: Created from " + request_.base
                                                   : ownership_words(request_.owner);
  ORCHARD_TRY(
      const auto output,
      run_git({.directory = common_dir_,
               .arguments = {"update-ref", "--create-reflog", "-m", words, ref, base.value, zero},
               .access = Access::write}));
  if (output.ok()) {
    branch_at_ = base;
    return {};
  }
  const auto taken =
      run_git({.directory = common_dir_, .arguments = {"show-ref", "--verify", "--quiet", ref}});
  const bool in_the_way = output.err.find("exists; cannot create") != std::string::npos;
  if ((taken && taken->ok()) || in_the_way) {
    return core::fail(core::ErrorCode::already_exists, "A branch named \"" + request_.branch +
                                                           "\" (or one in its way) exists "
                                                           "already; choose another name.");
  }
  return core::fail(explain_failure(output, "create the branch \"" + request_.branch + "\""));
}

/// Another git may hold these for a moment, or show an entry that is half written (measured).
bool is_passing_failure(std::string_view text) {
  static constexpr std::array<std::string_view, 3> kMarks = {"config.lock", "index.lock",
                                                             "commondir"};
  for (const std::string_view mark : kMarks) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return text.find("could not lock config file") != std::string_view::npos;
}

core::Result<void> Attempt::check_out() {
  const std::string doing = "create the worktree \"" + request_.path.string() + "\"";
  for (int attempt = 1;; ++attempt) {
    ORCHARD_TRY(const auto output, run_git({.directory = common_dir_,
                                            .arguments = {"worktree", "add", "--quiet", "--",
                                                          request_.path.string(), request_.branch},
                                            .access = Access::write,
                                            .cancel = request_.cancel}));
    if (output.ok()) return {};
    if (attempt == kAttempts || !is_passing_failure(output.err)) {
      return core::fail(explain_failure(output, doing));
    }
    clear_folder();
    ORCHARD_CHECK(make_folder());
    std::this_thread::sleep_for(std::chrono::milliseconds{20 * attempt});
  }
}

void Attempt::clear_folder() {
  if (!folder_made_) return;
  auto entry = find_admin_entry(common_dir_, request_.path);
  std::error_code ignored;
  fs::remove_all(request_.path, ignored);
  folder_made_ = false;
  if (entry && *entry) (void)forget_admin_entry(**entry);
}

void Attempt::undo() {
  clear_folder();
  if (branch_at_.empty()) return;
  // Deletes it only where this attempt put it; a branch that moved since is somebody's work.
  (void)run_git(
      {.directory = common_dir_,
       .arguments = {"update-ref", "-d", "refs/heads/" + request_.branch, branch_at_.value},
       .access = Access::write});
}

}  // namespace

core::Result<CreatedWorktree> create_worktree(const CreateWorktreeRequest& request) {
  ORCHARD_CHECK(check_branch_name(request.branch));
  ORCHARD_TRY(const fs::path common_dir, find_common_dir(request.root));
  ORCHARD_TRY(const auto lock, lock_repository(common_dir, request.cancel));
  const std::string start = request.existing_branch ? "refs/heads/" + request.branch : request.base;
  ORCHARD_TRY(const core::CommitOid base, resolve_commit(request.root, start));
  Attempt attempt(request, common_dir);
  if (!request.existing_branch) ORCHARD_CHECK(attempt.make_branch(base));
  ORCHARD_CHECK(attempt.make_folder());
  ORCHARD_CHECK(attempt.check_out());
  attempt.keep();
  return CreatedWorktree{request.path, request.branch, base};
}

}  // namespace orchard::git
