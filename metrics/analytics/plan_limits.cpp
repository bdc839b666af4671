#include "metrics/analytics/plan_limits.h"

#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

// The newest sample of each kind.
constexpr std::string_view kPlanLimits =
    "SELECT s.id, l.kind, l.status, l.utilization, l.resets_at, MAX(l.at), l.source "
    "FROM rate_limit_sample l JOIN session s ON s.key = l.session GROUP BY l.kind ORDER BY l.kind";

}  // namespace

Result<std::vector<ReportedLimit>> query_plan_limits(Store& store) {
  ORCHARD_TRY(Statement limits, store.database().prepare(kPlanLimits));
  std::vector<ReportedLimit> reported;
  ORCHARD_CHECK(limits.each([&](const Statement& row) {
    reported.push_back(
        {{core::SessionId(row.text(0)), row.text(1), row.text(2), row.optional_real(3),
          timestamp(row.optional_integer(4)), timestamp(row.integer(5))},
         core::parse_plan_source(row.text(6)).value_or(core::PlanSource::stream)});
  }));
  return reported;
}

}  // namespace orchard::metrics
