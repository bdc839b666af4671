#include "app/ui/panels/dashboard/cards.h"

#include "app/ui/panels/dashboard/request_actions.h"
#include "app/ui/panels/frame/navigation.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/ui/widgets/marks.h"

#include <algorithm>
#include <cmath>

namespace orchard::app::ui {
namespace {

Colour border_of(Face face, bool hovered) {
  switch (face) {
    case Face::waiting:
      return Colour::warn;
    case Face::running:
      return Colour::accent;
    case Face::failed:
      return Colour::danger_line;
    default:
      return hovered ? Colour::faint : Colour::border;
  }
}

// Frame of a card; pressing anywhere but on its buttons opens the workspace. True with the ring.
bool frame(const Canvas& canvas, const Rect& box, const WorkspaceCard& card, UiState& state,
           IntentQueue& intents) {
  const Press pressed = press(canvas, "card", box, true);
  canvas.framed(box, Colour::surface, border_of(card.face, pressed.hovered), 8);
  if (pressed.focused) focus_ring(canvas, box, 8);
  if (pressed.clicked) open_workspace(state, intents, card.workspace, card.session);
  return pressed.focused;
}

void head(const Canvas& canvas, const Rect& box, const WorkspaceCard& card) {
  const float right = box.right() - 17;
  state_mark(canvas, box.x + 17, box.y + 17, card.mark, Colour::surface);
  const float time =
      canvas.text_right(Font::mono_12, Colour::faint, right, box.y + 16, card.time.text);
  const float gap = time > 0 ? 8.0F : 0.0F;
  const float state_width = canvas.text_right(Font::medium_12, colour_of(card.state.role),
                                              right - time - gap, box.y + 16, card.state.text);
  hint(canvas, {right - time, box.y + 14, time, 20}, card.time.hover);
  const float x = box.x + 39;
  canvas.text_cut(Font::semibold_15, Colour::text, x, box.y + 12.5F,
                  right - time - gap - state_width - 10 - x, card.name);
  // Repository, branch and base: the repository speaks louder.
  const float room = right - x;
  float at = x;
  at += canvas.text_cut(Font::mono_11, Colour::muted, at, box.y + 38, room * 0.5F, card.repository);
  const std::string rest =
      " \xc2\xb7 " + card.branch + (card.base.empty() ? "" : " \xe2\x86\x92 " + card.base);
  canvas.text_cut(Font::mono_11, Colour::faint, at, box.y + 38, right - at, rest);
}

void question(const Canvas& canvas, const Rect& box, const WorkspaceCard& card) {
  const float right = box.right() - 17;
  float x = box.x + 17;
  x += canvas.text_cut(Font::regular_13, Colour::text, x, box.y + 60, right - x, card.message);
  if (card.command.empty()) return;
  x += 5;
  const float width = std::min(canvas.width(Font::mono_12, card.command) + 10, right - x);
  if (width < 30) return;
  canvas.fill({x, box.y + 60, width, 19}, Colour::warn_back, 4);
  canvas.text_cut(Font::mono_12, Colour::text, x + 5, box.y + 61, width - 10, card.command);
  hint(canvas, {x, box.y + 60, width, 19}, card.command);
}

void body(const Canvas& canvas, const Rect& box, const WorkspaceCard& card, const ActionKeys& keys,
          UiState& state, IntentQueue& intents) {
  const float x = box.x + 17;
  const float width = box.w - 34;
  if (!card.actions.empty() || !card.command.empty()) {
    question(canvas, box, card);
    draw_actions(canvas, {x, box.y + 85, width, 26}, {card.workspace, card.session, card.request},
                 card.actions, card.note, keys, state, intents);
    return;
  }
  canvas.text_wrapped(Font::regular_13, Colour::text, x, box.y + 60, width, card.message, 2);
  if (!card.tool.empty()) {
    canvas.icon(Font::icon_11, Colour::accent, {x, box.y + 102, 8, 14}, icon::kAngleRight);
    canvas.text_cut(Font::mono_11, Colour::muted, x + 16, box.y + 102, width - 16, card.tool);
  } else if (!card.note.empty()) {
    canvas.text_cut(Font::regular_12, Colour::faint, x, box.y + 101, width, card.note);
  }
}

// +/−, commits at the left; turns, tokens, cost of the latest session at the right.
void figures(const Canvas& canvas, float left, float right, float y, Font font, float gap,
             const WorkspaceCard& card) {
  float at = left;
  const auto put = [&](const Figure& figure, float after) {
    if (figure.text.empty()) return;
    const float w = canvas.text(font, colour_of(figure.role), at, y, figure.text);
    hint(canvas, {at, y, w, 16}, figure.hover);
    at += w + after;
  };
  put(card.additions, gap - 5);
  put(card.deletions, gap);
  const float commits = canvas.text(font, Colour::muted, at, y, card.commits);
  at += commits;
  float end = right;
  for (const Figure* figure : {&card.cost, &card.tokens, &card.turns}) {
    if (figure->text.empty()) continue;
    const float w = canvas.width(font, figure->text);
    if (end - w < at + 8) break;
    canvas.text(font, colour_of(figure->role), end - w, y, figure->text);
    hint(canvas, {end - w, y, w, 16}, figure->hover);
    end -= w + gap + 1;
  }
}

void draw_archived_actions(const Canvas& canvas, const Rect& box, const WorkspaceCard& card,
                           UiState& state, IntentQueue& intents) {
  canvas.text_cut(Font::medium_13, Colour::muted, box.x + 43, box.y + 19, box.w - 240, card.name);
  const float right = box.right() - 15;
  const ButtonSpec restore{.id = "restore", .text = "Restore", .icon = icon::kHistory};
  const ButtonSpec remove{.id = "delete", .text = "Delete", .kind = ButtonKind::quiet};
  if (button_right(canvas, right, box.y + 15, restore)) {
    intents.emplace_back(RestoreWorkspace{card.workspace});
  }
  if (button_right(canvas, right - button_width(canvas, restore) - 6, box.y + 15, remove)) {
    state.subject = card.workspace;
    state.open_dialog(Dialog::delete_workspace);
  }
}

}  // namespace

void draw_large_card(const Canvas& canvas, const Rect& box, const WorkspaceCard& card,
                     const CardPlace& place, UiState& state, IntentQueue& intents) {
  const Scope scope(card.workspace.value);
  const bool focused = frame(canvas, box, card, state, intents);
  const ActionKeys keys = card.request && state.page == Page::dashboard
                              ? keys_of_question(canvas, place, focused, *card.request, state)
                              : ActionKeys{};
  head(canvas, box, card);
  body(canvas, box, card, keys, state, intents);
  canvas.hairline(box.x + 1, box.y + 121, box.w - 2, Colour::line);
  figures(canvas, box.x + 17, box.right() - 17, box.y + 130, Font::mono_12, 12, card);
}

void draw_resting_card(const Canvas& canvas, const Rect& box, const WorkspaceCard& card,
                       UiState& state, IntentQueue& intents) {
  const Scope scope(card.workspace.value);
  const bool focused = frame(canvas, box, card, state, intents);
  state_mark(canvas, box.x + 17, box.y + 21, card.mark, Colour::surface);
  const float right = box.right() - 17;
  const bool archived = card.face == Face::archived;
  // Its buttons show for the mouse and for the keyboard.
  const bool chosen = focused || has_ring("restore") || has_ring("delete");
  if (archived && (chosen || is_under_mouse(canvas, box))) {
    draw_archived_actions(canvas, box, card, state, intents);
    return;
  }
  const float age =
      canvas.text_right(Font::mono_11, Colour::faint, right, box.y + 13, card.time.text);
  hint(canvas, {right - age, box.y + 13, age, 14}, card.time.hover);
  float x = box.x + 43;
  x += canvas.text_cut(Font::medium_13, archived ? Colour::muted : Colour::text, x, box.y + 11,
                       right - age - 12 - x, card.name);
  x += 8;
  canvas.text_cut(Font::mono_11, Colour::faint, x, box.y + 13, right - age - 10 - x,
                  card.repository);
  figures(canvas, box.x + 43, right, box.y + 32, Font::mono_11, 10, card);
}

}  // namespace orchard::app::ui
