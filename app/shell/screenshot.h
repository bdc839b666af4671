#pragma once

#include "app/model/app_snapshot.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app::shell {

struct ScreenshotOptions {
  std::filesystem::path file;
  std::string screen = "dashboard";  ///< one of screen_names()
  std::string section;               ///< of the settings, one of kSettingsSections
  std::string theme;                 ///< empty: the snapshot's
  int width = 1440;                  ///< device px
  int height = 900;
  float scale = 1;
  /// Of the screens that show one; none: the one whose transcript the snapshot holds, for
  /// "permission" the first that asks, else the first.
  std::optional<core::WorkspaceId> workspace;
};

/// dashboard, analytics, usage, rows (behind a figure), workspace, permission, create, welcome,
/// settings, plan, needs-you.
[[nodiscard]] const std::vector<std::string>& screen_names();

/// The workspace and conversation a screen will show, so that their transcript can be put into the
/// snapshot first; none for screens that show none.
[[nodiscard]] std::optional<core::WorkspaceId> workspace_of_screen(const std::string& screen,
                                                                   const AppSnapshot& snapshot);

/// Draws one screen out of sight and writes it as a PNG; `now` is the moment shown. Errors:
/// unavailable without a display or OpenGL, invalid_argument for an unknown screen, io.
[[nodiscard]] core::Result<void> draw_screenshot(const ScreenshotOptions& options,
                                                 const AppSnapshot& snapshot, core::Timestamp now);

}  // namespace orchard::app::shell
