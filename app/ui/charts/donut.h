#pragma once

#include "app/ui/widgets/canvas.h"

#include <span>

namespace orchard::app::ui {

struct Slice {
  double fraction = 0;
  Colour colour = Colour::accent;
};

/// How a ring of slices lies: `radius` is that of the middle of the stroke.
struct DonutPlace {
  Point centre;
  float radius = 58;
  float stroke = 20;
};

/// Slices clockwise from twelve o'clock, 2 px between them; nothing at all is an empty track. The
/// `raised` one stands out by being a little wider; -1: none.
void donut(const Canvas& canvas, const DonutPlace& place, std::span<const Slice> slices,
           int raised = -1);

/// The slice at a place; -1: none.
[[nodiscard]] int slice_at(const DonutPlace& place, std::span<const Slice> slices, Point point);

}  // namespace orchard::app::ui
