#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/overview/sidebar_view.h"

namespace orchard::app::ui {

/// The column at the left: pages, repositories with their workspaces, limit and settings.
void draw_sidebar(const Canvas& canvas, const Rect& area, const SidebarView& view, UiState& state,
                  IntentQueue& intents);

inline constexpr float kRailWidth = 56;

/// The sidebar folded to its marks; names stand in the hover.
void draw_sidebar_rail(const Canvas& canvas, const Rect& area, const SidebarView& view,
                       UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
