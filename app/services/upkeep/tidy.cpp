#include "app/services/upkeep/tidy.h"

#include "agents/launch/session_directory.h"
#include "app/services/recording/session_recorder.h"
#include "core/process/spawn.h"
#include "git/archive/kept_refs.h"
#include "git/worktree/remove_worktree.h"

#include <chrono>
#include <filesystem>

namespace orchard::app {
namespace {

core::Result<void> forget_deleted_workspaces(Engine& engine) {
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  for (metrics::Workspace workspace : workspaces) {
    const bool expired = workspace.status == core::WorkspaceStatus::deleted &&
                         workspace.deleted_at &&
                         engine.now() - *workspace.deleted_at > kKeepDeleted;
    if (!expired) continue;
    ORCHARD_CHECK(engine.store().forget_transcripts(workspace.id));
    if (workspace.archive_ref.empty()) continue;
    ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace.repository));
    if (!repository || !std::filesystem::exists(repository->path)) continue;
    ORCHARD_CHECK(git::drop_kept_ref(repository->path, workspace.archive_ref));
    workspace.archive_ref.clear();
    ORCHARD_CHECK(engine.store().put_workspace(workspace));
  }
  return {};
}

core::Result<void> drop_old_logs(Engine& engine) {
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories) {
    const auto lease = agents::try_take_lease(directory);
    if (!lease || !*lease) continue;
    for (const int process : directory.processes()) {
      const std::filesystem::path log = directory.events_path(process);
      std::error_code error;
      const auto written = std::filesystem::last_write_time(log, error);
      if (error || std::filesystem::file_time_type::clock::now() - written < kKeepLogs) continue;
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
  ORCHARD_TRY(const int removed,
              git::remove_trash_entries(engine.paths().trash, kKeepDeleted, engine.clock()));
  (void)removed;
  ORCHARD_CHECK(forget_deleted_workspaces(engine));
  return drop_old_logs(engine);
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
