#include "app/view_model/spending/date_picker_view.h"

#include "app/view_model/figures/figure_text.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

year_month month_of(sys_days day) {
  const year_month_day date(day);
  return date.year() / date.month();
}

/// The days of a month that have come.
DayRange month_until(year_month month, sys_days today) {
  return {month / 1, std::min(sys_days(month / std::chrono::last), today)};
}

std::vector<DateChoice> choices_of(sys_days today, const std::optional<DayRange>& period) {
  const year_month month = month_of(today);
  std::vector<DateChoice> choices = {{"Today", {today, today}},
                                     {"Yesterday", {today - days(1), today - days(1)}},
                                     {"This month", month_until(month, today)},
                                     {"Last month", month_until(month - months(1), today)}};
  if (period) choices.push_back({"Billing period", {period->from, std::min(period->to, today)}});
  choices.push_back({"This year", {month.year() / std::chrono::January / 1, today}});
  return choices;
}

}  // namespace

DatePickerView make_date_picker(const DatePick& pick, const std::optional<DayRange>& chosen,
                                sys_days today, const std::optional<DayRange>& period) {
  DatePickerView view;
  const year_month month = pick.month.value_or(month_of(chosen ? chosen->to : today));
  view.month = fmt::format("{} {}", kMonths.at(static_cast<unsigned>(month.month()) - 1),
                           static_cast<int>(month.year()));
  const sys_days first = month / 1;
  sys_days day = first - (std::chrono::weekday(first) - std::chrono::Monday);
  std::optional<DayRange> marked = chosen;
  if (pick.first) marked = DayRange{*pick.first, *pick.first};
  for (DateCell& cell : view.cells) {
    cell.day = day;
    cell.text = fmt::format("{}", static_cast<unsigned>(year_month_day(day).day()));
    cell.of_month = month_of(day) == month;
    cell.today = day == today;
    cell.to_come = day > today;
    cell.edge = marked && (day == marked->from || day == marked->to);
    cell.between = marked && day > marked->from && day < marked->to;
    day += days(1);
  }
  view.hint = pick.first ? fmt::format("From {}: choose the last day", day_text(*pick.first))
                         : "Choose the first day";
  view.choices = choices_of(today, period);
  return view;
}

void turn_pages(DatePick& pick, sys_days today, int by) {
  const year_month last = month_of(today);
  // Sessions of agents are not older than this.
  const year_month first = std::chrono::year(2020) / std::chrono::January;
  pick.month = std::clamp(pick.month.value_or(last) + months(by), first, std::max(first, last));
}

std::optional<DayRange> choose_day(DatePick& pick, sys_days day) {
  if (!pick.first) {
    pick.first = day;
    return std::nullopt;
  }
  const sys_days other = *std::exchange(pick.first, std::nullopt);
  return DayRange{std::min(day, other), std::max(day, other)};
}

}  // namespace orchard::app
