#pragma once

#include "app/services/engine.h"
#include "app/services/session_now.h"
#include "core/base/result.h"
#include "metrics/query/analytics.h"
#include "metrics/query/tiles.h"
#include "metrics/query/workspaces.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// One workspace with its newest conversation.
struct WorkspaceReport {
  metrics::WorkspaceFigures figures;
  std::optional<SessionNow> latest_session;  ///< the newest one that has a turn, else the newest
};

/// Every figure of the dashboard at one moment: what `orchard metrics` prints.
struct MetricsReport {
  metrics::Tiles tiles;
  std::int64_t sessions_running = 0;
  std::int64_t sessions_waiting = 0;
  std::vector<WorkspaceReport> workspaces;
  std::vector<metrics::CommandCount> slash_commands;
};

/// Reads the store as it is; bring it up to date first.
[[nodiscard]] core::Result<MetricsReport> make_metrics_report(Engine& engine);

}  // namespace orchard::app
