#pragma once

#include "core/base/result.h"
#include "metrics/calendar/local_time.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/usage.h"
#include "metrics/ledger/store.h"

#include <string>
#include <vector>

namespace orchard::metrics {

// What API calls cost, seen from several sides. Errors: not_found for a filter by something
// unknown.

/// Per model what the calls of the window come to; dearest first.
struct ModelUsage {
  std::string model;
  UsageSums sums;
};
[[nodiscard]] core::Result<std::vector<ModelUsage>> query_models(Store& store, const Filter& filter,
                                                                 const TimeRange& range);

/// Cost and tokens of each calendar day that the window touches, the whole of it; an open window
/// reaches from the first call to the last, at least until today. Oldest first.
struct DayUsage {
  CivilDay day;
  UsageSums sums;
};
[[nodiscard]] core::Result<std::vector<DayUsage>> query_days(Store& store, const LocalTime& local,
                                                             core::Timestamp now,
                                                             const Filter& filter,
                                                             const TimeRange& range);

}  // namespace orchard::metrics
