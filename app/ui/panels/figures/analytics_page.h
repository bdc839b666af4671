#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/figures/leaderboard_view.h"

#include <cstdint>
#include <memory>
#include <set>

namespace orchard::app::ui {

/// The page of figures. Keeps the last answer, so that going back to the page shows it at once, and
/// the lines of the leaderboard between frames: there may be thousands. UI thread.
class AnalyticsPage {
 public:
  void draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
            core::Timestamp now, UiState& state, IntentQueue& intents);

 private:
  void take(const AppSnapshot& snapshot);
  const LeaderboardView& leaderboard(const AppSnapshot& snapshot, core::Timestamp now,
                                     const UiState& state);

  std::shared_ptr<const FigureAnswer> answer_;  ///< the newest with the page's figures

  // What `board_` was made of.
  std::shared_ptr<const FigureAnswer> board_answer_;
  std::uint64_t board_version_ = 0;
  LeaderKind board_kind_ = LeaderKind::workspaces;
  LeaderSort board_sort_;
  std::set<core::WorkspaceId> board_opened_;
  core::Timestamp board_minute_;
  LeaderboardView board_;
};

}  // namespace orchard::app::ui
