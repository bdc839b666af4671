#include "app/main_window/screen_snapshot.h"

#include "app/cli/context.h"
#include "app/services/figures/answer_figures.h"
#include "app/services/health.h"
#include "app/services/live/snapshot/snapshot_builder.h"
#include "app/services/live/watch/branch_look.h"
#include "app/services/recording/refresh.h"
#include "app/services/sweep/sweep_transcripts.h"
#include "app/services/upkeep/tidy.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace orchard::app {
namespace {

bool asks(const SessionSummary& session) {
  return !session.requests.empty();
}

/// How well a workspace shows what the screen is about; the greater the better.
std::tuple<bool, bool, core::Timestamp> fitness(const WorkspaceState& workspace, bool asking) {
  const auto any = [&](auto fits) { return std::ranges::any_of(workspace.sessions, fits); };
  const bool first = asking ? any(asks) : any([](const SessionSummary& session) {
    return session.state == core::SessionState::running;
  });
  return {first, any([](const SessionSummary& session) { return session.turns > 0; }),
          workspace.last_active_at};
}

std::shared_ptr<const WorkspaceState> choose(const AppSnapshot& snapshot, bool asking) {
  std::shared_ptr<const WorkspaceState> best;
  for (const RepositoryState& repository : snapshot.repositories)
    for (const auto& workspace : repository.workspaces)
      if (!best || fitness(*workspace, asking) > fitness(*best, asking)) best = workspace;
  return best;
}

std::optional<core::SessionId> choose_session(const WorkspaceState& workspace, bool asking) {
  const auto wanted = [asking](const SessionSummary& session) {
    return asking ? asks(session) : session.turns > 0;
  };
  const auto found = std::ranges::find_if(workspace.sessions, wanted);
  return found == workspace.sessions.end() ? std::nullopt : std::optional(found->id);
}

std::shared_ptr<const WorkspaceState> find(const AppSnapshot& snapshot,
                                           const core::WorkspaceId& id) {
  for (const RepositoryState& repository : snapshot.repositories)
    for (const auto& workspace : repository.workspaces)
      if (workspace->id == id) return workspace;
  for (const auto& workspace : snapshot.archived)
    if (workspace->id == id) return workspace;
  return nullptr;
}

FigureQuestion question_of(const std::string& screen) {
  FigureQuestion question;
  question.analytics = screen == "analytics";
  if (screen == "usage") {
    question.usage.emplace();
    question.usage->filter.window = FigureWindow::month;
  }
  if (screen == "rows") {
    question.drill = FigureDrill{};
    question.drill->figure = "commits_14d";
  }
  return question;
}

}  // namespace

core::Result<ScreenSnapshot> take_screen_snapshot(Engine& engine, const std::string& screen,
                                                  const std::string& workspace,
                                                  const std::string& section) {
  ORCHARD_CHECK(refresh(engine));
  if (screen == "usage") ORCHARD_CHECK(sweep_transcripts(engine));
  SnapshotBuilder builder;
  BuildInputs inputs;
  ORCHARD_TRY(const auto repositories, engine.store().repositories());
  for (const metrics::Repository& repository : repositories)
    inputs.repositories[repository.id] = look_at_repository(repository);
  const bool general = screen == "settings" && (section.empty() || section == "general");
  if (screen == "welcome" || general) inputs.health = check_health(engine);
  if (screen == "settings" && section == "storage") {
    ORCHARD_TRY(inputs.storage.parts, measure_storage(engine));
    inputs.storage.measured_at = engine.now();
  }
  ScreenSnapshot taken;
  ORCHARD_TRY(taken.snapshot, builder.build(engine, inputs));
  if (screen == "analytics" || screen == "usage" || screen == "rows") {
    auto with_figures = std::make_shared<AppSnapshot>(*taken.snapshot);
    with_figures->figures = answer_figures(engine, question_of(screen));
    taken.snapshot = std::move(with_figures);
    return taken;
  }
  const bool asking = screen == "permission";
  if (!asking && screen != "workspace") return taken;
  std::shared_ptr<const WorkspaceState> shown;
  if (workspace.empty()) {
    shown = choose(*taken.snapshot, asking);
  } else {
    ORCHARD_TRY(const auto id, find_workspace(engine, workspace));
    shown = find(*taken.snapshot, id);
  }
  if (!shown) return taken;
  taken.workspace = shown->id;
  inputs.workspace = shown->id;
  inputs.session = choose_session(*shown, asking);
  if (auto files = list_changed_files(engine, shown->id)) {
    inputs.files = std::move(*files);
  } else {
    engine.warn(files.error(), "listing the files of " + shown->name);
  }
  ORCHARD_TRY(taken.snapshot, builder.build(engine, inputs));
  return taken;
}

}  // namespace orchard::app
