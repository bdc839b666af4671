#pragma once

#include "core/base/clock.h"

#include <string>

namespace orchard::app {

// How limits are written, wherever they stand: what part is used and how long is left.

/// "42%" of a fraction, rounded; "100%" only once all of it is gone and "0%" only while nothing is:
/// "99%", "<1%". Negative counts as zero.
[[nodiscard]] std::string limit_share(double fraction);

/// By minutes that are full: "under 1m", "14m", "2h 05m", "2d 5h".
[[nodiscard]] std::string time_left(core::Duration left);

}  // namespace orchard::app
