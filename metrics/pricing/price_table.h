#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/quantities.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// List prices in pico-dollars per token: millionths of a dollar per million tokens. So a tenth of
/// any price in use is a whole number.
struct TokenPrices {
  std::int64_t input = 0;
  std::int64_t output = 0;
  std::int64_t cache_write_5m = 0;
  std::int64_t cache_write_1h = 0;
  std::int64_t cache_read = 0;
  bool operator==(const TokenPrices&) const = default;
};

/// calculated: the model stands in the table · estimated: a relative's price was taken ·
/// free: not a model of the API at all.
enum class PriceKind { calculated = 0, estimated = 1, free = 2 };

/// What one model costs from `from` on.
struct Price {
  core::Timestamp from;
  bool by_user = false;  ///< from the user's own file
  TokenPrices standard;
  /// For the whole request once input and cache together exceed `long_context_over` tokens.
  TokenPrices long_context;
  std::int64_t long_context_over = 0;  ///< 0: no such tier
  std::int64_t fast_multiplier = 1;
  /// What tokens cost that are sure to be handled in one region, in hundredths of the usual price.
  std::int64_t regional_percent = 100;
  std::int64_t web_search = 0;  ///< pico-dollars per search
  PriceKind kind = PriceKind::calculated;

  /// True when the whole request is billed at the prices of long contexts.
  [[nodiscard]] bool is_long(const core::TokenUsage& usage) const {
    return long_context_over > 0 && usage.context() > long_context_over;
  }
};

/// The exact products of tokens and prices, each rounded to a nano-dollar.
[[nodiscard]] core::Cost cost_of(const core::TokenUsage& usage, const Price& price, bool fast,
                                 std::int64_t web_searches);

/// One model of the table.
struct PricedModel {
  std::string model;  ///< without suffixes
  std::string family;
  std::vector<Price> prices;  ///< ascending by `from`; never empty
};

/// What a name of a model is billed by. Holds as long as its table.
struct ModelPrices {
  const PricedModel* billed_as = nullptr;  ///< itself or a relative; null: free
  bool is_known = true;                    ///< false: the prices are those of a relative
  bool is_regional = false;                ///< the name says that one region handles all

  /// `us_only`: the reply says so. Of a time before the first price that one, or, where it is the
  /// user's own, an estimate from it.
  [[nodiscard]] Price at(core::Timestamp time, bool us_only = false) const;
};

/// A table with prices of the user's own, and what is wrong with those that are left out: a place
/// and a reason each.
struct OwnPrices;

/// The dated list prices. Immutable, any thread.
class PriceTable {
 public:
  /// Reads the JSON of assets/prices.json. Errors: corrupt, naming the entry.
  [[nodiscard]] static core::Result<PriceTable> parse(std::string_view json);
  /// The table this program was built with.
  [[nodiscard]] static const PriceTable& built_in();
  /// This table, but for the models that `json` prices: from the first day of the user's own they
  /// hold instead. The form is that of assets/prices.json; what may be missing is said by `orchard
  /// prices --help`. Errors: corrupt, naming the line and column where it is no JSON, or what else
  /// keeps the whole of it from being read.
  [[nodiscard]] core::Result<OwnPrices> with_overrides(std::string_view json) const;

  /// Never fails: an unknown model is estimated from the newest of its family (opus, sonnet, haiku;
  /// sonnet when even that is unknown), "<synthetic>" is free. Regional names of resellers
  /// ("us.anthropic.…") cost `regional_percent`, an estimate where the region has no list price.
  [[nodiscard]] Price price(std::string_view model, core::Timestamp at) const {
    return prices_of(model).at(at);
  }
  /// The same for who asks for many times of one model.
  [[nodiscard]] ModelPrices prices_of(std::string_view model) const;

  [[nodiscard]] const std::vector<PricedModel>& models() const { return models_; }
  /// Another number for a table that makes any cost different.
  [[nodiscard]] std::int64_t fingerprint() const;

 private:
  [[nodiscard]] const PricedModel* find(std::string_view name) const;
  [[nodiscard]] const PricedModel& relative_of(std::string_view name) const;
  std::vector<PricedModel> models_;  ///< newest of a family first, as in the file
};

struct OwnPrices {
  PriceTable table;
  std::vector<std::string> problems;
};

}  // namespace orchard::metrics
