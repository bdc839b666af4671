#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/services/upkeep/workspace_lock.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "app/use_case/workspace/workspace_subject.h"
#include "git/archive/archived_work.h"
#include "git/repository/branches.h"
#include "git/repository/own_branch.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

bool lies_there(const metrics::Workspace& workspace) {
  return workspace.status == core::WorkspaceStatus::active &&
         std::filesystem::exists(workspace.path);
}

/// What lies in the worktree, or lay in it when it was put away.
struct Standing {
  std::string branch;    ///< empty: HEAD is detached
  core::CommitOid head;  ///< empty: nothing is known of it
};

core::Result<Standing> look_at(const Subject& subject) {
  const metrics::Workspace& workspace = subject.workspace;
  Standing standing;
  if (lies_there(workspace)) {
    ORCHARD_TRY(standing.branch, git::checked_out_branch(workspace.path));
    if (const auto head = git::resolve_commit(workspace.path, "HEAD")) standing.head = *head;
  } else if (!workspace.archive_ref.empty()) {
    const auto kept = git::describe_archived_work(subject.repository.path, workspace.archive_ref);
    if (kept) standing = {kept->branch, kept->head};
  }
  return standing;
}

/// The branch that deletion takes along: the one Orchard made, when it is what the worktree holds.
core::Result<std::string> branch_to_delete(const Subject& subject, const Standing& standing) {
  const metrics::Workspace& workspace = subject.workspace;
  if (standing.branch.empty() || standing.head.empty()) return std::string();
  ORCHARD_TRY(std::string own, git::find_own_branch(subject.repository.path, workspace.id.value));
  // Put away, it may have got another name since.
  const std::string& then = lies_there(workspace) ? own : workspace.archived_branch;
  if (then != standing.branch) return std::string();
  return own;
}

/// Why the branch is still there that a person may have expected to go.
core::Result<std::string> why_it_stays(const Subject& subject) {
  const std::string& root = subject.repository.path;
  ORCHARD_TRY(const std::string own, git::find_own_branch(root, subject.workspace.id.value));
  if (!own.empty() && subject.workspace.archive_ref.empty())
    return fmt::format("The branch '{}' stays: the folder had vanished, nothing else keeps it.",
                       own);
  if (!own.empty())
    return fmt::format("The branch '{}' stays: it was not checked out in the workspace.", own);
  const std::string& made = subject.workspace.created_branch;
  if (made.empty() || !git::resolve_commit(root, "refs/heads/" + made)) return std::string();
  return fmt::format("The branch '{}' stays: its log does not prove that Orchard made it.", made);
}

core::Result<void> delete_own_branch(Engine& engine, Subject subject, ArchivedWorkspace& result) {
  ORCHARD_TRY(const Standing standing, look_at(subject));
  ORCHARD_TRY(const std::string branch, branch_to_delete(subject, standing));
  if (branch.empty()) {
    ORCHARD_TRY(const std::string why, why_it_stays(subject));
    if (!why.empty()) result.notes.push_back(why);
    return {};
  }
  if (branch != subject.workspace.archived_branch) {
    subject.workspace.archived_branch = branch;  // the name it comes back under
    ORCHARD_CHECK(engine.store().put_workspace_status(subject.workspace));
  }
  // Only what the private ref holds may go: a branch that moved since is somebody's work.
  const auto deleted = git::delete_branch(subject.repository.path, branch, standing.head);
  if (!deleted && deleted.error().code != core::ErrorCode::not_found)
    result.notes.push_back(deleted.error().message);
  return {};
}

}  // namespace

core::Result<DeletionPlan> plan_deletion(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto subject, find_subject(engine, id));
  const metrics::Workspace& workspace = subject.workspace;
  if (workspace.status == core::WorkspaceStatus::deleted)
    return core::fail(core::ErrorCode::unsupported,
                      fmt::format("Workspace '{}' is deleted already.", workspace.name));
  DeletionPlan plan;
  ORCHARD_TRY(const Standing standing, look_at(subject));
  ORCHARD_TRY(plan.branch, branch_to_delete(subject, standing));
  ORCHARD_TRY(plan.proof,
              git::examine_for_deletion(subject.repository.path,
                                        lies_there(workspace) ? workspace.path : std::string(),
                                        plan.branch, workspace.base));
  if (plan.branch.empty() && !standing.head.empty()) {
    ORCHARD_TRY(plan.loose_commits,
                git::count_loose_commits(subject.repository.path, standing.head));
  }
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine, id));
  for (const SessionNow& session : sessions)
    if (session.pid) plan.agent_runs = true;
  return plan;
}

core::Result<ArchivedWorkspace> delete_workspace(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto lock, lock_workspace(engine, id));
  ORCHARD_TRY(auto subject, find_subject(engine, id));
  if (subject.workspace.status == core::WorkspaceStatus::deleted)
    return core::fail(core::ErrorCode::unsupported,
                      fmt::format("Workspace '{}' is deleted already.", subject.workspace.name));
  ArchivedWorkspace result{subject.workspace, false, true, {}};
  if (subject.workspace.status == core::WorkspaceStatus::active) {
    ORCHARD_TRY(result, archive_locked(engine, id, RunningTurns{.end = true}));
    subject.workspace = result.workspace;
  }
  // Marked first: a deletion cut short leaves a branch too many, never one too few.
  subject.workspace.status = core::WorkspaceStatus::deleted;
  subject.workspace.deleted_at = engine.now();
  ORCHARD_CHECK(engine.store().put_workspace_status(subject.workspace));
  result.workspace = subject.workspace;
  ORCHARD_CHECK(delete_own_branch(engine, subject, result));
  return result;
}

}  // namespace orchard::app
