#include "app/use_case/workspace/archive_workspace.h"

#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/services/tidy.h"
#include "app/use_case/control_session.h"
#include "git/archive/archived_work.h"
#include "git/archive/kept_refs.h"
#include "git/repository/branches.h"
#include "git/repository/repository_info.h"
#include "git/worktree/create_worktree.h"
#include "git/worktree/remove_worktree.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using core::ErrorCode;
using core::fail;

struct Subject {
  metrics::Workspace workspace;
  metrics::Repository repository;
};

core::Result<Subject> find_subject(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace)
    return fail(ErrorCode::not_found, fmt::format("There is no workspace '{}'.", id.value));
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace->repository));
  if (!repository)
    return fail(ErrorCode::corrupt,
                fmt::format("The repository of workspace '{}' is unknown.", workspace->name));
  return Subject{*workspace, *repository};
}

core::Result<void> stop_agents(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine));
  for (const SessionNow& session : sessions) {
    if (session.figures.session.workspace != id || !session.pid) continue;
    ORCHARD_TRY(const auto stopped, stop_session(engine, session.figures.session.id));
    (void)stopped;
  }
  return refresh_sessions(engine);
}

std::string archive_ref(const core::WorkspaceId& id) {
  return "refs/orchard/archive/" + id.value;
}

/// Uncommitted work into a private ref. When the folder vanished, what an archiving that was cut
/// short kept still stands there.
core::Result<git::ArchivedWork> keep_work(const Subject& subject) {
  if (!std::filesystem::exists(subject.workspace.path)) {
    git::ArchivedWork kept;
    kept.ref = subject.workspace.archive_ref;
    return kept;
  }
  ORCHARD_TRY(const auto user, git::read_identity(subject.repository.path));
  return git::capture_work(subject.workspace.path, archive_ref(subject.workspace.id), user);
}

/// The worktree as it was archived; one that vanished with nothing kept comes from its branch.
core::Result<git::RestoredWorktree> bring_back(const Subject& subject) {
  const metrics::Workspace& workspace = subject.workspace;
  if (!workspace.archive_ref.empty())
    return git::restore_work({subject.repository.path, workspace.path, workspace.archive_ref,
                              workspace.branch, workspace.branch_created_by_us});
  git::CreateWorktreeRequest request;
  request.root = subject.repository.path;
  request.path = workspace.path;
  request.branch = workspace.branch;
  request.existing_branch = true;
  ORCHARD_TRY(const auto created, git::create_worktree(request));
  return git::RestoredWorktree{created.head, created.branch, {}};
}

}  // namespace

core::Result<ArchivedWorkspace> archive_workspace(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(auto subject, find_subject(engine, id));
  if (subject.workspace.status != core::WorkspaceStatus::active)
    return fail(ErrorCode::invalid_argument,
                fmt::format("Workspace '{}' is {} already.", subject.workspace.name,
                            core::to_string(subject.workspace.status)));
  ORCHARD_CHECK(stop_agents(engine, id));
  if (auto seen = refresh_branch(engine, id); !seen)
    engine.warn(seen.error(), "looking at the branch before archiving");
  ORCHARD_TRY(const auto work, keep_work(subject));
  // Killed from here on, the ledger still knows where the work is.
  ORCHARD_TRY(auto noted, engine.store().find_workspace(id));
  if (noted) {
    noted->archive_ref = work.ref;
    ORCHARD_CHECK(engine.store().put_workspace(*noted));
  }
  ORCHARD_TRY(const auto removed,
              git::remove_worktree(
                  {subject.repository.path, subject.workspace.path, engine.paths().trash}));
  // The branch may have been renamed since: the ledger follows it, our copy does not.
  ORCHARD_TRY(const auto latest, engine.store().find_workspace(id));
  ArchivedWorkspace archived{latest.value_or(subject.workspace), work.has_work, work.notes};
  archived.workspace.status = core::WorkspaceStatus::archived;
  archived.workspace.archived_at = engine.now();
  archived.workspace.archive_ref = work.ref;
  archived.workspace.trash_path = removed.trash_entry.string();
  ORCHARD_CHECK(engine.store().put_workspace(archived.workspace));
  start_tidying(engine);
  return archived;
}

