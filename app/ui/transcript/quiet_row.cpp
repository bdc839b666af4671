#include "app/ui/theme/icons.h"
#include "app/ui/transcript/row_view.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/ui/widgets/marks.h"

#include <imgui.h>

namespace orchard::app::ui {
namespace {

void flip(std::set<std::string>& opened, const std::string& id) {
  if (opened.erase(id) == 0) opened.insert(id);
}

void draw_result(const Canvas& canvas, const TranscriptItem& item, const TextBlock& block,
                 const Rect& box) {
  canvas.framed(box, Colour::sunken, Colour::line, 6);
  draw_block(canvas, block, box.x + 12, box.y + 6);
  const Scope scope(item.id);
  if (icon_button(canvas, "copy", {box.right() - 30, box.y + 3, 26, 24}, icon::kCopy,
                  "Copy the whole result")) {
    ImGui::SetClipboardText(item.result.c_str());
  }
}

void draw_tools(const RowContext& context, const QuietGroup& group, const RowLayout& layout,
                float x, float y) {
  const Canvas& canvas = context.canvas;
  for (std::size_t i = 0; i < group.tools.size(); ++i) {
    const ToolLine& tool = group.tools[i];
    if (group.tools.size() > 1) {
      const Rect line{x, y, layout.width, 26};
      if (canvas.visible(line)) {
        const Press pressed = press(canvas, tool.item->id, line);
        if (pressed.hovered) canvas.fill(line, Colour::hover, 4);
        if (pressed.clicked) flip(context.state.opened, tool.item->id + "/result");
        state_mark(canvas, x + 18, y + 6, tool.mark);
        canvas.text_cut(Font::mono_12, Colour::muted, x + 40, y + 5, layout.width - 50, tool.title);
        if (pressed.focused) focus_ring(canvas, line, 4);
      }
      y += 26;
    }
    const TextBlock& block = layout.details[i];
    if (block.lines.empty()) continue;
    draw_result(canvas, *tool.item, block, {x + 18, y, layout.width - 18, block.height() + 12});
    y += block.height() + 12 + 6;
  }
}

}  // namespace

void draw_quiet_group(const RowContext& context, const TranscriptRow& row, const QuietGroup& group,
                      const RowLayout& layout, float x, float y) {
  const Canvas& canvas = context.canvas;
  const bool open = layout.opened.front() == '1';
  const Rect head{x, y, layout.width, 28};
  const Press pressed = press(canvas, "head", head);
  if (pressed.clicked) flip(context.state.opened, row.id);
  canvas.hairline(x, y, layout.width, Colour::line);
  canvas.hairline(x, y + layout.height, layout.width, Colour::line);
  const Colour colour = pressed.hovered ? Colour::text : Colour::muted;
  canvas.icon(Font::icon_12, Colour::faint, {x, y, 12, 29},
              open ? icon::kAngleDown : icon::kAngleRight);
  float right = x + layout.width;
  if (!group.time.empty()) {
    right -= canvas.text_right(Font::mono_11, Colour::faint, right, y + 8, group.time) + 10;
  }
  if (group.failed) {
    right -= canvas.text_right(Font::regular_12, Colour::danger, right, y + 6, "with errors") + 10;
  }
  float left = x + 17;
  if (group.running) {
    state_mark(canvas, left, y + 7, StateMark::running);
    left += 22;
  }
  canvas.text_cut(Font::regular_13, colour, left, y + 5, right - left, group.title);
  if (pressed.focused) focus_ring(canvas, head, 4);
  if (!open) return;
  if (!group.thoughts.empty()) {
    draw_markdown(canvas, layout.body, x + 18, y + 29);
    return;
  }
  draw_tools(context, group, layout, x, y + 29);
}

}  // namespace orchard::app::ui
