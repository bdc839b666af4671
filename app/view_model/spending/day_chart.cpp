#include "app/view_model/spending/day_chart.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kTicks = 4;

enum class Step { day, week, month, year };

/// The first day of the step that holds `day`.
sys_days begin_of(Step step, sys_days day) {
  const year_month_day date(day);
  switch (step) {
    case Step::day:
      break;
    case Step::week:
      return day - (std::chrono::weekday(day) - std::chrono::Monday);
    case Step::month:
      return date.year() / date.month() / 1;
    case Step::year:
      return date.year() / std::chrono::January / 1;
  }
  return day;
}

struct Sum {
  DayRange days;
  DayTotals totals;
};

std::vector<Sum> sums_of(const std::vector<DayTotals>& days, Step step) {
  std::vector<Sum> sums;
  sys_days begin;
  for (const DayTotals& day : days) {
    const sys_days here = begin_of(step, day.day);
    if (sums.empty() || here != begin) sums.push_back({{day.day, day.day}, {}});
    begin = here;
    Sum& sum = sums.back();
    sum.days.to = day.day;
    sum.totals.cost += day.cost;
    sum.totals.tokens += day.tokens;
    sum.totals.calls += day.calls;
  }
  return sums;
}

std::string label_of(Step step, sys_days first) {
  const std::string text = day_text(first);
  const auto before_month = text.find(' ');
  const auto before_year = text.rfind(' ');
  switch (step) {
    case Step::month:
      return text.substr(before_month + 1);
    case Step::year:
      return text.substr(before_year + 1);
    case Step::day:
    case Step::week:
      break;
  }
  return text.substr(0, before_year);
}

std::string amounts(std::int64_t tokens, std::int64_t calls) {
  return fmt::format("{} tokens, {}", grouped_number(tokens),
                     counted(calls, "API call", "API calls"));
}

std::string_view word_of(Step step) {
  constexpr std::array<std::string_view, 4> kWords = {"day", "week", "month", "year"};
  return kWords.at(static_cast<std::size_t>(step));
}

}  // namespace

DayChart make_day_chart(const std::vector<DayTotals>& days, const FigureFilter& filter,
                        std::size_t most_columns) {
  Step step = Step::day;
  std::vector<Sum> sums = sums_of(days, step);
  while (sums.size() > most_columns && step != Step::year) {
    step = static_cast<Step>(static_cast<int>(step) + 1);
    sums = sums_of(days, step);
  }
  DayChart chart;
  chart.title = fmt::format("Cost by {}", word_of(step));
  core::Cost total;
  core::Cost most;
  for (const Sum& sum : sums) {
    total += sum.totals.cost;
    most = std::max(most, sum.totals.cost);
  }
  const Axis axis = make_axis(most.dollars(), kTicks);
  if (axis.steps == 0) {
    chart.empty_text = fmt::format("No API call was made {}.", window_words(filter));
    return chart;
  }
  for (int i = 1; i <= axis.steps; ++i)
    chart.ticks.push_back(
        {axis.share(axis.step * i), money({static_cast<std::int64_t>(axis.step * i * 1e9 + 0.5)})});
  for (const Sum& sum : sums)
    chart.columns.push_back(
        {sum.days, axis.share(sum.totals.cost.dollars()), label_of(step, sum.days.from),
         fmt::format("{}, {}\n{}", money_exact(sum.totals.cost), days_text(sum.days),
                     amounts(sum.totals.tokens, sum.totals.calls))});
  chart.note = money(total);
  if (days.size() > 1)
    chart.note += fmt::format(", {} a day",
                              money({total.nano_dollars / static_cast<std::int64_t>(days.size())}));
  return chart;
}

BillingView make_billing_view(const BillingTotals& billing) {
  return {fmt::format("Billing period {}", days_text({billing.from, billing.to})),
          money(billing.cost),
          fmt::format("{}\n{}", money_exact(billing.cost), amounts(billing.tokens, billing.calls))};
}

}  // namespace orchard::app
