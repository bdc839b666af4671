#pragma once

#include "app/ui/panels/figures/figure_card.h"

namespace orchard::app::ui {

/// The bar of filters; gives its height, more than one line where room is short.
float draw_filter_bar(const FigureFrame& frame, float x, float y, float width,
                      const FigureAnswer* answer, core::Timestamp now);

}  // namespace orchard::app::ui
