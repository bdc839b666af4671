#pragma once

#include "app/model/intent.h"
#include "app/ui/panels/figures/analytics_page.h"
#include "app/ui/panels/figures/rows_page.h"
#include "app/ui/panels/usage/usage_page.h"
#include "app/ui/panels/workspace/workspace_page.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/ui/widgets/focus.h"

namespace orchard::app::ui {

/// Everything the window shows: sidebar, the chosen page, notices and dialogs. UI thread; owns the
/// caches of the pages.
class MainWindow {
 public:
  /// Draws one frame between NewFrame and Render. `size` in logical px. What the user wants is
  /// appended to `intents`.
  void draw(const Canvas& canvas, float width, float height, const AppSnapshot& snapshot,
            core::Timestamp now, UiState& state, IntentQueue& intents);

 private:
  void draw_page(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                 core::Timestamp now, UiState& state, IntentQueue& intents);

  Focus focus_;
  WorkspacePage workspace_page_;
  AnalyticsPage analytics_page_;
  UsagePage usage_page_;
  RowsPage rows_page_;
};

}  // namespace orchard::app::ui
