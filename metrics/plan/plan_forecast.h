#pragma once

#include "metrics/plan/plan_ledger.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// How long a window lasts; none for one this version does not know.
[[nodiscard]] std::optional<core::Duration> plan_window_length(std::string_view kind);

/// The family of models that a window is about, in lower case ("opus" of "seven_day_opus" and of
/// "model:Opus 4.8"); empty: all models.
[[nodiscard]] std::string plan_window_family(std::string_view kind);

/// The use that a forecast takes for what goes on.
enum class PlanPace { last_hour, last_day, since_start };
/// "last_hour", …
[[nodiscard]] std::string_view to_string(PlanPace pace);

/// Where a window is heading if all agents go on as they do now. A local estimate.
struct PlanForecast {
  double used_now = 0;                          ///< what the account said plus what was spent since
  double per_hour = 0;                          ///< fraction of the limit
  double used_at_reset = 0;                     ///< may be more than 1
  std::optional<core::Timestamp> exhausted_at;  ///< before the reset only
  PlanPace pace = PlanPace::since_start;
};

/// What part of the limit a dollar takes is learned from this window: `said` of it is used after
/// what `spending` holds since its start. The pace is that of the last hour (of the last day in
/// windows longer than six hours); without spending here it is the average since the start. None
/// without a reset to come, for windows of unknown length and for those that only just began (a
/// sixtieth of them is not over). Pure.
[[nodiscard]] std::optional<PlanForecast> forecast_plan(std::string_view kind,
                                                        const PlanSample& said,
                                                        std::span<const Spending> spending,
                                                        core::Timestamp now);

/// How far forecasts were from what came, in fractions of the limit.
struct ForecastError {
  std::int64_t forecasts = 0;
  double mean = 0;
  double worst = 0;
  double spread = 0;  ///< for each hour ahead: four of five were no further off
};

/// Makes a forecast at every sample and compares it with every later sample of the same window
/// that is at least `ahead` away. Pure.
[[nodiscard]] ForecastError measure_forecasts(std::string_view kind,
                                              std::span<const PlanSample> samples,
                                              std::span<const Spending> spending,
                                              core::Duration ahead = std::chrono::minutes(30));

}  // namespace orchard::metrics
