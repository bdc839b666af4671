#include "app/ui/charts/charts.h"

#include "app/ui/charts/spark.h"
#include "app/ui/widgets/interact.h"

#include <algorithm>
#include <cmath>

namespace orchard::app::ui {
namespace {

Colour heat(int level) {
  constexpr std::array<Colour, 5> kLevels = {Colour::heat_0, Colour::heat_1, Colour::heat_2,
                                             Colour::heat_3, Colour::heat_4};
  return kLevels[static_cast<std::size_t>(std::clamp(level, 0, 4))];
}

float clean(double fraction) {
  return std::isfinite(fraction) ? static_cast<float>(std::clamp(fraction, 0.0, 1.0)) : 0.0F;
}

}  // namespace

void heat_calendar(const Canvas& canvas, float x, float y,
                   const std::array<std::array<HeatCell, 7>, 13>& weeks) {
  for (std::size_t week = 0; week < weeks.size(); ++week) {
    for (std::size_t day = 0; day < 7; ++day) {
      const HeatCell& cell = weeks[week][day];
      if (cell.future) continue;
      const Rect box{x + 15 * static_cast<float>(week), y + 14 * static_cast<float>(day), 12, 11};
      canvas.fill(box, heat(cell.level), 2);
      if (cell.today) canvas.outline(box, Colour::text, 2);
      hint(canvas, {box.x, box.y, 15, 14}, cell.hover);
    }
  }
}

void histogram(const Canvas& canvas, const Rect& box, std::span<const HistogramBar> bars) {
  if (bars.empty()) return;
  constexpr float kGap = 4;
  const float pitch = (box.w + kGap) / static_cast<float>(bars.size());
  const float base = box.bottom() - 18;
  const float room = base - box.y - 18;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const HistogramBar& bar = bars[i];
    const float x = box.x + std::round(pitch * static_cast<float>(i));
    const float w = box.x + std::round(pitch * static_cast<float>(i + 1)) - kGap - x;
    const float height = std::round(room * clean(bar.fraction));
    const bool empty = height < 1;
    if (empty) {
      canvas.hairline(x, base - 1, w, Colour::border);
    } else {
      canvas.fill({x, base - height, w, height}, Colour::accent, 2);
    }
    canvas.text_centred(Font::mono_11, empty ? Colour::faint : Colour::text, x + w / 2,
                        base - std::max(height, 1.0F) - 16, bar.count);
    canvas.text_centred(Font::mono_11, Colour::faint, x + w / 2, base + 3, bar.label);
  }
}

void command_bars(const Canvas& canvas, const Rect& box, std::span<const CommandBar> bars) {
  float y = box.y;
  constexpr float kBar = 100;
  for (const CommandBar& bar : bars) {
    if (y + 16 > box.bottom()) break;
    const float right = box.right();
    const float bar_x = std::max(box.x + 74, right - 36 - kBar);
    canvas.text_cut(Font::mono_12, Colour::text, box.x, y, bar_x - box.x - 6, bar.name);
    const Rect track{bar_x, y + 4, right - 36 - bar_x, 8};
    canvas.fill(track, Colour::track, 2);
    canvas.fill({track.x, track.y, std::max(2.0F, track.w * clean(bar.fraction)), track.h},
                Colour::accent, 2);
    canvas.text_right(Font::mono_12, Colour::muted, right, y, bar.uses);
    y += 20;
  }
}

}  // namespace orchard::app::ui
