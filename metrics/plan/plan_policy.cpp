#include "metrics/plan/plan_policy.h"

#include <algorithm>

namespace orchard::metrics {

using core::PlanProblemKind;
using core::Timestamp;

bool hides_the_answer(PlanProblemKind kind) {
  switch (kind) {
    case PlanProblemKind::signed_out:
    case PlanProblemKind::api_key:
    case PlanProblemKind::environment_token:
    case PlanProblemKind::other_provider:
      return true;
    default:
      return false;
  }
}

std::optional<Timestamp> backing_off_until(const PlanRecord& record, Timestamp now) {
  if (!record.failed_at || *record.failed_at > now) return std::nullopt;
  // Nobody was asked: whoever installs it or says where it is need not wait.
  if (record.problem.kind == PlanProblemKind::no_claude) return std::nullopt;
  const core::Duration wished = record.problem.retry_after.value_or(core::Duration(0));
  const Timestamp until = *record.failed_at + std::clamp(wished, kPlanBackOff, kLongestPlanBackOff);
  return now < until ? std::optional(until) : std::nullopt;
}

bool is_plan_fresh(const PlanRecord& record, Timestamp now) {
  if (!record.answered_at || record.failed_at) return false;
  const Timestamp answered = *record.answered_at;
  if (answered > now || now - answered >= kPlanCache) return false;
  return std::ranges::none_of(record.usage.windows, [&](const core::PlanWindow& window) {
    return window.resets_at && *window.resets_at > answered && *window.resets_at <= now;
  });
}

PlanStep next_plan_step(bool gate_open, const PlanRecord& record, PlanWish wish, Timestamp now) {
  if (!gate_open) return PlanStep::gate;
  if (backing_off_until(record, now)) return PlanStep::show;
  if (wish == PlanWish::look && is_plan_fresh(record, now)) return PlanStep::show;
  return PlanStep::ask;
}

}  // namespace orchard::metrics
