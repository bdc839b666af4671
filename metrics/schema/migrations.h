#pragma once

#include "core/database/database.h"

#include <cstdint>
#include <span>

namespace orchard::metrics {

/// Stands in the header of the file: "Orch".
inline constexpr std::int32_t kApplicationId = 0x4f726368;

/// The history of the schema, oldest first.
[[nodiscard]] std::span<const core::Migration> migrations();

}  // namespace orchard::metrics
