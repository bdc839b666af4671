#pragma once

#include "app/model/figures.h"
#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::app::shell {

/// What the window remembers from one start to the next.
struct WindowMemory {
  int x = -1;
  int y = -1;
  int width = 1440;
  int height = 900;
  float sidebar_width = 264;
  float panel_width = 340;
  std::optional<bool> sidebar_folded;  ///< empty: as the window has room
  // What the characters were drawn for: the next window probably looks the same.
  std::string theme = "dark";
  float scale = 1;
  // Of the page of API calls.
  FigureWindow usage_period = FigureWindow::month;  ///< day, week or month
  bool usage_as_line = false;
  bool operator==(const WindowMemory&) const = default;
};

/// The text form, one line of "name value" each.
[[nodiscard]] std::string to_text(const WindowMemory& memory);
/// Anything missing or out of range keeps its default.
[[nodiscard]] WindowMemory parse_window_memory(std::string_view text);

/// A missing or unreadable file gives the defaults.
[[nodiscard]] WindowMemory load_window_memory(const std::filesystem::path& file);
/// Replaces the file (0600).
[[nodiscard]] core::Result<void> save_window_memory(const std::filesystem::path& file,
                                                    const WindowMemory& memory);

}  // namespace orchard::app::shell
