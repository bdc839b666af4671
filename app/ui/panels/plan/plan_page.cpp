#include "app/ui/panels/plan/plan_page.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/plan/plan_curve.h"
#include "app/ui/panels/plan/plan_meters.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/marks.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kWide = 736;
constexpr float kNarrow = 368;
constexpr float kGap = 24;
constexpr float kPad = 28;

Colour back_of(Role role) {
  if (role == Role::added) return Colour::accent_back;
  if (role == Role::warn) return Colour::warn_back;
  return role == Role::danger ? Colour::danger_back : Colour::raised;
}

// --- The card of the plan ---

void draw_head(const Canvas& canvas, const Rect& card, const PlanView& view, IntentQueue& intents) {
  const Rect tile{card.x + kPad, card.y + 18, 40, 40};
  canvas.framed(tile, Colour::accent_back, Colour::accent_line, 8);
  logo(canvas, tile.x + 11, tile.y + 11, 18, Colour::accent_back);
  const ButtonSpec browser{.id = "browser",
                           .text = "Open in browser",
                           .size = ButtonSize::large,
                           .icon = icon::kExternal,
                           .hint = kUsagePage};
  const ButtonSpec refresh{.id = "refresh",
                           .text = "Refresh",
                           .size = ButtonSize::large,
                           .icon = icon::kRefresh,
                           .enabled = view.can_refresh,
                           .hint = view.can_refresh ? std::string_view() : view.cache};
  const float right = card.right() - kPad;
  if (button_right(canvas, right, tile.y + 4, browser)) intents.emplace_back(OpenUsagePage{});
  const float left = right - button_width(canvas, browser) - 12;
  if (button_right(canvas, left, tile.y + 4, refresh)) intents.emplace_back(LookAtPlan{true});
  const float room = left - button_width(canvas, refresh) - 12 - tile.right() - 12;
  const float x = tile.right() + 12;
  const std::string_view name = view.plan.empty() ? std::string_view("Your plan") : view.plan;
  const float wide =
      canvas.text_cut(Font::semibold_15, Colour::text, x, tile.y + 1, std::max(room, 40.0F), name);
  const float badge = canvas.width(Font::caps_11, view.badge) + 14;
  if (!view.badge.empty() && wide + 8 + badge <= room)
    pill(canvas, x + wide + 8, tile.y + 3, view.badge, back_of(view.badge_role),
         view.badge_role == Role::added ? Colour::accent : colour_of(view.badge_role));
  if (!view.tier.empty())
    canvas.text_cut(Font::regular_12, Colour::muted, x, tile.y + 23, room, "tier " + view.tier);
}

void draw_data_line(const Canvas& canvas, const Rect& line, const PlanView& view) {
  canvas.framed(line, Colour::sunken, Colour::line, 6);
  const bool problem = !view.problem.empty() || view.badge_role == Role::warn;
  canvas.disc({line.x + 16, line.middle_y()}, 4, problem ? Colour::warn : Colour::accent);
  const float cache =
      canvas.text_right(Font::regular_12, Colour::faint, line.right() - 13, line.y + 8, view.cache);
  const std::string_view status =
      view.status.empty() ? std::string_view("The limits are not known.") : view.status;
  canvas.text_cut(Font::regular_12, Colour::muted, line.x + 29, line.y + 8,
                  line.w - 29 - 13 - cache - 12, status);
  hint(canvas, line, view.status);
}

float problem_height(const Canvas& canvas, float width, const PlanView& view) {
  if (view.problem.empty()) return 0;
  const auto lines = canvas.wrap(Font::regular_13, width - 54, view.problem);
  const bool acts = view.offers_sign_in || view.offers_retry;
  return 12 + 18 * static_cast<float>(lines.size()) + (acts ? 8 + 26 : 0) + 12;
}

