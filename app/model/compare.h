#pragma once

#include "app/model/app_snapshot.h"

#include <tuple>

namespace orchard::app {

// Equality of what a snapshot holds, for whoever asks whether anything changed.

inline bool operator==(const OpenRequest& a, const OpenRequest& b) {
  const auto all = [](const OpenRequest& r) {
    return std::tie(r.session, r.request, r.tool, r.summary, r.input_json, r.asked_at);
  };
  return all(a) == all(b);
}

inline bool operator==(const SessionSummary& a, const SessionSummary& b) {
  const auto all = [](const SessionSummary& s) {
    return std::tie(s.id, s.title, s.state, s.last_outcome, s.last_error, s.model,
                    s.permission_mode, s.turns, s.usage, s.cost, s.cost_is_estimated,
                    s.context_tokens, s.context_window, s.started_at, s.last_active_at,
                    s.turn_started_at, s.last_message, s.current_tool, s.requests,
                    s.queued_prompts);
  };
  return all(a) == all(b);
}

inline bool operator==(const ChangedFile& a, const ChangedFile& b) {
  return std::tie(a.group, a.path, a.letter, a.stat) == std::tie(b.group, b.path, b.letter, b.stat);
}

/// Workspaces by address.
inline bool operator==(const RepositoryState& a, const RepositoryState& b) {
  const auto all = [](const RepositoryState& r) {
    return std::tie(r.id, r.name, r.path, r.base, r.branches, r.problem, r.workspaces);
  };
  return all(a) == all(b);
}

inline bool operator==(const Tiles& a, const Tiles& b) {
  const auto all = [](const Tiles& t) {
    return std::tie(t.sessions_running, t.sessions_waiting, t.sessions_24h, t.sessions_day_before,
                    t.sessions_by_hour, t.commits_today, t.commits_by_day, t.additions_7d,
                    t.deletions_7d, t.sessions_ended_30d, t.sessions_ok_30d, t.cost_30d,
                    t.cost_today, t.cost_30d_is_estimated, t.cost_today_is_estimated, t.cost_by_day,
                    t.usage_30d);
  };
  return all(a) == all(b);
}

inline bool operator==(const RepositoryTotals& a, const RepositoryTotals& b) {
  const auto all = [](const RepositoryTotals& t) {
    return std::tie(t.id, t.name, t.sessions, t.commits, t.additions, t.deletions, t.cost,
                    t.cost_is_estimated);
  };
  return all(a) == all(b);
}

inline bool operator==(const CommandCount& a, const CommandCount& b) {
  return std::tie(a.name, a.uses) == std::tie(b.name, b.uses);
}

inline bool operator==(const AnalyticsPreview& a, const AnalyticsPreview& b) {
  const auto all = [](const AnalyticsPreview& p) {
    return std::tie(p.repositories_7d, p.turns_by_week, p.today_weekday, p.turn_histogram,
                    p.commands_7d);
  };
  return all(a) == all(b);
}

inline bool operator==(const PlanLimit& a, const PlanLimit& b) {
  const auto all = [](const PlanLimit& l) {
    return std::tie(l.kind, l.utilization, l.resets_at, l.seen_at);
  };
  return all(a) == all(b);
}

inline bool operator==(const TranscriptItem& a, const TranscriptItem& b) {
  const auto all = [](const TranscriptItem& i) {
    return std::tie(i.kind, i.id, i.depth, i.text, i.at, i.tool, i.summary, i.input_json, i.result,
                    i.finished, i.failed, i.turn_number, i.outcome, i.duration, i.usage, i.cost,
                    i.model);
  };
  return all(a) == all(b);
}

inline bool operator==(const Notice& a, const Notice& b) {
  const auto all = [](const Notice& n) {
    return std::tie(n.id, n.level, n.text, n.workspace, n.at, n.undo_archive);
  };
  return all(a) == all(b);
}

inline bool operator==(const Progress& a, const Progress& b) {
  return std::tie(a.id, a.text, a.since) == std::tie(b.id, b.text, b.since);
}

inline bool operator==(const HealthCheck& a, const HealthCheck& b) {
  return std::tie(a.name, a.level, a.detail, a.remedy) ==
         std::tie(b.name, b.level, b.detail, b.remedy);
}

inline bool operator==(const SettingsView& a, const SettingsView& b) {
  const auto all = [](const SettingsView& s) {
    return std::tie(s.theme, s.text_scale, s.reduced_motion, s.stop_agents_on_quit,
                    s.branch_prefix_kind, s.branch_prefix_custom, s.default_model,
                    s.default_permission_mode, s.claude_path, s.idle_process_minutes,
                    s.usage_insights, s.billing_day, s.attention_when_waiting,
                    s.attention_when_finished, s.count_outside_use, s.file);
  };
  return all(a) == all(b);
}

}  // namespace orchard::app
