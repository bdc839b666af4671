#pragma once

#include "core/base/result.h"
#include "metrics/ledger/store.h"
#include "metrics/pricing/cost_terms.h"
#include "metrics/pricing/price_table.h"
#include "metrics/usage/usage_records.h"

#include <string>
#include <string_view>

namespace orchard::metrics {

/// One recorded call with what its cost is made of. Without a reported cost `why.total` is the
/// recorded one.
struct CallExplanation {
  UsageRecord record;
  std::string priced_as;  ///< the model of the table that the prices are of; empty: free
  Price price;
  bool is_regional = false;  ///< `price` is that of tokens that one region handles
  CostExplanation why;
};

/// `which`: the key of a call, its message id, its request id at the API, "newest" or "dearest".
/// Errors: not_found; ambiguous where several sessions have a call of that message id.
[[nodiscard]] core::Result<CallExplanation> explain_call(Store& store, std::string_view which);

}  // namespace orchard::metrics
