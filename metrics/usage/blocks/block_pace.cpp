#include "metrics/usage/blocks/block_pace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace orchard::metrics {

using core::Timestamp;

namespace {

double minutes(core::Duration duration) {
  return static_cast<double>(duration.count()) / 60e6;
}

std::int64_t fresh_tokens(const Block& block) {
  return block.tokens.input + block.tokens.output;
}

}  // namespace

std::optional<BurnRate> burn_rate(const Block& block) {
  const double passed = minutes(block.last_call - block.first_call);
  if (block.is_gap || passed <= 0) return std::nullopt;
  return BurnRate{static_cast<double>(block.tokens.total()) / passed,
                  static_cast<double>(fresh_tokens(block)) / passed,
                  block.cost.dollars() / passed * 60, static_cast<double>(block.calls) / passed};
}

std::optional<BlockProjection> project(const Block& block, Timestamp now) {
  const auto rate = burn_rate(block);
  if (!block.is_active || !rate) return std::nullopt;
  BlockProjection projection;
  projection.remaining_minutes = std::max<std::int64_t>(0, std::llround(minutes(block.end - now)));
  const auto remaining = static_cast<double>(projection.remaining_minutes);
  projection.total_tokens =
      std::llround(static_cast<double>(block.tokens.total()) + rate->tokens_per_minute * remaining);
  projection.dollars =
      std::round((block.cost.dollars() + rate->dollars_per_hour / 60 * remaining) * 100) / 100;
  return projection;
}

std::optional<std::int64_t> most_tokens(std::span<const Block> blocks) {
  std::int64_t most = 0;
  for (const Block& block : blocks)
    if (!block.is_gap && !block.is_active) most = std::max(most, block.tokens.total());
  return most > 0 ? std::optional(most) : std::nullopt;
}

Velocity velocity_of(double rate) {
  constexpr std::array kBelow{50.0, 150.0, 300.0};
  return static_cast<Velocity>(std::ranges::upper_bound(kBelow, rate) - kBelow.begin());
}

std::string_view to_string(Velocity velocity) {
  constexpr std::array<std::string_view, 4> kNames{"slow", "normal", "fast", "very fast"};
  return kNames.at(static_cast<std::size_t>(velocity));
}

}  // namespace orchard::metrics
