#pragma once

#include "app/ui/charts/cell_pick.h"
#include "app/view_model/spending/axis.h"

#include <span>
#include <string>
#include <string_view>

namespace orchard::app::ui {

struct ChartColumn {
  double share = 0;  ///< of the height between the base line and the last tick
  std::string_view label;
};

/// Columns over a base line, with lines and figures of the scale at the left and as many labels
/// below as find room, the last column's among them. The index picked is that of a column; the
/// whole height above it counts.
CellPick column_chart(const Canvas& canvas, std::string_view id, const Rect& box,
                      std::span<const AxisTick> ticks, std::span<const ChartColumn> columns);

/// How many columns find room in a chart that is so wide.
[[nodiscard]] std::size_t column_room(float width);

}  // namespace orchard::app::ui
