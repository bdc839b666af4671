#include "app/view_model/spending/axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orchard::app {

double Axis::share(double value) const {
  if (!(value > 0) || !(top() > 0)) return 0;
  return std::min(1.0, value / top());
}

Axis make_axis(double most, int most_steps) {
  constexpr std::array kFactors = {1.0, 2.0, 2.5, 5.0, 10.0};
  // Rounding must not ask for one step more than fits.
  constexpr double kSlack = 1e-9;
  if (!(most > 0) || !std::isfinite(most) || most_steps < 1) return {};
  const double unit = std::pow(10.0, std::floor(std::log10(most / most_steps)));
  for (const double factor : kFactors) {
    const double step = factor * unit;
    const double steps = std::ceil(most / step - kSlack);
    if (steps <= most_steps) return {step, std::max(1, static_cast<int>(steps))};
  }
  return {10 * unit, most_steps};
}

}  // namespace orchard::app
