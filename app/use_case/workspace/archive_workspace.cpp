#include "app/use_case/workspace/archive_workspace.h"

#include "agents/launch/session_directory.h"
#include "agents/supervisor/session_process.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/services/upkeep/tidy.h"
#include "app/services/upkeep/workspace_lock.h"
#include "app/use_case/control_session.h"
#include "app/use_case/workspace/ignored_files.h"
#include "app/use_case/workspace/workspace_subject.h"
#include "git/archive/archived_work.h"
#include "git/archive/kept_refs.h"
#include "git/repository/branches.h"
#include "git/repository/own_branch.h"
#include "git/repository/repository_info.h"
#include "git/worktree/late_changes.h"
#include "git/worktree/remove_worktree.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using core::ErrorCode;
using core::fail;

/// How often work is kept anew when somebody writes meanwhile.
constexpr int kAttempts = 3;

/// What lives is what the session directories say: the ledger lags while another Orchard records,
/// and knows a process that went on under another id only later.
core::Result<void> stop_unknown(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto sessions, engine.store().sessions_of(id));
  for (const metrics::Session& session : sessions) {
    if (session.launched_as != session.id) continue;
    const auto directory = agents::SessionDirectory::open(engine.paths().sessions, session.id);
    if (!directory) continue;  // never had a process
    const auto process = agents::SessionProcess::find(*directory);
    if (!process && process.error().code == ErrorCode::not_found) continue;
    if (!process) return fail(process.error());
    if (!process->is_alive()) continue;
    ORCHARD_TRY(const auto stopped, stop_session(engine, session.id));
    (void)stopped;
  }
  return {};
}

/// "a turn that runs", "2 turns that wait for your answer"; empty: none
std::string turns_text(std::ptrdiff_t count, std::string_view one, std::string_view many) {
  if (count == 0) return {};
  return count == 1 ? fmt::format("a turn that {}", one)
                    : fmt::format("{} turns that {}", count, many);
}

/// Errors: busy when archiving would end somebody's turn.
core::Result<void> check_no_turn_runs(const metrics::Workspace& workspace,
                                      const std::vector<SessionNow>& sessions,
                                      std::string_view remedy) {
  using enum core::SessionState;
  const std::string runs =
      turns_text(std::ranges::count(sessions, running, &SessionNow::state), "runs", "run");
  const std::string waits = turns_text(std::ranges::count(sessions, waiting, &SessionNow::state),
                                       "waits for your answer", "wait for your answer");
  if (runs.empty() && waits.empty()) return {};
  return fail(ErrorCode::busy,
              fmt::format("Archiving '{}' would end {}{}{}. {}", workspace.name, runs,
                          runs.empty() || waits.empty() ? "" : " and ", waits, remedy));
}

core::Result<void> stop_agents(Engine& engine, const metrics::Workspace& workspace,
                               RunningTurns turns) {
  const core::WorkspaceId& id = workspace.id;
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine, id));
  if (!turns.end) ORCHARD_CHECK(check_no_turn_runs(workspace, sessions, turns.remedy));
  for (const SessionNow& session : sessions) {
    // Tools of an agent that is gone write on, too.
    ORCHARD_TRY(const auto stopped, stop_session(engine, session.figures.session.id));
    (void)stopped;
  }
  ORCHARD_CHECK(stop_unknown(engine, id));
  return refresh_sessions(engine);
}

/// Says what the stopped agents were sent and had not read.
core::Result<void> note_queued_prompts(Engine& engine, const core::WorkspaceId& id,
                                       std::vector<std::string>& notes) {
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine, id));
  std::size_t queued = 0;
  for (const SessionNow& session : sessions) queued += session.figures.queued_prompts.size();
  if (queued > 0) notes.push_back(unread_prompts_text(queued, " after a restore"));
  return {};
}

