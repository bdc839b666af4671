#include "app/ui/widgets/marks.h"

#include <array>
#include <cmath>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kTau = 6.2831853F;

// A running agent breathes once in two seconds.
float breath(const Canvas& canvas) {
  if (canvas.facts().reduced_motion) return 0.38F;
  canvas.facts().breathes = true;
  const double phase = std::fmod(canvas.facts().seconds, 2.0) / 2.0;
  return 0.40F - 0.15F * std::cos(static_cast<float>(phase) * kTau);
}

void waiting(const Canvas& canvas, Point at, Colour ground) {
  canvas.disc({at.x + 7, at.y + 7}, 7, Colour::warn);
  canvas.fill({at.x + 6, at.y + 3, 2, 5}, ground);
  canvas.disc({at.x + 7, at.y + 10.3F}, 1.15F, ground);
}

void done(const Canvas& canvas, Point at) {
  canvas.ring({at.x + 7, at.y + 7}, 6.25F, 1.5F, Colour::accent);
  const std::array<Point, 3> check = {
      {{at.x + 4.1F, at.y + 7.2F}, {at.x + 6.2F, at.y + 9.3F}, {at.x + 10, at.y + 5.1F}}};
  canvas.lines(check, 1.5F, Colour::accent);
}

void failed(const Canvas& canvas, Point at) {
  canvas.ring({at.x + 7, at.y + 7}, 6.25F, 1.5F, Colour::danger);
  const std::array<Point, 2> down = {{{at.x + 4.8F, at.y + 4.8F}, {at.x + 9.2F, at.y + 9.2F}}};
  const std::array<Point, 2> up = {{{at.x + 4.8F, at.y + 9.2F}, {at.x + 9.2F, at.y + 4.8F}}};
  canvas.lines(down, 1.5F, Colour::danger);
  canvas.lines(up, 1.5F, Colour::danger);
}

void archived(const Canvas& canvas, Point at) {
  const std::array<Point, 4> lid = {{{at.x + 1, at.y + 2},
                                     {at.x + 13, at.y + 2},
                                     {at.x + 13, at.y + 5.5F},
                                     {at.x + 1, at.y + 5.5F}}};
  const std::array<Point, 4> box = {{{at.x + 2, at.y + 5.5F},
                                     {at.x + 2, at.y + 12.3F},
                                     {at.x + 12, at.y + 12.3F},
                                     {at.x + 12, at.y + 5.5F}}};
  const std::array<Point, 2> slot = {{{at.x + 5.4F, at.y + 8.2F}, {at.x + 8.6F, at.y + 8.2F}}};
  canvas.lines(lid, 1.3F, Colour::faint, 1, true);
  canvas.lines(box, 1.3F, Colour::faint);
  canvas.lines(slot, 1.3F, Colour::faint);
}

}  // namespace

void state_mark(const Canvas& canvas, float x, float y, StateMark mark, Colour ground) {
  const Point centre{x + 7, y + 7};
  switch (mark) {
    case StateMark::running:
      canvas.ring(centre, 6, 2, Colour::accent, breath(canvas));
      canvas.disc(centre, 3.5F, Colour::accent);
      break;
    case StateMark::waiting:
      waiting(canvas, {x, y}, ground);
      break;
    case StateMark::done:
      done(canvas, {x, y});
      break;
    case StateMark::failed:
      failed(canvas, {x, y});
      break;
    case StateMark::interrupted:
      canvas.ring(centre, 6.25F, 1.5F, Colour::muted);
      canvas.fill({x + 5, y + 4.5F, 1.5F, 5}, Colour::muted);
      canvas.fill({x + 7.6F, y + 4.5F, 1.5F, 5}, Colour::muted);
      break;
    case StateMark::idle:
      canvas.ring(centre, 5.25F, 1.5F, Colour::faint);
      break;
    case StateMark::archived:
      archived(canvas, {x, y});
      break;
    case StateMark::deleted: {
      canvas.ring(centre, 5.25F, 1.5F, Colour::faint);
      const std::array<Point, 2> slash = {{{x + 3.3F, y + 10.7F}, {x + 10.7F, y + 3.3F}}};
      canvas.lines(slash, 1.5F, Colour::faint);
      break;
    }
  }
}

void logo(const Canvas& canvas, float x, float y, float size, Colour ground) {
  const float unit = canvas.px(size / 20);
  const ImVec2 origin(std::round(canvas.px(x)), std::round(canvas.px(y)));
  const auto at = [&](float px, float py) {
    return ImVec2(origin.x + px * unit, origin.y + py * unit);
  };
  ImDrawList* list = canvas.list();
  list->PathLineTo(at(3.2F, 16.8F));
  list->PathBezierCubicCurveTo(at(1.6F, 8.2F), at(6.6F, 2.6F), at(17.4F, 2.6F));
  list->PathBezierCubicCurveTo(at(17.8F, 12.8F), at(12.6F, 18.2F), at(5.6F, 16.2F));
  list->PathFillConvex(canvas.packed(Colour::accent));
  list->PathLineTo(at(3, 18.4F));
  list->PathBezierCubicCurveTo(at(5, 13.4F), at(8.4F, 9.8F), at(12.6F, 7.4F));
  list->PathStroke(canvas.packed(ground), 0, 1.5F * unit);
}

namespace {

// A leaf from its stem to its tip: two curves bowed to either side.
void leaf(const Canvas& canvas, Point stem, Point tip, Colour colour, float alpha) {
  const auto px = [&](float x, float y) { return ImVec2(canvas.px(x), canvas.px(y)); };
  const float dx = tip.x - stem.x;
  const float dy = tip.y - stem.y;
  ImDrawList* list = canvas.list();
  const bool rightwards = dx > 0;
  const Point over{stem.x + 0.02F * dx, stem.y + 0.75F * dy};
  const Point below{stem.x + 0.95F * dx, stem.y + 0.12F * dy};
  const Point first = rightwards ? over : below;
  const Point second = rightwards ? below : over;
  list->PathLineTo(px(stem.x, stem.y));
  list->PathBezierQuadraticCurveTo(px(first.x, first.y), px(tip.x, tip.y));
  list->PathBezierQuadraticCurveTo(px(second.x, second.y), px(stem.x, stem.y));
  list->PathFillConvex(canvas.packed(colour, alpha));
}

void seedling(const Canvas& canvas, float x, float ground, float size, float alpha) {
  canvas.fill({x - size / 28, ground - size * 0.55F, size / 14, size * 0.55F}, Colour::accent, 0,
              Corners::none, alpha);
  leaf(canvas, {x, ground - size * 0.40F}, {x - size * 0.40F, ground - size * 0.78F},
       Colour::accent, alpha);
  leaf(canvas, {x, ground - size * 0.54F}, {x + size * 0.46F, ground - size}, Colour::accent,
       alpha * 0.78F);
}

}  // namespace

void seedlings(const Canvas& canvas, float x, float y) {
  const float ground = y + 80;
  canvas.hairline(x + 8, ground, 264, Colour::border);
  canvas.disc({x + 28, ground}, 3, Colour::border);
  canvas.disc({x + 252, ground}, 3, Colour::border);
  seedling(canvas, x + 62, ground, 34, 0.5F);
  seedling(canvas, x + 140, ground, 56, 1);
  seedling(canvas, x + 218, ground, 36, 0.5F);
}

}  // namespace orchard::app::ui
