#pragma once

#include "app/ui/charts/cell_pick.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/dashboard/dashboard_view.h"

#include <array>
#include <span>
#include <string_view>

namespace orchard::app::ui {

/// The colour of a level 0–4.
[[nodiscard]] Colour heat_colour(int level);
/// "0 ▢▢▢▢▢ 15+", its right edge at `right`; gives its left edge.
float heat_legend(const Canvas& canvas, float right, float y, std::string_view top);

/// 13 columns of 7 days that fill the box, with `gap` between them. The index of a cell is
/// 7 * week + weekday.
CellPick heat_calendar(const Canvas& canvas, std::string_view id, const Rect& box, float gap,
                       const std::array<std::array<HeatCell, 7>, 13>& weeks);
/// Bars with their counts above and labels below.
CellPick histogram(const Canvas& canvas, std::string_view id, const Rect& box, float gap,
                   std::span<const HistogramBar> bars);
/// Name, bar and count per row of 20; `bar` is the width of the longest. `rest`: the last one
/// stands for all others and speaks lower.
CellPick command_bars(const Canvas& canvas, std::string_view id, const Rect& box, float bar,
                      std::span<const CommandBar> bars, bool rest = false);

}  // namespace orchard::app::ui
