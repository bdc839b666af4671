#include "app/view_model/usage_page/cost_chart.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::int64_t kDollar = 1'000'000'000;
constexpr std::size_t kNamedDays = 10;     ///< so many days have room for a name each
constexpr std::size_t kNamedHours = 26;    ///< the hours of a day, whatever the clocks did
constexpr std::size_t kHoursOfDays = 180;  ///< hours of so few days that each day has a name

/// As short as the distance of the ticks allows: "$15", "$0.50", "$0.002".
std::string tick_text(std::int64_t nanos, std::int64_t step) {
  if (nanos == 0) return "$0";
  if (step >= kDollar) return "$" + grouped_number(nanos / kDollar);
  int decimals = 2;
  for (std::int64_t unit = kDollar / 100; step % unit != 0 && decimals < 9; unit /= 10) ++decimals;
  return fmt::format("${:.{}f}", static_cast<double>(nanos) / kDollar, decimals);
}

std::string day_name(core::Timestamp at, bool with_month) {
  const std::string words = short_day(at);  // "Wed 18 Nov"
  return with_month ? words.substr(words.find(' ') + 1) : words.substr(0, words.rfind(' '));
}

/// What stands below the column; empty for most.
std::string name_below(const UsagePeriod& period, UsageStep step, std::size_t columns) {
  const LocalMoment moment = local_moment(period.span.from);
  if (step == UsageStep::day) {
    if (columns <= kNamedDays) return day_name(period.span.from, false);
    return moment.weekday == 0 ? day_name(period.span.from, true) : "";
  }
  if (columns <= kNamedHours)
    return moment.hour % 3 == 0 ? fmt::format("{:02}:00", moment.hour) : "";
  if (moment.hour != 0) return "";
  if (columns <= kHoursOfDays) return day_name(period.span.from, false);
  return moment.weekday == 0 ? day_name(period.span.from, true) : "";
}

CostColumn make_column(const UsagePeriod& period, double top) {
  CostColumn column;
  const UsageSum sum = sum_of(period.sums);
  column.label = span_words(period.span);
  column.sum = cost_words(sum);
  column.hover = fmt::format("{}\n{}, {}, {}", column.label, money_exact(sum.cost),
                             counted(sum.calls, "call", "calls"),
                             counted(sum.tokens.total(), "token", "tokens"));
  for (std::size_t i = 0; i < kUsageSources; ++i) {
    const core::Cost cost = period.sums.at(i).cost;
    column.values.at(i) = cost_words(period.sums.at(i));
    if (top > 0) column.parts.at(i) = static_cast<double>(cost.nano_dollars) / top;
    if (cost.nano_dollars > 0)
      column.hover += fmt::format("\n{} {}", source_name(kAllSources.at(i)), money_exact(cost));
  }
  return column;
}

}  // namespace

std::vector<core::Cost> money_ticks(core::Cost most) {
  if (most.nano_dollars <= 0) return {{}};
  std::int64_t unit = 1;
  while (unit <= most.nano_dollars / 40) unit *= 10;
  std::int64_t step = unit;
  for (const std::int64_t factor : {1, 2, 5, 10}) {
    step = unit * factor;
    if ((most.nano_dollars + step - 1) / step <= 5) break;
  }
  std::vector<core::Cost> ticks;
  for (std::int64_t at = 0; at < most.nano_dollars + step; at += step) ticks.push_back({at});
  return ticks;
}

CostChartView make_cost_chart(const UsageFigures& figures, UsageStep step) {
  CostChartView view;
  core::Cost most;
  for (const UsagePeriod& period : figures.periods) most = std::max(most, sum_of(period.sums).cost);
  view.empty = most.nano_dollars <= 0;
  const std::vector<core::Cost> ticks = money_ticks(most);
  const auto top = static_cast<double>(ticks.back().nano_dollars);
  for (const core::Cost tick : ticks)
    view.grid.push_back(
        {top > 0 ? static_cast<double>(tick.nano_dollars) / top : 0,
         tick_text(tick.nano_dollars, ticks.size() > 1 ? ticks[1].nano_dollars : kDollar)});
  const std::size_t count = figures.periods.size();
  for (std::size_t i = 0; i < count; ++i) {
    view.columns.push_back(make_column(figures.periods[i], top));
    std::string name = name_below(figures.periods[i], step, count);
    if (i + 1 == count) name = step == UsageStep::day ? "today" : "now";
    if (!name.empty()) view.names.push_back({static_cast<double>(i), std::move(name)});
  }
  for (std::size_t i = 0; i < kUsageSources; ++i)
    view.sums.at(i) = cost_words(figures.by_source.at(i));
  return view;
}

}  // namespace orchard::app
