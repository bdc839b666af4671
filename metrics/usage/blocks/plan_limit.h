#pragma once

#include "metrics/usage/blocks/block.h"

#include <optional>
#include <span>
#include <string_view>

namespace orchard::metrics {

// What a plan may allow within five hours, guessed from what is known of plans and from the blocks
// of this machine. No official number: plans do not publish one.

enum class PlanName {
  pro,
  max5,
  max20,
  custom,  ///< learned from the blocks of this machine, no limit of its own
};
[[nodiscard]] std::optional<PlanName> parse_plan_name(std::string_view text);
[[nodiscard]] std::string_view to_string(PlanName plan);

struct PlanLimit {
  std::int64_t tokens = 0;  ///< input and output; cached tokens do not count
  double dollars = 0;
  std::int64_t messages = 0;  ///< API calls
};

/// For `custom` the 90th percentile of the blocks that are over and came near a limit of a plan,
/// not below 19,000 tokens; none before there are two of them. The other plans have fixed numbers.
[[nodiscard]] std::optional<PlanLimit> limit_of(PlanName plan, std::span<const Block> blocks);

/// What part of a limit is used, and when it is reached if the block goes on from now on at its
/// burn rate, as project() has it.
struct LimitOutlook {
  double tokens_used = 0;   ///< fraction of the limit; may be more than 1
  double dollars_used = 0;  ///< the same of money
  double messages_used = 0;
  std::optional<core::Timestamp> tokens_run_out;    ///< before the reset only
  std::optional<core::Timestamp> dollars_run_out;   ///< before the reset only
  std::optional<core::Timestamp> messages_run_out;  ///< before the reset only
  bool is_beyond_plan = false;                      ///< a larger plan seems to be there
};
/// Nothing runs out in a block that is over or has no burn rate, nor what is used up already.
[[nodiscard]] LimitOutlook look_ahead(const Block& block, const PlanLimit& limit,
                                      core::Timestamp now);

}  // namespace orchard::metrics
