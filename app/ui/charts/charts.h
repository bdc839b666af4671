#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/dashboard_view.h"

#include <array>
#include <span>

namespace orchard::app::ui {

/// 13 columns of 7 days, cells 12 x 11.
void heat_calendar(const Canvas& canvas, float x, float y,
                   const std::array<std::array<HeatCell, 7>, 13>& weeks);
/// Bars with their counts above and labels below.
void histogram(const Canvas& canvas, const Rect& box, std::span<const HistogramBar> bars);
/// Name, bar and count per row of 20.
void command_bars(const Canvas& canvas, const Rect& box, std::span<const CommandBar> bars);

}  // namespace orchard::app::ui
