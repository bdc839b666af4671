#pragma once

#include "app/model/figure_answer.h"
#include "app/view_model/spending/axis.h"

#include <cstddef>
#include <string>
#include <vector>

namespace orchard::app {

/// One column: a day, or a week, month or year where there are too many days.
struct DayColumn {
  DayRange days;
  double share = 0;   ///< of the chart's height
  std::string label;  ///< "20 Nov"; the last ones stand for the newest days
  std::string hover;  ///< the exact cost, tokens, calls and the days
};

struct DayChart {
  std::string title;  ///< "Cost by day"
  std::string note;   ///< "$60.01, $8.57 a day"
  std::vector<AxisTick> ticks;
  std::vector<DayColumn> columns;  ///< oldest first
  std::string empty_text;          ///< instead of columns
};
/// What was spent when, in at most `most_columns`. Pure.
[[nodiscard]] DayChart make_day_chart(const std::vector<DayTotals>& days,
                                      const FigureFilter& filter, std::size_t most_columns);

/// The current billing period in few words.
struct BillingView {
  std::string text;   ///< "Billing period 1–30 Nov 2026"
  std::string cost;   ///< "$123.45"
  std::string hover;  ///< the exact cost, tokens, calls
};
[[nodiscard]] BillingView make_billing_view(const BillingTotals& billing);

}  // namespace orchard::app
