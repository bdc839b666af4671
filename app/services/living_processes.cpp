#include "app/services/living_processes.h"

#include "agents/launch/session_directory.h"
#include "core/process/spawn.h"

#include <chrono>
#include <system_error>

namespace orchard::app {

bool is_settled(std::filesystem::file_time_type changed_at) {
  constexpr std::chrono::seconds kCoarsestClock{3};
  // The file system's own clock wrote it, so that one is asked.
  const auto age = std::filesystem::file_time_type::clock::now() - changed_at;
  return age > kCoarsestClock;
}

core::Result<std::map<core::SessionId, LivingProcess>> LivingProcesses::find(const Engine& engine) {
  std::map<core::SessionId, LivingProcess> living;
  std::map<std::filesystem::path, std::filesystem::file_time_type> at_rest;
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories) {
    // Before the record is read: what is written meanwhile is seen the next time.
    std::error_code gone;
    const auto changed_at = std::filesystem::last_write_time(directory.path(), gone);
    if (gone) continue;
    const auto known = at_rest_.find(directory.path());
    if (known != at_rest_.end() && known->second == changed_at) {
      at_rest.insert(*known);
      continue;
    }
    const auto record = directory.load_record();
    if (!record) {
      if (record.error().code != core::ErrorCode::not_found)
        engine.warn(record.error(), "reading the session " + directory.launched_as().value);
      continue;
    }
    const bool runs = record->phase == agents::LaunchPhase::running;
    if (runs && core::is_alive(record->identity)) {
      living[directory.launched_as()] = {record->current_session(), record->identity.pid};
      continue;
    }
    const bool ended =
        record->phase == agents::LaunchPhase::failed || (runs && core::is_gone(record->identity));
    if (ended && is_settled(changed_at)) at_rest.emplace(directory.path(), changed_at);
  }
  at_rest_ = std::move(at_rest);
  return living;
}

}  // namespace orchard::app
