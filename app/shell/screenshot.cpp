#include "app/shell/screenshot.h"

#include "app/shell/picture.h"
#include "app/shell/png_file.h"
#include "app/ui/ui_state.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace orchard::app::shell {
namespace {

bool asks(const WorkspaceState& workspace) {
  return std::ranges::any_of(workspace.sessions,
                             [](const SessionSummary& s) { return !s.requests.empty(); });
}

void show_workspace(const AppSnapshot& snapshot, const core::WorkspaceId& id, bool asking,
                    ui::UiState& state) {
  state.page = ui::Page::workspace;
  state.workspace = id;
  const WorkspaceState* workspace = find_workspace(snapshot, id);
  if (workspace == nullptr) return;
  for (const SessionSummary& session : workspace->sessions) {
    const bool chosen = asking ? !session.requests.empty()
                               : snapshot.transcript && snapshot.transcript->session == session.id;
    if (!chosen) continue;
    state.session = session.id;
    return;
  }
}

ui::UiState state_of(const ScreenshotOptions& options, const AppSnapshot& snapshot) {
  ui::UiState state;
  if (options.screen == "needs-you") state.page = ui::Page::needs_you;
  if (options.screen == "settings" || options.screen == "plan") {
    state.page = ui::Page::settings;
    state.settings_section = options.screen == "plan" ? "usage" : options.section;
  }
  if (options.screen == "analytics" || options.screen == "rows") state.page = ui::Page::analytics;
  if (options.screen == "usage") state.page = ui::Page::usage;
  if (options.screen == "analytics" && snapshot.figures) {
    const auto& opened = snapshot.figures->question.opened;
    state.figures.opened.insert(opened.begin(), opened.end());
    state.figures.filter = snapshot.figures->question.filter;
  }
  if (options.screen == "rows" && snapshot.figures && snapshot.figures->question.drill)
    state.figures.drills = {*snapshot.figures->question.drill};
  if (options.screen == "create") state.open_dialog(ui::Dialog::create_workspace);
  if (options.screen == "workspace" || options.screen == "permission") {
    const auto workspace =
        options.workspace ? options.workspace : workspace_of_screen(options.screen, snapshot);
    if (workspace) {
      show_workspace(snapshot, *workspace, options.screen == "permission", state);
    }
  }
  return state;
}

// What the window shows before anything was added.
AppSnapshot first_run(const AppSnapshot& snapshot) {
  AppSnapshot shown;
  shown.loaded = true;
  shown.health = snapshot.health;
  shown.settings = snapshot.settings;
  return shown;
}

}  // namespace

const std::vector<std::string>& screen_names() {
  static const std::vector<std::string> names = {"dashboard", "analytics",  "usage",    "rows",
                                                 "workspace", "permission", "create",   "welcome",
                                                 "settings",  "plan",       "needs-you"};
  return names;
}

std::optional<core::WorkspaceId> workspace_of_screen(const std::string& screen,
                                                     const AppSnapshot& snapshot) {
  if (screen != "workspace" && screen != "permission") return std::nullopt;
  std::optional<core::WorkspaceId> first;
  std::optional<core::WorkspaceId> best;
  for (const RepositoryState& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) {
      if (!first) first = workspace->id;
      const bool fits =
          screen == "permission"
              ? asks(*workspace)
              : snapshot.transcript &&
                    std::ranges::any_of(workspace->sessions, [&](const SessionSummary& session) {
                      return session.id == snapshot.transcript->session;
                    });
      if (fits && !best) best = workspace->id;
    }
  }
  return best ? best : first;
}

core::Result<void> draw_screenshot(const ScreenshotOptions& options, const AppSnapshot& snapshot,
                                   core::Timestamp now) {
  if (std::ranges::find(screen_names(), options.screen) == screen_names().end()) {
    return core::fail(core::ErrorCode::invalid_argument,
                      fmt::format("There is no screen \"{}\"; choose one of {}.", options.screen,
                                  fmt::join(screen_names(), ", ")));
  }
  ui::UiState state = state_of(options, snapshot);
  const AppSnapshot shown = options.screen == "welcome" ? first_run(snapshot) : snapshot;
  ORCHARD_TRY(const Picture picture, draw_picture({.theme = options.theme,
                                                   .width = options.width,
                                                   .height = options.height,
                                                   .scale = options.scale},
                                                  shown, now, state));
  return write_png(options.file, picture.width, picture.height, picture.rgb);
}

}  // namespace orchard::app::shell
