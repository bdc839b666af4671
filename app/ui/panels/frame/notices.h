#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dialogs/notices_view.h"

namespace orchard::app::ui {

/// What happened and what is still being done, as small cards in the lower right corner.
void draw_notices(const Canvas& canvas, const Rect& window, const NoticesView& view, UiState& state,
                  IntentQueue& intents);

}  // namespace orchard::app::ui
