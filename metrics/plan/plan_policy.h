#pragma once

#include "metrics/plan/plan_record.h"

#include <chrono>
#include <optional>

namespace orchard::metrics {

// When the account is asked for its plan. Pure: everything follows from the record and the clock,
// so every Orchard on the machine comes to the same end.

inline constexpr core::Duration kPlanCache = std::chrono::minutes(5);
inline constexpr core::Duration kPlanBackOff = std::chrono::minutes(2);
/// A server's wish to wait longer is followed up to this.
inline constexpr core::Duration kLongestPlanBackOff = std::chrono::hours(1);

enum class PlanWish {
  look,    ///< what is known will do while it is fresh
  reopen,  ///< the panel was opened again: ask anew
};

enum class PlanStep {
  gate,  ///< nothing may be asked
  show,  ///< show what is known
  ask,
};

[[nodiscard]] PlanStep next_plan_step(bool gate_open, const PlanRecord& record, PlanWish wish,
                                      core::Timestamp now);

/// Until when nothing is asked after a failure; none when it may be asked. A failure from the
/// future (the clock was set back) and one for which nobody was asked hold nothing up.
[[nodiscard]] std::optional<core::Timestamp> backing_off_until(const PlanRecord& record,
                                                               core::Timestamp now);

/// True while the last answer may be shown without asking: not older than the cache, not from the
/// future, nothing failed since, and no window of it has begun anew.
[[nodiscard]] bool is_plan_fresh(const PlanRecord& record, core::Timestamp now);

/// True when the problem means that the last answer is not about the login there is now.
[[nodiscard]] bool hides_the_answer(core::PlanProblemKind kind);

}  // namespace orchard::metrics
