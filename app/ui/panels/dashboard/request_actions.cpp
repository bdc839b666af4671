#include "app/ui/panels/dashboard/request_actions.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/focus.h"
#include "app/ui/widgets/input.h"

#include <algorithm>
#include <utility>

namespace orchard::app::ui {
namespace {

void answer(const ActionSubject& subject, bool allow, bool always, std::string reason,
            std::vector<QuestionAnswer> answers, IntentQueue& intents) {
  if (!subject.session || !subject.request) return;
  intents.emplace_back(AnswerPermission{.session = *subject.session,
                                        .request = *subject.request,
                                        .allow = allow,
                                        .always_in_session = always,
                                        .reason = std::move(reason),
                                        .answers = std::move(answers)});
}

void act(const ActionSubject& subject, const CardAction& action, UiState& state,
         IntentQueue& intents) {
  switch (action.kind) {
    case CardAction::Kind::allow:
      answer(subject, true, false, {}, {}, intents);
      break;
    case CardAction::Kind::always:
      answer(subject, true, true, {}, {}, intents);
      break;
    case CardAction::Kind::deny:
      if (subject.session && subject.request) {
        state.deny = PendingDeny{*subject.session, *subject.request, {}};
      }
      break;
    case CardAction::Kind::option:
      answer(subject, true, false, {}, {action.answer}, intents);
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

void reason_row(const Canvas& canvas, const Rect& row, const ActionSubject& subject,
                const ActionKeys& keys, UiState& state, IntentQueue& intents) {
  PendingDeny& deny = *state.deny;
  const ButtonSpec send{.id = "deny-now", .text = "Deny", .kind = ButtonKind::danger};
  const ButtonSpec cancel{.id = "deny-cancel", .text = "Cancel", .kind = ButtonKind::quiet};
  const float buttons = button_width(canvas, send) + button_width(canvas, cancel) + 16;
  const Rect field{row.x, row.y, std::max(80.0F, row.w - buttons), 26};
  const InputEvent typed = input_line(canvas, field,
                                      {.id = "reason",
                                       .placeholder = "Why? (may stay empty)",
                                       .take_focus = std::exchange(deny.fresh, false)},
                                      deny.reason);
  float x = field.right() + 8;
  const bool denied = (button(canvas, x, row.y, send) && keys.presses) || typed.submitted;
  x += button_width(canvas, send) + 8;
  const bool cancelled = button(canvas, x, row.y, cancel) && keys.presses;
  if (denied) answer(subject, false, false, deny.reason, {}, intents);
  if (denied || cancelled) state.deny.reset();
}

bool key_presses(const CardAction& action, const ActionKeys& keys) {
  if (!keys.live || typing() || control_down()) return false;
  switch (action.kind) {
    case CardAction::Kind::allow:
    case CardAction::Kind::reply:
      return keys.enter && enter_pressed();
    case CardAction::Kind::always:
      return keys.letters && key_pressed('A');
    case CardAction::Kind::deny:
      return keys.letters && key_pressed('D');
    case CardAction::Kind::option:
      return keys.letters && !action.key.empty() && key_pressed(action.key.front());
    default:
      return false;
  }
}

std::string_view hint_of(const CardAction& action, const ActionKeys& keys) {
  if (!keys.letters) return {};
  if (action.kind == CardAction::Kind::always) return "A";
  if (action.kind == CardAction::Kind::deny) return "D";
  return {};
}

ButtonSpec button_of(const CardAction& action, std::string_view id, const ActionKeys& keys) {
  return {.id = id,
          .text = action.text,
          .kind = action.primary ? ButtonKind::primary : ButtonKind::normal,
          .key_cap = keys.enter ? std::string_view(action.key) : std::string_view(),
          .hint = hint_of(action, keys)};
}

// Half of a choice would look like all of it.
bool all_options_fit(const Canvas& canvas, float width, const std::vector<CardAction>& actions,
                     const ActionKeys& keys) {
  float x = 0;
  bool options = false;
  for (const CardAction& action : actions) {
    x += (x > 0 ? 8.0F : 0.0F) + button_width(canvas, button_of(action, "", keys));
    options = options || action.kind == CardAction::Kind::option;
  }
  return !options || x <= width + 1;
}

}  // namespace

bool cards_are_settled(const Canvas& canvas, std::string cards, UiState& state) {
  if (state.deny) cards += " denying " + state.deny->request.value;
  return state.press_guard.lets_answer(cards, canvas.facts().seconds);
}

ActionKeys keys_of_question(const Canvas& canvas, const CardPlace& place, bool focused,
                            const core::PermissionRequestId& request, UiState& state) {
  const bool ring = canvas.facts().focus->is_shown();
  const bool busy = state.dialog != Dialog::none || state.deny.has_value();
  const bool means_this = focused || (place.first && !ring);
  if (busy || !means_this) return {.presses = place.settled};
  return {.enter = !focused,
          .letters = true,
          .live = state.guard.lets_answer(request.value, canvas.facts().seconds),
          .presses = place.settled};
}

void draw_actions(const Canvas& canvas, const Rect& row, const ActionSubject& subject,
                  const std::vector<CardAction>& actions, std::string_view note,
                  const ActionKeys& keys, UiState& state, IntentQueue& intents) {
  if (state.deny && subject.request && state.deny->request == *subject.request && subject.session &&
      state.deny->session == *subject.session) {
    reason_row(canvas, row, subject, keys, state, intents);
    return;
  }
  if (!all_options_fit(canvas, row.w, actions, keys)) {
    draw_actions(canvas, row, subject, {only_reply()}, note, keys, state, intents);
    return;
  }
  float x = row.x;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const CardAction& action = actions[i];
    const std::string id = "action" + std::to_string(i);
    const ButtonSpec spec = button_of(action, id, keys);
    if (x + button_width(canvas, spec) > row.right() + 1) break;
    if ((button(canvas, x, row.y, spec) && keys.presses) || key_presses(action, keys)) {
      act(subject, action, state, intents);
      return;
    }
    x += button_width(canvas, spec) + 8;
  }
  if (!note.empty()) {
    const float at = x + (actions.empty() ? 0 : 4);
    canvas.text_cut(Font::regular_12, Colour::faint, at, row.y + 5, row.right() - at, note);
  }
}

}  // namespace orchard::app::ui
