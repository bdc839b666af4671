#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"
#include "core/domain/quantities.h"
#include "metrics/calendar/local_time.h"
#include "metrics/ledger/store.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

struct CommandCount {
  std::string name;  ///< with its slash
  std::int64_t uses = 0;
};
/// Most used first, then by name; since `since`, or ever.
[[nodiscard]] core::Result<std::vector<CommandCount>> query_slash_commands(
    Store& store, std::optional<core::Timestamp> since = std::nullopt);

struct RepositoryTotals {
  core::RepositoryId id;
  std::string name;
  std::int64_t sessions = 0;  ///< with a turn begun in the window
  std::int64_t commits = 0;   ///< authored in the window, without merges
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  core::Cost cost;
};
/// Repositories with anything in the last 7 days, dearest first; removed ones too.
[[nodiscard]] core::Result<std::vector<RepositoryTotals>> query_repositories_7d(
    Store& store, const LocalTime& local, core::Timestamp now);

/// Turns begun, by week and weekday (Monday first); the last week holds today.
struct ActivityByDay {
  std::array<std::array<std::int64_t, 7>, 13> turns{};
  int today_weekday = 0;  ///< 0 = Monday
};
[[nodiscard]] core::Result<ActivityByDay> query_activity(Store& store, const LocalTime& local,
                                                         core::Timestamp now);

/// Sessions by their number of turns; upper edges 2 4 8 16 32 64 128, then more. Sessions without
/// a turn do not count.
[[nodiscard]] core::Result<std::array<std::int64_t, 8>> query_turn_histogram(Store& store);

/// The newest sample of every kind of limit.
[[nodiscard]] core::Result<std::vector<core::RateLimitSample>> query_plan_limits(Store& store);

}  // namespace orchard::metrics
