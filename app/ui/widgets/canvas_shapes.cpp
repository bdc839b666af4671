#include "app/ui/widgets/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kPi = 3.14159265F;

ImDrawFlags flags_of(Corners corners) {
  switch (corners) {
    case Corners::all:
      return ImDrawFlags_RoundCornersAll;
    case Corners::top:
      return ImDrawFlags_RoundCornersTop;
    case Corners::bottom:
      return ImDrawFlags_RoundCornersBottom;
    case Corners::left:
      return ImDrawFlags_RoundCornersLeft;
    case Corners::right:
      return ImDrawFlags_RoundCornersRight;
    case Corners::none:
      return ImDrawFlags_RoundCornersNone;
  }
  return ImDrawFlags_RoundCornersAll;
}

struct Device {
  ImVec2 from;
  ImVec2 to;
};

// Both edges are rounded, so that neighbours meet and thin bars stay at least one px.
Device device(const Rect& box, float scale) {
  return {{std::round(box.x * scale), std::round(box.y * scale)},
          {std::round(box.right() * scale), std::round(box.bottom() * scale)}};
}

}  // namespace

ImDrawList* Canvas::list() const {
  return ImGui::GetWindowDrawList();
}

std::uint32_t Canvas::packed(Colour colour, float alpha) const {
  const Rgba rgba = theme_[colour];
  const auto a = static_cast<std::uint32_t>(
      std::lround(static_cast<float>(rgba & 0xFFU) * std::clamp(alpha, 0.0F, 1.0F)));
  return IM_COL32(rgba >> 24U, (rgba >> 16U) & 0xFFU, (rgba >> 8U) & 0xFFU, a);
}

void Canvas::fill(const Rect& box, Colour colour, float radius, Corners corners,
                  float alpha) const {
  const Device d = device(box, facts_.scale);
  if (d.to.x <= d.from.x || d.to.y <= d.from.y) return;
  list()->AddRectFilled(d.from, d.to, packed(colour, alpha), px(radius), flags_of(corners));
}

void Canvas::outline(const Rect& box, Colour colour, float radius, float alpha) const {
  const Device d = device(box, facts_.scale);
  const float width = std::max(1.0F, std::floor(facts_.scale));
  // AddRect centres the stroke half a px inside; wider strokes move in by the rest.
  const float in = (width - 1) / 2;
  list()->AddRect({d.from.x + in, d.from.y + in}, {d.to.x - in, d.to.y - in}, packed(colour, alpha),
                  px(radius), 0, width);
}

void Canvas::framed(const Rect& box, Colour inside, Colour border, float radius) const {
  const Device d = device(box, facts_.scale);
  const float width = std::max(1.0F, std::floor(facts_.scale));
  list()->AddRectFilled(d.from, d.to, packed(border), px(radius));
  list()->AddRectFilled({d.from.x + width, d.from.y + width}, {d.to.x - width, d.to.y - width},
                        packed(inside), std::max(0.0F, px(radius) - width));
}

void Canvas::dashed(const Rect& box, Colour colour) const {
  constexpr float kDash = 3;
  for (float x = box.x + 4; x < box.right() - 4; x += 2 * kDash) {
    const float w = std::min(kDash, box.right() - 4 - x);
    hairline(x, box.y, w, colour);
    hairline(x, box.bottom() - 1, w, colour);
  }
  for (float y = box.y + 4; y < box.bottom() - 4; y += 2 * kDash) {
    const float h = std::min(kDash, box.bottom() - 4 - y);
    hairline_down(box.x, y, h, colour);
    hairline_down(box.right() - 1, y, h, colour);
  }
}

void Canvas::hairline(float x, float y, float w, Colour colour) const {
  const float top = std::round(px(y));
  list()->AddRectFilled({std::round(px(x)), top},
                        {std::round(px(x + w)), top + std::max(1.0F, std::floor(facts_.scale))},
                        packed(colour));
}

