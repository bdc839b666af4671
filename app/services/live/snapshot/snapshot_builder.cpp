#include "app/services/live/snapshot/snapshot_builder.h"

#include "app/model/compare.h"
#include "app/services/account/plan_usage.h"
#include "app/services/figures/figure_book.h"
#include "app/services/live/snapshot/to_model.h"
#include "metrics/analytics/activity.h"
#include "metrics/analytics/commands.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/plan_limits.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace orchard::app {
namespace {

bool same_log(const std::vector<core::CommitInfo>& a, const std::vector<core::CommitInfo>& b) {
  return std::ranges::equal(a, b, {}, &core::CommitInfo::oid, &core::CommitInfo::oid);
}

bool same_place(const WorkspaceState& a, const WorkspaceState& b) {
  const auto place = [](const WorkspaceState& w) {
    return std::tie(w.id, w.repository, w.repository_name, w.name, w.branch, w.base, w.path,
                    w.status, w.created_at, w.last_active_at, w.commits, w.net, w.uncommitted);
  };
  return place(a) == place(b);
}

bool same(const WorkspaceState& a, const WorkspaceState& b) {
  return same_place(a, b) && a.sessions == b.sessions && a.files == b.files &&
         same_log(a.log, b.log);
}

/// Everything but version and time.
bool same(const AppSnapshot& a, const AppSnapshot& b) {
  const auto content = [](const AppSnapshot& s) {
    return std::tie(s.loaded, s.repositories, s.archived, s.tiles, s.analytics, s.figure_book,
                    s.figures, s.export_outcome, s.five_hour, s.plan, s.network, s.sign_in,
                    s.storage, s.settings_request, s.transcript, s.notices, s.progress, s.health,
                    s.settings);
  };
  return content(a) == content(b);
}

}  // namespace

core::Result<std::shared_ptr<const WorkspaceState>> SnapshotBuilder::make_workspace(
    Engine& engine, const BuildInputs& inputs, std::size_t index) {
  auto state = std::make_shared<WorkspaceState>(to_workspace(figures_[index]));
  const auto before = known_.find(state->id);
  const bool open = inputs.workspace == state->id;
  if (before != known_.end() && !open && opened_ != state->id && !sessions_.changed(state->id) &&
      same_place(*before->second, *state))
    return before->second;
  for (const SessionNow* session : sessions_.of(state->id)) {
    const auto* live =
        session->pid && inputs.live ? inputs.live(session->figures.session.launched_as) : nullptr;
    state->sessions.push_back(to_summary(*session, live));
  }
  if (open) {
    state->files = inputs.files;
    ORCHARD_TRY(state->log, metrics::query_branch_log(engine.store(), state->id));
  }
  if (before != known_.end() && same(*before->second, *state)) return before->second;
  return state;
}

core::Result<void> SnapshotBuilder::read_ledger(Engine& engine, const BuildInputs& inputs) {
  ORCHARD_TRY(const auto repositories, engine.store().repositories());
  ORCHARD_TRY(figures_, metrics::query_workspaces(engine.store()));
  ORCHARD_CHECK(sessions_.update(engine));
  std::map<core::WorkspaceId, std::shared_ptr<const WorkspaceState>> known;
  std::map<core::RepositoryId, RepositoryState> by_id;
  archived_.clear();
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    if (figures_[i].workspace.status == core::WorkspaceStatus::deleted) continue;
    ORCHARD_TRY(auto state, make_workspace(engine, inputs, i));
    known[state->id] = state;
    if (state->status == core::WorkspaceStatus::archived) {
      archived_.push_back(std::move(state));
    } else {
      by_id[state->repository].workspaces.push_back(std::move(state));
    }
  }
  known_ = std::move(known);
  opened_ = inputs.workspace;
  sessions_.forget_changes();
  repositories_.clear();
  for (const metrics::Repository& repository : repositories) {
    RepositoryState& state = by_id[repository.id];
    state.id = repository.id;
    state.name = repository.name;
    state.path = repository.path;
    state.base = repository.base;
    if (const auto look = inputs.repositories.find(repository.id);
        look != inputs.repositories.end()) {
      state.branches = look->second.branches;
      state.problem = look->second.problem;
    }
    repositories_.push_back(std::move(state));
  }
  return {};
}

