#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dialogs/settings_page_view.h"

#include <vector>

namespace orchard::app::ui {

/// The sections of the settings, in the place of the sidebar while they are open; `folded` shows
/// their icons only. `shown` is the id of the open one.
void draw_settings_nav(const Canvas& canvas, const Rect& area,
                       const std::vector<SettingsSection>& sections, std::string_view shown,
                       bool folded, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
