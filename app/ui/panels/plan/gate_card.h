#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/plan_view.h"

namespace orchard::app::ui {

/// The gate of the plan's limits with all that it means, and what agents reported without it. From
/// the top of `room`; gives the height.
float draw_gate(const Canvas& canvas, const Rect& room, const PlanView& view,
                const SettingsView& settings, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
