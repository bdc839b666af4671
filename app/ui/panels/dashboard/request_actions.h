#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/workspace_card.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// What a row of buttons acts on.
struct ActionSubject {
  core::WorkspaceId workspace;
  std::optional<core::SessionId> session;
  std::optional<core::PermissionRequestId> request;
};

/// Which keys press the buttons of a row.
struct ActionKeys {
  bool enter = false;    ///< the primary one, which says so
  bool letters = false;  ///< A for always, D for deny, digits for answers
  bool live = false;     ///< the question has stood there for long enough
  bool presses = true;   ///< so has everything around it: the mouse meant this
};

/// How a card stands among the others.
struct CardPlace {
  bool first = false;   ///< of those that ask
  bool settled = true;  ///< no card has come, gone or changed its question just now
};

/// Whether nothing moved for a moment: the second press of a double click must not answer what slid
/// under the mouse. `cards` names the cards and their questions in the order they are drawn; call
/// once a frame.
[[nodiscard]] bool cards_are_settled(const Canvas& canvas, std::string cards, UiState& state);

/// The keys of a card with a question: all of them while it is the first one and no ring is shown
/// anywhere, the letters while the ring is on the card itself.
[[nodiscard]] ActionKeys keys_of_question(const Canvas& canvas, const CardPlace& place,
                                          bool focused, const core::PermissionRequestId& request,
                                          UiState& state);

/// A row of buttons, or the field for the reason while a denial is being written; `note` stands
/// behind the buttons.
void draw_actions(const Canvas& canvas, const Rect& row, const ActionSubject& subject,
                  const std::vector<CardAction>& actions, std::string_view note,
                  const ActionKeys& keys, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
