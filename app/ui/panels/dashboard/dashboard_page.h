#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/dashboard_view.h"

namespace orchard::app::ui {

/// Tiles, workspace cards and the preview of the analytics. `area` is all right of the sidebar.
void draw_dashboard(const Canvas& canvas, const Rect& area, const DashboardView& view,
                    UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
