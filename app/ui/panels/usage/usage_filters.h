#pragma once

#include "app/ui/panels/figures/figure_card.h"

namespace orchard::app::ui {

/// What the page asks now: the choices of its own and those that all pages with figures share.
[[nodiscard]] UsageQuestion usage_question(const FiguresState& figures);

/// The title row with the choices of the page; where they find no room there they take lines below
/// it; folders and branches to choose from are those of `shown`. Gives the height of those lines.
float draw_usage_header(const FigureFrame& frame, const Rect& area, const FigureChoices& choices,
                        const UsageFigures& shown);

/// Takes the narrowing of the records away, all but the search; false when there was none.
bool clear_narrowing(UsageState& usage);

}  // namespace orchard::app::ui
