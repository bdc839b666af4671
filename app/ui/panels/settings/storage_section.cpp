#include "app/ui/panels/settings/storage_section.h"

#include "app/ui/charts/spark.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 736;
constexpr float kPad = 20;
constexpr float kFigures = 150;

float note_lines(const Canvas& canvas, const StorageRow& row, float width) {
  const auto lines = canvas.wrap(Font::regular_12, width, row.note, 3);
  return 16 * static_cast<float>(std::clamp<std::size_t>(lines.size(), 1, 3));
}

float row_height(const Canvas& canvas, const StorageRow& row, float width) {
  return 12 + 18 + 2 + note_lines(canvas, row, width) + 12;
}

void draw_row(const Canvas& canvas, const Rect& box, const StorageRow& row) {
  const float x = box.x + kPad;
  const float words = box.w - 2 * kPad - kFigures - 16;
  const float title = canvas.text(Font::medium_13, Colour::text, x, box.y + 12, row.title);
  canvas.text_cut(Font::regular_12, Colour::faint, x + title + 8, box.y + 13.5F, words - title - 8,
                  row.items);
  canvas.text_wrapped(Font::regular_12, Colour::muted, x, box.y + 32, words, row.note, 3);
  const float right = box.right() - kPad;
  canvas.text_right(Font::mono_12, Colour::text, right, box.y + 13, row.size);
  canvas.text_right(Font::regular_12, Colour::accent, right, box.y + 32, row.removable);
}

/// Asked before anything goes; gives its height.
float draw_question(const Canvas& canvas, const Rect& box, const StorageView& view, UiState& state,
                    IntentQueue& intents) {
  const float inner = box.w - 2 * kPad;
  const auto lines = canvas.wrap(Font::regular_12, inner, view.question.back());
  const Rect card{box.x, box.y, box.w,
                  14 + 18 + 6 + 16 * static_cast<float>(lines.size()) + 12 + 32 + 14};
  canvas.framed(card, Colour::surface, Colour::warn, 8);
  const float x = card.x + kPad;
  canvas.text_cut(Font::medium_13, Colour::text, x, card.y + 14, inner, view.question.front());
  canvas.text_wrapped(Font::regular_12, Colour::muted, x, card.y + 38, inner, view.question.back());
  const float y = card.bottom() - 46;
  const ButtonSpec keep{.id = "keep",
                        .text = "Keep everything",
                        .kind = ButtonKind::quiet,
                        .size = ButtonSize::large};
  const ButtonSpec remove{
      .id = "remove", .text = "Remove", .kind = ButtonKind::danger, .size = ButtonSize::large};
  if (button(canvas, x, y, remove)) {
    intents.emplace_back(CleanUpStorage{});
    state.settings.asks_clean_up = false;
  }
  if (button(canvas, x + button_width(canvas, remove) + 8, y, keep))
    state.settings.asks_clean_up = false;
  return card.h;
}

float draw_progress(const Canvas& canvas, const Rect& box, const StorageView& view,
                    IntentQueue& intents) {
  const ButtonSpec stop{.id = "stop", .text = "Cancel", .size = ButtonSize::large};
  const float wide = button_width(canvas, stop);
  canvas.text_cut(Font::regular_12, Colour::muted, box.x, box.y, box.w - wide - 16, view.doing);
  progress_bar(canvas, {box.x, box.y + 22, box.w - wide - 16, 6}, view.progress, Colour::accent);
  if (button_right(canvas, box.right(), box.y, stop)) intents.emplace_back(CancelCleanUp{});
  return 34;
}

float draw_offer(const Canvas& canvas, const Rect& box, const StorageView& view, UiState& state) {
  const ButtonSpec clean{.id = "clean",
                         .text = "Clean up\u2026",
                         .size = ButtonSize::large,
                         .icon = icon::kTrash,
                         .enabled = view.can_clean_up};
  const float wide = button_width(canvas, clean);
  if (button(canvas, box.x, box.y, clean)) state.settings.asks_clean_up = true;
  canvas.text_cut(Font::regular_12, Colour::muted, box.x + wide + 14, box.y + 8, box.w - wide - 14,
                  view.note);
  return 32;
}

}  // namespace

float draw_storage(const Canvas& canvas, const Rect& room, const StorageView& view, UiState& state,
                   IntentQueue& intents) {
  const Scope scope("storage");
  const float width = std::min(kWidth, room.w);
  const float words = width - 2 * kPad - kFigures - 16;
  canvas.text(Font::caps_11, Colour::faint, room.x, room.y, "ON THE DISK");
  canvas.text_right(Font::regular_12, Colour::faint, room.x + width, room.y - 1, view.summary);
  float height = view.rows.empty() ? 56 : 2;
  for (const StorageRow& row : view.rows) height += row_height(canvas, row, words);
  const Rect card{room.x, room.y + 22, width, height};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  float y = card.y + 1;
  if (view.rows.empty())
    canvas.text_cut(Font::regular_13, Colour::muted, card.x + kPad, card.y + 19, width - 2 * kPad,
                    "Looking at the folders of Orchard.");
  for (const StorageRow& row : view.rows) {
    const float tall = row_height(canvas, row, words);
    if (y > card.y + 1) canvas.hairline(card.x + 1, y, card.w - 2, Colour::line);
    draw_row(canvas, {card.x, y, card.w, tall}, row);
    y += tall;
  }
  y = card.bottom() + 20;
  const Rect below{room.x, y, width, 0};
  if (view.running) {
    y += draw_progress(canvas, below, view, intents);
  } else if (state.settings.asks_clean_up && view.can_clean_up) {
    y += draw_question(canvas, below, view, state, intents);
  } else if (!view.rows.empty()) {
    y += draw_offer(canvas, below, view, state);
  }
  if (!view.result.empty() && !view.running)
    y += 14 + canvas.text_wrapped(Font::regular_12, colour_of(view.result_role), room.x + 2, y + 14,
                                  width - 4, view.result, 4);
  return y - room.y;
}

}  // namespace orchard::app::ui
