#include "app/ui/transcript/question_row.h"
#include "app/ui/transcript/row_view.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/ui/widgets/interact.h"
#include "app/ui/widgets/marks.h"
#include "app/view_model/text/format.h"

#include <utility>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

void answer(const RowContext& context, const OpenRequest& request, bool allow, bool always,
            std::string reason) {
  context.intents.push_back(
      AnswerPermission{request.session, request.request, allow, always, std::move(reason), {}});
  context.state.deny.reset();
}

void begin_denial(const RowContext& context, const OpenRequest& request) {
  context.state.deny = PendingDeny{request.session, request.request, {}};
}

bool is_denied(const UiState& state, const OpenRequest& request) {
  return state.deny && state.deny->session == request.session &&
         state.deny->request == request.request;
}

// The reason goes to the agent; to a question it is the answer.
void draw_denial(const RowContext& context, const PermissionCard& card, const Rect& row) {
  const Canvas& canvas = context.canvas;
  UiState& state = context.state;
  const ButtonSpec send{.id = "send-denial",
                        .text = card.question ? "Reply" : "Deny",
                        .kind = card.question ? ButtonKind::primary : ButtonKind::danger,
                        .size = ButtonSize::large};
  const ButtonSpec cancel{.id = "cancel-denial",
                          .text = "Cancel",
                          .kind = ButtonKind::quiet,
                          .size = ButtonSize::large};
  const float send_width = button_width(canvas, send);
  const float cancel_width = button_width(canvas, cancel);
  const Rect field{row.x, row.y, row.w - send_width - cancel_width - 16, 32};
  const InputSpec spec{
      .id = "reason",
      .placeholder = card.question ? "Your answer" : "Why not, or what to do instead (optional)",
      .take_focus = std::exchange(state.deny->fresh, false)};
  const InputEvent typed = input_line(canvas, field, spec, state.deny->reason);
  const bool pressed = button(canvas, field.right() + 8, row.y, send);
  if (typed.submitted || pressed) {
    if (!card.questions.empty()) {
      // No words are no answer: the field keeps waiting for them.
      if (state.deny->reason.empty())
        state.deny->fresh = true;
      else
        answer_question(context, card, state.deny->reason);
      return;
    }
    answer(context, card.request, false, false, state.deny->reason);
    return;
  }
  if (button(canvas, field.right() + 16 + send_width, row.y, cancel)) state.deny.reset();
}

void draw_choices(const RowContext& context, const PermissionCard& card, const Rect& row) {
  const Canvas& canvas = context.canvas;
  const bool keys = keys_answer(context, card.request);
  const bool letters = keys && !typing();
  ButtonSpec allow{.id = "allow",
                   .text = card.plan.empty() ? "Allow" : "Go ahead",
                   .kind = ButtonKind::primary,
                   .size = ButtonSize::large,
                   .key_cap = "Enter"};
  ButtonSpec always{
      .id = "always", .text = "Always in this session", .size = ButtonSize::large, .key_cap = "A"};
  ButtonSpec deny{.id = "deny", .text = "Deny\u2026", .size = ButtonSize::large, .key_cap = "D"};
  const bool shows_keys = context.first_request == card.request.request;
  if (row.w < 430 || !shows_keys) allow.key_cap = always.key_cap = deny.key_cap = {};
  float x = row.x;
  const bool entered = keys && enter_pressed();
  if (card_button(context, x, row.y, allow) || entered) {
    answer(context, card.request, true, false, "");
    return;
  }
  x += button_width(canvas, allow) + 8;
  if (card.plan.empty()) {
    if (card_button(context, x, row.y, always) || (letters && key_pressed('A'))) {
      answer(context, card.request, true, true, "");
      return;
    }
    x += button_width(canvas, always) + 8;
  }
  if (card_button(context, x, row.y, deny) || (letters && key_pressed('D'))) {
    begin_denial(context, card.request);
  }
  x += button_width(canvas, deny) + 8;
  if (!context.next_elsewhere) return;
  const float cap = key_cap_width(canvas, "Ctrl J");
  const float label = canvas.width(Font::regular_12, "Next that needs you");
  if (x + label + 8 + cap > row.right()) return;
  key_cap(canvas, row.right() - cap, row.y + 7, "Ctrl J");
  canvas.text_right(Font::regular_12, Colour::faint, row.right() - cap - 7, row.y + 8,
                    "Next that needs you");
}

}  // namespace

void draw_permission_card(const RowContext& context, const TranscriptRow& row,
                          const PermissionCard& card, const RowLayout& layout, float x, float y) {
  const Canvas& canvas = context.canvas;
  canvas.framed({x, y, layout.width, layout.height}, Colour::surface, Colour::warn, 8);
  const Rect inner{x + 15, y + 13, layout.width - 30, layout.height - 26};
  state_mark(canvas, inner.x, inner.y + 2, StateMark::waiting, Colour::surface);
  const float asked = canvas.width(Font::mono_11, card.asked);
  canvas.text_cut(Font::semibold_13, Colour::text, inner.x + 22, inner.y, inner.w - asked - 34,
                  card.words.title);
  canvas.text_right(Font::mono_11, Colour::faint, inner.right(), inner.y + 2, card.asked);
  float top = inner.y + 18;
  if (!layout.command.lines.empty()) {
    const Rect box{inner.x, top + 8, inner.w, layout.command.height() + 12};
    canvas.framed(box, Colour::sunken, Colour::border, 6);
    const bool shell = card.request.tool == "Bash";
    if (shell) canvas.text(Font::mono_13, Colour::faint, box.x + 13, box.y + 6, "$");
    draw_block(canvas, layout.command, box.x + 12 + (shell ? 16.0F : 0.0F), box.y + 6);
    top = box.bottom();
  }
  if (!layout.diff.rows.empty()) {
    const Rect box{inner.x, top + 8, inner.w, 28 + layout.diff.height + 1};
    canvas.framed(box, Colour::sunken, Colour::border, 6);
    canvas.text_cut(Font::mono_12, Colour::text, box.x + 12, box.y + 6, box.w - 24, card.path);
    canvas.hairline(box.x + 1, box.y + 27, box.w - 2, Colour::line);
    draw_diff(context, row.id, layout.diff, false,
              {box.x + 1, box.y + 28, box.w - 2, layout.diff.height});
    top = box.bottom();
  }
  if (!layout.body.parts.empty()) {
    draw_markdown(canvas, layout.body, inner.x, top + 8);
  } else if (!card.words.note.empty()) {
    canvas.text_cut(Font::regular_12, Colour::muted, inner.x, top + 6, inner.w,
                    fmt::format("The agent\u2019s note: {}", card.words.note));
  }
  const Rect buttons{inner.x, inner.bottom() - 32, inner.w, 32};
  if (is_denied(context.state, card.request)) {
    draw_denial(context, card, buttons);
  } else if (card.question) {
    draw_question(context, card, buttons);
  } else {
    draw_choices(context, card, buttons);
  }
}

}  // namespace orchard::app::ui
