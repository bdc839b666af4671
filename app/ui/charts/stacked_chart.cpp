#include "app/ui/charts/stacked_chart.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kBar = 0.69F;  ///< of the distance between columns
constexpr float kMostBar = 56;
constexpr float kThin = 3;  ///< columns this near each other touch
constexpr float kBelow = 24;

float clean(double part) {
  return std::isfinite(part) ? static_cast<float>(std::clamp(part, 0.0, 1.0)) : 0.0F;
}

/// Where the columns stand.
struct Plot {
  Rect box;
  float pitch = 0;

  [[nodiscard]] float middle(std::size_t index) const {
    return box.x + pitch * (static_cast<float>(index) + 0.5F);
  }
  [[nodiscard]] float height(double part) const { return box.h * clean(part); }
};

/// How high the parts of a column reach, from below, in whole device px.
std::array<float, kUsageSources> edges_of(const Canvas& canvas, const Plot& plot,
                                          const CostColumn& column) {
  std::array<float, kUsageSources> edges{};
  double sum = 0;
  for (std::size_t i = 0; i < kUsageSources; ++i) {
    sum += clean(column.parts.at(i));
    edges.at(i) = std::round(canvas.px(plot.height(sum))) / canvas.scale();
    // What was spent shows, however little it is.
    const float below = i == 0 ? 0 : edges.at(i - 1);
    if (column.parts.at(i) > 0 && edges.at(i) <= below) edges.at(i) = below + 1 / canvas.scale();
  }
  return edges;
}

void draw_bars(const Canvas& canvas, const Plot& plot, const CostChartView& view) {
  const bool thin = plot.pitch < kThin;
  const float width = thin ? plot.pitch : std::min(kMostBar, plot.pitch * kBar);
  float drawn_at = -1;
  float drawn_height = 0;
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    const float scale = canvas.scale();
    const float left = std::round(canvas.px(plot.middle(i) - width / 2)) / scale;
    const float right =
        std::max(left + 1 / scale, std::round(canvas.px(plot.middle(i) + width / 2)) / scale);
    const auto edges = edges_of(canvas, plot, view.columns[i]);
    if (left == drawn_at && edges.back() <= drawn_height) continue;
    drawn_at = left;
    drawn_height = edges.back();
    float below = 0;
    for (std::size_t part = 0; part < kUsageSources; ++part) {
      const float height = edges.at(part) - below;
      if (height <= 0) continue;
      const float gap = !thin && below > 0 && height > 2 ? 1.0F : 0.0F;
      canvas.fill({left, plot.box.bottom() - edges.at(part), right - left, height - gap},
                  series_colour(part));
      below = edges.at(part);
    }
  }
}

/// One quad per step without smoothing, else the seams between them show.
void fill_area(const Canvas& canvas, const std::vector<Point>& upper,
               const std::vector<Point>& lower, Colour colour) {
  ImDrawList* list = canvas.list();
  const ImDrawListFlags flags = list->Flags;
  list->Flags &= ~ImDrawListFlags_AntiAliasedFill;
  const auto at = [&](const Point& point) {
    return ImVec2(canvas.px(point.x), canvas.px(point.y));
  };
  for (std::size_t i = 0; i + 1 < upper.size(); ++i)
    list->AddQuadFilled(at(upper[i]), at(upper[i + 1]), at(lower[i + 1]), at(lower[i]),
                        canvas.packed(colour, 0.22F));
  list->Flags = flags;
}

