#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::metrics {

/// The part of the environment that says where Claude Code keeps its files. Empty: not set.
struct ConfigPlaces {
  std::string claude_config_dir;  ///< CLAUDE_CONFIG_DIR: one or several,
                                  ///< separated by commas
  std::string xdg_config_home;
  std::string home;

  /// `environment`: "NAME=value" each; of a name that comes twice the first counts.
  [[nodiscard]] static ConfigPlaces of(const std::vector<std::string>& environment);
};

/// The folders that CLAUDE_CONFIG_DIR names, there or not, as absolute paths: "~" is the home
/// directory, and a relative one starts from the working directory.
[[nodiscard]] std::vector<std::filesystem::path> named_config_dirs(const ConfigPlaces& places);

/// The config directories that hold transcripts: those that CLAUDE_CONFIG_DIR names, or else
/// `claude` below XDG_CONFIG_HOME (~/.config) and ~/.claude. Absolute, each once, in that order; a
/// path to the `projects` folder itself means its parent.
[[nodiscard]] std::vector<std::filesystem::path> find_config_dirs(const ConfigPlaces& places);

}  // namespace orchard::metrics
