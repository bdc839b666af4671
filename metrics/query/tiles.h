#pragma once

#include "core/base/result.h"
#include "core/domain/quantities.h"
#include "metrics/calendar/local_time.h"
#include "metrics/filter/filter.h"
#include "metrics/ledger/store.h"

#include <array>
#include <cstdint>

namespace orchard::metrics {

/// The figures of the dashboard that the ledger knows. "Days" are calendar days of the user, today
/// included. A session counts from its first turn on. A commit counts at its author date (one dated
/// in the future when it was first seen), once however many branches hold it, merges not at all.
struct Tiles {
  std::int64_t sessions_24h = 0;  ///< first turn began in (now - 24 h, now]
  std::int64_t sessions_day_before = 0;
  std::array<std::int64_t, 24> sessions_by_hour{};  ///< of sessions_24h, oldest first
  std::int64_t sessions_today = 0;                  ///< first turn began on this calendar day
  std::int64_t commits_today = 0;
  std::int64_t commits_today_by_agents = 0;  ///< committed while a turn of the workspace ran
  std::int64_t additions_today = 0;          ///< of commits_today
  std::int64_t deletions_today = 0;
  std::array<std::int64_t, 14> commits_by_day{};  ///< oldest first, today last
  std::int64_t additions_7d = 0;                  ///< of commits authored in the last 7 days
  std::int64_t deletions_7d = 0;
  std::int64_t sessions_ended_30d = 0;  ///< whose newest finished turn lies in the last 30 days
  std::int64_t sessions_ok_30d = 0;     ///< of those, where it ended ok
  std::int64_t sessions_error_30d = 0;  ///< where it failed; the rest was interrupted by the user
  core::Cost cost_30d;
  core::Cost cost_today;
  std::array<core::Cost, 30> cost_by_day{};  ///< sums to cost_30d
  core::TokenUsage usage_30d;
  std::int64_t api_calls_30d = 0;
  core::Cost estimated_cost_30d;  ///< part of cost_30d whose model is not in the price table
  core::Cost estimated_cost_today;
};

/// Errors: not_found for a filter by something unknown.
[[nodiscard]] core::Result<Tiles> query_tiles(Store& store, const LocalTime& local,
                                              core::Timestamp now, const Filter& filter = {});

}  // namespace orchard::metrics
