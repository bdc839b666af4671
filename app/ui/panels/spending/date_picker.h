#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/spending/date_picker_view.h"

#include <optional>

namespace orchard::app::ui {

/// A button that says which days are chosen and opens a calendar below itself. Gives the days once
/// both ends, or one of the usual choices, were pressed.
[[nodiscard]] std::optional<DayRange> date_picker(const FigureFrame& frame, const Rect& box,
                                                  std::string_view text, bool chosen,
                                                  std::chrono::sys_days today,
                                                  const std::optional<DayRange>& period);
[[nodiscard]] float date_picker_width(const Canvas& canvas, std::string_view text);

}  // namespace orchard::app::ui
