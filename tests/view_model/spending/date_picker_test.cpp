#include "app/view_model/spending/date_picker_view.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

sys_days november(unsigned day) {
  return year(2026) / 11 / std::chrono::day(day);
}

const DateCell& cell_of(const DatePickerView& view, sys_days day) {
  return *std::ranges::find(view.cells, day, &DateCell::day);
}

TEST(DatePicker, ShowsTheMonthOfTodayInWholeWeeks) {
  const DatePickerView view = make_date_picker({}, std::nullopt, november(20), std::nullopt);
  EXPECT_EQ(view.month, "November 2026");
  EXPECT_EQ(view.cells[0].day, sys_days(year(2026) / 10 / 26)) << "a Monday";
  EXPECT_FALSE(view.cells[0].of_month);
  EXPECT_TRUE(cell_of(view, november(20)).today);
  EXPECT_FALSE(cell_of(view, november(20)).to_come);
  EXPECT_TRUE(cell_of(view, november(21)).to_come);
  EXPECT_EQ(view.choices.size(), 5U) << "no billing period is known";
}

TEST(DatePicker, TakesTwoDaysInEitherOrder) {
  DatePick pick;
  EXPECT_FALSE(choose_day(pick, november(9)));
  const DatePickerView half = make_date_picker(pick, std::nullopt, november(20), std::nullopt);
  EXPECT_EQ(half.hint, "From 9 Nov 2026: choose the last day");
  EXPECT_TRUE(cell_of(half, november(9)).edge);
  const auto days = choose_day(pick, november(3));
  ASSERT_TRUE(days);
  EXPECT_EQ(*days, (DayRange{november(3), november(9)}));
  EXPECT_FALSE(pick.first);
  const DatePickerView whole = make_date_picker(pick, days, november(20), std::nullopt);
  EXPECT_TRUE(cell_of(whole, november(3)).edge && cell_of(whole, november(9)).edge);
  EXPECT_TRUE(cell_of(whole, november(5)).between);
  EXPECT_FALSE(cell_of(whole, november(10)).between);
}

TEST(DatePicker, TurnsPagesWithinReason) {
  DatePick pick;
  turn_pages(pick, november(20), -1);
  EXPECT_EQ(make_date_picker(pick, std::nullopt, november(20), std::nullopt).month, "October 2026");
  turn_pages(pick, november(20), 5);
  EXPECT_EQ(pick.month, year(2026) / std::chrono::November) << "the future holds no figures";
  turn_pages(pick, november(20), -1'000);
  EXPECT_EQ(pick.month, year(2020) / std::chrono::January);
}

TEST(DatePicker, OffersTheUsualDays) {
  const DayRange period{sys_days(year(2026) / 10 / 28), november(27)};
  const DatePickerView view = make_date_picker({}, std::nullopt, november(20), period);
  const auto days = [&](const char* text) {
    const auto found = std::ranges::find(view.choices, text, &DateChoice::text);
    return found == view.choices.end() ? DayRange{} : found->days;
  };
  EXPECT_EQ(days("Yesterday"), (DayRange{november(19), november(19)}));
  EXPECT_EQ(days("This month"), (DayRange{november(1), november(20)}));
  EXPECT_EQ(days("Last month"),
            (DayRange{sys_days(year(2026) / 10 / 1), sys_days(year(2026) / 10 / 31)}));
  EXPECT_EQ(days("Billing period"), (DayRange{period.from, november(20)}));
}

}  // namespace
}  // namespace orchard::app
