#include "metrics/pricing/price_table.h"

#include "metrics/pricing/built_in_prices.h"
#include "metrics/pricing/cost_part.h"
#include "metrics/pricing/model_name.h"
#include "metrics/pricing/price_reading.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

namespace orchard::metrics {

namespace {

constexpr std::string_view kDefaultFamily = "sonnet";
/// Grows when cost_of comes to other sums for the same table.
constexpr std::uint64_t kFormula = 2;

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

/// Those of the table hold until the user's own begin.
void put_own_prices(std::vector<Price> own, std::vector<Price>& prices) {
  std::erase_if(prices, [&](const Price& price) { return price.from >= own.front().from; });
  std::ranges::move(own, std::back_inserter(prices));
}

/// Those with list prices of their own; "global" is the usual price, others are not known.
bool is_listed_region(std::string_view region) {
  constexpr std::array<std::string_view, 4> kListed{"us", "eu", "jp", "au"};
  return std::ranges::find(kListed, region) != kListed.end();
}

bool has_regional_price(const PricedModel& model) {
  return std::ranges::any_of(model.prices,
                             [](const Price& price) { return price.regional_percent != 100; });
}

void make_regional(Price& price) {
  for (TokenPrices* tokens : {&price.standard, &price.long_context})
    for (std::int64_t* each : {&tokens->input, &tokens->output, &tokens->cache_write_5m,
                               &tokens->cache_write_1h, &tokens->cache_read})
      *each = (*each * price.regional_percent + 50) / 100;
}

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
  const auto nothing_more = [](std::string_view, core::Timestamp) { return Price(); };
  auto read = read_prices(text, PriceOrigin::program, nothing_more);
  const auto broken = [](const std::string& what) {
    return core::fail(core::ErrorCode::corrupt,
                      "The price table cannot be read " + what + "; correct that entry.");
  };
  if (!read) return broken(read.error().message);
  if (!read->problems.empty()) return broken(read->problems.front());
  PriceTable table;
  table.models_ = std::move(read->models);
  if (std::ranges::find(table.models_, kDefaultFamily, &PricedModel::family) == table.models_.end())
    return broken("at the whole table: it has no model of the family sonnet");
  return table;
}

const PriceTable& PriceTable::built_in() {
  static const PriceTable table = parse(built_in_prices()).value();
  return table;
}

core::Result<OwnPrices> PriceTable::with_overrides(std::string_view json) const {
  const auto usual = [this](std::string_view model, core::Timestamp from) {
    const ModelPrices known = prices_of(model);
    // What is written for one region says all of it.
    return known.is_known && !known.is_regional ? known.at(from) : Price();
  };
  ORCHARD_TRY(PriceReading own, read_prices(json, PriceOrigin::user, usual));
  OwnPrices result{*this, std::move(own.problems)};
  std::vector<PricedModel>& models = result.table.models_;
  for (PricedModel& model : own.models) {
    const auto known = std::ranges::find(models, model.model, &PricedModel::model);
    if (known == models.end()) {
      // Last, so that no estimate of another model follows it.
      models.push_back(std::move(model));
      continue;
    }
    if (!model.family.empty()) known->family = model.family;
    put_own_prices(std::move(model.prices), known->prices);
  }
  if (own.web_search)
    for (PricedModel& model : models)
      for (Price& price : model.prices) price.web_search = *own.web_search;
  return result;
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
  if (const PricedModel* whole = find(without_model_suffixes(model))) return {whole};
  const std::string name = normalise_model(model);
  const std::string region = region_of_model(model);
  const bool is_regional = !region.empty() && region != "global";
  const PricedModel* known = find(name);
  if (known == nullptr) return {&relative_of(name), false, is_regional};
  const bool is_certain = !is_regional || is_listed_region(region) || !has_regional_price(*known);
  return {known, is_certain, is_regional};
}

Price ModelPrices::at(core::Timestamp time, bool us_only) const {
  Price price;
  price.kind = PriceKind::free;
  if (billed_as == nullptr) return price;
  const std::vector<Price>& prices = billed_as->prices;
  const auto later =
      std::ranges::find_if(prices, [&](const Price& entry) { return entry.from > time; });
  const bool is_too_early = later == prices.begin();
  price = is_too_early ? prices.front() : *std::prev(later);
  const bool is_certain = is_known && !(is_too_early && price.by_user);
  price.kind = is_certain ? PriceKind::calculated : PriceKind::estimated;
  if (is_regional || us_only) make_regional(price);
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
      hash.add(price.regional_percent);
      hash.add(price.web_search);
    }
  }
  return hash.value();
}

}  // namespace orchard::metrics
