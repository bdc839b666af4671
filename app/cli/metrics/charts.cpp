#include "app/cli/metrics/charts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orchard::app {

namespace {

double share_of(double value, double most) {
  return most > 0 && value > 0 ? std::min(1.0, value / most) : 0.0;
}

}  // namespace

std::string bar(double value, double most, std::size_t width) {
  constexpr std::array<const char*, 8> kParts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double share = share_of(value, most);
  auto eighths = static_cast<std::size_t>(std::lround(share * static_cast<double>(width) * 8));
  if (share > 0) eighths = std::max<std::size_t>(eighths, 1);
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  return text + kParts.at(eighths % 8);
}

std::string sparkline(std::span<const double> values) {
  constexpr std::array<const char*, 8> kSteps{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double most = 0;
  for (const double value : values) most = std::max(most, value);
  std::string text;
  for (const double value : values) {
    const double share = share_of(value, most);
    text += share > 0 ? kSteps.at(static_cast<std::size_t>(std::lround(share * 7))) : "·";
  }
  return text;
}

std::string shade(std::int64_t value, std::int64_t most) {
  constexpr std::array<const char*, 4> kSteps{"░", "▒", "▓", "█"};
  if (value <= 0 || most <= 0) return "·";
  return kSteps.at(static_cast<std::size_t>(std::min<std::int64_t>(3, value * 4 / (most + 1))));
}

}  // namespace orchard::app
