#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dialogs/welcome_view.h"

namespace orchard::app::ui {

/// What stands in place of an empty dashboard: two ways to begin and what the machine offers.
void draw_welcome(const Canvas& canvas, const Rect& area, const WelcomeView& view, UiState& state,
                  IntentQueue& intents);

}  // namespace orchard::app::ui
