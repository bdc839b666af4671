#pragma once

#include "core/base/result.h"
#include "core/domain/plan_usage.h"

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace orchard::agents {

using PlanOutcome = tl::expected<core::PlanUsage, core::PlanProblem>;

/// The limits of the plan out of the JSON that the usage address gives: {"five_hour":
/// {"utilization": 0–100, "resets_at": ISO 8601 | epoch in s or ms}, …, "extra_usage": {…},
/// "limits"|"model_scoped": […]}. Every object with a utilization is a window, whatever its name;
/// null, missing and unknown fields are passed over. None: not JSON or no object. Pure.
[[nodiscard]] std::optional<core::PlanUsage> decode_plan_limits(std::string_view json);

/// What a `claude` wrote that was asked to initialize and for its usage.
struct UsageReply {
  bool answered = false;     ///< the question for the usage was answered, well or not
  bool unsupported = false;  ///< by saying that it does not know the question
  PlanOutcome outcome = tl::unexpected(core::PlanProblem{});  ///< when answered
};

/// Reads the lines of its standard output; `usage_id` is the request's. Limits that are null while
/// somebody is signed in are the problem `empty`. Pure.
[[nodiscard]] UsageReply read_usage_reply(std::string_view output, std::string_view usage_id);

}  // namespace orchard::agents
