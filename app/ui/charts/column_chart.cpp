#include "app/ui/charts/column_chart.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orchard::app::ui {
namespace {

constexpr float kAxis = 62;      ///< room for the figures of the scale
constexpr float kBelow = 20;     ///< and for the labels
constexpr float kWidest = 46;    ///< a column
constexpr float kNarrowest = 5;  ///< with the gap beside it

/// Every so many columns one label, so that none touches the next.
std::size_t label_stride(const Canvas& canvas, std::span<const ChartColumn> columns, float pitch) {
  float widest = 0;
  for (const ChartColumn& column : columns)
    widest = std::max(widest, canvas.width(Font::mono_11, column.label));
  std::size_t stride = 1;
  while (static_cast<float>(stride) * pitch < widest + 12 && stride < columns.size()) ++stride;
  return stride;
}

/// The last column whose label does not reach beyond `room`.
std::size_t last_labelled(const Canvas& canvas, std::span<const ChartColumn> columns, float pitch,
                          float room) {
  std::size_t last = columns.size() - 1;
  const auto reach = [&](std::size_t i) {
    return pitch * (static_cast<float>(i) + 0.5F) +
           canvas.width(Font::mono_11, columns[i].label) / 2;
  };
  while (last > 0 && reach(last) > room) --last;
  return last;
}

void draw_ticks(const Canvas& canvas, const Rect& plot, std::span<const AxisTick> ticks) {
  canvas.hairline(plot.x, plot.bottom() - 1, plot.w, Colour::border);
  for (const AxisTick& tick : ticks) {
    const float y = std::round(plot.bottom() - 1 - plot.h * static_cast<float>(tick.share));
    canvas.hairline(plot.x, y, plot.w, Colour::line);
    canvas.text_right(Font::mono_11, Colour::faint, plot.x - 8, y - 7, tick.label);
  }
}

}  // namespace

std::size_t column_room(float width) {
  return static_cast<std::size_t>(std::max(7.0F, (width - kAxis) / kNarrowest));
}

CellPick column_chart(const Canvas& canvas, std::string_view id, const Rect& box,
                      std::span<const AxisTick> ticks, std::span<const ChartColumn> columns) {
  if (columns.empty()) return {};
  const Rect plot{box.x + kAxis, box.y + 8, box.w - kAxis, std::max(20.0F, box.h - kBelow - 8)};
  draw_ticks(canvas, plot, ticks);
  const float pitch = plot.w / static_cast<float>(columns.size());
  const float gap = pitch > 12 ? std::min(8.0F, std::round(pitch * 0.2F)) : 1;
  const std::size_t stride = label_stride(canvas, columns, pitch);
  const std::size_t labelled = last_labelled(canvas, columns, pitch, box.right() - plot.x);
  std::vector<Rect> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const float from = plot.x + std::round(pitch * static_cast<float>(i));
    const float to = plot.x + std::round(pitch * static_cast<float>(i + 1));
    const float width = std::clamp(to - from - gap, 1.0F, kWidest);
    const Rect slot{from, plot.y, to - from, plot.h};
    const float x = std::round(slot.middle_x() - width / 2);
    const float share = static_cast<float>(std::clamp(columns[i].share, 0.0, 1.0));
    const float height = std::round(plot.h * share);
    if (share > 0) {
      const float shown = std::max(2.0F, height);
      canvas.fill({x, plot.bottom() - shown, width, shown}, Colour::accent, width >= 6 ? 2 : 0,
                  Corners::top);
    }
    if (i <= labelled && (labelled - i) % stride == 0) {
      const float half = canvas.width(Font::mono_11, columns[i].label) / 2;
      const float middle =
          std::clamp(slot.middle_x(), plot.x + half, std::max(plot.x + half, box.right() - half));
      canvas.text_centred(Font::mono_11, Colour::faint, middle, plot.bottom() + 5,
                          columns[i].label);
    }
    cells.push_back(slot);
  }
  const CellPick pick = pick_cells(canvas, id, plot, cells, Walk::across);
  if (pick.shown >= 0)
    canvas.fill(cells[static_cast<std::size_t>(pick.shown)], Colour::text, 0, Corners::none, 0.07F);
  return pick;
}

}  // namespace orchard::app::ui
