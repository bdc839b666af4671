#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dialogs/settings_page_view.h"

namespace orchard::app::ui {

/// The settings that exist. Every change takes effect at once.
void draw_settings(const Canvas& canvas, const Rect& area, const SettingsPageView& view,
                   const SettingsView& settings, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
