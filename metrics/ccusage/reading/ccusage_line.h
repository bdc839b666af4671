#pragma once

#include "metrics/ccusage/reading/ccusage_entry.h"

#include <optional>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What ccusage reads from one line (without its '\n') of a transcript; none: it drops the line.
/// Without cost and file. Pure.
[[nodiscard]] std::optional<CcusageEntry> read_ccusage_line(std::string_view line);

/// The calls to advisors that the line of `entry` tells of beside it; ccusage counts all of a line
/// or none. Pure.
[[nodiscard]] std::vector<CcusageEntry> read_ccusage_advisors(std::string_view line,
                                                              const CcusageEntry& entry);

}  // namespace orchard::metrics
