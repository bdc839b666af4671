#pragma once

#include "metrics/usage/blocks/block.h"

#include <optional>
#include <span>
#include <string_view>

namespace orchard::metrics {

// How fast a block is used up and where that leads. Pure; estimates of this machine.

struct BurnRate {
  double tokens_per_minute = 0;
  double fresh_tokens_per_minute = 0;  ///< input and output only, nothing cached
  double dollars_per_hour = 0;
  double calls_per_minute = 0;
};
/// The average between the first and the last call; none for a gap and where no time passed.
[[nodiscard]] std::optional<BurnRate> burn_rate(const Block& block);

/// What a block comes to when it goes on like this until its end.
struct BlockProjection {
  std::int64_t total_tokens = 0;
  double dollars = 0;                  ///< to the cent
  std::int64_t remaining_minutes = 0;  ///< rounded
};
/// None unless the block is active and has a burn rate.
[[nodiscard]] std::optional<BlockProjection> project(const Block& block, core::Timestamp now);

/// The most tokens of a block that is over; none without one.
[[nodiscard]] std::optional<std::int64_t> most_tokens(std::span<const Block> blocks);

enum class Velocity { slow, normal, fast, very_fast };
/// By fresh tokens a minute: below 50, 150 and 300.
[[nodiscard]] Velocity velocity_of(double fresh_tokens_per_minute);
[[nodiscard]] std::string_view to_string(Velocity velocity);

}  // namespace orchard::metrics
