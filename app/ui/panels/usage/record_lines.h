#pragma once

#include "app/ui/panels/figures/figure_card.h"
#include "app/view_model/usage_page/records_view.h"

#include <array>
#include <optional>
#include <span>

namespace orchard::app::ui {

/// Where the columns of the table end; 0 wide for one that finds no room.
struct RecordColumns {
  std::array<float, kRecordFigures.size()> width{};
  std::array<float, kRecordFigures.size()> right{};
  float badge = 0;  ///< of the source; 0: a dot only
  float name_left = 0;
  float name_right = 0;

  [[nodiscard]] bool shows(std::size_t column) const { return width.at(column) > 0; }
};

[[nodiscard]] RecordColumns lay_out_records(const Rect& card);

/// The heads sort; the order goes into the state of the page.
void draw_record_heads(const FigureFrame& frame, const Rect& row, const RecordColumns& columns);

/// The lines in a room of their own; gives the session of the one that was pressed. Those that lead
/// nowhere cannot be pressed.
std::optional<core::SessionId> draw_record_lines(const FigureFrame& frame, const Rect& room,
                                                 std::span<const RecordLine> lines,
                                                 const RecordColumns& columns);

/// A button of the pager.
[[nodiscard]] bool draw_page_step(const Canvas& canvas, std::string_view id, const Rect& box,
                                  const char* glyph, std::string_view words, bool enabled);

}  // namespace orchard::app::ui
