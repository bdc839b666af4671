#pragma once

#include "app/model/figures.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// What a person is about to choose in the calendar. Plain value of the window.
struct DatePick {
  std::optional<std::chrono::year_month> month;  ///< shown; none: that of today
  std::optional<std::chrono::sys_days> first;    ///< chosen already, the other end not yet
};

struct DateCell {
  std::chrono::sys_days day;
  std::string text;       ///< "20"
  bool of_month = false;  ///< of the month that is shown
  bool today = false;
  bool to_come = false;  ///< cannot be chosen
  bool edge = false;     ///< first or last day of what is chosen
  bool between = false;
};

struct DateChoice {
  std::string text;  ///< "This month"
  DayRange days;
};

struct DatePickerView {
  std::string month;  ///< "November 2026"
  std::array<DateCell, 42> cells;
  std::string hint;  ///< "Choose the first day"
  std::vector<DateChoice> choices;
};

/// The calendar of days: weeks begin on Monday. `period` is the current billing period, when it is
/// known. Pure.
[[nodiscard]] DatePickerView make_date_picker(const DatePick& pick,
                                              const std::optional<DayRange>& chosen,
                                              std::chrono::sys_days today,
                                              const std::optional<DayRange>& period);
/// Other months, `by` of them later.
void turn_pages(DatePick& pick, std::chrono::sys_days today, int by);
/// The range once both ends are chosen, in either order.
[[nodiscard]] std::optional<DayRange> choose_day(DatePick& pick, std::chrono::sys_days day);

}  // namespace orchard::app
