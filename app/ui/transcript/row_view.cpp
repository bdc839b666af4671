#include "app/ui/transcript/row_view.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/ui/widgets/marks.h"

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kDepthIndent = 20;

void copy(const std::string& text) {
  ImGui::SetClipboardText(text.c_str());
}

// A copy button that shows while the mouse is over the row.
void hover_copy(const Canvas& canvas, const Rect& row, const Rect& box, const std::string& text) {
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool over = row.contains(mouse.x / canvas.scale(), mouse.y / canvas.scale());
  if (!over) return;
  if (icon_button(canvas, "copy", box, icon::kCopy, "Copy")) copy(text);
}

struct Drawer {
  const RowContext& context;
  const TranscriptRow& row;
  const RowLayout& layout;
  float x;
  float y;

  [[nodiscard]] const Canvas& canvas() const { return context.canvas; }
  [[nodiscard]] Rect box() const { return {x, y, layout.width, layout.height}; }

  void operator()(const UserCard& card) const {
    canvas().framed(box(), Colour::raised, Colour::border, 8);
    canvas().text(Font::caps_11, Colour::faint, x + 17, y + 12, "YOU");
    const float right = x + layout.width - 17;
    const float wide = canvas().text_right(Font::mono_11, Colour::faint, right, y + 12, card.time);
    hint(canvas(), {right - wide, y + 10, wide, 18}, card.hover);
    draw_markdown(canvas(), layout.body, x + 17, y + 30);
    hover_copy(canvas(), box(), {right - wide - 34, y + 7, 26, 24}, card.item->text);
  }

  void operator()(const AgentText& text) const {
    draw_markdown(canvas(), layout.body, x, y);
    hover_copy(canvas(), box(), {x + layout.width - 26, y, 26, 24}, text.item->text);
  }

  void operator()(const StreamingText&) const { draw_markdown(canvas(), layout.body, x, y); }

  void operator()(const QuietGroup& group) const {
    draw_quiet_group(context, row, group, layout, x, y);
  }
  void operator()(const EditCard& card) const { draw_edit_card(context, row, card, layout, x, y); }
  void operator()(const PermissionCard& card) const {
    draw_permission_card(context, row, card, layout, x, y);
  }

  void operator()(const TurnFooter& footer) const {
    float at = x;
    const float end = x + layout.width - (footer.answer ? 30.0F : 0.0F);
    for (const auto& figure : footer.figures) {
      const float wide = canvas().width(Font::mono_11, figure.text);
      if (at + wide > end) break;
      canvas().text(Font::mono_11, colour_of(figure.role), at, y + 3, figure.text);
      hint(canvas(), {at, y, wide, 20}, figure.hover);
      at += wide + 13;
    }
    if (!footer.answer) return;
    const Rect place{x + layout.width - 24, y - 2, 24, 24};
    if (icon_button(canvas(), "copy", place, icon::kCopy, "Copy the answer")) {
      copy(footer.answer->text);
    }
  }

  void operator()(const NoticeLine& notice) const {
    canvas().text_cut(Font::regular_12, colour_of(notice.role), x, y + 2, layout.width,
                      notice.text);
    hint(canvas(), box(), notice.text);
  }

  void operator()(const ErrorCard& card) const {
    canvas().framed(box(), Colour::danger_back, Colour::danger_line, 8);
    state_mark(canvas(), x + 15, y + 14, StateMark::failed, Colour::danger_back);
    draw_markdown(canvas(), layout.body, x + 38, y + 12);
    canvas().text_cut(Font::regular_12, Colour::muted, x + 38, y + 12 + layout.body.height + 4,
                      layout.width - 52, card.remedy);
    hover_copy(canvas(), box(), {x + layout.width - 34, y + 9, 26, 24}, card.text);
  }
};

}  // namespace

bool card_button(const RowContext& context, float x, float y, const ButtonSpec& spec) {
  return button(context.canvas, x, y, spec) && context.takes_presses;
}

void draw_row(const RowContext& context, const TranscriptRow& row, const RowLayout& layout, float x,
              float y) {
  const Scope scope(row.id);
  if (row.depth > 0) {
    context.canvas.fill({x - kDepthIndent + 8, y, 2, layout.height}, Colour::border);
  }
  std::visit(Drawer{context, row, layout, x, y}, *row.content);
}

}  // namespace orchard::app::ui
