#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/quantities.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/scope.h"

#include <cstdint>
#include <functional>

namespace orchard::metrics {

/// What API calls come to together.
struct UsageSums {
  std::int64_t calls = 0;
  core::TokenUsage tokens;
  core::Cost cost;
  core::Cost estimated;  ///< the part of `cost` whose models are not in the price table

  [[nodiscard]] bool has_estimate() const { return estimated.nano_dollars != 0; }
  UsageSums& operator+=(const UsageSums& other) {
    calls += other.calls;
    tokens += other.tokens;
    cost += other.cost;
    estimated += other.estimated;
    return *this;
  }
  bool operator==(const UsageSums&) const = default;
};

/// Sums of one session and one model within a part of `range`; several parts make up the whole.
using OnSessionUsage =
    std::function<void(std::int64_t session, std::int64_t model, const UsageSums& sums)>;
/// Exact to the microsecond: whole days and quarters come from the rollups, what is left at the
/// ends from the calls themselves.
[[nodiscard]] core::Result<void> each_session_usage(core::Database& database, const Scope& scope,
                                                    const TimeRange& range,
                                                    const OnSessionUsage& on_usage);

/// Sums of the calls within each quarter of an hour that begins in `range`, in the order of time; a
/// quarter may come several times, one after another.
using OnQuarterUsage = std::function<void(core::Timestamp begins, const UsageSums& sums)>;
[[nodiscard]] core::Result<void> each_quarter_usage(core::Database& database, const Scope& scope,
                                                    const TimeRange& range,
                                                    const OnQuarterUsage& on_usage);

}  // namespace orchard::metrics
