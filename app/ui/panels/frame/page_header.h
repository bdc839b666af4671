#pragma once

#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"

#include <string_view>

namespace orchard::app::ui {

inline constexpr float kHeaderHeight = 52;

/// The title row of a page; `with_button` adds "New workspace" at the right.
void draw_page_header(const Canvas& canvas, const Rect& area, std::string_view title,
                      bool with_button, UiState& state);

}  // namespace orchard::app::ui
