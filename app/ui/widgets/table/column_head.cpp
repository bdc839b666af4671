#include "app/ui/widgets/table/column_head.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/interact.h"

namespace orchard::app::ui {

bool column_head(const Canvas& canvas, const Rect& cell, const ColumnHead& head) {
  const Press pressed = press(canvas, head.title, cell);
  const bool sorted = head.order != ColumnOrder::none;
  const Colour ink = sorted || pressed.hovered ? Colour::text : Colour::faint;
  const float width = canvas.width(Font::caps_11, head.title);
  const float x = head.words ? cell.x : cell.right() - width;
  canvas.text(Font::caps_11, ink, x, cell.y + 7, head.title);
  if (sorted) {
    const float at = head.words ? x + width + 4 : x - 14;
    canvas.icon(Font::icon_11, Colour::accent, {at, cell.y, 10, cell.h - 1},
                head.order == ColumnOrder::descending ? icon::kSortDown : icon::kAngleUp);
  }
  if (pressed.focused) focus_ring(canvas, cell.inset(1), 4);
  hint(canvas, cell, head.hover);
  return pressed.clicked;
}

}  // namespace orchard::app::ui
