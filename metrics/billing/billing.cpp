#include "metrics/billing/billing.h"

#include "metrics/filter/scope.h"

#include <algorithm>
#include <chrono>

namespace orchard::metrics {

namespace {

/// When the period of this month begins.
CivilDay begin_in(std::chrono::year_month month, int first_day) {
  const std::chrono::year_month_day last(month / std::chrono::last);
  const auto wanted = static_cast<unsigned>(std::clamp(first_day, 1, 31));
  return month / std::chrono::day(std::min(wanted, static_cast<unsigned>(last.day())));
}

}  // namespace

BillingPeriod billing_period(CivilDay today, int first_day) {
  const std::chrono::year_month_day date(today);
  std::chrono::year_month month = date.year() / date.month();
  if (begin_in(month, first_day) > today) month -= std::chrono::months(1);
  return {begin_in(month, first_day), begin_in(month + std::chrono::months(1), first_day)};
}

core::Result<UsageSums> query_billing_period(Store& store, const LocalTime& local,
                                             const BillingPeriod& period, const Filter& filter) {
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  const TimeRange range{local.start_of(period.from), local.start_of(period.to)};
  UsageSums sums;
  ORCHARD_CHECK(
      each_quarter_usage(store.database(), scope, range,
                         [&](core::Timestamp, const UsageSums& quarter) { sums += quarter; }));
  return sums;
}

}  // namespace orchard::metrics