void draw_problem(const Canvas& canvas, const Rect& box, const PlanView& view, UiState& state,
                  IntentQueue& intents) {
  canvas.framed(box, Colour::warn_back, Colour::warn_line, 6);
  canvas.icon(Font::icon_14, Colour::warn, {box.x + 14, box.y + 12, 16, 18}, icon::kWarning);
  float x = box.x + 40;
  const float text =
      canvas.text_wrapped(Font::regular_13, Colour::text, x, box.y + 12, box.w - 54, view.problem);
  const float y = box.y + 12 + text + 8;
  if (view.offers_sign_in) {
    const ButtonSpec sign_in{
        .id = "sign-in", .text = "Sign in", .kind = ButtonKind::primary, .icon = icon::kKey};
    if (button(canvas, x, y, sign_in)) {
      intents.emplace_back(SignIn{});
      open_settings(state, intents, "general");
    }
    x += button_width(canvas, sign_in) + 8;
  }
  const ButtonSpec again{.id = "again",
                         .text = "Try again",
                         .icon = icon::kRefresh,
                         .enabled = view.can_refresh,
                         .hint = view.can_refresh ? std::string_view() : view.cache};
  if (view.offers_retry && button(canvas, x, y, again)) intents.emplace_back(LookAtPlan{true});
}

float draw_plan_card(const Canvas& canvas, const Rect& room, const PlanView& view, UiState& state,
                     IntentQueue& intents) {
  const float inner = room.w - 2 * kPad;
  const float problem = problem_height(canvas, inner, view);
  const auto meters = static_cast<float>(view.meters.size() + (view.extra ? 1U : 0U));
  float height = 18 + 40 + 14 + 32 + (problem > 0 ? 12 + problem : 0) + 18;
  if (meters > 0) height += 14 + kMeterHeight * meters + 16;
  const Rect card{room.x, room.y, room.w, height};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  draw_head(canvas, card, view, intents);
  const float x = card.x + kPad;
  float y = card.y + 72;
  draw_data_line(canvas, {x, y, inner, 32}, view);
  y += 32;
  if (problem > 0) {
    draw_problem(canvas, {x, y + 12, inner, problem}, view, state, intents);
    y += 12 + problem;
  }
  if (meters == 0) return height;
  y += 14;
  for (const PlanMeter& meter : view.meters) {
    draw_meter(canvas, x, y, inner, meter);
    y += kMeterHeight;
  }
  if (view.extra) {
    draw_extra_usage(canvas, x, y, inner, *view.extra);
    y += kMeterHeight;
  }
  draw_meter_legend(canvas, x, y, inner);
  return height;
}

// --- What stands beside and below it ---

float draw_forecast(const Canvas& canvas, const Rect& room, const PlanView& view) {
  constexpr std::string_view kEstimate = "local estimate";
  const float inner = room.w - 34;
  const PlanCurve& curve = *view.curve;
  const auto sentence = canvas.wrap(Font::regular_12, inner, curve.sentence);
  const bool measured = view.estimate.size() > kEstimate.size();
  const std::string record = "This is a " + view.estimate + ".";
  const auto lines = canvas.wrap(Font::regular_12, inner, record);
  float height = 16 + 18 + 14 + kCurveHeight + 16;
  if (!curve.sentence.empty()) height += 16 * static_cast<float>(sentence.size()) + 2;
  if (measured) height += 8 + 16 * static_cast<float>(lines.size());
  const Rect card{room.x, room.y, room.w, height};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const float x = card.x + 17;
  canvas.text(Font::semibold_13, Colour::text, x, card.y + 16, "Forecast, 5 hours");
  canvas.text_right(Font::regular_12, Colour::faint, card.right() - 17, card.y + 17, kEstimate);
  draw_plan_curve(canvas, x, card.y + 48, inner, curve);
  float y = card.y + 48 + kCurveHeight + 2;
  if (!curve.sentence.empty())
    y += canvas.text_wrapped(Font::regular_12, Colour::muted, x, y, inner, curve.sentence);
  if (measured) canvas.text_wrapped(Font::regular_12, Colour::faint, x, y + 8, inner, record);
  return height;
}

