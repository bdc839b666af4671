#pragma once

#include "app/ui/widgets/canvas.h"

#include <string_view>

namespace orchard::app::ui {

enum class ColumnOrder { none, ascending, descending };

/// The head of one column of a table that can be sorted.
struct ColumnHead {
  std::string_view title;  ///< its id too, unique within the Scope
  std::string_view hover;
  bool words = false;  ///< words stand left in their column, figures right
  ColumnOrder order = ColumnOrder::none;
};

/// Draws it into its cell of the row of heads; true when it was pressed. UI thread.
[[nodiscard]] bool column_head(const Canvas& canvas, const Rect& cell, const ColumnHead& head);

}  // namespace orchard::app::ui
