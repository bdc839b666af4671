#include "core/settings/paths.h"

#include "core/io/file.h"

#include <cstdlib>
#include <optional>

#include <fmt/format.h>

namespace orchard::core {
namespace {

std::optional<std::filesystem::path> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::filesystem::path(value);
}

/// The XDG Base Directory Specification says to ignore values that are not absolute.
std::filesystem::path base_directory(const char* name, const std::filesystem::path& otherwise) {
  const auto given = variable(name);
  return (given && given->is_absolute() ? *given : otherwise) / "orchard";
}

}  // namespace

Paths paths_below(const std::filesystem::path& home) {
  return {.config = home / "config",
          .data = home / "data",
          .state = home / "state",
          .sessions = home / "state" / "sessions",
          .worktrees = home / "worktrees",
          .trash = home / "trash"};
}

Result<Paths> resolve_paths() {
  if (const auto home = variable("ORCHARD_HOME")) {
    if (!home->is_absolute())
      return fail(ErrorCode::invalid_argument,
                  fmt::format("ORCHARD_HOME is '{}', set it to an absolute path.", home->string()));
    return paths_below(home->lexically_normal());
  }
  const auto home = variable("HOME");
  if (!home || !home->is_absolute())
    return fail(ErrorCode::unavailable,
                "Neither ORCHARD_HOME nor HOME names a folder, set one to an absolute path.");
  Paths paths;
  paths.config = base_directory("XDG_CONFIG_HOME", *home / ".config");
  paths.data = base_directory("XDG_DATA_HOME", *home / ".local" / "share");
  paths.state = base_directory("XDG_STATE_HOME", *home / ".local" / "state");
  paths.sessions = paths.state / "sessions";
  paths.worktrees = paths.data / "worktrees";
  paths.trash = paths.data / "trash";
  return paths;
}

Result<void> make_directories(const Paths& paths) {
  for (const auto* folder :
       {&paths.config, &paths.data, &paths.state, &paths.sessions, &paths.worktrees, &paths.trash})
    ORCHARD_CHECK(make_private_directory(*folder));
  return {};
}

}  // namespace orchard::core