float draw_share_card(const Canvas& canvas, const Rect& room, const PlanView& view) {
  const float inner = room.w - 2 * kPad;
  const int columns = inner >= 560 ? 3 : inner >= 360 ? 2 : 1;
  const auto rows = (view.shares.size() + static_cast<std::size_t>(columns) - 1) /
                    static_cast<std::size_t>(columns);
  const Rect card{room.x, room.y, room.w, 16 + 18 + 10 + 24 + 20 * static_cast<float>(rows) + 14};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const float note = canvas.text_right(Font::regular_12, Colour::faint, card.right() - kPad,
                                       card.y + 17, view.shares_note);
  canvas.text_cut(Font::semibold_13, Colour::text, card.x + kPad, card.y + 16, inner - note - 12,
                  "This 5-hour window, by workspace");
  draw_shares(canvas, card.x + kPad, card.y + 44, inner, view);
  return card.h;
}

float draw_advice(const Canvas& canvas, float x, float y, float width) {
  return canvas.text_wrapped(
      Font::regular_12, Colour::faint, x, y, width,
      "Pro and Max plans are meant for ordinary, individual use: let one to three agents work at a "
      "time, or use an API key.");
}

}  // namespace

float draw_stream_limits(const Canvas& canvas, float x, float y, float width,
                         const std::vector<StreamLine>& lines) {
  if (lines.empty()) return 0;
  constexpr float kRow = 44;
  const Rect card{x, y, width, 44 + kRow * static_cast<float>(lines.size()) + 6};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  canvas.text_cut(Font::semibold_13, Colour::text, x + 17, y + 14, width - 34, kUnaskedTitle);
  float top = y + 44;
  for (const StreamLine& line : lines) {
    canvas.hairline(x + 17, top, width - 34, Colour::line);
    const float value =
        canvas.text_right(Font::mono_12, colour_of(line.role), x + width - 17, top + 6, line.value);
    canvas.text_cut(Font::medium_13, Colour::text, x + 17, top + 5, width - 34 - value - 12,
                    line.title);
    const float reset =
        canvas.text_right(Font::regular_12, Colour::faint, x + width - 17, top + 24, line.reset);
    canvas.text_cut(Font::regular_12, Colour::faint, x + 17, top + 24, width - 34 - reset - 12,
                    line.source);
    top += kRow;
  }
  return card.h;
}

float draw_plan(const Canvas& canvas, const Rect& room, const PlanView& view, UiState& state,
                IntentQueue& intents) {
  const Scope scope("plan");
  const bool beside = room.w >= kWide + kGap + 300;
  const float left = std::min(kWide, room.w);
  const float right = beside ? std::min(kNarrow, room.w - kWide - kGap) : left;
  float y = room.y + draw_plan_card(canvas, {room.x, room.y, left, 0}, view, state, intents);
  float other = beside ? room.y : y + 16;
  const float x = beside ? room.x + left + kGap : room.x;
  if (view.curve) other += draw_forecast(canvas, {x, other, right, 0}, view) + 16;
  if (!view.stream.empty()) other += draw_stream_limits(canvas, x, other, right, view.stream) + 16;
  other += draw_advice(canvas, x + 4, other, right - 8);
  if (!beside) y = other;
  if (!view.shares.empty()) y += 16 + draw_share_card(canvas, {room.x, y + 16, left, 0}, view);
  const float foot = y + 14;
  float at = room.x + 4;
  const auto say = [&](Font font, Colour colour, std::string_view text) {
    at += canvas.text_cut(font, colour, at, foot, room.x + left - at, text);
  };
  say(Font::regular_12, Colour::faint, "Type ");
  say(Font::mono_12, Colour::muted, "/usage");
  say(Font::regular_12, Colour::faint, " in any session for this panel, ");
  say(Font::mono_12, Colour::muted, "/extra-usage");
  say(Font::regular_12, Colour::faint, " for claude.ai/settings/usage.");
  return std::max(foot + 16, other) - room.y;
}

}  // namespace orchard::app::ui
