#include "app/ui/panels/dialogs/dialogs.h"

namespace orchard::app::ui {

void draw_dialog(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                 UiState& state, IntentQueue& intents) {
  const bool first_frame = state.dialog_opened;
  switch (state.dialog) {
    case Dialog::none:
      break;
    case Dialog::create_workspace:
      draw_create_dialog(canvas, window, snapshot, state, intents);
      break;
    case Dialog::add_repository:
      draw_add_repository(canvas, window, state, intents);
      break;
    case Dialog::archive_workspace:
    case Dialog::delete_workspace:
      draw_confirm(canvas, window, snapshot, state, intents);
      break;
    case Dialog::export_figure:
      draw_export(canvas, window, snapshot, state, intents);
      break;
    case Dialog::help:
      draw_help(canvas, window, state);
      break;
  }
  if (first_frame) state.dialog_opened = false;
}

}  // namespace orchard::app::ui
