#pragma once

#include "agents/protocol/event.h"

namespace orchard::agents {

/// Two sightings of one response become one: per field the larger number. The end of a response
/// often names its cache writes without their split; then the split of the other one stands, for
/// taking the larger of both fields would count the writes twice.
[[nodiscard]] ApiUsage merge_usage(const ApiUsage& first, const ApiUsage& second);

}  // namespace orchard::agents
