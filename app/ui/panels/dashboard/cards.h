#pragma once

#include "app/model/intent.h"
#include "app/ui/panels/dashboard/request_actions.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/workspace_card.h"

namespace orchard::app::ui {

inline constexpr float kLargeCard = 154;
inline constexpr float kRestingCard = 56;

/// A workspace that acts or asks; its question can be answered in place, that of the first one
/// that asks by keys too.
void draw_large_card(const Canvas& canvas, const Rect& box, const WorkspaceCard& card,
                     const CardPlace& place, UiState& state, IntentQueue& intents);
void draw_resting_card(const Canvas& canvas, const Rect& box, const WorkspaceCard& card,
                       UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
