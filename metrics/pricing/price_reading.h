#pragma once

#include "core/base/result.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

enum class PriceOrigin { program, user };

/// What a price file says, and what is wrong with the entries that are left out: "at the model x:
/// output is missing".
struct PriceReading {
  std::vector<PricedModel> models;
  std::optional<std::int64_t> web_search;  ///< of any model; pico-dollars. None: it says nothing
  std::vector<std::string> problems;
};

/// What a model costs from a day on but for what a user's file says of it.
using UsualPrice = std::function<Price(std::string_view model, core::Timestamp from)>;

/// Of a user's file the family, the dates, the prices of what is cached and that of web searches
/// may be missing: then they are as the API usually has them; beside a price of web searches the
/// models too. Fast mode, regions and long contexts that it does not mention are as `usual` has
/// them. Pure. Errors: corrupt, naming what keeps the whole of it from being read.
[[nodiscard]] core::Result<PriceReading> read_prices(std::string_view json, PriceOrigin origin,
                                                     const UsualPrice& usual);

}  // namespace orchard::metrics
