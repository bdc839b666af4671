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

/// Sums of calls that have all of this in common.
struct UsagePart {
  core::Timestamp at;  ///< when the day or quarter of an hour begins, or the moment of the call
  std::int64_t session = 0;
  std::int64_t model = 0;
  std::int64_t origin = 0;  ///< a UsageAgent
  std::int64_t branch = 0;  ///< 0: not known
  std::int64_t agent = 0;   ///< the type of the sub-agent; 0: not known
  UsageSums sums;
};

/// `quarters`: no part reaches over a quarter of an hour, so none over a border of hours or days in
/// any zone. `days`: parts may be whole UTC days.
enum class UsageGrain { days, quarters };

using OnUsagePart = std::function<void(const UsagePart& part)>;
/// All calls of `range`, exact to the microsecond: sums that stand ready, and what is left at the
/// ends from the calls themselves. In no order.
[[nodiscard]] core::Result<void> each_usage_part(core::Database& database, const TimeRange& range,
                                                 UsageGrain grain, const OnUsagePart& on_part);

/// Sums of one session and one model within a part of `range`; several parts make up the whole.
using OnSessionUsage =
    std::function<void(std::int64_t session, std::int64_t model, const UsageSums& sums)>;
/// The parts of `range`, whole days among them, that the scope takes in.
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
