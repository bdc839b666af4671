#include "app/ui/widgets/interact.h"

#include "app/ui/widgets/focus.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

namespace orchard::app::ui {

namespace {

void take_part_in_focus(const Canvas& canvas, ImGuiID id, const Rect& box, bool card) {
  Focus* focus = canvas.facts().focus;
  if (focus == nullptr) return;
  focus->add(id, box, card);
  if (!focus->take(id)) return;
  ImGuiContext& imgui = *ImGui::GetCurrentContext();
  ImGui::ClearActiveID();
  ImGui::SetFocusID(id, imgui.CurrentWindow);
  imgui.NavDisableHighlight = false;
  // A window that has just come would give it to its first item.
  imgui.NavInitRequest = false;
  imgui.NavInitResultId = 0;
  ImGui::ScrollToItem();
}

}  // namespace

Press press(const Canvas& canvas, std::string_view id, const Rect& box, bool under) {
  const float scale = canvas.scale();
  const ImVec2 size(std::max(1.0F, std::round(box.w * scale)),
                    std::max(1.0F, std::round(box.h * scale)));
  ImGui::SetCursorScreenPos({std::round(box.x * scale), std::round(box.y * scale)});
  ImGui::PushID(id.data(), id.data() + id.size());
  if (canvas.facts().areas != nullptr) canvas.facts().areas->push_back(ImGui::GetID("area"));
  Press result;
  result.clicked = ImGui::InvisibleButton(
      "area", size, under ? static_cast<int>(ImGuiButtonFlags_AllowItemOverlap) : 0);
  if (under) ImGui::SetItemAllowOverlap();
  take_part_in_focus(canvas, ImGui::GetID("area"), box, under);
  result.hovered = ImGui::IsItemHovered();
  result.held = ImGui::IsItemActive();
  result.focused = ImGui::IsItemFocused() && !ImGui::GetCurrentContext()->NavDisableHighlight;
  // Dear ImGui presses with Space only.
  if (result.focused && !typing() && enter_pressed()) result.clicked = true;
  if (result.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImGui::PopID();
  return result;
}

void focus_ring(const Canvas& canvas, const Rect& box, float radius) {
  canvas.outline(box.inset(-2), Colour::text, radius + 2, 0.9F);
}

void want_focus(const Canvas& canvas, std::string_view id) {
  if (canvas.facts().focus == nullptr) return;
  ImGui::PushID(id.data(), id.data() + id.size());
  canvas.facts().focus->want(ImGui::GetID("area"));
  ImGui::PopID();
}

bool has_ring(std::string_view id) {
  const ImGuiContext& imgui = *ImGui::GetCurrentContext();
  ImGui::PushID(id.data(), id.data() + id.size());
  const bool here = imgui.NavId == ImGui::GetID("area");
  ImGui::PopID();
  return here && !imgui.NavDisableHighlight;
}

bool is_under_mouse(const Canvas& canvas, const Rect& box) {
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return false;
  const ImVec2 mouse = ImGui::GetMousePos();
  return box.contains(mouse.x / canvas.scale(), mouse.y / canvas.scale());
}

void hint(const Canvas& canvas, const Rect& box, std::string_view text) {
  if (text.empty() || !is_under_mouse(canvas, box)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {canvas.px(10), canvas.px(7)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, canvas.px(6));
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1);
  ImGui::BeginTooltip();
  // Dear ImGui itself would put every line but the first between two pixels.
  constexpr float kLine = 16;
  const auto lines = canvas.wrap(Font::regular_12, 420, text);
  float width = 0;
  for (const std::string_view line : lines)
    width = std::max(width, canvas.width(Font::regular_12, line));
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImGui::Dummy({canvas.px(width), canvas.px(kLine * static_cast<float>(lines.size()))});
  float y = origin.y / canvas.scale();
  for (const std::string_view line : lines) {
    canvas.text(Font::regular_12, Colour::text, origin.x / canvas.scale(), y, line);
    y += kLine;
  }
  ImGui::EndTooltip();
  ImGui::PopStyleVar(3);
}

Scope::Scope(std::string_view id) {
  ImGui::PushID(id.data(), id.data() + id.size());
}
Scope::~Scope() {
  ImGui::PopID();
}

ScrollArea::ScrollArea(const Canvas& canvas, std::string_view id, const Rect& box, bool bar)
    : canvas_(canvas), box_(box) {
  const float scale = canvas.scale();
  ImGui::SetCursorScreenPos({std::round(box.x * scale), std::round(box.y * scale)});
  const ImVec2 size(std::max(1.0F, std::round(box.w * scale)),
                    std::max(1.0F, std::round(box.h * scale)));
  const std::string name(id);
  ImGui::BeginChild(name.c_str(), size, false,
                    bar ? 0 : static_cast<int>(ImGuiWindowFlags_NoScrollbar));
  const ImVec2 origin = ImGui::GetWindowPos();
  x_ = origin.x / scale;
  y_ = (origin.y - ImGui::GetScrollY()) / scale;
}

ScrollArea::~ScrollArea() {
  const float scale = canvas_.scale();
  ImGui::SetCursorScreenPos({std::round(x_ * scale), std::round(y_ * scale)});
  ImGui::Dummy({1, std::max(1.0F, std::round(height_ * scale))});
  ImGui::EndChild();
}

float ScrollArea::scroll() const {
  return ImGui::GetScrollY() / canvas_.scale();
}
float ScrollArea::max_scroll() const {
  return ImGui::GetScrollMaxY() / canvas_.scale();
}
void ScrollArea::scroll_to(float y) const {
  ImGui::SetScrollY(std::max(0.0F, canvas_.px(y)));
}

ModalCard::ModalCard(const Canvas& canvas, std::string_view id, const Rect& window,
                     const Rect& card) {
  const float scale = canvas.scale();
  const std::string name(id);
  ImGui::SetNextWindowPos({window.x * scale, window.y * scale});
  ImGui::SetNextWindowSize({window.w * scale, window.h * scale});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32_BLACK_TRANS);
  // Taking the focus closes popups, so an open list of the dialog keeps it.
  constexpr ImGuiPopupFlags kAny = ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel;
  const bool list_open = ImGui::IsPopupOpen("", kAny);
  if (!list_open) ImGui::SetNextWindowFocus();
  ImGui::Begin(name.c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor();
  canvas.fill(window, Colour::scrim);
  canvas.fill({card.x, card.y + 2, card.w, card.h}, Colour::shadow, 10);
  canvas.framed(card, Colour::surface, Colour::border, 10);
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool beside = !card.contains(mouse.x / scale, mouse.y / scale);
  const bool clicked = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && ImGui::IsWindowHovered();
  Focus* focus = canvas.facts().focus;
  const bool closed_a_list = focus != nullptr && focus->list_was_open();
  dismissed_ = !list_open && !closed_a_list && (key_pressed(key::kEscape) || (clicked && beside));
  if (focus != nullptr) focus->begin_dialog();
  focus_ = focus;
}

ModalCard::~ModalCard() {
  if (focus_ != nullptr) focus_->end_dialog();
  ImGui::End();
}

bool key_pressed(int key) {
  return ImGui::IsKeyPressed(key, false);
}
bool enter_pressed() {
  return !control_down() && (key_pressed(key::kEnter) || key_pressed(key::kKeypadEnter));
}
bool control_down() {
  return ImGui::GetIO().KeyCtrl;
}
bool typing() {
  return ImGui::GetIO().WantTextInput;
}

}  // namespace orchard::app::ui
