#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/dashboard_view.h"

namespace orchard::app::ui {

/// Tiles, workspace cards and the preview of the analytics. `area` is all right of the sidebar;
/// `book` says what figures mean, null when that is not known yet.
void draw_dashboard(const Canvas& canvas, const Rect& area, const DashboardView& view,
                    const FigureBook* book, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
