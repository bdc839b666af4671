#include "app/ui/charts/donut.h"

#include <algorithm>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr float kPi = 3.14159265F;

float clean(double fraction) {
  return std::isfinite(fraction) ? static_cast<float>(std::clamp(fraction, 0.0, 1.0)) : 0.0F;
}

}  // namespace

void donut(const Canvas& canvas, const DonutPlace& place, std::span<const Slice> slices,
           int raised) {
  const auto count =
      std::ranges::count_if(slices, [](const Slice& slice) { return clean(slice.fraction) > 0; });
  if (count == 0) {
    canvas.ring(place.centre, place.radius, place.stroke, Colour::track);
    return;
  }
  const float turn = 1 / (2 * kPi * place.radius);  // one px of the circle
  const float gap = count > 1 ? 2 * turn : 0;
  float from = 0;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const float part = clean(slices[i].fraction);
    if (part <= 0) continue;
    const float to = from + part;
    const float stroke = place.stroke + (static_cast<int>(i) == raised ? 6.0F : 0.0F);
    // However small it is, it shows.
    const float begin = from + gap / 2;
    const float end = std::max(to - gap / 2, begin + turn);
    canvas.arc(place.centre, place.radius, stroke, begin, std::min(end, begin + 1),
               slices[i].colour);
    from = to;
  }
}

int slice_at(const DonutPlace& place, std::span<const Slice> slices, Point point) {
  const float x = point.x - place.centre.x;
  const float y = point.y - place.centre.y;
  const float reach = place.stroke / 2 + 3;
  if (std::abs(std::hypot(x, y) - place.radius) > reach) return -1;
  float turn = std::atan2(x, -y) / (2 * kPi);
  if (turn < 0) turn += 1;
  float to = 0;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    to += clean(slices[i].fraction);
    if (clean(slices[i].fraction) > 0 && turn <= to) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace orchard::app::ui
