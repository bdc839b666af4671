#pragma once

#include "core/base/result.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/usage.h"
#include "metrics/ledger/store.h"
#include "metrics/query/workspaces.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// The newest conversation of a workspace that has a turn; without any turn the newest.
struct LatestSession {
  core::SessionId id;
  core::SessionId launched_as;
  std::string model;
  std::int64_t turns = 0;
  UsageSums usage;  ///< ever
  std::optional<core::TurnOutcome> outcome;
};

/// What a card shows of one workspace of any status.
struct WorkspaceCard {
  WorkspaceFigures figures;
  std::int64_t commits_by_agents = 0;  ///< of figures.commits
  std::optional<LatestSession> latest_session;
};
/// Oldest first. Errors: not_found for a filter by something unknown.
[[nodiscard]] core::Result<std::vector<WorkspaceCard>> query_workspace_cards(Store& store,
                                                                             const Filter& filter);

}  // namespace orchard::metrics
