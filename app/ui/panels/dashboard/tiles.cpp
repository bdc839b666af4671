#include "app/ui/panels/dashboard/tiles.h"

#include "app/ui/charts/spark.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/figures/figure_text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace orchard::app::ui {
namespace {

constexpr float kHeight = 124;
constexpr float kGap = 12;
constexpr std::array<float, 7> kWidths = {144, 144, 144, 180, 144, 148, 152};
/// In several rows, where the first needs the most.
constexpr std::array<float, 7> kNarrowWidths = {152, 138, 142, 174, 144, 148, 152};

void slots(const Canvas& canvas, const Rect& band, const std::vector<ChartPart>& parts) {
  float x = band.x;
  for (const ChartPart& part : parts) {
    if (x + 14 > band.right()) break;
    canvas.capsule({x, band.y + 9, 14, 6}, colour_of(part.role));
    x += 18;
  }
}

std::vector<double> values_of(const std::vector<ChartPart>& parts) {
  std::vector<double> values;
  values.reserve(parts.size());
  for (const ChartPart& part : parts) values.push_back(part.value);
  return values;
}

/// What the mouse is over: the text of the part below it.
std::string part_under_mouse(const Canvas& canvas, const Rect& band,
                             const std::vector<ChartPart>& parts) {
  const float pitch = band.w / static_cast<float>(std::max<std::size_t>(parts.size(), 1));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Rect column{band.x + pitch * static_cast<float>(i), band.y, pitch, band.h};
    if (is_under_mouse(canvas, column)) return parts[i].hover;
  }
  return {};
}

std::string all_parts(const std::vector<ChartPart>& parts) {
  std::string all;
  for (const ChartPart& part : parts) {
    if (part.hover.empty()) continue;
    if (!all.empty()) all += "\n";
    all += part.hover;
  }
  return all;
}

/// Wherever the mouse is in a tile: the exact value and what it means.
void tile_hint(const FigureFrame& frame, const Rect& box, const Rect& band, const Tile& tile) {
  const Canvas& canvas = frame.canvas;
  if (!is_under_mouse(canvas, box)) return;
  const bool columns = tile.chart == Tile::Chart::bars || tile.chart == Tile::Chart::line;
  const std::string part = columns && is_under_mouse(canvas, band)
                               ? part_under_mouse(canvas, band, tile.parts)
                               : std::string();
  if (!part.empty()) {
    figure_hint(frame, box, tile.chart_name.empty() ? tile.figure_name : tile.chart_name, part);
    return;
  }
  const Rect right_half{box.middle_x(), box.y, box.w / 2, box.h};
  if (!tile.second.text.empty() && is_under_mouse(canvas, right_half)) {
    figure_hint(frame, box, tile.second_name, tile.second.text);
    return;
  }
  std::string value = tile.figure.hover.empty() ? tile.figure.text : tile.figure.hover;
  if (tile.chart == Tile::Chart::split && tile.second.text.empty())
    value += "\n" + all_parts(tile.parts);
  if (!tile.context.empty()) value += "\n" + tile.context;
  figure_hint(frame, box, tile.figure_name, value);
}

void chart(const Canvas& canvas, const Rect& tile, const Rect& band, const Tile& view) {
  switch (view.chart) {
    case Tile::Chart::slots:
      slots(canvas, band, view.parts);
      break;
    case Tile::Chart::bars:
      spark_bars(canvas, band, values_of(view.parts), Colour::accent);
      break;
    case Tile::Chart::line:
      spark_line(canvas, band, values_of(view.parts));
      break;
    case Tile::Chart::split: {
      std::vector<Share> shares;
      shares.reserve(view.parts.size());
      for (const ChartPart& part : view.parts) {
        shares.push_back({part.value, colour_of(part.role)});
      }
      split_bar(canvas, {band.x, band.y + 7, band.w, 8}, shares);
      break;
    }
    case Tile::Chart::ring: {
      const double fraction = view.parts.empty() ? 0 : view.parts.front().value;
      progress_ring(canvas, {tile.right() - 34, tile.y + 59}, fraction, Colour::accent);
      break;
    }
  }
}

void draw_tile(const FigureFrame& frame, const Rect& box, const Tile& tile) {
  const Canvas& canvas = frame.canvas;
  const Press pressed = press(canvas, tile.caption, box);
  canvas.framed(box, Colour::surface, pressed.hovered ? Colour::faint : Colour::border, 8);
  if (pressed.focused) focus_ring(canvas, box, 8);
  const float x = box.x + 15;
  const float right = box.right() - 15;
  canvas.text_cut(Font::caps_11, Colour::muted, x, box.y + 14, right - x, tile.caption);
  if (tile.second.text.empty()) {
    const bool fits = canvas.width(Font::semibold_28, tile.figure.text) <= right - x + 2;
    canvas.text(fits ? Font::semibold_28 : Font::semibold_18, colour_of(tile.figure.role), x,
                box.y + (fits ? 32.0F : 37.0F), tile.figure.text);
  } else {
    canvas.text(Font::semibold_18, colour_of(tile.figure.role), x, box.y + 37, tile.figure.text);
    canvas.text_right(Font::semibold_18, colour_of(tile.second.role), right, box.y + 37,
                      tile.second.text);
  }
  const Rect band{x, box.y + 70, right - x, 22};
  chart(canvas, box, band, tile);
  canvas.text_cut(Font::regular_12, Colour::muted, x, box.y + 95, right - x + 4, tile.context);
  tile_hint(frame, box, band, tile);
  if (pressed.clicked)
    open_drill(frame.state,
               drill_of_figure(tile.figure_name, figure_title(frame.book, tile.figure_name)));
}

}  // namespace

float draw_tiles(const FigureFrame& frame, float x, float y, float width,
                 const std::array<Tile, 7>& tiles) {
  const Scope scope("tiles");
  const std::size_t columns = width >= 1000 ? 7 : width >= 600 ? 4 : width >= 440 ? 3 : 2;
  const auto& widths = columns == 7 ? kWidths : kNarrowWidths;
  float top = y;
  for (std::size_t first = 0; first < tiles.size(); first += columns) {
    const std::size_t last = std::min(first + columns, tiles.size());
    float sum = 0;
    for (std::size_t i = first; i < last; ++i) sum += widths[i];
    const float room = width - kGap * static_cast<float>(last - first - 1);
    float at = x;
    for (std::size_t i = first; i < last; ++i) {
      const float edge = i + 1 == last ? x + width : std::round(at + widths[i] * room / sum);
      draw_tile(frame, {at, top, edge - at, kHeight}, tiles[i]);
      at = edge + kGap;
    }
    top += kHeight + kGap;
  }
  return top - kGap - y;
}

}  // namespace orchard::app::ui
