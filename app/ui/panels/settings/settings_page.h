#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"

#include <optional>

namespace orchard::app::ui {

/// One section of the settings. Every change takes effect at once.
void draw_settings(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                   core::Timestamp now, UiState& state, IntentQueue& intents);

/// When an open section wants a frame although nothing happened; the plan's limits about once a
/// minute, to ask what is due and to let its times go on.
[[nodiscard]] std::optional<core::Timestamp> next_settings_frame(const UiState& state);

}  // namespace orchard::app::ui
