#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/usage/reading/usage_parts.h"
#include "metrics/usage/usage_records.h"

#include <cstdint>
#include <vector>

namespace orchard::metrics {

/// How many calls there are within the quarter of an hour, or at the moment, `at`.
struct QuarterCount {
  core::Timestamp at;
  std::int64_t calls = 0;
};

/// The keys of the calls of a page, in its order; of calls that failed, below 0, with the sign
/// turned. `quarters` counts all that match: by time
/// only those quarters are read that the page lies in, whatever there is before it.
[[nodiscard]] core::Result<std::vector<std::int64_t>> order_records(
    core::Database& database, const UsagePlaces& places, const UsageScope& scope,
    const RecordQuestion& question, const std::vector<QuarterCount>& quarters);

}  // namespace orchard::metrics
