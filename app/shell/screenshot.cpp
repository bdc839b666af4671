#include "app/shell/screenshot.h"

#include "app/shell/graphics.h"
#include "app/shell/off_screen.h"
#include "app/shell/png_file.h"
#include "app/ui/panels/frame/main_window.h"
#include "app/ui/theme/look.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <imgui.h>

namespace orchard::app::shell {
namespace {

// Layouts that measure themselves settle within a few frames.
constexpr int kFrames = 5;

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
  if (options.width < 320 || options.height < 240 || options.width > 16384 ||
      options.height > 16384) {
    return core::fail(core::ErrorCode::invalid_argument,
                      "The size of a screenshot lies between 320x240 and 16384x16384.");
  }
  ui::Look look;
  ORCHARD_TRY(const auto graphics, Graphics::open({.width = 64, .height = 64, .visible = false}));
  ORCHARD_TRY(const auto target, OffScreen::make(options.width, options.height));
  graphics->start_drawing(look.atlas());
  ui::MainWindow window;
  ui::UiState state = state_of(options, snapshot);
  const AppSnapshot shown = options.screen == "welcome" ? first_run(snapshot) : snapshot;
  const std::string theme = options.theme.empty() ? shown.settings.theme : options.theme;
  for (int frame = 0; frame < kFrames; ++frame) {
    if (look.update(theme, options.scale)) graphics->upload_fonts();
    graphics->begin_frame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
    io.DisplayFramebufferScale = {1, 1};
    io.DeltaTime = 1.0F / 60;
    io.MousePos = {-1, -1};
    ImGui::NewFrame();
    ui::FrameFacts facts{.scale = look.scale(), .seconds = 0.75, .reduced_motion = true};
    const ui::Canvas canvas(look.theme(), look.fonts(), facts);
    IntentQueue ignored;
    window.draw(canvas, io.DisplaySize.x / facts.scale, io.DisplaySize.y / facts.scale, shown, now,
                state, ignored);
    target->bind();
    graphics->end_frame(options.width, options.height, look.theme()[ui::Colour::bg]);
    if (facts.wants_wide_font) look.want_wide_font();
  }
  return write_png(options.file, options.width, options.height, target->read());
}

}  // namespace orchard::app::shell
