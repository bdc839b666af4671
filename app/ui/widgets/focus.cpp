#include "app/ui/widgets/focus.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <imgui.h>
#include <imgui_internal.h>

namespace orchard::app::ui {
namespace {

// As GLFW numbers them.
constexpr int kTab = 258;
constexpr int kRight = 262;
constexpr int kLeft = 263;
constexpr int kDown = 264;
constexpr int kUp = 265;

/// How far `to` lies from `from` in a direction; none when it does not lie there.
float distance(const Rect& from, const Rect& to, float dx, float dy) {
  constexpr float kNone = -1;
  const float x = to.middle_x() - from.middle_x();
  const float y = to.middle_y() - from.middle_y();
  const float along = x * dx + y * dy;
  const float beside = std::abs(x * dy) + std::abs(y * dx);
  const float half = dx != 0 ? std::min(from.w, to.w) / 2 : std::min(from.h, to.h) / 2;
  return along < half ? kNone : along + 2 * beside;
}

}  // namespace

std::uint32_t Focus::current() const {
  const ImGuiContext& imgui = *ImGui::GetCurrentContext();
  const auto known = [this](std::uint32_t id) {
    return id != 0 && std::ranges::find(reached_, id, &Area::id) != reached_.end();
  };
  if (known(here_)) return here_;
  if (known(imgui.ActiveId)) return imgui.ActiveId;
  if (!imgui.NavDisableHighlight && known(imgui.NavId)) return imgui.NavId;
  return 0;
}

void Focus::begin_frame() {
  ImGuiContext& imgui = *ImGui::GetCurrentContext();
  // Its own walk knows text fields only.
  imgui.IO.KeyMap[ImGuiKey_Tab] = -1;
  Layer top = Layer::window;
  for (const Area& area : areas_) top = std::max(top, area.layer);
  list_was_open_ = top == Layer::list;
  std::erase_if(areas_, [top](const Area& area) { return area.layer != top; });
  reached_ = std::exchange(areas_, {});
  wanted_ = 0;
  dialog_ = false;
  const std::uint32_t now = current();
  here_ = 0;
  shown_ = !imgui.NavDisableHighlight && imgui.NavId != 0 && imgui.NavId == now;
  const auto at = std::ranges::find(reached_, now, &Area::id);
  if (at != reached_.end()) last_ = static_cast<std::size_t>(at - reached_.begin());
  if (imgui.IO.KeyCtrl || imgui.IO.KeyAlt || reached_.empty()) return;
  if (ImGui::IsKeyPressed(kTab)) step(imgui.IO.KeyShift);
  if (imgui.IO.WantTextInput || imgui.IO.KeyShift || top == Layer::list) return;
  if (ImGui::IsKeyPressed(kRight)) walk_cards(1, 0);
  if (ImGui::IsKeyPressed(kLeft)) walk_cards(-1, 0);
  if (ImGui::IsKeyPressed(kDown)) walk_cards(0, 1);
  if (ImGui::IsKeyPressed(kUp)) walk_cards(0, -1);
}

void Focus::step(bool back) {
  const std::size_t count = reached_.size();
  if (current() == 0 && last_ == 0) {
    wanted_ = (back ? reached_.back() : reached_.front()).id;
  } else {
    const std::size_t from = std::min(last_, count - 1);
    wanted_ = reached_[(from + (back ? count - 1 : 1)) % count].id;
  }
}

void Focus::walk_cards(float dx, float dy) {
  const std::uint32_t now = current();
  const auto here = std::ranges::find(reached_, now, &Area::id);
  if (now != 0 && (here == reached_.end() || !here->card)) return;
  const Area* best = nullptr;
  float least = 0;
  for (const Area& area : reached_) {
    if (!area.card || area.id == now) continue;
    // Without a place to start from, the first card is meant.
    const float far = now == 0 ? 1.0F : distance(here->box, area.box, dx, dy);
    if (far < 0 || (best != nullptr && far >= least)) continue;
    best = &area;
    least = far;
  }
  if (best == nullptr) return;
  wanted_ = best->id;
  ImGui::NavMoveRequestCancel();
  ImGui::GetCurrentContext()->NavInitRequest = false;
}

void Focus::add(std::uint32_t id, const Rect& box, bool card) {
  const ImGuiWindow* window = ImGui::GetCurrentContext()->CurrentWindow;
  Layer layer = dialog_ ? Layer::dialog : Layer::window;
  if ((window->RootWindow->Flags & ImGuiWindowFlags_Popup) != 0) layer = Layer::list;
  areas_.push_back({id, box, card, layer});
}

bool Focus::take(std::uint32_t id) {
  if (wanted_ == 0 || wanted_ != id) return false;
  wanted_ = 0;
  return true;
}

}  // namespace orchard::app::ui
