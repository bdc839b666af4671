#include "metrics/pricing/price_table.h"

#include "metrics/pricing/built_in_prices.h"
#include "metrics/pricing/cost_part.h"
#include "metrics/pricing/model_name.h"
#include "metrics/pricing/price_reading.h"

#include <algorithm>
#include <string>
#include <utility>

namespace orchard::metrics {

namespace {

constexpr std::string_view kDefaultFamily = "sonnet";
/// Grows when cost_of comes to other sums for the same table.
constexpr std::uint64_t kFormula = 1;

class Fingerprint {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte) add_byte((value >> (8 * byte)) & 0xFFU);
  }
  void add(std::int64_t value) { add(static_cast<std::uint64_t>(value)); }
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
  }
  void add(const TokenPrices& prices) {
    for (const std::int64_t price : {prices.input, prices.output, prices.cache_write_5m,
                                     prices.cache_write_1h, prices.cache_read})
      add(price);
  }
  [[nodiscard]] std::int64_t value() const { return static_cast<std::int64_t>(hash_); }

 private:
  void add_byte(std::uint64_t byte) { hash_ = (hash_ ^ byte) * 1099511628211U; }
  std::uint64_t hash_ = 14695981039346656037U;
};

}  // namespace

core::Cost cost_of(const core::TokenUsage& usage, const Price& price, bool fast,
                   std::int64_t web_searches) {
  if (price.kind == PriceKind::free) return {};
  const TokenPrices& rate = price.is_long(usage) ? price.long_context : price.standard;
  const std::int64_t times = fast ? price.fast_multiplier : 1;
  const core::Cost cost{cost_part(usage.input, rate.input, times) +
                        cost_part(usage.output, rate.output, times) +
                        cost_part(usage.cache_write_5m, rate.cache_write_5m, times) +
                        cost_part(usage.cache_write_1h, rate.cache_write_1h, times) +
                        cost_part(usage.cache_read, rate.cache_read, times) +
                        cost_part(web_searches, price.web_search)};
  return std::min(cost, kDearestCall);
}

core::Result<PriceTable> PriceTable::parse(std::string_view text) {
  auto models = read_prices(text, PriceOrigin::program);
  const auto broken = [](const std::string& what) {
    return core::fail(core::ErrorCode::corrupt,
                      "The price table cannot be read " + what + "; correct that entry.");
  };
  if (!models) return broken(models.error().message);
  PriceTable table;
  table.models_ = std::move(*models);
  if (std::ranges::find(table.models_, kDefaultFamily, &PricedModel::family) == table.models_.end())
    return broken("at the whole table: it has no model of the family sonnet");
  return table;
}

const PriceTable& PriceTable::built_in() {
  static const PriceTable table = parse(built_in_prices()).value();
  return table;
}

core::Result<PriceTable> PriceTable::with_overrides(std::string_view json) const {
  ORCHARD_TRY(std::vector<PricedModel> own, read_prices(json, PriceOrigin::user));
  PriceTable table = *this;
  for (PricedModel& model : own) {
    const auto known = std::ranges::find(table.models_, model.model, &PricedModel::model);
    if (known == table.models_.end()) {
      // Last, so that no estimate of another model follows it.
      table.models_.push_back(std::move(model));
      continue;
    }
    if (model.family.empty()) model.family = known->family;
    *known = std::move(model);
  }
  return table;
}

const PricedModel* PriceTable::find(std::string_view name) const {
  const auto found = std::ranges::find(models_, name, &PricedModel::model);
  return found == models_.end() ? nullptr : &*found;
}

const PricedModel& PriceTable::relative_of(std::string_view name) const {
  const PricedModel* fallback = nullptr;
  for (const PricedModel& model : models_) {
    if (!model.family.empty() && name.find(model.family) != std::string_view::npos) return model;
    if (fallback == nullptr && model.family == kDefaultFamily) fallback = &model;
  }
  return *fallback;
}

ModelPrices PriceTable::prices_of(std::string_view model) const {
  if (model == "<synthetic>") return {};
  // A region may have prices of its own, under its full name.
  if (const PricedModel* whole = find(without_model_suffixes(model))) return {whole, true};
  const std::string name = normalise_model(model);
  if (const PricedModel* known = find(name)) return {known, true};
  return {&relative_of(name), false};
}

Price ModelPrices::at(core::Timestamp time) const {
  Price price;
  price.kind = PriceKind::free;
  if (billed_as == nullptr) return price;
  const std::vector<Price>& prices = billed_as->prices;
  const auto later =
      std::ranges::find_if(prices, [&](const Price& entry) { return entry.from > time; });
  price = later == prices.begin() ? prices.front() : *std::prev(later);
  price.kind = is_known ? PriceKind::calculated : PriceKind::estimated;
  return price;
}

std::int64_t PriceTable::fingerprint() const {
  Fingerprint hash;
  hash.add(kFormula);
  for (const PricedModel& model : models_) {
    hash.add(model.model);
    hash.add(model.family);
    for (const Price& price : model.prices) {
      hash.add(price.from.time_since_epoch().count());
      hash.add(price.standard);
      hash.add(price.long_context);
      hash.add(price.long_context_over);
      hash.add(price.fast_multiplier);
      hash.add(price.web_search);
    }
  }
  return hash.value();
}

}  // namespace orchard::metrics
