#pragma once

#include "metrics/calendar/local_time.h"
#include "metrics/usage/blocks/block_query.h"
#include "metrics/usage/blocks/plan_limit.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace orchard::app {

/// What `orchard usage blocks` shows.
struct BlocksView {
  metrics::BlockReport report;           ///< the blocks to show
  std::optional<metrics::Block> newest;  ///< of all, shown or not; none: nothing used for 8 days
  std::vector<metrics::OfficialLimit> official;
  metrics::PlanName plan = metrics::PlanName::custom;
  /// Guessed from `plan` and the blocks of the last days; none: not learned yet.
  std::optional<metrics::PlanLimit> limit;
  double fresh_tokens_per_minute = 0;       ///< of the last hour
  std::optional<std::int64_t> token_limit;  ///< what --token-limit says
  core::Timestamp now;
};

// Pure; `width` 0: as wide as it comes.

[[nodiscard]] nlohmann::json blocks_json(const BlocksView& view);
[[nodiscard]] std::string blocks_text(const BlocksView& view, const metrics::LocalTime& local,
                                      std::size_t width);
[[nodiscard]] std::string blocks_csv(const BlocksView& view);
/// The active block in sentences, or that there is none.
[[nodiscard]] std::string active_block_text(const BlocksView& view,
                                            const metrics::LocalTime& local);

/// "official" and "local_estimate"; for people "told by the account" and "local estimate".
[[nodiscard]] std::string_view to_string(metrics::Confidence confidence);
/// "five hours", "seven days", "seven days (opus)", else the kind as it is.
[[nodiscard]] std::string limit_name(std::string_view kind);

}  // namespace orchard::app
