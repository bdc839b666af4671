#pragma once

#include "app/model/usage_figures.h"

#include <array>
#include <string>
#include <vector>

namespace orchard::app {

/// A day or an hour of the chart.
struct CostColumn {
  std::array<double, kUsageSources> parts{};  ///< of the height of the plot
  std::string label;                          ///< "Wed 18 Nov"
  std::string sum;                            ///< "$14.98"
  std::array<std::string, kUsageSources> values;
  std::string hover;
};

/// A line of the grid, or a name below a column.
struct ChartMark {
  double at = 0;  ///< of the height; for names the index of the column
  std::string label;
};

struct CostChartView {
  std::vector<CostColumn> columns;
  std::vector<ChartMark> grid;                  ///< from zero upwards
  std::vector<ChartMark> names;                 ///< from left to right
  std::array<std::string, kUsageSources> sums;  ///< of the window
  bool empty = true;                            ///< nothing was spent
};

[[nodiscard]] CostChartView make_cost_chart(const UsageFigures& figures, UsageStep step);

/// Round amounts from zero to at least `most`, three to six of them; zero alone for nothing.
[[nodiscard]] std::vector<core::Cost> money_ticks(core::Cost most);

}  // namespace orchard::app
