#include "app/ui/panels/plan/plan_meters.h"

#include "app/ui/widgets/controls.h"

#include <algorithm>
#include <array>

namespace orchard::app::ui {
namespace {

constexpr float kBar = 10;

Colour forecast_colour(Role role) {
  if (role == Role::danger) return Colour::danger_line;
  return role == Role::warn ? Colour::warn_line : Colour::accent_line;
}

/// A part of a capsule: what lies right of `width` is not drawn, so that parts join flush.
void part_of_capsule(const Canvas& canvas, const Rect& bar, float width, Colour colour) {
  if (width <= 0) return;
  canvas.push_clip({bar.x, bar.y, width, bar.h});
  canvas.capsule({bar.x, bar.y, bar.w, bar.h}, colour);
  canvas.pop_clip();
}

void draw_bar(const Canvas& canvas, const Rect& bar, double used, std::optional<double> at_reset,
              Colour colour, Colour forecast) {
  canvas.capsule(bar, Colour::track);
  const auto long_as = [&bar](double fraction) {
    const auto width = bar.w * static_cast<float>(std::clamp(fraction, 0.0, 1.0));
    return fraction > 0 ? std::max(width, bar.h) : 0.0F;
  };
  const float reach = long_as(at_reset.value_or(used));
  const float now = long_as(used);
  if (reach > now) canvas.capsule({bar.x, bar.y, reach, bar.h}, forecast);
  part_of_capsule(canvas, {bar.x, bar.y, std::max(reach, now), bar.h}, now, colour);
}

/// "48%" or "$4.20 of $50.00": what follows the first word is less important.
void value_right(const Canvas& canvas, float right, float y, const std::string& value) {
  const std::size_t space = std::min(value.find(' '), value.size());
  const std::string_view rest = std::string_view(value).substr(space);
  float x = right;
  if (!rest.empty()) x -= canvas.text_right(Font::mono_12, Colour::muted, right, y, rest);
  canvas.text_right(Font::mono_bold_12, Colour::text, x, y, value.substr(0, space));
}

Colour share_colour(std::size_t index) {
  constexpr std::array<Colour, 6> kColours = {Colour::series_1, Colour::series_2, Colour::series_3,
                                              Colour::series_4, Colour::accent,   Colour::faint};
  return kColours[std::min(index, kColours.size() - 1)];
}

}  // namespace

void draw_meter(const Canvas& canvas, float x, float y, float width, const PlanMeter& meter) {
  const Rect whole{x, y, width, kMeterHeight};
  if (!canvas.visible(whole)) return;
  canvas.hairline(x, y, width, Colour::line);
  const float top = y + 12;
  const float value = canvas.width(Font::mono_bold_12, meter.value) + 12;
  const float title =
      canvas.text_cut(Font::medium_13, Colour::text, x, top, width - value, meter.title);
  canvas.text_cut(Font::regular_12, Colour::faint, x + title + 8, top + 1.5F,
                  width - value - title - 8, meter.note);
  value_right(canvas, x + width, top + 1, meter.value);
  const Rect bar{x, y + 42, width, kBar};
  const Colour colour = colour_of(meter.role);
  draw_bar(canvas, bar, meter.used, meter.at_reset, colour,
           forecast_colour(meter.outlook_role == Role::muted ? meter.role : meter.outlook_role));
  if (meter.elapsed) {
    const float at = bar.x + (bar.w - 2) * static_cast<float>(std::clamp(*meter.elapsed, 0.0, 1.0));
    canvas.fill({at, bar.y - 4, 2, 18}, Colour::text);
  }
  const float words = y + 60;
  const float reset =
      canvas.text_right(Font::regular_12, Colour::faint, x + width, words, meter.reset);
  canvas.text_cut(Font::regular_12, colour_of(meter.outlook_role), x, words, width - reset - 12,
                  meter.outlook);
  hint(canvas, {x, y + 8, width, kMeterHeight - 12}, meter.hover);
}

void draw_extra_usage(const Canvas& canvas, float x, float y, float width,
                      const ExtraUsageMeter& extra) {
  canvas.hairline(x, y, width, Colour::line);
  const float top = y + 12;
  float at = x + canvas.text(Font::medium_13, Colour::text, x, top, "Extra usage") + 8;
  const bool on = extra.badge == "On";
  at += pill(canvas, at, top, extra.badge, on ? Colour::info_back : Colour::raised,
             on ? Colour::info : Colour::muted) +
        8;
  const float value = canvas.width(Font::mono_12, extra.value) + 16;
  canvas.text_cut(Font::regular_12, Colour::faint, at, top + 1.5F, x + width - value - at,
                  "billed beyond the plan, this month");
  if (!extra.value.empty()) value_right(canvas, x + width, top + 1, extra.value);
  draw_bar(canvas, {x, y + 42, width, kBar}, extra.used.value_or(0), std::nullopt, Colour::info,
           Colour::info_line);
  canvas.text_cut(Font::regular_12, Colour::muted, x, y + 60, width, extra.note);
}

void draw_meter_legend(const Canvas& canvas, float x, float y, float width) {
  const float right = x + width;
  const auto words = [&](std::string_view text) {
    x += canvas.text_cut(Font::regular_12, Colour::muted, x, y, right - x, text) + 16;
  };
  canvas.capsule({x, y + 4, 16, 8}, Colour::accent);
  x += 22;
  words("used");
  canvas.capsule({x, y + 4, 16, 8}, Colour::accent_line);
  x += 22;
  words("forecast at reset, local estimate");
  canvas.fill({x, y + 2, 2, 12}, Colour::text);
  x += 10;
  words("time elapsed in the window");
}

float draw_shares(const Canvas& canvas, float x, float y, float width, const PlanView& view) {
  const Rect bar{x, y, width, 14};
  canvas.fill(bar, Colour::track, 3);
  float at = x;
  for (std::size_t i = 0; i < view.shares.size(); ++i) {
    const ShareLine& share = view.shares[i];
    const float wide = std::max(3.0F, width * static_cast<float>(std::clamp(share.used, 0.0, 1.0)));
    const Rect part{at, y, std::min(wide - 2, bar.right() - at), 14};
    if (part.w < 1) break;
    canvas.fill(part, share_colour(i), part.w >= 6 ? 3.0F : 0.0F);
    hint(canvas, part, share.workspace + ": " + share.value);
    at += wide;
  }
  const int columns = width >= 560 ? 3 : width >= 360 ? 2 : 1;
  const float pitch = (width + 24) / static_cast<float>(columns);
  const std::size_t per_row = static_cast<std::size_t>(columns);
  for (std::size_t i = 0; i < view.shares.size(); ++i) {
    const float left = x + pitch * static_cast<float>(i % per_row);
    const float top = y + 24 + 20 * static_cast<float>(i / per_row);
    const ShareLine& share = view.shares[i];
    canvas.fill({left, top + 4, 8, 8}, share_colour(i), 2);
    const float value =
        canvas.text_right(Font::mono_12, Colour::text, left + pitch - 24, top, share.value);
    canvas.text_cut(Font::regular_12, Colour::muted, left + 14, top, pitch - 24 - value - 22,
                    share.workspace);
  }
  const std::size_t rows = (view.shares.size() + per_row - 1) / per_row;
  return 24 + 20 * static_cast<float>(rows);
}

}  // namespace orchard::app::ui
