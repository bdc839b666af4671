#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace orchard::app {

// Charts of characters for a terminal. Pure.

/// A bar of at most `width` characters, to an eighth of one; something for anything above zero.
[[nodiscard]] std::string bar(double value, double most, std::size_t width);
/// One character per value, the highest full; "·" for zeros.
[[nodiscard]] std::string sparkline(std::span<const double> values);
/// One cell of a heatmap in five steps, "·" for zero.
[[nodiscard]] std::string shade(std::int64_t value, std::int64_t most);

}  // namespace orchard::app
