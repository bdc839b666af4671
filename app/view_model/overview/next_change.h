#pragma once

#include "app/model/app_snapshot.h"

#include <optional>

namespace orchard::app {

/// When the picture of `snapshot` changes without news or input: a clock that counts, an age that
/// grows, a message that leaves. Later than `now`; none: never. Ages may lag by 15 s, so that many
/// of them change together.
[[nodiscard]] std::optional<core::Timestamp> next_change(const AppSnapshot& snapshot,
                                                         core::Timestamp now);

}  // namespace orchard::app