/// What an archiving that was cut short had kept, else only the name of the branch.
core::Result<git::ArchivedWork> kept_before(const Subject& subject) {
  const metrics::Workspace& workspace = subject.workspace;
  auto kept = git::describe_archived_work(subject.repository.path, archive_ref(workspace.id));
  if (kept || kept.error().code != ErrorCode::not_found) return kept;
  git::ArchivedWork nothing;
  nothing.ref = workspace.archive_ref;  // never forgotten, whatever became of it
  nothing.branch = workspace.branch;
  return nothing;
}

struct KeptWork {
  git::ArchivedWork work;
  git::FileMoment begun;  ///< what was written since may be missing in it
};

/// Uncommitted work into a private ref; again while somebody writes meanwhile.
core::Result<KeptWork> keep_work(const Subject& subject) {
  const std::string& folder = subject.workspace.path;
  for (int attempt = 1;; ++attempt) {
    KeptWork kept{{}, git::file_moment()};
    if (!std::filesystem::exists(folder)) {
      ORCHARD_TRY(kept.work, kept_before(subject));
      return kept;
    }
    ORCHARD_TRY(const auto user, git::read_identity(subject.repository.path));
    ORCHARD_TRY(kept.work, git::capture_work(folder, archive_ref(subject.workspace.id), user));
    if (attempt == kAttempts) return kept;
    const auto late = git::find_changes_since(subject.repository.path, folder, kept.begun);
    if (!late || late->empty()) return kept;
  }
}

/// Says what was written between the last look and the move.
core::Result<void> note_late_changes(const Subject& subject, const KeptWork& kept,
                                     std::vector<std::string>& notes) {
  if (!has_files_in_trash(subject.workspace)) return {};
  const auto tree = git::trashed_tree(subject.workspace.trash_path);
  ORCHARD_TRY(const auto late, git::find_changes_since(subject.repository.path, tree, kept.begun));
  if (late.empty()) return {};
  notes.push_back(fmt::format(
      "\"{}\"{} changed while the workspace was put away; the last state lies in {}, "
      "for 30 days, and does not come back by itself.",
      late.front(), late.size() > 1 ? fmt::format(" and {} more", late.size() - 1) : std::string(),
      tree.string()));
  return {};
}

/// A folder that somebody removed: says what was lost with it. False when nothing is left at all.
bool note_missing(const Subject& subject, git::ArchivedWork& work) {
  const metrics::Workspace& workspace = subject.workspace;
  if (std::filesystem::exists(workspace.path) || work.has_work) return true;
  if (git::resolve_commit(subject.repository.path, "refs/heads/" + workspace.branch)) {
    work.notes.push_back(fmt::format(
        "Its folder {} was gone already, with whatever was not committed in it.", workspace.path));
    return true;
  }
  work.notes.push_back(fmt::format(
      "Its folder {} and its branch {} were gone already; only conversation and figures are left.",
      workspace.path, workspace.branch));
  return false;
}

/// Orchard's branch when the worktree is on it; restoring may make only that one anew.
core::Result<std::string> own_branch(const Subject& subject, const std::string& checked_out) {
  ORCHARD_TRY(std::string own,
              git::find_own_branch(subject.repository.path, subject.workspace.id.value));
  return own == checked_out ? own : std::string();
}

/// An archiving that was cut short had moved the folder, and somebody made another one in its
/// place: what was kept then must not give way to what lies there now. Gives the ref it has from
/// now on.
core::Result<std::string> save_earlier_work(const Subject& subject) {
  const metrics::Workspace& workspace = subject.workspace;
  const bool never_moved = !workspace.trash_path.empty() && !has_files_in_trash(workspace);
  if (workspace.archive_ref.empty() || never_moved || !std::filesystem::exists(workspace.path))
    return std::string();
  const auto kept = git::describe_archived_work(subject.repository.path, workspace.archive_ref);
  if (!kept && kept.error().code == ErrorCode::not_found) return std::string();
  if (!kept) return fail(kept.error());
  std::string aside =
      fmt::format("refs/orchard/kept/{}-{}", workspace.id.value, kept->commit.value.substr(0, 12));
  ORCHARD_CHECK(git::move_kept_ref(subject.repository.path, workspace.archive_ref, aside));
  return aside;
}

