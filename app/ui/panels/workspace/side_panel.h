#pragma once

#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/workspace/changes_view.h"

#include <vector>

namespace orchard::app::ui {

/// The column at the right: changed files and commits, or the figures of the open conversation.
void draw_side_panel(const Canvas& canvas, const Rect& area, const ChangesView& changes,
                     const std::vector<SessionFact>& facts, UiState& state);

}  // namespace orchard::app::ui
