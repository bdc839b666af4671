#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <string>
#include <string_view>

namespace orchard::core {

/// "2026-11-20T16:42:07.123Z" (milliseconds, UTC), the form every JSON output uses.
[[nodiscard]] std::string to_iso8601(Timestamp at);

/// Reads RFC 3339: any number of fraction digits (beyond microseconds are cut), `Z` or an offset.
[[nodiscard]] Result<Timestamp> parse_iso8601(std::string_view text);

}  // namespace orchard::core
