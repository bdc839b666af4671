#pragma once

#include <string>
#include <vector>

namespace orchard::app {

/// A line across a chart.
struct AxisTick {
  double share = 0;  ///< of the chart's height, from below
  std::string label;
};

/// The scale of a chart that begins at zero: round steps, the last one at or above `most`.
struct Axis {
  double step = 0;  ///< 0: there is nothing to show
  int steps = 0;

  [[nodiscard]] double top() const { return step * steps; }
  /// `value` as a part of the height.
  [[nodiscard]] double share(double value) const;
};
/// At most `most_steps` of 1, 2, 2.5 or 5 times a power of ten; none for nothing above zero. Pure.
[[nodiscard]] Axis make_axis(double most, int most_steps);

}  // namespace orchard::app
