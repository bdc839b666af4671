#include "app/services/upkeep/tidy.h"

#include "agents/launch/session_directory.h"
#include "app/services/upkeep/leftovers.h"
#include "app/services/upkeep/steady_time.h"
#include "core/process/spawn.h"
#include "git/worktree/trash.h"

#include <array>
#include <filesystem>
#include <system_error>

namespace orchard::app {
namespace {

const char* doing_what(Leftover::Kind kind) {
  switch (kind) {
    case Leftover::Kind::trash:
      return "Emptying the trash";
    case Leftover::Kind::log:
      return "Removing event logs";
    case Leftover::Kind::workspace:
      break;
  }
  return "Forgetting deleted workspaces";
}

void tell(const TidyWatch& watch, const CleanUpState& state) {
  if (watch.on_progress) watch.on_progress(state);
}

std::filesystem::path times_file(const Engine& engine) {
  return engine.paths().state / "tidied";
}

StoragePart measure_store(const Engine& engine) {
  StoragePart part;
  part.kind = "store";
  part.items = 1;
  for (const char* suffix : {"", "-wal", "-shm"})
    part.bytes += bytes_on_disk(engine.paths().database().string() + suffix);
  return part;
}

core::Result<StoragePart> measure_logs(const Engine& engine) {
  StoragePart part;
  part.kind = "logs";
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories) {
    part.items += static_cast<std::int64_t>(directory.processes().size());
    part.bytes += bytes_on_disk(directory.path());
  }
  return part;
}

core::Result<StoragePart> measure_trash(const Engine& engine, const std::atomic<bool>* cancel) {
  StoragePart part;
  part.kind = "trash";
  ORCHARD_TRY(const auto entries, git::list_trash_entries(engine.paths().trash));
  part.items = static_cast<std::int64_t>(entries.size());
  for (const git::TrashEntry& entry : entries) part.bytes += bytes_on_disk(entry.path, cancel);
  return part;
}

core::Result<StoragePart> measure_kept(Engine& engine) {
  StoragePart part;
  part.kind = "kept";
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  for (const metrics::Workspace& workspace : workspaces)
    if (workspace.status != core::WorkspaceStatus::active && !workspace.archive_ref.empty())
      ++part.items;
  return part;
}

StoragePart& part_of(std::array<StoragePart, 4>& parts, Leftover::Kind kind) {
  if (kind == Leftover::Kind::log) return parts[1];
  return kind == Leftover::Kind::trash ? parts[2] : parts[3];
}

}  // namespace

core::Result<CleanUpState> tidy(Engine& engine, const TidyWatch& watch) {
  ORCHARD_TRY(const core::Timestamp now, steady_time(times_file(engine), engine.now()));
  ORCHARD_TRY(const auto leftovers, find_leftovers(engine, now));
  CleanUpState state;
  state.running = true;
  state.all = static_cast<std::int64_t>(leftovers.size());
  for (const Leftover& leftover : leftovers) {
    if (watch.cancel != nullptr && *watch.cancel) {
      state.cancelled = true;
      break;
    }
    state.doing = doing_what(leftover.kind);
    tell(watch, state);
    const auto freed = remove_leftover(engine, leftover, now);
    ++state.done;
    if (!freed) {
      engine.warn(freed.error(), "tidying");
      state.problem = freed.error().message;
    } else if (*freed) {
      ++state.freed_items;
      state.freed_bytes += **freed;
    }
  }
  state.running = false;
  state.doing.clear();
  state.ended_at = engine.now();
  tell(watch, state);
  return state;
}

core::Result<std::vector<StoragePart>> measure_storage(Engine& engine,
                                                       const std::atomic<bool>* cancel) {
  std::array<StoragePart, 4> parts;
  parts[0] = measure_store(engine);
  ORCHARD_TRY(parts[1], measure_logs(engine));
  ORCHARD_TRY(parts[2], measure_trash(engine, cancel));
  ORCHARD_TRY(parts[3], measure_kept(engine));
  const core::Timestamp now = last_steady_time(times_file(engine), engine.now());
  ORCHARD_TRY(const auto leftovers, find_leftovers(engine, now));
  for (const Leftover& leftover : leftovers) {
    StoragePart& part = part_of(parts, leftover.kind);
    ++part.removable_items;
    if (!leftover.path.empty()) part.removable_bytes += bytes_on_disk(leftover.path, cancel);
  }
  return std::vector<StoragePart>(parts.begin(), parts.end());
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
