#include "app/ui/panels/frame/notices.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 380;
constexpr std::size_t kMost = 4;

Colour line_of(Role role) {
  switch (role) {
    case Role::danger:
      return Colour::danger_line;
    case Role::warn:
      return Colour::warn_line;
    case Role::accent:
    case Role::added:
      return Colour::accent_line;
    default:
      return Colour::border;
  }
}

float height_of(const Canvas& canvas, const NoticeRow& row) {
  const auto lines = canvas.wrap(Font::regular_13, kWidth - 66, row.text, 5);
  const float words = 18 * static_cast<float>(std::clamp<std::size_t>(lines.size(), 1, 5));
  return words + 24 + (row.restore || row.open ? 34.0F : 0.0F);
}

void draw_notice(const Canvas& canvas, const Rect& box, const NoticeRow& row, UiState& state,
                 IntentQueue& intents) {
  const Scope scope(std::to_string(row.id));
  canvas.fill({box.x, box.y + 2, box.w, box.h}, Colour::shadow, 8);
  canvas.framed(box, Colour::raised, line_of(row.role), 8);
  canvas.fill({box.x + 8, box.y + 12, 3, box.h - 24}, colour_of(row.role), 1);
  canvas.text_wrapped(Font::regular_13, Colour::text, box.x + 22, box.y + 12, kWidth - 66, row.text,
                      5);
  if (icon_button(canvas, "close", {box.right() - 32, box.y + 9, 24, 24}, icon::kCross,
                  "Dismiss")) {
    intents.emplace_back(DismissNotice{row.id});
  }
  const float y = box.bottom() - 37;
  float x = box.x + 22;
  if (row.restore) {
    const ButtonSpec undo{.id = "undo", .text = "Undo", .icon = icon::kUndo};
    if (button(canvas, x, y, undo)) {
      intents.emplace_back(RestoreWorkspace{*row.restore});
      intents.emplace_back(DismissNotice{row.id});
    }
    x += button_width(canvas, undo) + 8;
  }
  if (row.open) {
    const ButtonSpec open{.id = "open", .text = "Open workspace"};
    if (button(canvas, x, y, open)) open_workspace(state, intents, *row.open);
  }
}

void draw_progress(const Canvas& canvas, const Rect& box, const ProgressRow& row) {
  canvas.fill({box.x, box.y + 2, box.w, box.h}, Colour::shadow, 8);
  canvas.framed(box, Colour::raised, Colour::border, 8);
  const float w =
      canvas.text_right(Font::mono_12, Colour::faint, box.right() - 14, box.y + 10, row.elapsed);
  canvas.text_cut(Font::regular_13, Colour::text, box.x + 14, box.y + 9, box.w - w - 40, row.text);
}

}  // namespace

void draw_notices(const Canvas& canvas, const Rect& window, const NoticesView& view, UiState& state,
                  IntentQueue& intents) {
  if (view.notices.empty() && view.progress.empty()) return;
  const std::size_t first = view.notices.size() > kMost ? view.notices.size() - kMost : 0;
  float height = 0;
  for (std::size_t i = first; i < view.notices.size(); ++i) {
    height += height_of(canvas, view.notices[i]) + 8;
  }
  height += 44 * static_cast<float>(view.progress.size());
  const Rect area{window.right() - kWidth - 16, window.bottom() - 12 - height, kWidth, height + 4};
  ImGui::SetNextWindowPos({canvas.px(area.x), canvas.px(area.y)});
  ImGui::SetNextWindowSize({canvas.px(area.w), canvas.px(area.h)});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32_BLACK_TRANS);
  ImGui::Begin("notices", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::PopStyleColor();
  float y = area.y;
  for (std::size_t i = first; i < view.notices.size(); ++i) {
    const float h = height_of(canvas, view.notices[i]);
    draw_notice(canvas, {area.x, y, area.w, h}, view.notices[i], state, intents);
    y += h + 8;
  }
  for (const ProgressRow& row : view.progress) {
    draw_progress(canvas, {area.x, y, area.w, 36}, row);
    y += 44;
  }
  ImGui::End();
}

}  // namespace orchard::app::ui
