#include "app/services/upkeep/leftovers.h"

#include "agents/launch/session_directory.h"
#include "app/services/recording/session_recorder.h"
#include "app/services/upkeep/workspace_lock.h"
#include "core/io/file.h"
#include "git/archive/kept_refs.h"
#include "git/worktree/trash.h"
#include "metrics/query/transcript.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace orchard::app {
namespace {

namespace fs = std::filesystem;
using metrics::Workspace;
using std::chrono::milliseconds;

/// Trash that is promised for longer than its own age: what a person deleted late, and what could
/// not be brought back yet.
bool keeps_its_trash(const Workspace& workspace, core::Timestamp now) {
  if (workspace.trash_path.empty()) return false;
  if (workspace.status == core::WorkspaceStatus::active) return true;
  return workspace.deleted_at && now - *workspace.deleted_at <= kKeepDeleted;
}

bool is_expired(const Workspace& workspace, core::Timestamp now) {
  return workspace.status == core::WorkspaceStatus::deleted && workspace.deleted_at &&
         now - *workspace.deleted_at > kKeepDeleted;
}

/// Of a repository that is not there nothing can be dropped.
core::Result<bool> has_kept_work(Engine& engine, const Workspace& workspace) {
  if (workspace.archive_ref.empty()) return false;
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace.repository));
  return repository && fs::exists(repository->path);
}

bool is_old_log(const fs::path& log, core::Timestamp now) {
  std::error_code error;
  const auto written = fs::last_write_time(log, error);
  return !error && now - fs::file_time_type::clock::to_sys(written) >= kKeepLogs;
}

std::int64_t blocks_of(const fs::path& path) {
  struct stat info {};
  constexpr std::int64_t kBlock = 512;
  return ::lstat(path.c_str(), &info) == 0 ? static_cast<std::int64_t>(info.st_blocks) * kBlock : 0;
}

core::Result<void> find_trash(Engine& engine, const std::vector<Workspace>& workspaces,
                              core::Timestamp now, std::vector<Leftover>& found) {
  ORCHARD_TRY(const auto entries, git::list_trash_entries(engine.paths().trash));
  for (const git::TrashEntry& entry : entries) {
    if (entry.moved_at > now - kKeepDeleted) continue;
    const auto owner = std::ranges::find_if(workspaces, [&](const Workspace& workspace) {
      return fs::path(workspace.trash_path) == entry.path;
    });
    if (owner == workspaces.end()) {
      found.push_back({Leftover::Kind::trash, entry.path, std::nullopt, 0});
    } else if (!keeps_its_trash(*owner, now)) {
      found.push_back({Leftover::Kind::trash, entry.path, owner->id, 0});
    }
  }
  return {};
}

/// An agent that lives, or is about to, keeps its lease; then this is none.
core::Result<bool> is_log_left(Engine& engine, const agents::SessionDirectory& directory,
                               int process, core::Timestamp now) {
  if (!is_old_log(directory.events_path(process), now)) return false;
  return is_wholly_recorded(engine, directory, process);
}

core::Result<void> find_logs(Engine& engine, core::Timestamp now, std::vector<Leftover>& found) {
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories) {
    const auto lease = agents::try_take_lease(directory);
    if (!lease || !*lease) continue;
    for (const int process : directory.processes()) {
      ORCHARD_TRY(const bool left, is_log_left(engine, directory, process, now));
      if (left)
        found.push_back(
            {Leftover::Kind::log, directory.events_path(process), std::nullopt, process});
    }
  }
  return {};
}

using Freed = std::optional<std::int64_t>;

