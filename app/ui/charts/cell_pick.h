#pragma once

#include "app/ui/widgets/interact.h"

#include <span>
#include <string_view>

namespace orchard::app::ui {

/// Which of the cells of a chart is meant; -1: none.
struct CellPick {
  int shown = -1;    ///< under the mouse, or where the keyboard is
  int pressed = -1;  ///< clicked, or Enter
  bool by_key = false;
};

enum class Walk { both, across };

/// Makes a chart one stop of the keyboard: arrows walk from cell to cell (`across`: right and left
/// only), Enter presses the one with the ring.
[[nodiscard]] CellPick pick_cells(const Canvas& canvas, std::string_view id, const Rect& area,
                                  std::span<const Rect> cells, Walk walk = Walk::both);

}  // namespace orchard::app::ui
