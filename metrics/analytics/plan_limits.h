#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"
#include "metrics/ledger/store.h"

#include <vector>

namespace orchard::metrics {

/// The newest sample of every kind of limit.
[[nodiscard]] core::Result<std::vector<core::RateLimitSample>> query_plan_limits(Store& store);

}  // namespace orchard::metrics
