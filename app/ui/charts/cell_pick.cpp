#include "app/ui/charts/cell_pick.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <imgui.h>
#include <imgui_internal.h>

namespace orchard::app::ui {
namespace {

// As GLFW numbers them.
constexpr int kRight = 262;
constexpr int kLeft = 263;
constexpr int kDown = 264;
constexpr int kUp = 265;

int cell_at(const Canvas& canvas, std::span<const Rect> cells, const CellAt& beside) {
  // The gaps between cells belong to their neighbours.
  constexpr float kReach = 2;
  const ImVec2 mouse = ImGui::GetMousePos();
  const float x = mouse.x / canvas.scale();
  const float y = mouse.y / canvas.scale();
  for (const float reach : {0.0F, kReach})
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (cells[i].w > 0 && cells[i].inset(-reach).contains(x, y)) return static_cast<int>(i);
  return beside ? beside(x, y) : -1;
}

/// The nearest cell that lies in the direction.
int neighbour(std::span<const Rect> cells, int from, float dx, float dy) {
  int best = from;
  float least = 0;
  const Rect& here = cells[static_cast<std::size_t>(from)];
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Rect& there = cells[i];
    const float x = there.middle_x() - here.middle_x();
    const float y = there.middle_y() - here.middle_y();
    const float along = x * dx + y * dy;
    const float beside = std::abs(x * dy) + std::abs(y * dx);
    if (there.w <= 0 || along < 1 || beside > along) continue;
    if (best != from && along + 2 * beside >= least) continue;
    best = static_cast<int>(i);
    least = along + 2 * beside;
  }
  return best;
}

int first_cell(std::span<const Rect> cells) {
  const auto found = std::ranges::find_if(cells, [](const Rect& cell) { return cell.w > 0; });
  return found == cells.end() ? -1 : static_cast<int>(found - cells.begin());
}

int walk_cells(std::span<const Rect> cells, int at, Walk walk) {
  struct Step {
    int key;
    float dx;
    float dy;
  };
  for (const Step step : {Step{kRight, 1, 0}, {kLeft, -1, 0}, {kDown, 0, 1}, {kUp, 0, -1}}) {
    if (step.dy != 0 && walk == Walk::across) continue;
    if (!ImGui::IsKeyPressed(step.key)) continue;
    at = neighbour(cells, at, step.dx, step.dy);
    ImGui::NavMoveRequestCancel();
  }
  return at;
}

}  // namespace

CellPick pick_cells(const Canvas& canvas, std::string_view id, const Rect& area,
                    std::span<const Rect> cells, Walk walk, const CellAt& beside) {
  const Press pressed = press(canvas, id, area);
  CellPick pick;
  if (cells.empty()) return pick;
  if (pressed.hovered) pick.shown = cell_at(canvas, cells, beside);
  if (pressed.clicked && !pressed.focused) pick.pressed = cell_at(canvas, cells, beside);
  if (!pressed.focused) return pick;
  ImGuiStorage* memory = ImGui::GetStateStorage();
  const std::string key = std::string(id) + "#cell";
  const ImGuiID where = ImGui::GetID(key.c_str());
  int at = std::min(memory->GetInt(where, -1), static_cast<int>(cells.size()) - 1);
  if (at < 0 || cells[static_cast<std::size_t>(at)].w <= 0) at = first_cell(cells);
  if (at < 0) return pick;
  at = walk_cells(cells, at, walk);
  memory->SetInt(where, at);
  focus_ring(canvas, cells[static_cast<std::size_t>(at)], 3);
  if (pressed.clicked) pick.pressed = at;
  if (pick.shown < 0) {
    pick.shown = at;
    pick.by_key = true;
  }
  return pick;
}

}  // namespace orchard::app::ui
