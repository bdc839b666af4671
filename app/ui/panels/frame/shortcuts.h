#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/focus.h"

namespace orchard::app::ui {

/// Does what the pressed keys ask of the window as a whole. Call once a frame, before drawing.
void handle_shortcuts(const AppSnapshot& snapshot, core::Timestamp now, const Focus& focus,
                      UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
