#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"
#include "core/domain/plan_usage.h"
#include "metrics/ledger/store.h"

#include <vector>

namespace orchard::metrics {

/// What Claude Code told of a limit without being asked, and by which way.
struct ReportedLimit {
  core::RateLimitSample said;
  core::PlanSource source = core::PlanSource::stream;
};

/// The newest of every kind of limit.
[[nodiscard]] core::Result<std::vector<ReportedLimit>> query_plan_limits(Store& store);

}  // namespace orchard::metrics
