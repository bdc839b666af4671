#include "app/services/recording/refresh.h"
#include "app/services/upkeep/tidy.h"
#include "app/services/upkeep/workspace_lock.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "app/use_case/workspace/ignored_files.h"
#include "app/use_case/workspace/workspace_subject.h"
#include "git/archive/archived_work.h"
#include "git/archive/kept_refs.h"
#include "git/repository/branches.h"
#include "git/repository/own_branch.h"
#include "git/worktree/trash.h"

#include <filesystem>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using core::ErrorCode;
using core::fail;

/// The branch as it is named now, when Orchard's was put away; empty leaves what was kept.
core::Result<std::string> branch_now(const Subject& subject) {
  if (subject.workspace.archived_branch.empty()) return std::string();
  ORCHARD_TRY(std::string own,
              git::find_own_branch(subject.repository.path, subject.workspace.id.value));
  return own.empty() ? subject.workspace.archived_branch : own;
}

/// The worktree as it was archived; one that vanished with nothing kept comes from its branch.
core::Result<git::RestoredWorktree> bring_back(const Engine& engine, const Subject& subject) {
  const metrics::Workspace& workspace = subject.workspace;
  ORCHARD_TRY(const std::string own, branch_now(subject));
  git::RestoreRequest request{
      subject.repository.path, workspace.path,      workspace.archive_ref, own, !own.empty(),
      workspace.id.value,      engine.paths().trash};
  git::RestoreRequest branch_only = request;
  if (own.empty()) branch_only.branch = workspace.branch;
  if (workspace.archive_ref.empty()) return git::restore_branch(branch_only);
  const auto kept = git::describe_archived_work(subject.repository.path, workspace.archive_ref);
  if (!kept && kept.error().code == ErrorCode::not_found) {
    ORCHARD_TRY(auto branch, git::restore_branch(branch_only));
    branch.notes.push_back(
        fmt::format("What was kept under {} is gone from the repository; the branch is back as its "
                    "last commit left it.",
                    workspace.archive_ref));
    return branch;
  }
  return git::restore_work(request);
}

/// Asked before anything is made: two active workspaces of one name cannot be.
core::Result<void> check_name_is_free(Engine& engine, const metrics::Workspace& workspace) {
  ORCHARD_TRY(const auto all, engine.store().workspaces());
  for (const metrics::Workspace& other : all)
    if (other.id != workspace.id && other.repository == workspace.repository &&
        other.name == workspace.name && other.status == core::WorkspaceStatus::active)
      return fail(ErrorCode::already_exists,
                  fmt::format("Another workspace is named '{}' now; archive it, then restore this "
                              "one by its id {}.",
                              workspace.name, workspace.id.value));
  return {};
}

/// A folder that vanished is put away first, so that a restore cut short is one of put away work.
core::Result<void> put_away_vanished(Engine& engine, Subject& subject) {
  ORCHARD_TRY(const auto archived,
              archive_locked(engine, subject.workspace.id, RunningTurns{.end = true}));
  subject.workspace = archived.workspace;
  return {};
}

/// The folder is back already; ignored files that could not be moved then may be moved now.
core::Result<ArchivedWorkspace> bring_back_the_rest(Engine& engine, metrics::Workspace workspace) {
  std::vector<std::string> notes;
  bring_back_ignored(workspace, notes);
  ORCHARD_CHECK(engine.store().put_workspace_status(workspace));
  return ArchivedWorkspace{std::move(workspace), false, true, std::move(notes)};
}

}  // namespace

namespace {

/// What came back as it was need not take room twice. What did not stays for its 30 days.
void forget_copies(Engine& engine, const std::string& trash, const metrics::Workspace& workspace) {
  if (trash.empty() || !workspace.trash_path.empty()) return;
  if (!git::holds_only_copies(trash, workspace.path)) return;
  if (auto expired = git::expire_trash_entry(trash); !expired)
    return engine.warn(expired.error(), "letting go of what was restored");
  start_tidying(engine);
}

}  // namespace

core::Result<ArchivedWorkspace> restore_workspace(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto lock, lock_workspace(engine, id));
  ORCHARD_TRY(auto subject, find_subject(engine, id));
  metrics::Workspace& workspace = subject.workspace;
  if (workspace.status == core::WorkspaceStatus::active) {
    const bool there = std::filesystem::exists(workspace.path);
    if (there && has_files_in_trash(workspace)) return bring_back_the_rest(engine, workspace);
    if (there)
      return fail(
          ErrorCode::unsupported,
          fmt::format("Workspace '{}' is active; there is nothing to restore.", workspace.name));
    ORCHARD_CHECK(put_away_vanished(engine, subject));
  }
  ORCHARD_CHECK(check_name_is_free(engine, workspace));
  ORCHARD_TRY(const auto restored, bring_back(engine, subject));
  ArchivedWorkspace result{{}, restored.had_work, true, restored.notes};
  const std::string trash = workspace.trash_path;
  bring_back_ignored(workspace, result.notes);
  const std::string ref = std::exchange(workspace.archive_ref, "");
  workspace.status = core::WorkspaceStatus::active;
  workspace.archived_at.reset();
  workspace.deleted_at.reset();
  workspace.archived_branch.clear();
  // One step for all of it: from here on the worktree holds the work, and nothing else does.
  ORCHARD_CHECK(engine.store().put_workspace_status(workspace));
  if (!ref.empty()) {
    if (auto dropped = git::drop_kept_ref(subject.repository.path, ref); !dropped)
      engine.warn(dropped.error(), "dropping what was restored");
  }
  if (auto finished = git::finish_restore(workspace.path); !finished)
    engine.warn(finished.error(), "noting that a workspace is restored");
  forget_copies(engine, trash, workspace);
  if (auto seen = refresh_branch(engine, id); !seen)
    engine.warn(seen.error(), "looking at the restored branch");
  ORCHARD_TRY(auto now, find_subject(engine, id));
  result.workspace = std::move(now.workspace);
  return result;
}

}  // namespace orchard::app
