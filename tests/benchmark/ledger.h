#pragma once

#include "tests/benchmark/figure.h"

#include <vector>

namespace orchard::test {

/// Fills a store with a million API calls, 200,000 turns, 50,000 commits and 2,000 workspaces, then
/// asks it what the dashboard and each view of analytics ask; its size on disk too. Takes minutes.
[[nodiscard]] std::vector<Figure> measure_ledger();

}  // namespace orchard::test
