#include "app/ui/charts/spark.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

double highest(std::span<const double> values) {
  double top = 0;
  for (const double value : values) top = std::max(top, value);
  return top;
}

float share_of(double value, double top) {
  return top > 0 ? static_cast<float>(std::clamp(value / top, 0.0, 1.0)) : 0.0F;
}

}  // namespace

void spark_line(const Canvas& canvas, const Rect& box, std::span<const double> values) {
  canvas.hairline(box.x, box.bottom() - 1, box.w, Colour::border);
  const double top = highest(values);
  if (values.size() < 2 || top <= 0) return;
  std::vector<Point> points;
  const float room = box.h - 4;
  const float last = box.w - 3;
  for (std::size_t i = 0; i < values.size(); ++i) {
    points.push_back({box.x + last * static_cast<float>(i) / static_cast<float>(values.size() - 1),
                      box.bottom() - 2 - (room - 1) * share_of(values[i], top)});
  }
  // One quad per step without smoothing, else the seams between them show.
  ImDrawList* list = canvas.list();
  const ImDrawListFlags flags = list->Flags;
  list->Flags &= ~ImDrawListFlags_AntiAliasedFill;
  const float floor = canvas.px(box.bottom() - 1);
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const ImVec2 a(canvas.px(points[i].x), canvas.px(points[i].y));
    const ImVec2 b(canvas.px(points[i + 1].x), canvas.px(points[i + 1].y));
    list->AddQuadFilled(a, b, {b.x, floor}, {a.x, floor}, canvas.packed(Colour::accent, 0.14F));
  }
  list->Flags = flags;
  canvas.lines(points, 1.5F, Colour::accent);
  canvas.disc(points.back(), 2.5F, Colour::accent);
}

void spark_bars(const Canvas& canvas, const Rect& box, std::span<const double> values,
                Colour colour) {
  if (values.empty()) return;
  const double top = highest(values);
  const float pitch = (box.w + 1) / static_cast<float>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float from = std::round(canvas.px(pitch * static_cast<float>(i))) / canvas.scale();
    const float to = std::round(canvas.px(pitch * static_cast<float>(i + 1))) / canvas.scale();
    const float width = std::max(1.0F, to - from - 1);
    if (values[i] <= 0) {
      canvas.hairline(box.x + from, box.bottom() - 1, width, Colour::border);
      continue;
    }
    const float height = std::max(1.0F, std::round(box.h * share_of(values[i], top)));
    canvas.fill({box.x + from, box.bottom() - height, width, height}, colour);
  }
}

void split_bar(const Canvas& canvas, const Rect& box, std::span<const Share> shares) {
  double sum = 0;
  int count = 0;
  for (const Share& share : shares) {
    if (share.value > 0) {
      sum += share.value;
      ++count;
    }
  }
  if (sum <= 0) {
    canvas.fill(box, Colour::track, 3);
    return;
  }
  constexpr float kGap = 2;
  constexpr float kSmallest = 2;
  const float room = box.w - kGap * static_cast<float>(count - 1);
  float x = box.x;
  int index = 0;
  for (const Share& share : shares) {
    if (share.value <= 0) continue;
    ++index;
    const float rest = kSmallest * static_cast<float>(count - index);
    const float space = box.right() - x - kGap * static_cast<float>(count - index) - rest;
    const float wish = std::max(kSmallest, room * static_cast<float>(share.value / sum));
    const float width = index == count ? box.right() - x : std::min(wish, space);
    const Rect part{x, box.y, width, box.h};
    if (width >= 6) {
      canvas.fill(part, share.colour, 3);
    } else {
      canvas.fill(part, share.colour);
    }
    x += width + kGap;
  }
}

void progress_ring(const Canvas& canvas, Point centre, double fraction, Colour colour) {
  canvas.ring(centre, 17, 6, Colour::track);
  if (std::isfinite(fraction)) {
    canvas.arc(centre, 17, 6, 0, static_cast<float>(std::clamp(fraction, 0.0, 1.0)), colour);
  }
}

void progress_bar(const Canvas& canvas, const Rect& box, double fraction, Colour colour) {
  canvas.capsule(box, Colour::track);
  if (!(fraction > 0)) return;
  const float width = box.w * static_cast<float>(std::min(fraction, 1.0));
  canvas.capsule({box.x, box.y, std::max(width, box.h), box.h}, colour);
}

}  // namespace orchard::app::ui
