#pragma once

#include "app/model/plan_state.h"
#include "app/view_model/usage/plan_view.h"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace orchard::app {

// How `orchard usage-limits` and `/usage` print what is known of the plan.

[[nodiscard]] std::string plan_text(const PlanView& view);
/// Fractions 0 to 1, times in ISO 8601, null for what is not known.
[[nodiscard]] nlohmann::json plan_json(const PlanState& state, const PlanView& view);

}  // namespace orchard::app
