#pragma once

#include "app/model/figure_answer.h"
#include "app/ui/panels/figures/figure_card.h"

namespace orchard::app::ui {

// The cards of analytics that say what was spent, and when and how long people work. A click on a
// figure opens the rows behind it. `figures` is the answer to `filter`.

void draw_days_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                    const FigureFilter& filter);
void draw_models_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                      const FigureFilter& filter);
void draw_clock_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                     const FigureFilter& filter);
void draw_lengths_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                       const FigureFilter& filter);

}  // namespace orchard::app::ui
