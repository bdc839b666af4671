#include "app/view_model/text/limit_text.h"

#include "app/view_model/text/format.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {

std::string limit_share(double fraction) {
  constexpr std::int64_t kWhole = 1'000'000'000;
  constexpr double kMost = 1e6;
  const double share = std::clamp(fraction, 0.0, kMost) * static_cast<double>(kWhole);
  return percent(std::llround(share), kWhole);
}

std::string time_left(core::Duration left) {
  if (left < std::chrono::minutes(1)) return "under 1m";
  if (left < std::chrono::hours(1)) return fmt::format("{}m", left / std::chrono::minutes(1));
  return elapsed(left);
}

}  // namespace orchard::app
