#include "app/ui/widgets/interact.h"
#include "tests/ui/figures_window.h"

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::DayRange;
using std::chrono::sys_days;
using std::chrono::year;

constexpr int kEscape = app::ui::key::kEscape;

const app::FigureFilter& asked_filter(const ImguiHarness& ui) {
  return ui.state.figures.asked->filter;
}

/// High enough that no card lies below the edge.
class Spending : public testing::Test {
 protected:
  Spending() : ui(1440, 1600) { open_page(ui); }
  ImguiHarness ui;
};

TEST_F(Spending, ShowsCostModelsHoursAndDurations) {
  for (const char* text :
       {"Cost by day", "$60.01, $8.57 a day", "Billing period 1\u201330 Nov 2026", "$141.07",
        "20 Nov", "Models", "Opus 4.8", "≈$3.20", "Hours", "Session duration", "\u226415m", ">24h"})
    EXPECT_TRUE(ui.find(text)) << text;
}

TEST_F(Spending, EveryFigureLeadsToItsRows) {
  struct Case {
    const char* text;
    const char* figure;
  };
  for (const auto& [text, figure] : {Case{"Opus 4.8", "model_usage"},
                                     {"$141.07", "billing_period"},
                                     {"\u226415m", "session_durations"}}) {
    ASSERT_TRUE(ui.click(text)) << text;
    ASSERT_NE(opened(ui), nullptr) << text;
    EXPECT_EQ(opened(ui)->figure, figure);
    ui.key(kEscape);
    ui.frames(2);
  }
  const auto today = ui.find("20 Nov");
  const auto title = ui.find("Cost by day");
  ASSERT_TRUE(today && title);
  ui.click_at(today->box.middle_x(), title->box.bottom() + 60);
  ASSERT_NE(opened(ui), nullptr);
  EXPECT_EQ(opened(ui)->figure, "cost_by_day");
  const sys_days friday = year(2026) / 11 / 20;
  EXPECT_EQ(opened(ui)->filter.days, (DayRange{friday, friday}));
}

TEST_F(Spending, DaysAreChosenInACalendar) {
  ASSERT_TRUE(ui.click("Dates"));
  ui.frames(2);
  ASSERT_TRUE(ui.find("November 2026"));
  const auto monday = ui.find("Mo");
  ASSERT_TRUE(monday);
  // Rows of 30 begin 20 below the weekdays; the first one holds the last days of October.
  ui.click_at(monday->box.middle_x(), monday->box.y + 20 + 75);
  ui.frames(2);
  EXPECT_TRUE(ui.find("From 9 Nov 2026: choose the last day"));
  ui.click_at(monday->box.middle_x() + 30, monday->box.y + 20 + 45);
  ui.frames(2);
  EXPECT_EQ(asked_filter(ui).days,
            (DayRange{sys_days(year(2026) / 11 / 3), sys_days(year(2026) / 11 / 9)}));
  EXPECT_TRUE(ui.find("3\u20139 Nov 2026"));
  ASSERT_TRUE(ui.click("30d"));
  EXPECT_FALSE(asked_filter(ui).days) << "a window takes the place of the days";
}

TEST_F(Spending, UsualDaysAreOnePress) {
  ASSERT_TRUE(ui.click("Dates"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("Billing period"));
  ui.frames(2);
  EXPECT_EQ(asked_filter(ui).days,
            (DayRange{sys_days(year(2026) / 11 / 1), sys_days(year(2026) / 11 / 20)}));
  ASSERT_TRUE(ui.click("Clear"));
  EXPECT_FALSE(asked_filter(ui).days);
}

}  // namespace
}  // namespace orchard::test
