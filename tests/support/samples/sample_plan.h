#pragma once

#include "app/model/plan_state.h"

#include <chrono>

namespace orchard::test {

/// The account's answer in the middle of its 5-hour window, two minutes old.
inline app::PlanState make_sample_plan(core::Timestamp now) {
  using std::chrono::hours;
  using std::chrono::minutes;
  app::PlanState plan;
  plan.gate_open = true;
  plan.answered_at = now - minutes(2);
  plan.fresh = true;
  plan.usage.plan = "max";
  plan.usage.tier = "default_claude_max_5x";
  app::PlanWindowState five;
  five.window = {"five_hour", 0.42, now + minutes(138)};
  five.started_at = now - minutes(162);
  five.outlook = app::PlanOutlook{0.42, 0.19, 0.86, std::nullopt};
  five.history = {{now - minutes(90), 0.2}, {now - minutes(2), 0.42}};
  app::PlanWindowState week;
  week.window = {"seven_day", 0.61, now + hours(64)};
  week.started_at = now - hours(104);
  week.outlook = app::PlanOutlook{0.61, 0.006, 0.99, std::nullopt};
  plan.windows = {five, week};
  plan.usage.extra = core::ExtraUsage{true, 5000, 420, std::nullopt, "USD"};
  plan.shares = {{"virtual-scroll", 0.14}, {"arena-allocator", 0.11}, {"rate-limit-headers", 0.09}};
  return plan;
}

}  // namespace orchard::test
