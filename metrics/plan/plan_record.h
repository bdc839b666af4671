#pragma once

#include "core/domain/plan_usage.h"

#include <optional>

namespace orchard::metrics {

/// What is known of the account's plan: the last answer, and the failure since, if any.
struct PlanRecord {
  std::optional<core::Timestamp> answered_at;
  core::PlanSource source = core::PlanSource::claude;
  core::PlanUsage usage;
  std::optional<core::Timestamp> failed_at;
  core::PlanProblem problem;
  bool operator==(const PlanRecord&) const = default;
};

}  // namespace orchard::metrics
