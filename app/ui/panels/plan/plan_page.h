#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/plan_view.h"

namespace orchard::app::ui {

/// The limits of the account's plan with the gate open, from the top of `room`; gives the height.
float draw_plan(const Canvas& canvas, const Rect& room, const PlanView& view, UiState& state,
                IntentQueue& intents);

/// Limits that agents reported without being asked, each with its source; nothing for none.
float draw_stream_limits(const Canvas& canvas, float x, float y, float width,
                         const std::vector<StreamLine>& lines);

}  // namespace orchard::app::ui
