#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/states.h"
#include "metrics/analytics/activity.h"
#include "metrics/analytics/cards.h"
#include "metrics/analytics/commands.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/usage_views.h"
#include "metrics/billing/billing.h"
#include "metrics/export/figure_table.h"
#include "metrics/filter/filter.h"
#include "metrics/query/tiles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// What the figures are asked of.
struct MetricsRequest {
  metrics::Filter filter;
  metrics::Window window = metrics::Window::month;
  std::optional<metrics::TimeRange> between = std::nullopt;  ///< instead of `window`
};

/// One workspace with what its newest conversation does right now.
struct WorkspaceReport {
  metrics::WorkspaceCard card;
  core::SessionState state = core::SessionState::stopped;
};

/// Every figure of the dashboard and of analytics at one moment: what `orchard metrics` prints.
struct MetricsReport {
  MetricsRequest request;
  core::Timestamp now;
  metrics::Tiles tiles;
  std::int64_t sessions_running = 0;
  std::int64_t sessions_waiting = 0;
  metrics::BillingPeriod billing;  ///< the current one
  metrics::UsageSums billed;       ///< what it comes to so far
  std::vector<WorkspaceReport> workspaces;
  std::vector<metrics::CommandCount> slash_commands;  ///< ever

  // Of the window.
  metrics::Leaderboard workspace_board;
  metrics::Leaderboard repository_board;
  metrics::ActivityHeatmap heatmap;
  metrics::ActivityCalendar calendar;  ///< of 13 weeks
  metrics::TurnHistogram histogram;
  metrics::SessionDurations durations;
  metrics::CallPace pace;
  std::vector<metrics::ModelUsage> models;
  std::vector<metrics::CommandCount> commands;
  std::vector<metrics::SessionDot> recent;  ///< of 24 hours

  /// Analytics as tables, by the name of the figure.
  struct NamedTable {
    std::string_view name;
    metrics::FigureTable table;
  };
  std::vector<NamedTable> tables;
};

/// Reads the store as it is; bring it up to date first. Errors: not_found for a filter by something
/// unknown.
[[nodiscard]] core::Result<MetricsReport> make_metrics_report(Engine& engine,
                                                              const MetricsRequest& request = {});

/// How many sessions are active, within the filter.
struct ActiveSessions {
  std::int64_t running = 0;
  std::int64_t waiting = 0;
};
[[nodiscard]] core::Result<ActiveSessions> count_active_sessions(Engine& engine,
                                                                 const metrics::Filter& filter);

}  // namespace orchard::app
