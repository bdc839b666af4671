#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/figures/timeline_view.h"

namespace orchard::app::ui {

/// The share of 24 hours that a dot covers in a card of this width, for make_timeline.
[[nodiscard]] float timeline_mark(float card_width);
/// The least height that shows all lanes.
[[nodiscard]] float timeline_height(const TimelineView& view);

/// The sessions of the last 24 hours, a lane per repository.
void draw_timeline(const FigureFrame& frame, const Rect& card, const TimelineView& view,
                   const std::vector<RecentSession>& sessions);

}  // namespace orchard::app::ui
