#pragma once

#include <string_view>

namespace orchard::metrics {

/// The text of assets/prices.json as it was when the program was built.
[[nodiscard]] std::string_view built_in_prices();

}  // namespace orchard::metrics
