#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/usage.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace orchard::metrics {

/// One session of a leaderboard's row: what it did in the window, so that the sessions of a row
/// come to the row's turns, calls, tokens and cost.
struct LeaderSession {
  core::SessionId session;
  std::string title;  ///< first line of its first prompt, at most 200 bytes
  std::int64_t turns = 0;
  UsageSums usage;
  core::Timestamp last_active_at;  ///< ever
};

/// The sessions with a turn begun or a call made in the window, last active first. Errors:
/// not_found for a filter by something unknown.
[[nodiscard]] core::Result<std::vector<LeaderSession>> query_leader_sessions(
    Store& store, const Filter& filter, const TimeRange& range);

}  // namespace orchard::metrics
