#include "app/ui/panels/plan/plan_curve.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kAxis = 28;
constexpr float kPlotHeight = 100;

/// Steps of `on` drawn and `off` left out along a straight line.
void dashes(const Canvas& canvas, Point from, Point to, float on, float off, float stroke,
            Colour colour) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length <= 0) return;
  const Point step{(to.x - from.x) / length, (to.y - from.y) / length};
  for (float at = 0; at < length; at += on + off) {
    const float end = std::min(at + on, length);
    const Point dash[2] = {{from.x + step.x * at, from.y + step.y * at},
                           {from.x + step.x * end, from.y + step.y * end}};
    canvas.lines(dash, stroke, colour);
  }
}

// One quad per step without smoothing, else the seams between them show.
void area_below(const Canvas& canvas, const std::vector<Point>& points, float floor) {
  ImDrawList* list = canvas.list();
  const ImDrawListFlags flags = list->Flags;
  list->Flags &= ~ImDrawListFlags_AntiAliasedFill;
  const float base = canvas.px(floor);
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const ImVec2 a(canvas.px(points[i].x), canvas.px(points[i].y));
    const ImVec2 b(canvas.px(points[i + 1].x), canvas.px(points[i + 1].y));
    list->AddQuadFilled(a, b, {b.x, base}, {a.x, base}, canvas.packed(Colour::accent, 0.16F));
  }
  list->Flags = flags;
}

/// Where four of five forecasts ended.
void band(const Canvas& canvas, Point from, Point low, Point high) {
  const Point corners[3] = {from, high, low};
  canvas.polygon(corners, Colour::accent, 0.1F);
}

/// Where the forecast leaves the chart: at the end of the window, or where the limit is reached.
PlanCurve::Point last_seen(PlanCurve::Point from, PlanCurve::Point to) {
  if (to.used <= 1 || to.used <= from.used) return to;
  const double part = std::max(0.0, 1 - from.used) / (to.used - from.used);
  return {from.time + (to.time - from.time) * part, 1};
}

}  // namespace

void draw_plan_curve(const Canvas& canvas, float x, float y, float width, const PlanCurve& curve) {
  const Rect plot{x + kAxis, y + 2, width - kAxis - 4, kPlotHeight - 2};
  const auto place = [&plot](PlanCurve::Point point) {
    const auto clean = [](double value) {
      return std::isfinite(value) ? static_cast<float>(std::clamp(value, 0.0, 1.0)) : 0.0F;
    };
    return Point{plot.x + plot.w * clean(point.time), plot.bottom() - plot.h * clean(point.used)};
  };
  for (const int percent : {0, 50, 100}) {
    const float at = place({0, percent / 100.0}).y;
    canvas.text_right(Font::mono_11, Colour::faint, plot.x - 6, at - 7, std::to_string(percent));
    if (percent < 100)
      canvas.hairline(plot.x, at, plot.w + 4, percent == 0 ? Colour::border : Colour::line);
  }
  dashes(canvas, place({0, 1}), {plot.right() + 4, place({1, 1}).y}, 4, 3, 1, Colour::danger);
  std::vector<Point> points;
  for (const PlanCurve::Point& point : curve.said) points.push_back(place(point));
  if (curve.now) points.push_back(place(*curve.now));
  if (points.size() > 1) {
    area_below(canvas, points, plot.bottom());
    canvas.lines(points, 1.5F, Colour::accent);
  }
  if (curve.now && curve.at_reset && curve.spread > 0)
    band(canvas, place(*curve.now), place({1, curve.at_reset->used - curve.spread}),
         place({1, curve.at_reset->used + curve.spread}));
  if (curve.now && curve.at_reset) {
    const bool reaches = curve.at_reset->used > 1;
    const Colour colour = reaches ? Colour::danger : Colour::accent;
    const Point end = place(last_seen(*curve.now, *curve.at_reset));
    dashes(canvas, points.back(), end, 3, 3, 1.5F, colour);
    canvas.disc(end, 3, Colour::surface);
    canvas.ring(end, 3, 1.5F, colour);
  }
  if (!points.empty()) canvas.disc(points.back(), 3, Colour::accent);
  const float labels = y + kPlotHeight + 8;
  const float start = canvas.text(Font::mono_11, Colour::faint, plot.x, labels, curve.start);
  const float end =
      canvas.text_right(Font::mono_11, Colour::faint, plot.right() + 4, labels, curve.end);
  if (!curve.now) return;
  const float now = place(*curve.now).x;
  const float half = canvas.width(Font::mono_11, "now") / 2;
  if (now - half > plot.x + start + 6 && now + half < plot.right() - end - 2)
    canvas.text_centred(Font::mono_11, Colour::text, now, labels, "now");
}

}  // namespace orchard::app::ui
