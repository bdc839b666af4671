#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"

namespace orchard::app::ui {

/// The sections that are forms: general, agents, git, appearance, notifications. Draws from the top
/// of `room` and gives the height.
float draw_section(const Canvas& canvas, const Rect& room, std::string_view section,
                   const AppSnapshot& snapshot, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
