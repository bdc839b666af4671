#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/usage_page/cost_chart.h"
#include "app/view_model/usage_page/usage_cards.h"
#include "app/view_model/usage_page/usage_shares.h"

#include <span>

namespace orchard::app::ui {

// The cards above the records. A press on a bar, a slice or a consumer narrows the records to the
// calls behind it, a second one takes that back.

/// The figures in a row, or in as many as the width asks for; gives the height.
float draw_usage_cards(const FigureFrame& frame, float x, float y, float width,
                       std::span<const UsageCard> cards);

/// `periods` are those the chart was made of.
void draw_cost_card(const FigureFrame& frame, const Rect& card, const CostChartView& chart,
                    std::span<const UsagePeriod> periods);

void draw_source_card(const FigureFrame& frame, const Rect& card, const SourceRingView& ring);

void draw_consumers_card(const FigureFrame& frame, const Rect& card, const ConsumersView& view);

}  // namespace orchard::app::ui
