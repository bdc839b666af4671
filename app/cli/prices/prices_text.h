#pragma once

#include "metrics/pricing/price_table.h"
#include "metrics/usage/call_explanation.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace orchard::app {

// The tables of `orchard prices` for people. Pure.

/// Dollars for a million tokens.
[[nodiscard]] double per_million(std::int64_t pico_dollars_per_token);

/// Every price of every model. `width` 0: as wide as it comes.
[[nodiscard]] std::string prices_text(const metrics::PriceTable& prices, std::size_t width);

/// What the cost of a call is made of.
[[nodiscard]] std::string call_text(const metrics::CallExplanation& call);

}  // namespace orchard::app
