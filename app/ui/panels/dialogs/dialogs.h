#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"

namespace orchard::app::ui {

/// Draws the dialog that `state` names, if any, over the whole window.
void draw_dialog(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                 UiState& state, IntentQueue& intents);

// One of them each; called by draw_dialog.
void draw_create_dialog(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                        UiState& state, IntentQueue& intents);
void draw_add_repository(const Canvas& canvas, const Rect& window, UiState& state,
                         IntentQueue& intents);
/// Asks before the workspace `state.subject` is archived or deleted.
void draw_confirm(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                  UiState& state, IntentQueue& intents);
/// Asks where `state.figures.exporting` is to be written, and says what came of it.
void draw_export(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                 UiState& state, IntentQueue& intents);
void draw_help(const Canvas& canvas, const Rect& window, UiState& state);

}  // namespace orchard::app::ui
