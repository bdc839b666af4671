#pragma once

#include <array>
#include <string_view>

namespace orchard::app {

/// The parts of the page that can be written to a file, by the names of their definitions.
inline constexpr std::array<std::string_view, 4> kUsageParts = {
    "usage_records", "usage_over_time", "usage_by_source", "usage_consumers"};

}  // namespace orchard::app
