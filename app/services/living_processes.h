#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <filesystem>
#include <map>

#include <sys/types.h>

namespace orchard::app {

struct LivingProcess {
  core::SessionId session;  ///< the id it carries now; empty until it told
  pid_t pid = 0;
};

/// Whether a change that comes now would give a directory another time than `changed_at`: file
/// systems count in ticks, some in seconds.
[[nodiscard]] bool is_settled(std::filesystem::file_time_type changed_at);

/// Finds the sessions whose process lives. Remembers the directories whose process ended and opens
/// them again only after they changed, so that asking often costs little. One thread.
class LivingProcesses {
 public:
  /// By the id the session was launched with. A record that cannot be read is warned of and left
  /// out. Errors: io.
  [[nodiscard]] core::Result<std::map<core::SessionId, LivingProcess>> find(const Engine& engine);

 private:
  std::map<std::filesystem::path, std::filesystem::file_time_type> at_rest_;
};

}  // namespace orchard::app
