#pragma once

#include "app/ui/theme/theme.h"

struct ImGuiStyle;

namespace orchard::app::ui {

/// Dear ImGui's own parts (scroll bars, popups, fields) in Orchard's look, and the smoothness of
/// curves. Call again when theme or scale change.
void apply_style(ImGuiStyle& style, const Theme& theme, float scale);

}  // namespace orchard::app::ui
