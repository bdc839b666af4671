#pragma once

#include "app/ui/widgets/canvas.h"

#include <span>

namespace orchard::app::ui {

/// A bar of several shares; gaps of 2 between them.
struct Share {
  double value = 0;
  Colour colour = Colour::accent;
};

// Small charts. Values below zero count as zero; a chart of zeros shows its base line only.
void spark_line(const Canvas& canvas, const Rect& box, std::span<const double> values);
void spark_bars(const Canvas& canvas, const Rect& box, std::span<const double> values,
                Colour colour);
void split_bar(const Canvas& canvas, const Rect& box, std::span<const Share> shares);
/// `fraction` 0–1 of a ring that begins at twelve o'clock.
void progress_ring(const Canvas& canvas, Point centre, double fraction, Colour colour);
void progress_bar(const Canvas& canvas, const Rect& box, double fraction, Colour colour);

}  // namespace orchard::app::ui
