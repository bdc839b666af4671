#pragma once

#include "core/domain/quantities.h"
#include "metrics/line/line_fields.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace orchard::metrics {

/// More than any reply holds: beyond it a number is damaged.
inline constexpr std::int64_t kMostTokens = 1'000'000'000;

/// 0 where nothing is told; none: no number that a reply can have. Pure.
[[nodiscard]] std::optional<std::int64_t> read_count(std::string_view token);

struct TokenCounts {
  core::TokenUsage tokens;
  bool cache_split_known = true;  ///< false: only the sum of the cache writes, in cache_write_5m
};

/// None: one of the counts is none. Pure.
[[nodiscard]] std::optional<TokenCounts> read_token_counts(const UsageFields& usage);

}  // namespace orchard::metrics