/// Moves the worktree to the trash. Where its work and the folder will be is noted first: killed at
/// any moment, the ledger knows.
core::Result<void> remove_folder(Engine& engine, Subject& subject, const git::ArchivedWork& work) {
  metrics::Workspace& workspace = subject.workspace;
  const metrics::Workspace before = workspace;
  workspace.archive_ref = work.ref;
  ORCHARD_TRY(workspace.archived_branch, own_branch(subject, work.branch));
  git::RemoveWorktreeRequest request{subject.repository.path, workspace.path, engine.paths().trash};
  if (std::filesystem::exists(workspace.path)) {
    ORCHARD_TRY(request.entry, git::make_trash_entry(engine.paths().trash, workspace.path));
    workspace.trash_path = request.entry.string();
  }
  ORCHARD_CHECK(engine.store().put_workspace_status(workspace));
  const auto removed = git::remove_worktree(request);
  if (removed || !std::filesystem::exists(workspace.path)) return removed.map([](auto&&) {});
  std::error_code ignored;
  if (!request.entry.empty()) std::filesystem::remove(request.entry, ignored);
  if (auto undone = engine.store().put_workspace_status(before); !undone)
    engine.warn(undone.error(), "noting that a workspace was not archived");
  return fail(removed.error());
}

}  // namespace

core::Result<ArchivedWorkspace> archive_locked(Engine& engine, const core::WorkspaceId& id,
                                               RunningTurns turns) {
  ORCHARD_TRY(auto subject, find_subject(engine, id));
  metrics::Workspace& workspace = subject.workspace;
  if (workspace.status != core::WorkspaceStatus::active)
    return fail(ErrorCode::unsupported, fmt::format("Workspace '{}' is {} already.", workspace.name,
                                                    core::to_string(workspace.status)));
  ORCHARD_CHECK(stop_agents(engine, workspace, turns));
  if (auto seen = refresh_branch(engine, id); !seen)
    engine.warn(seen.error(), "looking at the branch before archiving");
  ORCHARD_TRY(const std::string aside, save_earlier_work(subject));
  ORCHARD_TRY(KeptWork kept, keep_work(subject));
  git::ArchivedWork& work = kept.work;
  const bool comes_back = note_missing(subject, work);
  ORCHARD_CHECK(note_queued_prompts(engine, id, work.notes));
  if (!aside.empty())
    work.notes.push_back(
        fmt::format("Work that an interrupted archiving had kept lies under {} now.", aside));
  // What an earlier restore could not bring back would be forgotten with its place.
  if (std::filesystem::exists(workspace.path) && has_files_in_trash(workspace))
    bring_back_ignored(workspace, work.notes);
  ORCHARD_CHECK(remove_folder(engine, subject, work));
  if (auto noted = note_late_changes(subject, kept, work.notes); !noted)
    engine.warn(noted.error(), "looking for late changes of an archived workspace");
  workspace.status = core::WorkspaceStatus::archived;
  workspace.archived_at = engine.now();
  ORCHARD_CHECK(engine.store().put_workspace_status(workspace));
  start_tidying(engine);
  ORCHARD_TRY(const auto archived, find_subject(engine, id));
  return ArchivedWorkspace{archived.workspace, work.has_work, comes_back, work.notes};
}

core::Result<ArchivedWorkspace> archive_workspace(Engine& engine, const core::WorkspaceId& id,
                                                  RunningTurns turns) {
  ORCHARD_TRY(const auto lock, lock_workspace(engine, id));
  return archive_locked(engine, id, turns);
}

}  // namespace orchard::app
