#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/filter/filter.h"
#include "metrics/usage/reading/usage_parts.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace orchard::metrics {

/// A call that the API did not answer, as the ledger keeps it.
struct StoredFailure {
  std::int64_t key = 0;
  core::Timestamp at;
  std::int64_t session = 0;
  std::int64_t origin = 0;  ///< a UsageAgent
  std::int64_t branch = 0;  ///< 0: not known
  std::int64_t agent = 0;   ///< the type of the sub-agent; 0: not known
  std::optional<int> status;
  std::optional<core::Duration> duration;
};

using OnFailure = std::function<void(const StoredFailure& failure)>;
/// Those of `range` that the scope takes in; `branch` is that of UsageScope::branch_of(). In no
/// order.
[[nodiscard]] core::Result<void> each_failed_call(core::Database& database, const UsageScope& scope,
                                                  const TimeRange& range,
                                                  const OnFailure& on_failure);
[[nodiscard]] core::Result<std::optional<StoredFailure>> find_failed_call(core::Database& database,
                                                                          std::int64_t key);

}  // namespace orchard::metrics
