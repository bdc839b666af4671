#include "app/services/live/snapshot/to_model.h"

#include <utility>

namespace orchard::app {
namespace {

OpenRequest to_request(const metrics::OpenRequest& request) {
  return {request.session, request.request,    request.tool,
          request.summary, request.input_json, request.asked_at};
}

TranscriptItem::Kind to_kind(metrics::TranscriptItem::Kind kind) {
  using From = metrics::TranscriptItem::Kind;
  using To = TranscriptItem::Kind;
  switch (kind) {
    case From::user:
      return To::user;
    case From::text:
      return To::text;
    case From::thinking:
      return To::thinking;
    case From::tool:
      return To::tool;
    case From::notice:
      return To::notice;
    case From::error:
      return To::error;
    case From::turn_footer:
      return To::turn_footer;
  }
  return To::notice;
}

FileGroup to_group(git::ChangeGroup group) {
  switch (group) {
    case git::ChangeGroup::committed:
      return FileGroup::committed;
    case git::ChangeGroup::staged:
      return FileGroup::staged;
    case git::ChangeGroup::unstaged:
      return FileGroup::unstaged;
    case git::ChangeGroup::untracked:
      return FileGroup::untracked;
  }
  return FileGroup::unstaged;
}

}  // namespace

SessionSummary to_summary(const SessionNow& session, const agents::LiveState* live) {
  const metrics::SessionFigures& figures = session.figures;
  SessionSummary summary;
  summary.id = figures.session.id;
  summary.title = figures.title;
  summary.state = session.state;
  summary.last_outcome = figures.last_outcome;
  summary.last_error = figures.last_error;
  summary.model = figures.session.model;
  summary.permission_mode = figures.session.permission_mode;
  summary.turns = figures.turns;
  summary.usage = figures.usage;
  summary.cost = figures.cost;
  summary.cost_is_estimated = figures.cost_is_estimated;
  summary.context_tokens = figures.context_tokens;
  summary.started_at = figures.session.started_at;
  summary.last_active_at = figures.last_active_at;
  if (session.state != core::SessionState::stopped)
    summary.turn_started_at = figures.turn_started_at;
  summary.last_message = figures.last_message;
  summary.current_tool = figures.current_tool;
  for (const metrics::OpenRequest& request : figures.requests)
    summary.requests.push_back(to_request(request));
  summary.queued_prompts = figures.queued_prompts;
  if (live != nullptr) {
    summary.context_window = live->context_window;
    if (summary.current_tool.empty()) summary.current_tool = live->activity;
  }
  return summary;
}

WorkspaceState to_workspace(const metrics::WorkspaceFigures& figures) {
  WorkspaceState state;
  state.id = figures.workspace.id;
  state.repository = figures.workspace.repository;
  state.repository_name = figures.repository_name;
  state.name = figures.workspace.name;
  state.branch = figures.workspace.branch;
  state.base = figures.workspace.base;
  state.path = figures.workspace.path;
  state.status = figures.workspace.status;
  state.created_at = figures.workspace.created_at;
  state.last_active_at = figures.last_active_at;
  state.commits = figures.commits;
  state.net = figures.net;
  state.uncommitted = figures.uncommitted;
  return state;
}

Tiles to_tiles(const metrics::Tiles& tiles) {
  Tiles shown;
  shown.sessions_24h = tiles.sessions_24h;
  shown.sessions_day_before = tiles.sessions_day_before;
  shown.sessions_by_hour = tiles.sessions_by_hour;
  shown.commits_today = tiles.commits_today;
  shown.commits_by_day = tiles.commits_by_day;
  shown.additions_7d = tiles.additions_7d;
  shown.deletions_7d = tiles.deletions_7d;
  shown.sessions_ended_30d = tiles.sessions_ended_30d;
  shown.sessions_ok_30d = tiles.sessions_ok_30d;
  shown.cost_30d = tiles.cost_30d;
  shown.cost_today = tiles.cost_today;
  shown.cost_30d_is_estimated = tiles.estimated_cost_30d.nano_dollars != 0;
  shown.cost_today_is_estimated = tiles.estimated_cost_today.nano_dollars != 0;
  shown.cost_by_day = tiles.cost_by_day;
  shown.usage_30d = tiles.usage_30d;
  return shown;
}

PlanLimit to_plan_limit(const core::RateLimitSample& sample) {
  return {sample.kind, sample.utilization, sample.resets_at, sample.at};
}

TranscriptItem to_item(metrics::TranscriptItem item) {
  TranscriptItem shown;
  shown.kind = to_kind(item.kind);
  shown.id = std::move(item.id);
  shown.depth = item.depth;
  shown.text = std::move(item.text);
  shown.at = item.at;
  shown.tool = std::move(item.tool);
  shown.summary = std::move(item.summary);
  shown.input_json = std::move(item.input_json);
  shown.result = std::move(item.result);
  shown.finished = item.finished;
  shown.failed = item.failed;
  shown.turn_number = item.turn.number;
  shown.outcome = item.turn.outcome.value_or(core::TurnOutcome::ok);
  shown.duration = item.turn.duration;
  shown.usage = item.turn.usage;
  shown.cost = item.turn.cost;
  shown.model = std::move(item.turn.model);
  return shown;
}

ChangedFile to_changed_file(const git::FileChange& change) {
  return {to_group(change.group), change.path, change.letter, change.stat};
}

SettingsView to_view(const core::Settings& settings) {
  SettingsView view;
  view.theme = settings.theme;
  view.text_scale = settings.text_scale;
  view.reduced_motion = settings.reduced_motion;
  view.stop_agents_on_quit = settings.stop_agents_on_quit;
  view.branch_prefix_kind = settings.branch_prefix_kind;
  view.branch_prefix_custom = settings.branch_prefix_custom;
  view.default_model = settings.default_model;
  view.default_permission_mode = settings.default_permission_mode;
  view.claude_path = settings.claude_path;
  view.idle_process_minutes = settings.idle_process_minutes;
  view.usage_insights = settings.usage_insights;
  view.billing_day = settings.billing_day;
  view.attention_when_waiting = settings.attention_when_waiting;
  view.attention_when_finished = settings.attention_when_finished;
  view.count_outside_use = settings.count_outside_use;
  return view;
}

void apply(const ChangeSettings& change, core::Settings& settings) {
  const auto set = [](const auto& wanted, auto& setting) {
    if (wanted) setting = *wanted;
  };
  set(change.theme, settings.theme);
  set(change.text_scale, settings.text_scale);
  set(change.reduced_motion, settings.reduced_motion);
  set(change.stop_agents_on_quit, settings.stop_agents_on_quit);
  set(change.branch_prefix_kind, settings.branch_prefix_kind);
  set(change.branch_prefix_custom, settings.branch_prefix_custom);
  set(change.default_model, settings.default_model);
  set(change.default_permission_mode, settings.default_permission_mode);
  set(change.claude_path, settings.claude_path);
  set(change.idle_process_minutes, settings.idle_process_minutes);
  set(change.usage_insights, settings.usage_insights);
  set(change.billing_day, settings.billing_day);
  set(change.attention_when_waiting, settings.attention_when_waiting);
  set(change.attention_when_finished, settings.attention_when_finished);
  set(change.count_outside_use, settings.count_outside_use);
}

}  // namespace orchard::app