core::Result<void> SnapshotBuilder::read_figures(Engine& engine) {
  metrics::Store& store = engine.store();
  const core::Timestamp now = engine.now();
  ORCHARD_TRY(const auto tiles, metrics::query_tiles(store, engine.local_time(), now));
  tiles_ = to_tiles(tiles);
  AnalyticsPreview preview;
  const metrics::LocalTime& local = engine.local_time();
  const auto week = metrics::range_of(metrics::Window::week, local, now);
  ORCHARD_TRY(auto board,
              metrics::query_leaderboard(store, metrics::LeaderKind::repositories, {}, week));
  metrics::sort_leaders(board.rows, metrics::LeaderColumn::cost, metrics::SortOrder::descending);
  for (const metrics::LeaderRow& row : board.rows) {
    if (!row.repository) continue;
    const metrics::Activity& activity = row.activity;
    preview.repositories_7d.push_back(
        {*row.repository, row.name, activity.sessions, activity.commits, activity.lines.additions,
         activity.lines.deletions, activity.usage.cost, activity.usage.has_estimate()});
  }
  ORCHARD_TRY(const auto calendar, metrics::query_calendar(store, local, now, {}));
  preview.turns_by_week = calendar.turns;
  preview.today_weekday = metrics::weekday_of(calendar.today);
  ORCHARD_TRY(const auto histogram, metrics::query_turns_per_session(store, {}, week));
  preview.turn_histogram = histogram.sessions;
  ORCHARD_TRY(const auto commands, metrics::query_slash_commands(store, {}, week));
  for (const metrics::CommandCount& command : commands)
    preview.commands_7d.push_back({command.name, command.uses});
  analytics_ = std::move(preview);
  ORCHARD_TRY(const auto limits, metrics::query_plan_limits(store));
  five_hour_.reset();
  for (const metrics::ReportedLimit& limit : limits)
    if (limit.said.kind == "five_hour") five_hour_ = to_plan_limit(limit.said);
  ORCHARD_TRY(plan_, read_plan(engine));
  // What the account said or what an agent reported, whichever is newer.
  for (const PlanWindowState& state : plan_.windows)
    if (state.window.kind == "five_hour" && state.window.used &&
        (!five_hour_ || five_hour_->seen_at < *plan_.answered_at))
      five_hour_ = {state.window.kind, state.window.used, state.window.resets_at,
                    *plan_.answered_at};
  ORCHARD_TRY(network_, read_network_ledger(engine));
  return {};
}

void SnapshotBuilder::choose_open_session(const BuildInputs& inputs) {
  std::optional<core::SessionId> open;
  std::optional<core::SessionId> launched_as;
  const bool none = !inputs.workspace || inputs.new_session;
  if (!none) {
    for (const SessionNow* session : sessions_.of(*inputs.workspace)) {
      if (inputs.session && *inputs.session != session->figures.session.id) continue;
      open = session->figures.session.id;
      // The stream speaks of the id that the process carries now.
      if (session->pid) launched_as = session->figures.session.launched_as;
      break;
    }
  }
  transcript_.show(open);
  open_launched_as_ = launched_as;
}

core::Result<std::shared_ptr<const AppSnapshot>> SnapshotBuilder::build(Engine& engine,
                                                                        const BuildInputs& inputs) {
  if (inputs.ledger_changed || !last_) ORCHARD_CHECK(read_ledger(engine, inputs));
  if (inputs.figures_due || !last_) ORCHARD_CHECK(read_figures(engine));
  choose_open_session(inputs);
  if (inputs.transcript_changed) transcript_.mark_stale();
  auto snapshot = std::make_shared<AppSnapshot>();
  const auto* live = open_launched_as_ && inputs.live ? inputs.live(*open_launched_as_) : nullptr;
  ORCHARD_TRY(snapshot->transcript, transcript_.update(engine.store(), live));
  snapshot->loaded = true;
  snapshot->repositories = repositories_;
  snapshot->archived = archived_;
  snapshot->tiles = tiles_;
  snapshot->tiles.sessions_running = sessions_.count(core::SessionState::running);
  snapshot->tiles.sessions_waiting = sessions_.count(core::SessionState::waiting);
  snapshot->analytics = analytics_;
  if (!figure_book_) figure_book_ = make_figure_book(engine.machine());
  snapshot->figure_book = figure_book_;
  snapshot->figures = inputs.figures;
  snapshot->export_outcome = inputs.export_outcome;
  snapshot->five_hour = five_hour_;
  snapshot->plan = plan_;
  snapshot->plan.asking = inputs.asking_plan;
  snapshot->network = network_;
  snapshot->sign_in = inputs.sign_in;
  snapshot->storage = inputs.storage;
  snapshot->settings_request = inputs.settings_request;
  snapshot->notices = inputs.notices;
  snapshot->progress = inputs.progress;
  snapshot->health = inputs.health;
  snapshot->settings = to_view(engine.settings());
  snapshot->settings.file = engine.paths().settings_file().string();
  if (last_ && same(*last_, *snapshot)) return last_;
  snapshot->version = last_ ? last_->version + 1 : 1;
  snapshot->built_at = engine.now();
  last_ = std::move(snapshot);
  return last_;
}

}  // namespace orchard::app
