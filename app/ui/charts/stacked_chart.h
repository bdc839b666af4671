#pragma once

#include "app/ui/charts/cell_pick.h"
#include "app/view_model/usage_page/cost_chart.h"

#include <string_view>

namespace orchard::app::ui {

/// The colour of a source of calls, the same in every chart.
[[nodiscard]] Colour series_colour(std::size_t series);

enum class ChartForm { bars, line };

struct StackedChart {
  const CostChartView& view;
  ChartForm form = ChartForm::bars;
  int chosen = -1;  ///< a column that stays marked; -1: none
};

/// Columns with their parts one on another, or the same as areas with a line on top, over a grid.
/// More columns than device px are drawn by their highest.
CellPick stacked_chart(const Canvas& canvas, std::string_view id, const Rect& box,
                       const StackedChart& chart);

}  // namespace orchard::app::ui
