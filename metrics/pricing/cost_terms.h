#pragma once

#include "core/domain/quantities.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// One product of a cost: so many tokens or searches times what one of them costs.
struct CostTerm {
  std::string_view name;   ///< "input", "output", "cache_write_5m", …, "web_search"
  std::int64_t count = 0;  ///< tokens or searches
  std::int64_t price = 0;  ///< pico-dollars for one, before `multiplier`
  std::int64_t multiplier = 1;
  core::Cost cost;
};

/// How a cost comes about. The terms add up to `total`, which is what cost_of gives.
struct CostExplanation {
  std::vector<CostTerm> terms;  ///< those that count something
  bool long_context = false;    ///< the whole request is billed at the higher prices
  bool fast = false;            ///< and a multiplier other than 1 applies
  core::Cost total;
};

/// Pure.
[[nodiscard]] CostExplanation explain_cost(const core::TokenUsage& usage, const Price& price,
                                           bool fast, std::int64_t web_searches);

}  // namespace orchard::metrics
