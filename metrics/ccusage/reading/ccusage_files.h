#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// What ccusage asks the environment for; none: not set.
struct CcusageEnvironment {
  std::optional<std::string> claude_config_dir;
  std::optional<std::string> xdg_config_home;
  std::string home;
};
/// Of this process.
[[nodiscard]] CcusageEnvironment ccusage_environment();

/// One transcript and the session that ccusage takes it for, by its path alone.
struct CcusageFile {
  std::filesystem::path path;
  std::string session;
  std::string project;  ///< "projectPath" in its JSON
};

/// The transcripts ccusage would read, in its order. Errors: not_found when CLAUDE_CONFIG_DIR names
/// no directory with transcripts; a folder that cannot be read is passed over, as ccusage does.
[[nodiscard]] core::Result<std::vector<CcusageFile>> find_ccusage_files(
    const CcusageEnvironment& environment);

}  // namespace orchard::metrics
