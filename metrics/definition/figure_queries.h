#pragma once

#include "metrics/definition/figures.h"

namespace orchard::metrics {

// One function per figure: asks the query and lays its answer out as a table. A single number is a
// table of one row and one column, "value".

using FigureResult = core::Result<FigureTable>;

[[nodiscard]] FigureResult active_sessions(Store& store, const Question& question);
[[nodiscard]] FigureResult sessions_24h(Store& store, const Question& question);
[[nodiscard]] FigureResult sessions_today(Store& store, const Question& question);
[[nodiscard]] FigureResult commits_today(Store& store, const Question& question);
[[nodiscard]] FigureResult additions_7d(Store& store, const Question& question);
[[nodiscard]] FigureResult deletions_7d(Store& store, const Question& question);
[[nodiscard]] FigureResult commits_14d(Store& store, const Question& question);
[[nodiscard]] FigureResult success_30d(Store& store, const Question& question);
[[nodiscard]] FigureResult cost_today(Store& store, const Question& question);
[[nodiscard]] FigureResult cost_30d(Store& store, const Question& question);
[[nodiscard]] FigureResult tokens_30d(Store& store, const Question& question);
[[nodiscard]] FigureResult cache_share_30d(Store& store, const Question& question);

[[nodiscard]] FigureResult workspace_cards(Store& store, const Question& question);
[[nodiscard]] FigureResult workspace_leaderboard(Store& store, const Question& question);
[[nodiscard]] FigureResult repository_leaderboard(Store& store, const Question& question);
[[nodiscard]] FigureResult activity_heatmap(Store& store, const Question& question);
[[nodiscard]] FigureResult activity_calendar(Store& store, const Question& question);
[[nodiscard]] FigureResult peak_hours(Store& store, const Question& question);
[[nodiscard]] FigureResult turn_histogram(Store& store, const Question& question);
[[nodiscard]] FigureResult session_durations(Store& store, const Question& question);
[[nodiscard]] FigureResult slash_commands(Store& store, const Question& question);
[[nodiscard]] FigureResult recent_sessions(Store& store, const Question& question);
[[nodiscard]] FigureResult calls_per_minute(Store& store, const Question& question);
[[nodiscard]] FigureResult model_usage(Store& store, const Question& question);
[[nodiscard]] FigureResult cost_by_day(Store& store, const Question& question);
[[nodiscard]] FigureResult billing_period(Store& store, const Question& question);

// Of all sessions of this machine, also those outside Orchard.
[[nodiscard]] FigureResult usage_cost(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_input_tokens(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_output_tokens(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_calls(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_average(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_over_time(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_by_source(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_consumers(Store& store, const Question& question);
[[nodiscard]] FigureResult usage_records(Store& store, const Question& question);

}  // namespace orchard::metrics
