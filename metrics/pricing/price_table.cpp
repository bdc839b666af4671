#include "metrics/pricing/price_table.h"

#include "core/base/time_text.h"
#include "metrics/pricing/built_in_prices.h"
#include "metrics/pricing/model_name.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace orchard::metrics {

namespace {

using nlohmann::json;

constexpr std::string_view kDefaultFamily = "sonnet";

/// Dollars per million tokens to nano-dollars per token; a price that is no whole number of those
/// would make sums depend on rounding.
std::int64_t per_token(const json& prices, const char* name) {
  const double scaled = prices.at(name).get<double>() * 1000.0;
  const double whole = std::round(scaled);
  if (scaled < 0 || std::abs(scaled - whole) > 1e-6)
    throw std::invalid_argument(std::string(name) + " is not a whole number of nano-dollars");
  return static_cast<std::int64_t>(whole);
}

TokenPrices read_token_prices(const json& prices) {
  return {per_token(prices, "input"), per_token(prices, "output"),
          per_token(prices, "cache_write_5m"), per_token(prices, "cache_write_1h"),
          per_token(prices, "cache_read")};
}

Price read_price(const json& entry, std::int64_t web_search) {
  Price price;
  const auto from = core::parse_iso8601(entry.at("from").get<std::string>());
  if (!from) throw std::invalid_argument(from.error().message);
  price.from = *from;
  price.standard = read_token_prices(entry.at("standard"));
  if (entry.contains("long_context")) {
    const json& tier = entry.at("long_context");
    price.long_context_over = tier.at("over").get<std::int64_t>();
    price.long_context = read_token_prices(tier.at("prices"));
  }
  price.fast_multiplier = entry.value("fast_multiplier", std::int64_t{1});
  price.web_search = web_search;
  return price;
}

}  // namespace

core::Cost cost_of(const core::TokenUsage& usage, const Price& price, bool fast,
                   std::int64_t web_searches) {
  if (price.kind == PriceKind::free) return {};
  const bool is_long = price.long_context_over > 0 && usage.context() > price.long_context_over;
  const TokenPrices& rate = is_long ? price.long_context : price.standard;
  const std::int64_t tokens = usage.input * rate.input + usage.output * rate.output +
                              usage.cache_write_5m * rate.cache_write_5m +
                              usage.cache_write_1h * rate.cache_write_1h +
                              usage.cache_read * rate.cache_read;
  return {tokens * (fast ? price.fast_multiplier : 1) + web_searches * price.web_search};
}

core::Result<PriceTable> PriceTable::parse(std::string_view text) {
  std::string where = "the head of the table";
  try {
    const json document = json::parse(text);
    const auto web_search = static_cast<std::int64_t>(
        std::llround(document.at("web_search_per_1000").get<double>() * 1e6));
    PriceTable table;
    for (const json& model : document.at("models")) {
      where = "an entry without a model";
      Entry entry;
      entry.model = model.at("model").get<std::string>();
      where = entry.model;
      entry.family = model.at("family").get<std::string>();
      for (const json& price : model.at("prices"))
        entry.prices.push_back(read_price(price, web_search));
      std::sort(entry.prices.begin(), entry.prices.end(),
                [](const Price& a, const Price& b) { return a.from < b.from; });
      if (entry.prices.empty()) throw std::invalid_argument("it has no prices");
      table.entries_.push_back(std::move(entry));
    }
    if (std::none_of(table.entries_.begin(), table.entries_.end(),
                     [](const Entry& entry) { return entry.family == kDefaultFamily; })) {
      where = "the whole table";
      throw std::invalid_argument("it has no model of the family sonnet");
    }
    return table;
  } catch (const std::exception& error) {
    return core::fail(core::ErrorCode::corrupt, "The price table cannot be read at " + where +
                                                    " (" + error.what() + "); correct that entry.");
  }
}

const PriceTable& PriceTable::built_in() {
  static const PriceTable table = parse(built_in_prices()).value();
  return table;
}

const PriceTable::Entry* PriceTable::find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.model == name; });
  return found == entries_.end() ? nullptr : &*found;
}

const PriceTable::Entry& PriceTable::relative_of(std::string_view name) const {
  const Entry* fallback = nullptr;
  for (const Entry& entry : entries_) {
    if (name.find(entry.family) != std::string_view::npos) return entry;
    if (fallback == nullptr && entry.family == kDefaultFamily) fallback = &entry;
  }
  return *fallback;
}

Price PriceTable::price(std::string_view model, core::Timestamp at) const {
  if (model == "<synthetic>") {
    Price price;
    price.kind = PriceKind::free;
    return price;
  }
  const std::string name = normalise_model(model);
  // A region may have prices of its own, under its full name.
  const Entry* entry = find(without_model_suffixes(model));
  if (entry == nullptr) entry = find(name);
  const bool known = entry != nullptr;
  if (!known) entry = &relative_of(name);
  const auto later = std::find_if(entry->prices.begin(), entry->prices.end(),
                                  [&](const Price& price) { return price.from > at; });
  Price price = later == entry->prices.begin() ? entry->prices.front() : *std::prev(later);
  price.kind = known ? PriceKind::calculated : PriceKind::estimated;
  return price;
}

}  // namespace orchard::metrics
