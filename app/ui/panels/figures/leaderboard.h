#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/figures/leaderboard_view.h"

namespace orchard::app::ui {

/// The leaderboard in its card: heads that sort, lines that open, figures that lead to their rows.
void draw_leaderboard(const FigureFrame& frame, const Rect& card, const LeaderboardView& view,
                      const AnalyticsFigures& figures);

}  // namespace orchard::app::ui
