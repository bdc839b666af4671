#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage_page/cost_chart.h"
#include "app/view_model/usage_page/records_view.h"
#include "app/view_model/usage_page/usage_cards.h"
#include "app/view_model/usage_page/usage_shares.h"

#include <memory>

namespace orchard::app::ui {

/// The page of API calls: what they cost, whose they are, and each of them. Keeps the last answer,
/// so that going back to the page shows it at once, and what was made of it between frames: a month
/// of hours is 720 columns. UI thread.
class UsagePage {
 public:
  void draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
            core::Timestamp now, UiState& state, IntentQueue& intents);

 private:
  void update(const AppSnapshot& snapshot, core::Timestamp now);
  void draw_figures(const Canvas& canvas, const Rect& page, float top, const AppSnapshot& snapshot,
                    UiState& state, IntentQueue& intents);

  std::shared_ptr<const FigureAnswer> answer_;  ///< the newest with the page's figures
  core::Timestamp minute_;                      ///< what the views were made for
  std::array<UsageCard, 5> cards_;
  CostChartView chart_;
  SourceRingView ring_;
  ConsumersView consumers_;
  RecordsView records_;
};

}  // namespace orchard::app::ui
