#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/dashboard_view.h"

namespace orchard::app::ui {

/// The four cards of the last days; gives the height.
float draw_preview(const Canvas& canvas, float x, float y, float width,
                   const AnalyticsPreviewView& view);

}  // namespace orchard::app::ui
