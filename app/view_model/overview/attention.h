#pragma once

#include "app/model/app_snapshot.h"

namespace orchard::app {

/// True when something came between two snapshots that the user wants to be called for, by the
/// settings of the later one: an agent's question, or the end of a turn that nobody interrupted.
[[nodiscard]] bool calls_for_attention(const AppSnapshot& before, const AppSnapshot& after);

}  // namespace orchard::app
