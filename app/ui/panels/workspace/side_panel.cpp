#include "app/ui/panels/workspace/side_panel.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"

#include <algorithm>
#include <array>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 12;

void draw_tabs(const Canvas& canvas, const Rect& row, const ChangesView& changes, UiState& state) {
  const std::array<std::pair<std::string_view, std::string_view>, 2> tabs{
      {{"Changes", changes.count}, {"Session", ""}}};
  float x = row.x + kPad;
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const auto& [title, count] = tabs[i];
    const bool chosen = state.panel_tab == static_cast<int>(i);
    const float counted = count.empty() ? 0 : 9 + canvas.width(Font::mono_11, count);
    const Rect box{x, row.y, 20 + canvas.width(Font::medium_13, title) + counted, row.h - 1};
    const Press pressed = press(canvas, title, box);
    const Colour colour = chosen || pressed.hovered ? Colour::text : Colour::muted;
    const float wide = canvas.text(Font::medium_13, colour, x + 10, row.y + 17, title);
    canvas.text(Font::mono_11, Colour::faint, x + 10 + wide + 9, row.y + 19, count);
    if (chosen) canvas.fill({x, row.bottom() - 2, box.w, 2}, Colour::accent);
    if (pressed.focused) focus_ring(canvas, box.inset(3), 4);
    if (pressed.clicked) state.panel_tab = static_cast<int>(i);
    x += box.w + 4;
  }
  const Rect fold{row.right() - 34, row.y + 13, 26, 26};
  if (icon_button(canvas, "fold", fold, icon::kColumns, "Hide this column")) {
    state.panel_open = false;
  }
}

float draw_stat(const Canvas& canvas, float right, float y, const std::string& added,
                const std::string& deleted) {
  right -= canvas.text_right(Font::mono_11, Colour::deleted, right, y, deleted) + 7;
  right -= canvas.text_right(Font::mono_11, Colour::added, right, y, added) + 8;
  return right;
}

void draw_file(const Canvas& canvas, const Rect& row, const ChangeRow& file) {
  const Press pressed = press(canvas, file.hover, row, true);
  if (pressed.hovered) canvas.fill(row, Colour::hover);
  canvas.text(Font::mono_bold_11, colour_of(file.letter_role), row.x + 24, row.y + 6, file.letter);
  const float end =
      draw_stat(canvas, row.right() - kPad, row.y + 6, file.additions, file.deletions);
  float x = row.x + 42;
  const float name = canvas.width(Font::regular_12, file.name);
  const float folder_room = end - x - name;
  if (folder_room > 24 && !file.folder.empty()) {
    x += canvas.text_cut(Font::regular_12, Colour::faint, x, row.y + 5, folder_room, file.folder);
  }
  canvas.text_cut(Font::regular_12, Colour::text, x, row.y + 5, end - x, file.name);
  hint(canvas, row, file.hover + "\nClick to copy the path");
  if (pressed.clicked) ImGui::SetClipboardText(file.hover.c_str());
  if (pressed.focused) focus_ring(canvas, row.inset(2), 4);
}

float draw_groups(const Canvas& canvas, float x, float y, float width, const ChangesView& view,
                  UiState& state) {
  for (const auto& group : view.groups) {
    const Scope scope(group.title);
    const Rect head{x, y, width, 30};
    const std::string id = "changes/" + group.title;
    const bool folded = state.collapsed.contains(id);
    const Press pressed = press(canvas, "head", head);
    if (pressed.clicked && state.collapsed.erase(id) == 0) state.collapsed.insert(id);
    canvas.hairline(x, y, width, Colour::line);
    canvas.fill({x + kPad, y + 8, 3, 14}, colour_of(group.bar), 1);
    canvas.icon(Font::icon_11, Colour::faint, {x + 22, y, 10, 30},
                folded ? icon::kAngleRight : icon::kAngleDown);
    const float wide = canvas.text(Font::semibold_12, Colour::text, x + 40, y + 7, group.title);
    canvas.text(Font::mono_11, Colour::faint, x + 40 + wide + 8, y + 8, group.count);
    draw_stat(canvas, x + width - kPad, y + 8, group.additions, group.deletions);
    if (pressed.focused) focus_ring(canvas, head.inset(2), 4);
    y += 30;
    if (folded) continue;
    for (const auto& file : group.rows) {
      const Rect row{x, y, width, 26};
      if (canvas.visible(row)) draw_file(canvas, row, file);
      y += 26;
    }
  }
  return y;
}

