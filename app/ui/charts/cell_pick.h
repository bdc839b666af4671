#pragma once

#include "app/ui/widgets/interact.h"

#include <functional>
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

/// Which cell a place beside the cells stands for, in logical px; -1: none.
using CellAt = std::function<int(float x, float y)>;

/// Makes a chart one stop of the keyboard: arrows walk from cell to cell (`across`: right and left
/// only), Enter presses the one with the ring. The mouse also finds a cell by `beside`.
[[nodiscard]] CellPick pick_cells(const Canvas& canvas, std::string_view id, const Rect& area,
                                  std::span<const Rect> cells, Walk walk = Walk::both,
                                  const CellAt& beside = {});

}  // namespace orchard::app::ui
