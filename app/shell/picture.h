#pragma once

#include "app/model/app_snapshot.h"
#include "app/ui/ui_state.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orchard::app::shell {

struct PictureOptions {
  std::string theme;  ///< empty: the snapshot's
  int width = 1440;   ///< device px
  int height = 900;
  float scale = 1;
  std::optional<std::pair<float, float>> mouse = std::nullopt;  ///< device px; none: outside
  float wheel = 0;  ///< turned once by so many notches where the mouse is; negative: down
};

/// Rows from the top, three bytes a pixel.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> rgb;
};

/// Draws the window out of sight, as it is once it rests; `now` is the moment shown. What the user
/// would have wanted is thrown away. UI thread. Errors: unavailable without a display or OpenGL,
/// invalid_argument for an impossible size.
[[nodiscard]] core::Result<Picture> draw_picture(const PictureOptions& options,
                                                 const AppSnapshot& snapshot, core::Timestamp now,
                                                 ui::UiState& state);

}  // namespace orchard::app::shell
