#pragma once

#include "core/base/clock.h"
#include "metrics/ccusage/reading/ccusage_entry.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// A window of use as ccusage cuts them, or the gap between two.
struct CcusageBlock {
  std::string id;
  core::Timestamp start;
  core::Timestamp end;
  std::optional<core::Timestamp> first_at;  ///< none: a gap
  std::optional<core::Timestamp> last_at;
  bool is_active = false;
  bool is_gap = false;
  std::size_t entries = 0;
  CcusageTokens tokens;
  double dollars = 0;
  std::vector<std::string> models;  ///< in the order they came
  std::optional<core::Timestamp> limit_resets_at;
};

/// How fast the active block is used up.
struct CcusageBurnRate {
  double tokens_per_minute = 0;
  double uncached_tokens_per_minute = 0;
  double dollars_per_hour = 0;
};

/// What the block will have used at its end at this rate.
struct CcusageProjection {
  std::uint64_t tokens = 0;
  double dollars = 0;  ///< whole cents
  std::int64_t remaining_minutes = 0;
};

/// In the order of their start. Pure.
[[nodiscard]] std::vector<CcusageBlock> make_ccusage_blocks(std::vector<CcusageEntry> entries,
                                                            core::Timestamp now,
                                                            std::chrono::milliseconds length);

/// None while the block has no two moments.
[[nodiscard]] std::optional<CcusageBurnRate> burn_rate_of(const CcusageBlock& block);
[[nodiscard]] std::optional<CcusageProjection> projection_of(const CcusageBlock& block,
                                                             core::Timestamp now);

}  // namespace orchard::metrics
