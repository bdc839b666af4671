#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/dashboard/dashboard_view.h"

namespace orchard::app::ui {

/// The four cards of the last days; gives the height.
float draw_preview(const FigureFrame& frame, float x, float y, float width,
                   const AnalyticsPreviewView& view);

}  // namespace orchard::app::ui
