#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/workspace_card.h"

#include <optional>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// What a row of buttons acts on.
struct ActionSubject {
  core::WorkspaceId workspace;
  std::optional<core::SessionId> session;
  std::optional<core::PermissionRequestId> request;
};

/// A row of buttons, or the field for the reason while a denial is being written; `note` stands
/// behind the buttons.
void draw_actions(const Canvas& canvas, const Rect& row, const ActionSubject& subject,
                  const std::vector<CardAction>& actions, std::string_view note, UiState& state,
                  IntentQueue& intents);

}  // namespace orchard::app::ui
