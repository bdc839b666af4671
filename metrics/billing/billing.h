#pragma once

#include "core/base/result.h"
#include "metrics/calendar/local_time.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/usage.h"
#include "metrics/ledger/store.h"

namespace orchard::metrics {

/// The days of a billing period of the user: [from, to). It begins on a day of the month, in months
/// without such a day on their last one.
struct BillingPeriod {
  CivilDay from;
  CivilDay to;  ///< the first day of the next one
};
/// The period that holds `today`; `first_day` is 1 to 31. Pure.
[[nodiscard]] BillingPeriod billing_period(CivilDay today, int first_day);

/// What the calls of the current period come to so far. Errors: not_found for a filter by something
/// unknown.
[[nodiscard]] core::Result<UsageSums> query_billing_period(Store& store, const LocalTime& local,
                                                           const BillingPeriod& period,
                                                           const Filter& filter);

}  // namespace orchard::metrics
