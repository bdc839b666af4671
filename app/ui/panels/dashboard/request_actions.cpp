#include "app/ui/panels/dashboard/request_actions.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"

namespace orchard::app::ui {
namespace {

void answer(const ActionSubject& subject, bool allow, bool always, std::string reason,
            IntentQueue& intents) {
  if (!subject.session || !subject.request) return;
  intents.emplace_back(AnswerPermission{.session = *subject.session,
                                        .request = *subject.request,
                                        .allow = allow,
                                        .always_in_session = always,
                                        .reason = std::move(reason)});
}

void act(const ActionSubject& subject, CardAction::Kind kind, UiState& state,
         IntentQueue& intents) {
  switch (kind) {
    case CardAction::Kind::allow:
      answer(subject, true, false, {}, intents);
      break;
    case CardAction::Kind::always:
      answer(subject, true, true, {}, intents);
      break;
    case CardAction::Kind::deny:
      if (subject.session && subject.request) {
        state.deny = PendingDeny{*subject.session, *subject.request, {}};
      }
      break;
    case CardAction::Kind::reply:
    case CardAction::Kind::open:
      open_workspace(state, intents, subject.workspace, subject.session);
      break;
    case CardAction::Kind::archive:
      state.subject = subject.workspace;
      state.open_dialog(Dialog::archive_workspace);
      break;
    case CardAction::Kind::restore:
      intents.emplace_back(RestoreWorkspace{subject.workspace});
      break;
    case CardAction::Kind::remove:
      state.subject = subject.workspace;
      state.open_dialog(Dialog::delete_workspace);
      break;
  }
}

void reason_row(const Canvas& canvas, const Rect& row, const ActionSubject& subject, UiState& state,
                IntentQueue& intents) {
  PendingDeny& deny = *state.deny;
  const ButtonSpec send{.id = "deny-now", .text = "Deny", .kind = ButtonKind::danger};
  const ButtonSpec cancel{.id = "deny-cancel", .text = "Cancel", .kind = ButtonKind::quiet};
  const float buttons = button_width(canvas, send) + button_width(canvas, cancel) + 16;
  const Rect field{row.x, row.y, std::max(80.0F, row.w - buttons), 26};
  const InputEvent typed = input_line(
      canvas, field, {.id = "reason", .placeholder = "Why? (may stay empty)"}, deny.reason);
  float x = field.right() + 8;
  const bool denied = button(canvas, x, row.y, send) || typed.submitted;
  x += button_width(canvas, send) + 8;
  const bool cancelled = button(canvas, x, row.y, cancel);
  if (denied) answer(subject, false, false, deny.reason, intents);
  if (denied || cancelled) state.deny.reset();
}

}  // namespace

void draw_actions(const Canvas& canvas, const Rect& row, const ActionSubject& subject,
                  const std::vector<CardAction>& actions, std::string_view note, UiState& state,
                  IntentQueue& intents) {
  if (state.deny && subject.request && state.deny->request == *subject.request && subject.session &&
      state.deny->session == *subject.session) {
    reason_row(canvas, row, subject, state, intents);
    return;
  }
  float x = row.x;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const CardAction& action = actions[i];
    const std::string id = "action" + std::to_string(i);
    const ButtonSpec spec{.id = id,
                          .text = action.text,
                          .kind = action.primary ? ButtonKind::primary : ButtonKind::normal,
                          .key_cap = action.key};
    if (x + button_width(canvas, spec) > row.right() + 1) break;
    if (button(canvas, x, row.y, spec)) act(subject, action.kind, state, intents);
    x += button_width(canvas, spec) + 8;
  }
  if (!note.empty()) {
    const float at = x + (actions.empty() ? 0 : 4);
    canvas.text_cut(Font::regular_12, Colour::faint, at, row.y + 5, row.right() - at, note);
  }
}

}  // namespace orchard::app::ui
