#pragma once

#include "metrics/usage/reading/usage_parts.h"
#include "metrics/usage/reading/usage_places.h"
#include "metrics/usage/usage_account.h"

#include <cstdint>

namespace orchard::metrics {

// What the lines of an account are of.

/// The workspace of a session, or the folder it ran in. Its key names it for good.
[[nodiscard]] UsageGroup place_group(const UsagePlaces& places,
                                     const UsagePlaces::Session& session);

/// Tells the groups of a dimension apart; cheap, for it is asked for every part.
[[nodiscard]] std::int64_t group_number(const UsagePlaces& places, UsageDimension dimension,
                                        const UsagePart& part);
/// The group that `part` belongs to.
[[nodiscard]] UsageGroup group_of(const UsagePlaces& places, UsageDimension dimension,
                                  const UsagePart& part);

}  // namespace orchard::metrics
