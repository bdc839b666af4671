#pragma once

#include "core/base/result.h"
#include "metrics/export/figure_table.h"
#include "metrics/filter/filter.h"
#include "metrics/ledger/store.h"
#include "metrics/rows/rows.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace orchard::metrics {

/// What a figure is asked with. `live` is what the machine knows and the ledger does not.
struct Question {
  Filter filter;
  Window window = Window::month;  ///< for figures without a window of their own
  const LocalTime& local;
  core::Timestamp now;
  std::int64_t sessions_running = 0;
  std::int64_t sessions_waiting = 0;
  std::optional<TimeRange> between = std::nullopt;  ///< instead of `window`
  int billing_day = 1;                              ///< of the month, when a period begins

  [[nodiscard]] TimeRange range() const {
    return between ? *between : range_of(window, local, now);
  }
};

/// Where screens show it.
enum class FigurePlace { tile, card, analytics, usage };

/// One figure of the dashboard or of analytics, said once: tooltips, `orchard metrics --explain`,
/// the page of definitions, exports and drill-down all come from here.
struct FigureDefinition {
  FigurePlace place = FigurePlace::tile;
  std::string_view name;      ///< snake_case, never changes
  std::string_view title;     ///< as screens call it
  std::string_view sentence;  ///< what exactly it counts
  Unit unit = Unit::count;
  std::string_view source;  ///< the tables and columns it is read from
  core::Result<FigureTable> (*query)(Store& store, const Question& question) = nullptr;
  RowKind rows = RowKind::none;  ///< what stands behind it
  /// The window of those rows.
  TimeRange (*range)(const Question& question) = nullptr;
};

/// All of them, in the order of the screens.
[[nodiscard]] std::span<const FigureDefinition> figure_definitions();
/// Errors: not_found, with the names that come near.
[[nodiscard]] core::Result<const FigureDefinition*> find_figure(std::string_view name);

/// The rows behind a figure, newest first, at most `limit`. Errors: unsupported when a figure has
/// no rows, not_found for a filter by something unknown.
[[nodiscard]] core::Result<FigureTable> query_rows_behind(Store& store,
                                                          const FigureDefinition& figure,
                                                          const Question& question,
                                                          std::int64_t limit);

/// The page of definitions in Markdown.
[[nodiscard]] std::string definitions_page();

}  // namespace orchard::metrics
