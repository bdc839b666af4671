#include "app/ui/panels/pages/needs_you_page.h"

#include "app/ui/panels/dashboard/request_actions.h"
#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/frame/page_header.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/marks.h"

#include <algorithm>
#include <string>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr int kMostLines = 8;

float subject_height(const Canvas& canvas, const NeedsYouItem& item, float width) {
  if (item.words.subject.empty()) return 0;
  const auto lines = canvas.wrap(Font::mono_13, width - 26, item.words.subject, kMostLines);
  return 20 * static_cast<float>(std::clamp<std::size_t>(lines.size(), 1, kMostLines)) + 12;
}

float note_height(const Canvas& canvas, const NeedsYouItem& item, float width) {
  if (item.words.note.empty()) return 0;
  const auto lines = canvas.wrap(Font::regular_12, width, item.words.note, 4);
  return 16 * static_cast<float>(std::min<std::size_t>(lines.size(), 4)) + 6;
}

float draw_item(const Canvas& canvas, float x, float y, float width, const NeedsYouItem& item,
                const CardPlace& place, UiState& state, IntentQueue& intents) {
  const Scope scope(item.session.value + item.request.value);
  const float inner = width - 34;
  const float subject = subject_height(canvas, item, inner);
  const float note = note_height(canvas, item, inner);
  const float height = 14 + 20 + 6 + 14 + 8 + subject + 8 + note + 26 + 14;
  const Rect box{x, y, width, height};
  const Press pressed = press(canvas, "card", box, true);
  canvas.framed(box, Colour::surface, Colour::warn, 8);
  if (pressed.focused) focus_ring(canvas, box, 8);
  const float left = x + 17;
  float top = y + 14;
  state_mark(canvas, left, top + 3, StateMark::waiting, Colour::surface);
  const float asked =
      canvas.text_right(Font::mono_12, Colour::faint, box.right() - 17, top + 2, item.asked);
  canvas.text_cut(Font::semibold_15, Colour::text, left + 22, top - 1.5F, inner - 40 - asked,
                  item.words.title);
  top += 26;
  canvas.text_cut(Font::mono_11, Colour::muted, left + 22, top, inner - 22, item.place);
  top += 22;
  if (subject > 0) {
    const Rect command{left, top, inner, subject};
    canvas.framed(command, Colour::sunken, Colour::line, 6);
    canvas.text_wrapped(Font::mono_13, Colour::text, left + 13, top + 6, inner - 26,
                        item.words.subject, kMostLines);
  }
  top += subject + 8;
  if (note > 0) {
    canvas.text_wrapped(Font::regular_12, Colour::muted, left, top - 2, inner, item.words.note, 4);
  }
  top += note;
  draw_actions(
      canvas, {left, top, inner, 26}, {item.workspace, item.session, item.request}, item.actions,
      {}, keys_of_question(canvas, place, pressed.focused, item.request, state), state, intents);
  if (pressed.clicked) open_workspace(state, intents, item.workspace, item.session);
  return height;
}

bool is_settled(const Canvas& canvas, const NeedsYouView& view, UiState& state) {
  std::string order = "needs you";
  for (const NeedsYouItem& item : view.items)
    order += " " + item.session.value + "/" + item.request.value;
  return cards_are_settled(canvas, std::move(order), state);
}

}  // namespace

void draw_needs_you(const Canvas& canvas, const Rect& area, const NeedsYouView& view,
                    UiState& state, IntentQueue& intents) {
  draw_page_header(canvas, area, "Needs you", true, state);
  const Rect page{area.x, area.y + kHeaderHeight, area.w, area.h - kHeaderHeight};
  ScrollArea scroll(canvas, "needs-you", page);
  if (view.items.empty()) {
    state_mark(canvas, page.middle_x() - 7, page.middle_y() - 40, StateMark::done);
    canvas.text_centred(Font::regular_15, Colour::muted, page.middle_x(), page.middle_y() - 12,
                        view.empty_text);
    return;
  }
  const float width = std::min(788.0F, area.w - 48);
  const float x = area.x + std::max(24.0F, (area.w - width) / 2);
  float y = scroll.y() + 16;
  canvas.text(Font::regular_12, Colour::faint, x, y + 1, "The one that waits longest comes first.");
  const float cap = key_cap_width(canvas, "Ctrl J");
  key_cap(canvas, x + width - cap, y, "Ctrl J");
  canvas.text_right(Font::regular_12, Colour::faint, x + width - cap - 7, y + 1,
                    "Next that needs you");
  y += 30;
  const bool settled = is_settled(canvas, view, state);
  for (const NeedsYouItem& item : view.items) {
    const bool first = &item == &view.items.front();
    y += draw_item(canvas, x, y, width, item, {first, settled}, state, intents) + 12;
  }
  scroll.set_content_height(y + 12 - scroll.y());
}

}  // namespace orchard::app::ui