float draw_commits(const Canvas& canvas, float x, float y, float width, const ChangesView& view) {
  if (view.commits.empty()) return y;
  canvas.hairline(x, y, width, Colour::line);
  canvas.text(Font::caps_11, Colour::faint, x + kPad, y + 9, "COMMITS");
  y += 30;
  for (const auto& commit : view.commits) {
    const Rect row{x, y, width, 24};
    y += 24;
    if (!canvas.visible(row)) continue;
    const Press pressed = press(canvas, commit.full_oid.value, row, true);
    if (pressed.hovered) canvas.fill(row, Colour::hover);
    canvas.text(Font::mono_11, Colour::added, row.x + 24, row.y + 5, commit.oid);
    const float age =
        canvas.text_right(Font::mono_11, Colour::faint, row.right() - kPad, row.y + 5, commit.age);
    canvas.text_cut(Font::regular_12, Colour::text, row.x + 84, row.y + 4,
                    row.w - 84 - age - kPad - 10, commit.summary);
    hint(canvas, row, commit.summary + "\n" + commit.hover + "\nClick to copy the id");
    if (pressed.clicked) ImGui::SetClipboardText(commit.full_oid.value.c_str());
    if (pressed.focused) focus_ring(canvas, row.inset(2), 4);
  }
  return y;
}

float draw_changes(const Canvas& canvas, float x, float y, float width, const ChangesView& view,
                   UiState& state) {
  float left = x + kPad;
  left += canvas.text(Font::regular_12, Colour::muted, left, y + 12, "Branch against") + 6;
  left += canvas.text_cut(Font::mono_12, Colour::text, left, y + 12, width / 3, view.base) + 8;
  canvas.text_cut(Font::regular_12, Colour::faint, left, y + 12, x + width - kPad - left,
                  "\u00b7 " + view.ahead);
  y += 40;
  if (!view.empty_text.empty()) {
    canvas.hairline(x, y, width, Colour::line);
    y += 12 +
         canvas.text_wrapped(Font::regular_12, Colour::faint, x + kPad, y + 12, width - 2 * kPad,
                             view.empty_text) +
         12;
  }
  y = draw_groups(canvas, x, y, width, view, state);
  return draw_commits(canvas, x, y, width, view);
}

float draw_facts(const Canvas& canvas, float x, float y, float width,
                 const std::vector<SessionFact>& facts) {
  if (facts.empty()) {
    canvas.text(Font::regular_12, Colour::faint, x + kPad, y + 12, "Nothing was said yet.");
    return y + 40;
  }
  for (const auto& fact : facts) {
    canvas.text(Font::regular_12, Colour::muted, x + kPad, y + 7, fact.label);
    canvas.text_right(Font::mono_12, colour_of(fact.value.role), x + width - kPad, y + 7,
                      fact.value.text);
    canvas.hairline(x + kPad, y + 29, width - 2 * kPad, Colour::line);
    hint(canvas, {x, y, width, 30}, fact.value.hover);
    y += 30;
  }
  return y;
}

}  // namespace

void draw_side_panel(const Canvas& canvas, const Rect& area, const ChangesView& changes,
                     const std::vector<SessionFact>& facts, UiState& state) {
  const Scope scope("side-panel");
  canvas.fill(area, Colour::sunken);
  canvas.hairline_down(area.x, area.y, area.h, Colour::line);
  const Rect tabs{area.x + 1, area.y, area.w - 1, 52};
  draw_tabs(canvas, tabs, changes, state);
  canvas.hairline(tabs.x, tabs.bottom() - 1, tabs.w, Colour::line);
  ScrollArea scroll(canvas, "content", {tabs.x, tabs.bottom(), tabs.w, area.h - tabs.h});
  const float top = scroll.y();
  const float end = state.panel_tab == 0 ? draw_changes(canvas, tabs.x, top, tabs.w, changes, state)
                                         : draw_facts(canvas, tabs.x, top, tabs.w, facts);
  scroll.set_content_height(end - top + kPad);
}

}  // namespace orchard::app::ui
