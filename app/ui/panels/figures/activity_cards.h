#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/figures/activity_view.h"

namespace orchard::app::ui {

// One card each: hover says the exact value and what it means, a press opens its rows.

void draw_hours_card(const FigureFrame& frame, const Rect& card, const HourHeat& heat);
void draw_weeks_card(const FigureFrame& frame, const Rect& card, const WeekHeat& heat);
void draw_turns_card(const FigureFrame& frame, const Rect& card, const TurnBars& bars);
void draw_commands_card(const FigureFrame& frame, const Rect& card,
                        const std::vector<CommandUses>& commands);

}  // namespace orchard::app::ui