core::Result<Freed> remove_trash(Engine& engine, const Leftover& leftover, core::Timestamp now) {
  std::optional<core::FileLock> lock;
  if (leftover.workspace) {
    // Somebody may just be bringing it back: then it waits for the next time.
    auto taken = lock_workspace(engine, *leftover.workspace, milliseconds(0));
    if (!taken) return Freed();
    lock.emplace(std::move(*taken));
    ORCHARD_TRY(const auto workspace, engine.store().find_workspace(*leftover.workspace));
    const bool its_own = workspace && fs::path(workspace->trash_path) == leftover.path;
    if (its_own && keeps_its_trash(*workspace, now)) return Freed();
  }
  const std::int64_t bytes = bytes_on_disk(leftover.path);
  ORCHARD_CHECK(git::remove_trash_entry(leftover.path));
  return Freed(bytes);
}

core::Result<Freed> remove_log(Engine& engine, const Leftover& leftover, core::Timestamp now) {
  const core::SessionId session(leftover.path.parent_path().filename().string());
  const auto directory = agents::SessionDirectory::open(engine.paths().sessions, session);
  if (!directory) return Freed();
  const auto lease = agents::try_take_lease(*directory);
  if (!lease || !*lease) return Freed();
  ORCHARD_TRY(const bool left, is_log_left(engine, *directory, leftover.process, now));
  if (!left) return Freed();
  const fs::path errors = directory->stderr_path(leftover.process);
  const std::int64_t bytes = blocks_of(leftover.path) + blocks_of(errors);
  std::error_code error;
  fs::remove(leftover.path, error);
  if (error) return core::fail(core::errno_error(error.value(), "Could not delete", leftover.path));
  fs::remove(errors, error);
  return Freed(bytes);
}

core::Result<Freed> forget_workspace(Engine& engine, const core::WorkspaceId& id,
                                     core::Timestamp now) {
  const auto lock = lock_workspace(engine, id, milliseconds(0));
  if (!lock) return Freed();
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace || !is_expired(*workspace, now)) return Freed();
  ORCHARD_CHECK(engine.store().forget_transcripts(id));
  ORCHARD_TRY(const bool work, has_kept_work(engine, *workspace));
  if (!work) return Freed(0);
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace->repository));
  ORCHARD_CHECK(git::drop_kept_ref(repository->path, workspace->archive_ref));
  ORCHARD_CHECK(engine.store().forget_archived_work(id));
  return Freed(0);
}

}  // namespace

core::Result<std::vector<Leftover>> find_leftovers(Engine& engine, core::Timestamp now) {
  std::vector<Leftover> found;
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  ORCHARD_CHECK(find_trash(engine, workspaces, now, found));
  for (const Workspace& workspace : workspaces) {
    if (!is_expired(workspace, now)) continue;
    ORCHARD_TRY(const bool words, metrics::remembers_words(engine.store(), workspace.id));
    ORCHARD_TRY(const bool work, has_kept_work(engine, workspace));
    if (words || work) found.push_back({Leftover::Kind::workspace, {}, workspace.id, 0});
  }
  ORCHARD_CHECK(find_logs(engine, now, found));
  return found;
}

core::Result<std::optional<std::int64_t>> remove_leftover(Engine& engine, const Leftover& leftover,
                                                          core::Timestamp now) {
  switch (leftover.kind) {
    case Leftover::Kind::trash:
      return remove_trash(engine, leftover, now);
    case Leftover::Kind::log:
      return remove_log(engine, leftover, now);
    case Leftover::Kind::workspace:
      break;
  }
  return forget_workspace(engine, *leftover.workspace, now);
}

std::int64_t bytes_on_disk(const fs::path& path, const std::atomic<bool>* cancel) {
  std::int64_t bytes = blocks_of(path);
  std::error_code error;
  if (!fs::is_directory(fs::symlink_status(path, error)) || error) return bytes;
  fs::recursive_directory_iterator entries(path, fs::directory_options::skip_permission_denied,
                                           error);
  const fs::recursive_directory_iterator end;
  while (!error && entries != end && !(cancel != nullptr && *cancel)) {
    bytes += blocks_of(entries->path());
    entries.increment(error);
  }
  return bytes;
}

}  // namespace orchard::app
