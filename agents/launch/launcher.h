#pragma once

#include "agents/launch/launch_plan.h"
#include "agents/launch/launch_record.h"
#include "agents/launch/session_directory.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::agents {

/// Starts agent processes that outlive us. Blocks for some milliseconds; any thread. A crash at any
/// point neither loses nor doubles an agent: the record is written as `starting` first, completed
/// after the spawn, and SessionDirectory::load_record finishes what a dead launcher left.
class Launcher {
 public:
  /// `inherited` is the environment agents start from, normally current_environment().
  Launcher(std::filesystem::path sessions, const core::Clock& clock,
           std::vector<std::string> inherited);

  /// Starts the process of `spec` in its session directory (made when missing) and gives its
  /// record. Errors: already_exists (the session has a living process), unavailable (no
  /// executable), not_found (no such working directory), busy, io.
  [[nodiscard]] core::Result<LaunchRecord> launch(const LaunchSpec& spec) const;

 private:
  [[nodiscard]] core::Result<LaunchRecord> prepare(
      const SessionDirectory& directory, const LaunchSpec& spec,
      const std::vector<std::string>& environment) const;
  [[nodiscard]] core::Result<LaunchRecord> start(const SessionDirectory& directory,
                                                 const LaunchSpec& spec,
                                                 const std::vector<std::string>& environment,
                                                 LaunchRecord record) const;

  std::filesystem::path sessions_;
  const core::Clock& clock_;
  std::vector<std::string> inherited_;
};

}  // namespace orchard::agents
