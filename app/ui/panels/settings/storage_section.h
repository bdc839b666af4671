#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/storage_view.h"

namespace orchard::app::ui {

/// What Orchard takes on the disk, and the clean-up. From the top of `room`; gives the height.
float draw_storage(const Canvas& canvas, const Rect& room, const StorageView& view, UiState& state,
                   IntentQueue& intents);

}  // namespace orchard::app::ui
