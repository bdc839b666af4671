#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/overview/needs_you_view.h"

namespace orchard::app::ui {

/// Every question that waits, across all workspaces, with its buttons.
void draw_needs_you(const Canvas& canvas, const Rect& area, const NeedsYouView& view,
                    UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
