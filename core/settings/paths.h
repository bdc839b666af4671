#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace orchard::core {

/// Where Orchard keeps things. With ORCHARD_HOME set, all of it lies under that folder; else the
/// XDG base directories are followed. Plain value.
struct Paths {
  std::filesystem::path config;     ///< settings.json
  std::filesystem::path data;       ///< orchard.db
  std::filesystem::path state;      ///< logs
  std::filesystem::path sessions;   ///< one directory per session
  std::filesystem::path worktrees;  ///< worktrees/<repository>-<hash>/<name>
  std::filesystem::path trash;      ///< beside the worktrees, on the same file system

  [[nodiscard]] std::filesystem::path database() const { return data / "orchard.db"; }
  [[nodiscard]] std::filesystem::path settings_file() const { return config / "settings.json"; }
};

/// Reads ORCHARD_HOME, XDG_*_HOME and HOME; empty counts as unset. Makes nothing. Errors:
/// unavailable when neither ORCHARD_HOME nor HOME is set, invalid_argument when ORCHARD_HOME is not
/// absolute.
[[nodiscard]] Result<Paths> resolve_paths();

/// Everything under one folder, as with ORCHARD_HOME. `home` is absolute.
[[nodiscard]] Paths paths_below(const std::filesystem::path& home);

/// Makes the folders (0700).
[[nodiscard]] Result<void> make_directories(const Paths& paths);

}  // namespace orchard::core
