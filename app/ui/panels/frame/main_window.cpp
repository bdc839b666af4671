#include "app/ui/panels/frame/main_window.h"

#include "app/ui/panels/dashboard/dashboard_page.h"
#include "app/ui/panels/dialogs/dialogs.h"
#include "app/ui/panels/figures/figure_card.h"
#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/frame/notices.h"
#include "app/ui/panels/frame/shortcuts.h"
#include "app/ui/panels/frame/sidebar.h"
#include "app/ui/panels/pages/needs_you_page.h"
#include "app/ui/panels/pages/welcome_page.h"
#include "app/ui/panels/settings/settings_nav.h"
#include "app/ui/panels/settings/settings_page.h"
#include "app/ui/widgets/interact.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

// Opens a workspace that was asked for once it has come, and drops its draft.
void open_expected(const AppSnapshot& snapshot, UiState& state, IntentQueue& intents) {
  if (!state.expected) return;
  for (const RepositoryState& repository : snapshot.repositories) {
    if (repository.id != state.expected->repository) continue;
    for (const auto& workspace : repository.workspaces) {
      if (state.expected->known.contains(workspace->id)) continue;
      state.expected.reset();
      state.create = {};
      open_workspace(state, intents, workspace->id);
      return;
    }
  }
}

// A command like /config usage was given in a composer.
void follow_settings_request(const AppSnapshot& snapshot, core::Timestamp now, UiState& state,
                             IntentQueue& intents) {
  if (snapshot.settings_request.number <= state.settings_request) return;
  state.settings_request = snapshot.settings_request.number;
  open_settings(state, intents, snapshot.settings_request.section);
  // Who asked for the limits has made sure that they are fetched.
  if (snapshot.settings_request.section != "usage") return;
  state.settings.shown = snapshot.settings_request.section;
  state.settings.looked_at_plan = now;
}

// What was typed or asked in the settings does not outlive them.
void forget_settings(UiState& state) {
  const Page before = state.settings.before;
  state.settings = SettingsMemory();
  state.settings.before = before;
}

void keep_selection_valid(const AppSnapshot& snapshot, core::Timestamp now, UiState& state,
                          IntentQueue& intents) {
  if (!snapshot.loaded || !state.workspace) return;
  if (find_workspace(snapshot, *state.workspace) == nullptr) {
    state.workspace.reset();
    state.session.reset();
    if (state.page == Page::workspace) open_page(state, intents, Page::dashboard);
  } else if (state.page == Page::workspace) {
    state.seen[*state.workspace] = now;
  }
}

bool is_sidebar_folded(const UiState& state, float width) {
  constexpr float kRoomForIt = 900;
  return state.sidebar_folded.value_or(width < kRoomForIt);
}

void sidebar_edge(const Canvas& canvas, const Rect& sidebar, UiState& state) {
  const Press edge = press(canvas, "edge", {sidebar.right() - 3, sidebar.y, 6, sidebar.h});
  if (edge.hovered || edge.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (edge.held) {
    state.sidebar_width =
        std::clamp(ImGui::GetMousePos().x / canvas.scale() - sidebar.x, 200.0F, 420.0F);
  }
}

// The sidebar, or the sections of the settings in its place.
void draw_left(const Canvas& canvas, const Rect& area, bool folded, const AppSnapshot& snapshot,
               core::Timestamp now, UiState& state, IntentQueue& intents) {
  if (state.page == Page::settings) {
    const bool gate_open = snapshot.plan.gate_open;
    draw_settings_nav(canvas, area, settings_sections(gate_open),
                      shown_section(state.settings_section, gate_open).id, folded, state, intents);
    return;
  }
  const SidebarView view = make_sidebar_view(snapshot, state.workspace, state.seen, now);
  if (folded) {
    draw_sidebar_rail(canvas, area, view, state, intents);
  } else {
    draw_sidebar(canvas, area, view, state, intents);
  }
}

}  // namespace

void MainWindow::draw_page(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                           core::Timestamp now, UiState& state, IntentQueue& intents) {
  const bool has_figures = state.page == Page::dashboard || state.page == Page::analytics;
  if (has_figures && !state.figures.drills.empty()) {
    rows_page_.draw(canvas, area, snapshot, now, state, intents);
    return;
  }
  switch (state.page) {
    case Page::analytics:
      analytics_page_.draw(canvas, area, snapshot, now, state, intents);
      break;
    case Page::usage:
      usage_page_.draw(canvas, area, snapshot, now, state, intents);
      break;
    case Page::dashboard: {
      const DashboardView view =
          make_dashboard_view(snapshot, state.filter, state.order, state.seen, now);
      if (view.welcome && !view.loading) {
        draw_welcome(canvas, area, make_welcome_view(snapshot), state, intents);
      } else {
        draw_dashboard(canvas, area, view, snapshot.figure_book.get(), state, intents);
      }
      break;
    }
    case Page::needs_you:
      draw_needs_you(canvas, area, make_needs_you_view(snapshot, now), state, intents);
      break;
    case Page::settings:
      draw_settings(canvas, area, snapshot, now, state, intents);
      break;
    case Page::workspace:
      workspace_page_.draw(canvas, area, snapshot, now, state, intents);
      break;
  }
}

void MainWindow::draw(const Canvas& canvas, float width, float height, const AppSnapshot& snapshot,
                      core::Timestamp now, UiState& state, IntentQueue& intents) {
  open_expected(snapshot, state, intents);
  keep_selection_valid(snapshot, now, state, intents);
  follow_settings_request(snapshot, now, state, intents);
  if (state.page != Page::settings) forget_settings(state);
  focus_.begin_frame();
  canvas.facts().focus = &focus_;
  if (control_down() && key_pressed('B')) state.sidebar_folded = !is_sidebar_folded(state, width);
  handle_shortcuts(snapshot, now, focus_, state, intents);

  const Rect window{0, 0, width, height};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({canvas.px(width), canvas.px(height)});
  ImGui::Begin("orchard", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  const bool folded = is_sidebar_folded(state, width);
  const float sidebar_width = folded ? kRailWidth : std::min(state.sidebar_width, width * 0.4F);
  const Rect sidebar{0, 0, sidebar_width, height};
  draw_left(canvas, sidebar, folded, snapshot, now, state, intents);
  const Rect area{sidebar_width, 0, width - sidebar_width, height};
  draw_page(canvas, area, snapshot, now, state, intents);
  if (!folded) sidebar_edge(canvas, sidebar, state);
  ImGui::End();

  draw_notices(canvas, window, make_notices_view(snapshot, now), state, intents);
  draw_dialog(canvas, window, snapshot, state, intents);
  ask_figures(state, intents);
}

}  // namespace orchard::app::ui