void Canvas::hairline_down(float x, float y, float h, Colour colour) const {
  const float left = std::round(px(x));
  list()->AddRectFilled({left, std::round(px(y))},
                        {left + std::max(1.0F, std::floor(facts_.scale)), std::round(px(y + h))},
                        packed(colour));
}

void Canvas::capsule(const Rect& box, Colour colour, float alpha) const {
  const Device d = device(box, facts_.scale);
  const float radius = std::min(d.to.y - d.from.y, d.to.x - d.from.x) / 2;
  if (radius <= 0) return;
  if (radius <= 1) {
    list()->AddRectFilled(d.from, d.to, packed(colour, alpha));
    return;
  }
  const float y = (d.from.y + d.to.y) / 2;
  // Two half circles: AddRectFilled limits its rounding and four quarters leave a spike.
  list()->PathArcTo({d.to.x - radius, y}, radius, -kPi / 2, kPi / 2);
  list()->PathArcTo({d.from.x + radius, y}, radius, kPi / 2, kPi * 1.5F);
  list()->PathFillConvex(packed(colour, alpha));
}

void Canvas::disc(Point centre, float radius, Colour colour, float alpha) const {
  list()->AddCircleFilled({px(centre.x), px(centre.y)}, px(radius), packed(colour, alpha));
}

void Canvas::ring(Point centre, float radius, float stroke, Colour colour, float alpha) const {
  // AddCircle draws its middle half a px further in than asked.
  list()->AddCircle({px(centre.x), px(centre.y)}, px(radius) + 0.5F, packed(colour, alpha), 0,
                    px(stroke));
}

void Canvas::arc(Point centre, float radius, float stroke, float from, float to,
                 Colour colour) const {
  if (to - from <= 0) return;
  if (to - from >= 1) {
    ring(centre, radius, stroke, colour);
    return;
  }
  list()->PathArcTo({px(centre.x), px(centre.y)}, px(radius), (from * 2 - 0.5F) * kPi,
                    (to * 2 - 0.5F) * kPi);
  list()->PathStroke(packed(colour), 0, px(stroke));
}

void Canvas::lines(std::span<const Point> points, float stroke, Colour colour, float alpha,
                   bool closed) const {
  for (const Point& point : points) list()->PathLineTo({px(point.x), px(point.y)});
  list()->PathStroke(packed(colour, alpha), closed ? ImDrawFlags_Closed : 0, px(stroke));
}

void Canvas::polygon(std::span<const Point> points, Colour colour, float alpha) const {
  for (const Point& point : points) list()->PathLineTo({px(point.x), px(point.y)});
  list()->PathFillConvex(packed(colour, alpha));
}

void Canvas::push_clip(const Rect& box) const {
  const Device d = device(box, facts_.scale);
  list()->PushClipRect(d.from, d.to, true);
}

void Canvas::pop_clip() const {
  list()->PopClipRect();
}

bool Canvas::visible(const Rect& box) const {
  const Device d = device(box, facts_.scale);
  return ImGui::IsRectVisible(d.from, d.to);
}

Colour colour_of(Role role) {
  switch (role) {
    case Role::text:
      return Colour::text;
    case Role::muted:
      return Colour::muted;
    case Role::faint:
      return Colour::faint;
    case Role::accent:
      return Colour::accent;
    case Role::info:
      return Colour::info;
    case Role::warn:
      return Colour::warn;
    case Role::danger:
      return Colour::danger;
    case Role::added:
      return Colour::added;
    case Role::deleted:
      return Colour::deleted;
    case Role::track:
      return Colour::track;
    case Role::series1:
      return Colour::series_1;
    case Role::series2:
      return Colour::series_2;
    case Role::series3:
      return Colour::series_3;
    case Role::series4:
      return Colour::series_4;
    case Role::syntax_keyword:
      return Colour::syntax_keyword;
    case Role::syntax_string:
      return Colour::syntax_string;
    case Role::syntax_number:
      return Colour::syntax_number;
    case Role::syntax_comment:
      return Colour::syntax_comment;
  }
  return Colour::text;
}

}  // namespace orchard::app::ui
