#include "app/ui/charts/charts.h"

#include "app/ui/charts/spark.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orchard::app::ui {
namespace {

float clean(double fraction) {
  return std::isfinite(fraction) ? static_cast<float>(std::clamp(fraction, 0.0, 1.0)) : 0.0F;
}

}  // namespace

Colour heat_colour(int level) {
  constexpr std::array<Colour, 5> kLevels = {Colour::heat_0, Colour::heat_1, Colour::heat_2,
                                             Colour::heat_3, Colour::heat_4};
  return kLevels[static_cast<std::size_t>(std::clamp(level, 0, 4))];
}

float heat_legend(const Canvas& canvas, float right, float y, std::string_view top) {
  float x = right - canvas.text_right(Font::mono_12, Colour::faint, right, y, top) - 6;
  for (int level = 4; level >= 0; --level) {
    x -= 12;
    canvas.fill({x, y + 2, 12, 12}, heat_colour(level), 2);
    x -= 4;
  }
  return x - canvas.text_right(Font::mono_12, Colour::faint, x - 2, y, "0") - 2;
}

CellPick heat_calendar(const Canvas& canvas, std::string_view id, const Rect& box, float gap,
                       const std::array<std::array<HeatCell, 7>, 13>& weeks) {
  const float across = (box.w + gap) / 13;
  const float down = (box.h + gap) / 7;
  std::array<Rect, std::size_t{7} * 13> cells{};
  for (std::size_t week = 0; week < weeks.size(); ++week) {
    for (std::size_t day = 0; day < 7; ++day) {
      const HeatCell& cell = weeks[week][day];
      const float x = box.x + std::round(across * static_cast<float>(week));
      const float y = box.y + std::round(down * static_cast<float>(day));
      const Rect place{x, y, std::round(across - gap), std::round(down - gap)};
      if (cell.future) {
        if (place.h > 12) canvas.outline(place, Colour::line, 2);
        continue;
      }
      cells.at(7 * week + day) = place;
      canvas.fill(place, heat_colour(cell.level), 2);
      if (cell.today) canvas.outline(place.inset(-1), Colour::text, 3);
    }
  }
  return pick_cells(canvas, id, box, cells);
}

CellPick histogram(const Canvas& canvas, std::string_view id, const Rect& box, float gap,
                   std::span<const HistogramBar> bars) {
  if (bars.empty()) return {};
  const float pitch = (box.w + gap) / static_cast<float>(bars.size());
  const float base = box.bottom() - 18;
  const float room = base - box.y - 18;
  std::vector<Rect> columns;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const HistogramBar& bar = bars[i];
    const float x = box.x + std::round(pitch * static_cast<float>(i));
    const float w = box.x + std::round(pitch * static_cast<float>(i + 1)) - gap - x;
    const float height = std::round(room * clean(bar.fraction));
    const bool empty = height < 1;
    if (empty) {
      canvas.hairline(x, base - 1, w, Colour::border);
    } else {
      canvas.fill({x, base - height, w, height}, Colour::accent, 2);
    }
    // Counts that would touch each other are left to the hover.
    if (canvas.width(Font::mono_11, bar.count) <= w + gap - 2)
      canvas.text_centred(Font::mono_11, empty ? Colour::faint : Colour::text, x + w / 2,
                          base - std::max(height, 1.0F) - 16, bar.count);
    canvas.text_centred(Font::mono_11, Colour::faint, x + w / 2, base + 3, bar.label);
    columns.push_back({x, box.y, w, box.h});
  }
  return pick_cells(canvas, id, box, columns, Walk::across);
}

CellPick command_bars(const Canvas& canvas, std::string_view id, const Rect& box, float bar_width,
                      std::span<const CommandBar> bars, bool rest) {
  float y = box.y;
  std::vector<Rect> rows;
  for (const CommandBar& bar : bars) {
    if (y + 16 > box.bottom()) break;
    const float right = box.right();
    const float bar_x = std::max(box.x + 74, right - 36 - bar_width);
    const bool low = rest && &bar == &bars.back();
    canvas.text_cut(Font::mono_12, low ? Colour::faint : Colour::text, box.x, y, bar_x - box.x - 6,
                    bar.name);
    const Rect track{bar_x, y + 4, right - 36 - bar_x, 8};
    canvas.fill(track, Colour::track, 2);
    canvas.fill({track.x, track.y, std::max(2.0F, track.w * clean(bar.fraction)), track.h},
                low ? Colour::faint : Colour::accent, 2);
    canvas.text_right(Font::mono_12, Colour::muted, right, y, bar.uses);
    rows.push_back({box.x, y - 2, box.w, 20});
    y += 20;
  }
  return pick_cells(canvas, id, {box.x, box.y - 2, box.w, y - box.y}, rows);
}

}  // namespace orchard::app::ui
