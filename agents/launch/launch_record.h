#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/process/spawn.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::agents {

using core::Result;

/// One session id that a session has carried, from byte `offset` of the event log of `process` on.
struct CarriedSession {
  core::SessionId session;
  int process = 0;
  std::uint64_t offset = 0;

  bool operator==(const CarriedSession&) const = default;
};

/// starting: the launcher is between the record and the process (or died there) · running: the
/// process was started and is known · failed: no process came of it.
enum class LaunchPhase { starting, running, failed };

/// What `launch.json` holds: the newest process of a session and how it was started. Plain value.
struct LaunchRecord {
  core::SessionId launched_as;
  int process = 0;  ///< N of `events-N.ndjson`
  LaunchPhase phase = LaunchPhase::starting;
  core::ProcessIdentity identity;  ///< zero unless the phase is running
  std::filesystem::path executable;
  std::vector<std::string> arguments;  ///< secrets redacted
  std::filesystem::path directory;     ///< the working directory, a real path
  std::filesystem::path config_dir;    ///< CLAUDE_CONFIG_DIR as the process sees it
  core::WorkspaceId workspace;
  std::string model;            ///< as asked for; empty: the CLI's default
  std::string permission_mode;  ///< as asked for; empty: the CLI's default
  bool allow_bypass = false;    ///< the process may switch to bypassPermissions
  core::Timestamp started_at;
  std::vector<CarriedSession> sessions;  ///< oldest first, never empty once launched

  /// The id the conversation carries now: what `--resume` needs.
  [[nodiscard]] core::SessionId current_session() const;
};

/// JSON text of a record, and back. Errors: corrupt.
[[nodiscard]] std::string format_launch_record(const LaunchRecord& record);
[[nodiscard]] Result<LaunchRecord> parse_launch_record(std::string_view json);

}  // namespace orchard::agents
