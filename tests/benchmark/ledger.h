#pragma once

#include "tests/benchmark/measuring/figure.h"

#include <string>
#include <vector>

namespace orchard::test {

/// Fills a store with a million API calls, 200,000 turns, 50,000 commits and 2,000 workspaces,
/// which takes minutes, then asks it what the dashboard and each view of analytics ask; its size
/// and the memory for it too. Times are processor time. ORCHARD_BENCH_LEDGER names a home whose
/// store is asked instead; where it has none, it is filled and stays.
[[nodiscard]] std::vector<Figure> measure_ledger();

/// What is measured there, as a program of its own so that its memory is its own: asks everything
/// once of the store below `home`. An exit code.
[[nodiscard]] int ask_ledger_once(const std::string& home);

}  // namespace orchard::test
