#pragma once

#include "metrics/ccusage/reading/ccusage_entry.h"

#include <optional>
#include <string_view>

namespace orchard::metrics {

/// What ccusage reads from one line (without its '\n') of a transcript; none: it drops the line.
/// Without cost and file. Pure.
[[nodiscard]] std::optional<CcusageEntry> read_ccusage_line(std::string_view line);

}  // namespace orchard::metrics
