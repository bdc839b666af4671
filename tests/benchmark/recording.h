#pragma once

#include "tests/benchmark/measuring/figure.h"

#include <vector>

namespace orchard::test {

/// Reads the event log of an agent into a fresh store, beside merely parsing its lines; then asks
/// that store what the dashboard asks.
[[nodiscard]] std::vector<Figure> measure_recording();

}  // namespace orchard::test
