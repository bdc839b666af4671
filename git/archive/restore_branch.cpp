#include "git/archive/archived_work.h"
#include "git/archive/restore_mark.h"
#include "git/repository/branches.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/create_worktree.h"

namespace orchard::git {
namespace {

constexpr const char* kWhat = "branch";

core::Result<bool> begin(const RestoreRequest& request) {
  ORCHARD_TRY(const auto common_dir, find_common_dir(request.root));
  ORCHARD_TRY(const auto lock, lock_repository(common_dir));
  return begin_restore(common_dir, request.path, request.trash, kWhat);
}

}  // namespace

core::Result<RestoredWorktree> look_at_restored(const std::filesystem::path& worktree) {
  RestoredWorktree found;
  ORCHARD_TRY(found.branch, checked_out_branch(worktree));
  if (const auto head = resolve_commit(worktree, "HEAD")) found.head = *head;
  return found;
}

core::Result<RestoredWorktree> restore_branch(const RestoreRequest& request) {
  ORCHARD_TRY(const bool restored, begin(request));
  if (restored) return look_at_restored(request.path);
  CreateWorktreeRequest create;
  create.root = request.root;
  create.path = request.path;
  create.branch = request.branch;
  create.existing_branch = true;
  const auto created = create_worktree(create);
  if (!created) {
    give_up_restore(request.path);
    return core::fail(created.error());
  }
  ORCHARD_CHECK(note_restored(request.path, kWhat));
  return RestoredWorktree{created->head, created->branch, false, {}};
}

}  // namespace orchard::git
