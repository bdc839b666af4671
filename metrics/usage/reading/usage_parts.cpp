#include "metrics/usage/reading/usage_parts.h"

namespace orchard::metrics {

using core::Database;
using core::Result;

Result<void> each_usage_part(Database& database, const UsageScope& scope, const TimeRange& range,
                             UsageGrain grain, const OnUsagePart& on_part) {
  return each_usage_part(database, range, grain, [&](const UsagePart& all) {
    UsagePart part = all;
    part.branch = scope.branch_of(part.session, part.branch);
    if (scope.has(part.session, part.model, part.origin, part.branch, part.agent)) on_part(part);
  });
}

UsageSource source_of(const UsagePlaces::Session& session, std::int64_t origin) {
  if (session.outside) return UsageSource::outside;
  return origin == 2   ? UsageSource::background
         : origin == 1 ? UsageSource::sub_agent
                       : UsageSource::interactive;
}

}  // namespace orchard::metrics
