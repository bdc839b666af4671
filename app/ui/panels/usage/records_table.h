#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/usage_page/records_view.h"

namespace orchard::app::ui {

/// What a press in the table asks for.
struct RecordsEvent {
  std::optional<core::SessionId> opened;  ///< the session of the pressed call
};

/// The card of API calls: what narrows them, the table, and the pages.
RecordsEvent draw_records(const FigureFrame& frame, const Rect& card, const RecordsView& view);

/// How high the card is with a whole page of calls, and what it needs at least.
[[nodiscard]] float records_height(float width, std::int64_t lines);
[[nodiscard]] float least_records_height(float width);

}  // namespace orchard::app::ui
