#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <functional>
#include <string>

namespace orchard::core {

/// Everything the user can set. The file is JSON; unknown keys are kept when it is written back.
struct Settings {
  std::string theme = "dark";  ///< dark, light, high-contrast
  double text_scale = 1.0;     ///< 0.8–2.0
  bool reduced_motion = false;
  bool stop_agents_on_quit = false;
  std::string branch_prefix_kind = "user";  ///< user (git user name), custom, none
  std::string branch_prefix_custom;
  std::string default_model;  ///< empty: the CLI's default
  std::string default_permission_mode = "default";
  std::string claude_path;               ///< empty: found on PATH
  int idle_process_minutes = 30;         ///< an idle agent process is ended after this
  bool usage_insights = false;           ///< the account may be asked for its plan's limits
  int billing_day = 1;                   ///< of the month, when a billing period begins: 1–31
  bool attention_when_waiting = true;    ///< the window calls when an agent needs the user
  bool attention_when_finished = false;  ///< and when one is done
  bool count_outside_use = true;         ///< transcripts of sessions not Orchard's are read
};

/// A missing file gives the defaults, and so does a missing key. Errors: corrupt (not JSON, with
/// line and column; a value of the wrong kind or out of range, with its key), io.
[[nodiscard]] Result<Settings> load_settings(const std::filesystem::path& file);

/// Writes atomically and keeps a symbolic link. Errors: invalid_argument for a value out of range,
/// corrupt when the present file is no JSON object (it is left alone), io.
[[nodiscard]] Result<void> save_settings(const std::filesystem::path& file,
                                         const Settings& settings);

/// Reads the file, lets `change` change the values and writes them, while nobody else does the
/// same: what another process changed in between stays. Gives what was written. Errors: those of
/// both, timed_out.
[[nodiscard]] Result<Settings> change_settings(const std::filesystem::path& file,
                                               const std::function<void(Settings&)>& change);

}  // namespace orchard::core
