#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/figures/rows_view.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace orchard::app::ui {

/// The rows behind a figure, in place of the page where it was pressed: back or Escape leads there
/// again. Keeps the list and its measures between frames. UI thread.
class RowsPage {
 public:
  /// `state.figures.drills` holds one at least.
  void draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
            core::Timestamp now, UiState& state, IntentQueue& intents);

 private:
  void update(const Canvas& canvas, const FigureDrill& drill, const AppSnapshot& snapshot,
              core::Timestamp now);
  void draw_table(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                  UiState& state, IntentQueue& intents);

  std::shared_ptr<const FigureAnswer> answer_;
  FigureDrill drill_;
  core::Timestamp minute_;
  float scale_ = 0;
  std::uint64_t font_build_ = 0;
  RowsView view_;
  std::vector<float> widths_;  ///< of the content of each column, in logical px
};

}  // namespace orchard::app::ui
