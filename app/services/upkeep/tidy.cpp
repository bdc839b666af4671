#include "app/services/upkeep/tidy.h"

#include "agents/launch/session_directory.h"
#include "app/services/recording/session_recorder.h"
#include "app/services/upkeep/steady_time.h"
#include "app/services/upkeep/workspace_lock.h"
#include "core/process/spawn.h"
#include "git/archive/kept_refs.h"
#include "git/worktree/remove_worktree.h"

#include <chrono>
#include <filesystem>
#include <set>

namespace orchard::app {
namespace {

/// Trash that is promised for longer than its own age: what a person deleted late, and what could
/// not be brought back yet.
bool keeps_its_trash(const metrics::Workspace& workspace, core::Timestamp now) {
  if (workspace.trash_path.empty()) return false;
  if (workspace.status == core::WorkspaceStatus::active) return true;
  return workspace.deleted_at && now - *workspace.deleted_at <= kKeepDeleted;
}

core::Result<void> empty_trash(Engine& engine, core::Timestamp now) {
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  std::set<std::filesystem::path> keep;
  for (const metrics::Workspace& workspace : workspaces)
    if (keeps_its_trash(workspace, now)) keep.insert(workspace.trash_path);
  ORCHARD_TRY(const int removed,
              git::remove_trash_entries(engine.paths().trash, now - kKeepDeleted, keep));
  (void)removed;
  return {};
}

bool is_expired(const metrics::Workspace& workspace, core::Timestamp now) {
  return workspace.status == core::WorkspaceStatus::deleted && workspace.deleted_at &&
         now - *workspace.deleted_at > kKeepDeleted;
}

core::Result<void> forget_workspace(Engine& engine, const core::WorkspaceId& id,
                                    core::Timestamp now) {
  // Somebody may just be bringing it back: then it waits for the next time.
  const auto lock = lock_workspace(engine, id, std::chrono::milliseconds(0));
  if (!lock) return {};
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace || !is_expired(*workspace, now)) return {};
  ORCHARD_CHECK(engine.store().forget_transcripts(id));
  if (workspace->archive_ref.empty()) return {};
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace->repository));
  if (!repository || !std::filesystem::exists(repository->path)) return {};
  ORCHARD_CHECK(git::drop_kept_ref(repository->path, workspace->archive_ref));
  return engine.store().forget_archived_work(id);
}

core::Result<void> forget_deleted_workspaces(Engine& engine, core::Timestamp now) {
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  for (const metrics::Workspace& workspace : workspaces)
    if (is_expired(workspace, now)) ORCHARD_CHECK(forget_workspace(engine, workspace.id, now));
  return {};
}

core::Result<void> drop_old_logs(Engine& engine, core::Timestamp now) {
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories) {
    const auto lease = agents::try_take_lease(directory);
    if (!lease || !*lease) continue;
    for (const int process : directory.processes()) {
      const std::filesystem::path log = directory.events_path(process);
      std::error_code error;
      const auto written = std::filesystem::last_write_time(log, error);
      if (error || now - std::filesystem::file_time_type::clock::to_sys(written) < kKeepLogs)
        continue;
      ORCHARD_TRY(const bool read, is_wholly_recorded(engine, directory, process));
      if (!read) continue;
      std::filesystem::remove(log, error);
      std::filesystem::remove(directory.stderr_path(process), error);
    }
  }
  return {};
}

}  // namespace

core::Result<void> tidy(Engine& engine) {
  ORCHARD_TRY(const core::Timestamp now,
              steady_time(engine.paths().state / "tidied", engine.now()));
  ORCHARD_CHECK(empty_trash(engine, now));
  ORCHARD_CHECK(forget_deleted_workspaces(engine, now));
  return drop_old_logs(engine, now);
}

void start_tidying(const Engine& engine) {
  core::DetachedCommand command;
  command.program = engine.machine().own_program;
  command.arguments = {"tidy"};
  command.directory = "/";
  command.environment = engine.machine().environment;
  command.low_priority = true;
  if (auto started = core::spawn_detached(command); !started)
    engine.warn(started.error(), "starting to tidy");
}

}  // namespace orchard::app