void draw_lines(const Canvas& canvas, const Plot& plot, const CostChartView& view) {
  std::vector<std::pair<std::size_t, std::vector<Point>>> edges;
  std::vector<Point> lower;
  std::vector<double> sums(view.columns.size(), 0.0);
  for (std::size_t i = 0; i < view.columns.size(); ++i)
    lower.push_back({plot.middle(i), plot.box.bottom()});
  for (std::size_t part = 0; part < kUsageSources; ++part) {
    std::vector<Point> upper;
    bool any = false;
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
      any = any || view.columns[i].parts.at(part) > 0;
      sums[i] += clean(view.columns[i].parts.at(part));
      upper.push_back({plot.middle(i), plot.box.bottom() - plot.height(sums[i])});
    }
    if (!any) continue;
    fill_area(canvas, upper, lower, series_colour(part));
    edges.emplace_back(part, upper);
    lower = std::move(upper);
  }
  // The lowest last: where a part is nothing its line lies on the one below.
  for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge) {
    const auto& [part, points] = *edge;
    if (points.size() > 1) canvas.lines(points, 1.5F, series_colour(part));
    if (points.size() == 1) canvas.disc(points.front(), 3, series_colour(part));
  }
}

void draw_grid(const Canvas& canvas, const Plot& plot, const CostChartView& view) {
  for (const ChartMark& mark : view.grid) {
    const float y = plot.box.bottom() - plot.height(mark.at);
    canvas.hairline(plot.box.x, y, plot.box.w, mark.at > 0 ? Colour::line : Colour::border);
    canvas.text_right(Font::mono_11, Colour::faint, plot.box.x - 9, y - 7, mark.label);
  }
  // From the right, so that the newest keeps its name; each leaves room for the next.
  float free = plot.box.right() + 8;
  for (auto mark = view.names.rbegin(); mark != view.names.rend(); ++mark) {
    const float half = canvas.width(Font::mono_11, mark->label) / 2;
    const float middle =
        std::min(plot.middle(static_cast<std::size_t>(mark->at)), plot.box.right() + 2 - half);
    if (middle + half > free || middle - half < plot.box.x - 20) continue;
    canvas.text_centred(Font::mono_11, Colour::faint, middle, plot.box.bottom() + 7, mark->label);
    free = middle - half - 12;
  }
}

void mark_column(const Canvas& canvas, const Plot& plot, int index) {
  if (index < 0) return;
  const float width = std::max(2.0F, std::min(plot.pitch, kMostBar * 1.4F));
  canvas.fill(
      {plot.middle(static_cast<std::size_t>(index)) - width / 2, plot.box.y, width, plot.box.h},
      Colour::border, width > 6 ? 2.0F : 0.0F);
}

}  // namespace

Colour series_colour(std::size_t series) {
  constexpr std::array<Colour, kUsageSources> kSeries = {Colour::series_1, Colour::series_2,
                                                         Colour::series_3, Colour::series_4};
  return kSeries.at(std::min(series, kUsageSources - 1));
}

CellPick stacked_chart(const Canvas& canvas, std::string_view id, const Rect& box,
                       const StackedChart& chart) {
  const CostChartView& view = chart.view;
  float names = 0;
  for (const ChartMark& mark : view.grid)
    names = std::max(names, canvas.width(Font::mono_11, mark.label));
  names = std::ceil(names) + 10;
  Plot plot{{box.x + names, box.y + 6, std::max(20.0F, box.w - names),
             std::max(20.0F, box.h - 6 - kBelow)}};
  plot.pitch = plot.box.w / static_cast<float>(std::max<std::size_t>(1, view.columns.size()));
  std::vector<Rect> cells;
  cells.reserve(view.columns.size());
  for (std::size_t i = 0; i < view.columns.size(); ++i)
    cells.push_back(
        {plot.middle(i) - plot.pitch / 2, plot.box.y, plot.pitch, plot.box.h + kBelow - 4});
  mark_column(canvas, plot, chart.chosen);
  const CellPick pick =
      pick_cells(canvas, id, {box.x, plot.box.y, box.w, box.h - 6}, cells, Walk::across);
  mark_column(canvas, plot, pick.shown);
  draw_grid(canvas, plot, view);
  if (chart.form == ChartForm::bars) {
    draw_bars(canvas, plot, view);
  } else {
    draw_lines(canvas, plot, view);
  }
  return pick;
}

}  // namespace orchard::app::ui
