#pragma once

#include "core/base/result.h"
#include "metrics/pricing/price_table.h"

#include <string_view>
#include <vector>

namespace orchard::metrics {

enum class PriceOrigin { program, user };

/// The models of a price file. Of a user's file the family, the dates, the prices of what is cached
/// and that of web searches may be missing: then they are as the API usually has them. Pure.
/// Errors: corrupt, naming the entry and what is wrong with it.
[[nodiscard]] core::Result<std::vector<PricedModel>> read_prices(std::string_view json,
                                                                 PriceOrigin origin);

}  // namespace orchard::metrics
