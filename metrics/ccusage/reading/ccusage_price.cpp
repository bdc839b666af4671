#include "metrics/ccusage/reading/ccusage_price.h"

#include "metrics/pricing/price_table.h"

namespace orchard::metrics {

namespace {

double tiered(std::uint64_t tokens, double base, double above) {
  constexpr std::uint64_t kThreshold = 200'000;
  if (above < 0 || tokens <= kThreshold) return static_cast<double>(tokens) * base;
  return static_cast<double>(kThreshold) * base + static_cast<double>(tokens - kThreshold) * above;
}

}  // namespace

CcusagePrices::Rates CcusagePrices::find(const std::string& model) {
  const Price price = PriceTable::built_in().price(model, core::Timestamp::max());
  Rates rates;
  rates.known = price.kind == PriceKind::calculated;
  if (!rates.known) return rates;
  const bool tiers = price.long_context_over > 0;
  const auto rate = [&](std::int64_t base, std::int64_t above) {
    constexpr double kPico = 1e12;
    return Rate{static_cast<double>(base) / kPico, tiers ? static_cast<double>(above) / kPico : -1};
  };
  const TokenPrices& base = price.standard;
  const TokenPrices& above = price.long_context;
  rates.input = rate(base.input, above.input);
  rates.output = rate(base.output, above.output);
  rates.cache_write_5m = rate(base.cache_write_5m, above.cache_write_5m);
  rates.cache_write_1h = rate(2 * base.input, 2 * above.input);
  rates.cache_read = rate(base.cache_read, above.cache_read);
  rates.fast = static_cast<double>(price.fast_multiplier);
  return rates;
}

const CcusagePrices::Rates& CcusagePrices::rates(const std::string& model) {
  const auto known = rates_.find(model);
  if (known != rates_.end()) return known->second;
  return rates_.emplace(model, find(model)).first->second;
}

void CcusagePrices::put_cost(CcusageEntry& entry) {
  const bool reported = mode_ == CcusageCostMode::display ||
                        (mode_ == CcusageCostMode::automatic && entry.reported_dollars);
  if (reported) {
    entry.dollars = entry.reported_dollars.value_or(0);
    return;
  }
  if (entry.model.empty()) return;
  const Rates& rates = this->rates(entry.model);
  entry.unpriced = !rates.known && entry.tokens.total() > 0 && entry.model != "<synthetic>";
  const CcusageTokens& tokens = entry.tokens;
  const auto cost = [](std::uint64_t count, const Rate& rate) {
    return tiered(count, rate.base, rate.above);
  };
  entry.dollars = (cost(tokens.input, rates.input) + cost(tokens.output, rates.output) +
                   cost(tokens.cache_write_5m, rates.cache_write_5m) +
                   cost(tokens.cache_write_1h, rates.cache_write_1h) +
                   cost(tokens.cache_read, rates.cache_read)) *
                  (entry.fast ? rates.fast : 1);
}

}  // namespace orchard::metrics
