#include "metrics/pricing/cost_terms.h"

#include "metrics/pricing/cost_part.h"

#include <algorithm>

namespace orchard::metrics {

CostExplanation explain_cost(const core::TokenUsage& usage, const Price& price, bool fast,
                             std::int64_t web_searches) {
  CostExplanation explanation;
  const bool is_free = price.kind == PriceKind::free;
  explanation.long_context = !is_free && price.is_long(usage);
  explanation.fast = !is_free && fast && price.fast_multiplier != 1;
  const TokenPrices none;
  const TokenPrices& rate = is_free                    ? none
                            : explanation.long_context ? price.long_context
                                                       : price.standard;
  const std::int64_t multiplier = explanation.fast ? price.fast_multiplier : 1;
  const auto add = [&](std::string_view name, std::int64_t count, std::int64_t each,
                       std::int64_t times) {
    if (count == 0) return;
    const CostTerm term{name, count, each, times, {cost_part(count, each, times)}};
    explanation.total += term.cost;
    explanation.terms.push_back(term);
  };
  add("input", usage.input, rate.input, multiplier);
  add("output", usage.output, rate.output, multiplier);
  add("cache_write_5m", usage.cache_write_5m, rate.cache_write_5m, multiplier);
  add("cache_write_1h", usage.cache_write_1h, rate.cache_write_1h, multiplier);
  add("cache_read", usage.cache_read, rate.cache_read, multiplier);
  // Searches have one price whatever the mode.
  add("web_search", web_searches, is_free ? 0 : price.web_search, 1);
  explanation.total = std::min(explanation.total, kDearestCall);
  return explanation;
}

}  // namespace orchard::metrics
