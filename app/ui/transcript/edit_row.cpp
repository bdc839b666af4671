#include "app/ui/theme/icons.h"
#include "app/ui/transcript/row_view.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/text/format.h"

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

void draw_line(const Canvas& canvas, const DiffLayout::Row& row, bool numbered, const Rect& box) {
  const float y = box.y + row.y;
  const Rect line{box.x, y, box.w, row.height};
  if (!canvas.visible(line)) return;
  if (row.kind == DiffLine::Kind::gap) {
    canvas.hairline(box.x, y + 5, box.w, Colour::line);
    return;
  }
  if (row.kind == DiffLine::Kind::added) canvas.fill(line, Colour::diff_added);
  if (row.kind == DiffLine::Kind::deleted) canvas.fill(line, Colour::diff_deleted);
  float x = box.x;
  if (numbered) {
    canvas.text_right(Font::mono_11, Colour::faint, x + 40, y + 3, row.old_line);
    canvas.text_right(Font::mono_11, Colour::faint, x + 80, y + 3, row.new_line);
    x += 80;
  }
  if (row.kind == DiffLine::Kind::added) {
    canvas.text(Font::mono_12, Colour::added, x + 12, y + 2, "+");
  } else if (row.kind == DiffLine::Kind::deleted) {
    canvas.text(Font::mono_12, Colour::deleted, x + 12, y + 2, "\u2212");
  }
  draw_block(canvas, row.text, x + 36, y);
}

}  // namespace

void draw_diff(const RowContext& context, const std::string& id, const DiffLayout& diff,
               bool numbered, const Rect& box) {
  const Canvas& canvas = context.canvas;
  for (const auto& row : diff.rows) draw_line(canvas, row, numbered, box);
  if (diff.hidden == 0) return;
  const Rect more{box.x, box.y + diff.height - 30, box.w, 28};
  const Press pressed = press(canvas, "more", more);
  if (pressed.clicked) context.state.opened.insert(id);
  canvas.hairline(more.x, more.y, more.w, Colour::line);
  canvas.text_centred(
      Font::regular_12, pressed.hovered ? Colour::text : Colour::muted, more.middle_x(), more.y + 7,
      fmt::format("Show {} more",
                  counted(static_cast<std::int64_t>(diff.hidden), "line", "lines")));
  if (pressed.focused) focus_ring(canvas, more, 4);
}

void draw_edit_card(const RowContext& context, const TranscriptRow& row, const EditCard& card,
                    const RowLayout& layout, float x, float y) {
  const Canvas& canvas = context.canvas;
  const Rect box{x, y, layout.width, layout.height};
  canvas.framed(box, Colour::surface, Colour::border, 8);
  const Rect body{x + 1, y + 33, layout.width - 2, layout.height - 34};
  canvas.fill(body, Colour::sunken, 7, Corners::bottom);
  canvas.hairline(x + 1, y + 32, layout.width - 2, Colour::line);
  canvas.icon(Font::icon_12, Colour::faint, {x + 12, y + 1, 16, 32}, icon::kPencil);
  float left = x + 37;
  left += canvas.text(Font::regular_13, Colour::muted, left, y + 8, card.verb) + 8;
  float right = x + layout.width - 13;
  right -= canvas.text_right(Font::mono_12, Colour::deleted, right, y + 9,
                             deletions_text(card.diff.deletions)) +
           8;
  right -= canvas.text_right(Font::mono_12, Colour::added, right, y + 9,
                             additions_text(card.diff.additions)) +
           10;
  canvas.text_cut(Font::mono_12, Colour::text, left, y + 9, right - left, card.path);
  hint(canvas, {left, y, right - left, 32}, card.path);
  draw_diff(context, row.id, layout.diff, card.numbered, body);
}

}  // namespace orchard::app::ui
