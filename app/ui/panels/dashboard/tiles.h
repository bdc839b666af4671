#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/dashboard/dashboard_tiles.h"

#include <array>

namespace orchard::app::ui {

/// The figures at the top, in one row where there is room, else in several; gives the height.
float draw_tiles(const FigureFrame& frame, float x, float y, float width,
                 const std::array<Tile, 7>& tiles);

}  // namespace orchard::app::ui
