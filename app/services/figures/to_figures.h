#pragma once

#include "app/model/figure_answer.h"
#include "metrics/analytics/activity.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/usage_views.h"
#include "metrics/definition/figures.h"
#include "metrics/export/figure_table.h"
#include "metrics/filter/filter.h"
#include "metrics/rows/leader_sessions.h"
#include "metrics/rows/rows.h"

#include <optional>

namespace orchard::app {

// Between the words of the window and those of the ledger. Pure.

[[nodiscard]] metrics::Window to_window(FigureWindow window);
[[nodiscard]] metrics::Filter to_filter(const FigureFilter& filter);
/// The time that a filter names: its days, else its window.
[[nodiscard]] metrics::TimeRange to_range(const FigureFilter& filter,
                                          const metrics::LocalTime& local, core::Timestamp now);
/// The filter as figures are asked with it; `local` outlives the question.
[[nodiscard]] metrics::Question to_question(const FigureFilter& filter,
                                            const metrics::LocalTime& local, core::Timestamp now);
[[nodiscard]] ModelTotals to_model_totals(const metrics::ModelUsage& usage);
[[nodiscard]] SessionLengths to_lengths(const metrics::SessionDurations& durations);
[[nodiscard]] FigureTotals to_totals(const metrics::Activity& activity);
[[nodiscard]] Leader to_leader(const metrics::LeaderRow& row);
[[nodiscard]] LeaderSession to_leader_session(metrics::LeaderSession session);
/// `local` lives as long as the choice.
[[nodiscard]] metrics::RowChoice to_choice(const RowsWanted& wanted,
                                           const metrics::LocalTime& local);
/// None: the kind of the figure's definition.
[[nodiscard]] std::optional<metrics::RowKind> to_kind(RowKindWanted kind);
[[nodiscard]] FigureRows to_rows(metrics::FigureTable table);

}  // namespace orchard::app
