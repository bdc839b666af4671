#include "app/ui/panels/plan/gate_card.h"

#include "app/ui/panels/plan/plan_page.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 736;
constexpr float kPad = 20;
constexpr float kIndent = 32;

void buttons(const Canvas& canvas, float x, float y, bool open, UiState& state,
             IntentQueue& intents) {
  const ButtonSpec flip{.id = "gate",
                        .text = open ? "Turn off" : "Turn on",
                        .kind = open ? ButtonKind::normal : ButtonKind::primary,
                        .size = ButtonSize::large};
  if (open) {
    const ButtonSpec show{
        .id = "show", .text = "Show usage", .kind = ButtonKind::primary, .size = ButtonSize::large};
    if (button(canvas, x, y, show)) state.settings_section = "usage";
    x += button_width(canvas, show) + 8;
  }
  if (button(canvas, x, y, flip)) {
    ChangeSettings change;
    change.usage_insights = !open;
    intents.emplace_back(change);
    // It opens as soon as the gate does.
    if (!open) state.settings_section = "usage";
  }
  x += button_width(canvas, flip) + 8;
  const ButtonSpec browser{.id = "browser",
                           .text = "Open in browser",
                           .size = ButtonSize::large,
                           .icon = icon::kExternal,
                           .hint = kUsagePage};
  if (button(canvas, x, y, browser)) intents.emplace_back(OpenUsagePage{});
}

}  // namespace

float draw_gate(const Canvas& canvas, const Rect& room, const PlanView& view,
                const SettingsView& settings, UiState& state, IntentQueue& intents) {
  const Scope scope("gate");
  const bool open = settings.usage_insights;
  const float width = std::min(kWidth, room.w);
  const float inner = width - 2 * kPad - kIndent;
  const std::vector<std::string> text = gate_explanation();
  float height = 18 + 23 + 10;
  for (const std::string& paragraph : text)
    height += 18 * static_cast<float>(canvas.wrap(Font::regular_13, inner, paragraph).size()) + 8;
  height += 8 + 32 + 20;
  const Rect card{room.x, room.y, width, height};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  canvas.icon(Font::icon_14, open ? Colour::accent : Colour::muted,
              {card.x + kPad, card.y + 18, 16, 23}, icon::kLock);
  const float x = card.x + kPad + kIndent;
  canvas.text(Font::semibold_15, Colour::text, x, card.y + 18,
              open ? "Usage Insights is on" : "Usage Insights is off");
  float y = card.y + 18 + 23 + 10;
  for (const std::string& paragraph : text)
    y += canvas.text_wrapped(Font::regular_13, Colour::muted, x, y, inner, paragraph) + 8;
  buttons(canvas, x, y + 8, open, state, intents);
  y = card.bottom() + 12;
  canvas.icon(Font::icon_12, Colour::faint, {card.x + 4, y, 14, 16}, icon::kList);
  canvas.text_cut(Font::regular_12, Colour::faint, card.x + 26, y, width - 30, view.ledger);
  y += 16;
  if (!view.stream.empty())
    y += 16 + draw_stream_limits(canvas, card.x, y + 16, width, view.stream);
  return y - room.y;
}

}  // namespace orchard::app::ui
