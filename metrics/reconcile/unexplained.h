#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/quantities.h"

#include <cstdint>

namespace orchard::metrics {

/// What the agent says the conversation that began as session `root` has cost beyond the calls the
/// ledger knows; 0 when nothing is missing. Turn by turn: how much the agent's running total grew,
/// less the complete calls of that turn. A total starts at zero or goes on from an earlier one,
/// depending on the agent's version and on how the last process ended: taken is what the first
/// turn's own calls explain best. Turns with an aborted reply are left out on both sides, for the
/// agent guesses their tokens or leaves them out; so are turns cut off by the end of a process.
[[nodiscard]] core::Result<core::Cost> unexplained_cost(core::Database& database,
                                                        std::int64_t root);

}  // namespace orchard::metrics
