#include "app/ui/panels/workspace/composer.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <vector>

namespace orchard::app::ui {
namespace {

constexpr float kPadX = 15;
constexpr float kPadTop = 13;
constexpr float kPadBottom = 11;
constexpr float kControls = 32;
constexpr float kMeterRoom = 200;
constexpr std::size_t kQueuedShown = 3;

float queued_height(const ComposerView& view) {
  return 20 * static_cast<float>(std::min(view.queued.size(), kQueuedShown + 1));
}

void draw_queued(const Canvas& canvas, const Rect& row, const ComposerView& view) {
  float y = row.y;
  for (std::size_t i = 0; i < view.queued.size() && i < kQueuedShown; ++i) {
    const float wide = canvas.text(Font::medium_12, Colour::info, row.x, y + 1, "Queued");
    canvas.text_cut(Font::regular_12, Colour::muted, row.x + wide + 8, y + 1, row.w - wide - 8,
                    view.queued[i]);
    hint(canvas, {row.x, y, row.w, 20}, view.queued[i]);
    y += 20;
  }
  if (view.queued.size() <= kQueuedShown) return;
  const auto more = static_cast<std::int64_t>(view.queued.size() - kQueuedShown);
  canvas.text(Font::regular_12, Colour::faint, row.x, y + 1,
              "and " + counted(more, "more", "more"));
}

// Right-aligned.
void draw_meter(const Canvas& canvas, float right, float y, const ContextMeter& meter) {
  float x = right;
  if (!meter.limit.empty()) {
    x -= canvas.text_right(Font::mono_12, Colour::faint, x, y + 8, " / " + meter.limit);
  }
  x -= canvas.text_right(Font::mono_12, Colour::muted, x, y + 8, meter.used) + 10;
  if (!meter.limit.empty()) {
    x -= 7 * ContextMeter::kSegments - 2;
    for (int i = 0; i < ContextMeter::kSegments; ++i) {
      canvas.fill({x + 7 * static_cast<float>(i), y + 10, 5, 12},
                  i < meter.filled ? colour_of(meter.role) : Colour::track, 1.5F);
    }
  }
  hint(canvas, {x, y, right - x, 32}, meter.hover);
}

std::vector<std::string> texts_of(const std::vector<SettingsChoice>& choices, int& chosen) {
  std::vector<std::string> texts;
  chosen = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    texts.push_back(choices[i].text);
    if (choices[i].chosen) chosen = static_cast<int>(i);
  }
  return texts;
}

// A quiet drop-down; gives its width and writes the choice.
float draw_choice(const Canvas& canvas, std::string_view id, float x, float y,
                  const std::vector<SettingsChoice>& choices, std::string& value) {
  int chosen = 0;
  const auto texts = texts_of(choices, chosen);
  const std::string& text = texts[static_cast<std::size_t>(chosen)];
  const float width = canvas.width(Font::medium_12, text) + 38;
  const int picked = drop_down(canvas, id, {x, y, width, 28}, texts, chosen, true);
  if (picked >= 0) value = choices[static_cast<std::size_t>(picked)].value;
  return width;
}

}  // namespace

float Composer::height(const Canvas& canvas, const ComposerView& view, const Draft& draft,
                       float width) const {
  const float text = field_.wanted_height(canvas, draft.text, width - 2 * kPadX, 1, 9);
  return kPadTop + queued_height(view) + text + 11 + kControls + kPadBottom;
}

float Composer::draw_choices(const Canvas& canvas, const Rect& row, const ComposerView& view,
                             Draft& draft) {
  float x = row.x - 8;
  if (!view.can_write) return x;
  if (!view.models.empty()) {
    x += draw_choice(canvas, "model", x, row.y + 2, view.models, draft.model) + 4;
  }
  if (!view.modes.empty() && x + 110 < row.right()) {
    x += draw_choice(canvas, "mode", x, row.y + 2, view.modes, draft.permission_mode) + 4;
  }
  return x;
}

ComposerEvent Composer::draw(const Canvas& canvas, const Rect& card, const ComposerView& view,
                             Draft& draft, bool take_focus) {
  const Scope scope("composer");
  canvas.framed(card, Colour::surface, field_.focused() ? Colour::accent_line : Colour::border, 8);
  const Rect inner{card.x + kPadX, card.y + kPadTop, card.w - 2 * kPadX, 0};
  draw_queued(canvas, {inner.x, inner.y, inner.w, 20}, view);
  const float top = inner.y + queued_height(view);
  const Rect text{inner.x, top, inner.w, card.bottom() - kPadBottom - kControls - 11 - top};
  const EditorEvent typed =
      field_.draw(canvas, text, view.placeholder, draft.text, take_focus, view.can_write);

  ComposerEvent event;
  const float y = card.bottom() - kPadBottom - kControls;
  const bool blank = draft.text.find_first_not_of(" \t\r\n") == std::string::npos;
  const bool can_send = view.can_write && !blank;
  const Rect send{inner.right() - kControls, y, kControls, kControls};
  const Rect stop{send.x - kControls - 6, y, kControls, kControls};
  const float right = (view.can_interrupt ? stop.x : send.x) - 14;
  // What the agent may do matters more than how full it is.
  const float choices = draw_choices(canvas, {inner.x, y, right - inner.x, kControls}, view, draft);
  if (view.context && choices + kMeterRoom < right) draw_meter(canvas, right, y, *view.context);
  if (view.can_interrupt) {
    event.interrupt = icon_button(canvas, "interrupt", stop, icon::kStop,
                                  "Interrupt this turn (Esc); the session stays", true);
  }
  const bool pressed =
      icon_button(canvas, "send", send, icon::kAngleUp, view.send_hover, true, Font::icon_14);
  if (can_send) {
    canvas.fill(send, Colour::accent, 6);
    canvas.icon(Font::icon_14, Colour::ink, send, icon::kAngleUp);
  }
  event.send = can_send && (pressed || typed.submitted);
  return event;
}

}  // namespace orchard::app::ui