core::Result<ArchivedWorkspace> restore_workspace(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(auto subject, find_subject(engine, id));
  metrics::Workspace& workspace = subject.workspace;
  const bool vanished =
      workspace.status == core::WorkspaceStatus::active && !std::filesystem::exists(workspace.path);
  if (workspace.status == core::WorkspaceStatus::active && !vanished)
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("Workspace '{}' is active; there is nothing to restore.", workspace.name));
  if (vanished) {
    ORCHARD_TRY(const auto forgotten, git::remove_worktree({subject.repository.path, workspace.path,
                                                            engine.paths().trash}));
    (void)forgotten;
  }
  ORCHARD_TRY(const auto restored, bring_back(subject));
  ArchivedWorkspace result{workspace, false, restored.notes};
  if (!workspace.trash_path.empty() && std::filesystem::exists(workspace.trash_path)) {
    const auto ignored = git::restore_ignored_from_trash(workspace.trash_path, workspace.path);
    if (!ignored) result.notes.push_back(ignored.error().message);
  }
  result.workspace.status = core::WorkspaceStatus::active;
  result.workspace.archived_at.reset();
  result.workspace.deleted_at.reset();
  result.workspace.trash_path.clear();
  if (!restored.branch.empty()) result.workspace.branch = restored.branch;
  result.kept_work = !workspace.archive_ref.empty();
  ORCHARD_CHECK(engine.store().put_workspace(result.workspace));
  if (!workspace.archive_ref.empty())
    ORCHARD_CHECK(git::drop_kept_ref(subject.repository.path, workspace.archive_ref));
  result.workspace.archive_ref.clear();
  ORCHARD_CHECK(engine.store().put_workspace(result.workspace));
  if (auto seen = refresh_branch(engine, id); !seen)
    engine.warn(seen.error(), "looking at the restored branch");
  return result;
}

core::Result<DeletionPlan> plan_deletion(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto subject, find_subject(engine, id));
  if (subject.workspace.status == core::WorkspaceStatus::deleted)
    return fail(ErrorCode::invalid_argument,
                fmt::format("Workspace '{}' is deleted already.", subject.workspace.name));
  DeletionPlan plan;
  ORCHARD_TRY(plan.proof,
              git::examine_for_deletion(subject.repository.path, subject.workspace.path,
                                        subject.workspace.branch, subject.workspace.base));
  plan.deletes_branch = subject.workspace.branch_created_by_us && plan.proof.branch_exists;
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine));
  for (const SessionNow& session : sessions)
    if (session.figures.session.workspace == id && session.pid) plan.agent_runs = true;
  return plan;
}

core::Result<ArchivedWorkspace> delete_workspace(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(auto subject, find_subject(engine, id));
  ArchivedWorkspace result{subject.workspace, false, {}};
  if (subject.workspace.status == core::WorkspaceStatus::active) {
    ORCHARD_TRY(result, archive_workspace(engine, id));
  }
  metrics::Workspace& workspace = result.workspace;
  if (workspace.status == core::WorkspaceStatus::deleted)
    return fail(ErrorCode::invalid_argument,
                fmt::format("Workspace '{}' is deleted already.", workspace.name));
  // Marked first: a deletion cut short leaves a branch too many, never one too few.
  workspace.status = core::WorkspaceStatus::deleted;
  workspace.deleted_at = engine.now();
  ORCHARD_CHECK(engine.store().put_workspace(workspace));
  if (!workspace.branch_created_by_us) return result;
  // Only what the private ref holds may go: a branch that moved since is somebody's work.
  if (workspace.archive_ref.empty()) return result;
  const auto kept = git::describe_archived_work(subject.repository.path, workspace.archive_ref);
  if (!kept || kept->branch != workspace.branch || kept->head.empty()) return result;
  const auto deleted = git::delete_branch(subject.repository.path, workspace.branch, kept->head);
  if (!deleted && deleted.error().code != core::ErrorCode::not_found)
    result.notes.push_back(deleted.error().message);
  return result;
}

}  // namespace orchard::app
