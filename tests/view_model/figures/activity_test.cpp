#include "app/view_model/figures/activity_view.h"
#include "tests/support/sample_figures.h"
#include "tests/view_model/time_zone.h"

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using testing::ElementsAre;

std::vector<std::string> months_of(const WeekHeat& heat) {
  std::vector<std::string> months;
  months.reserve(heat.months.size());
  for (const auto& [week, name] : heat.months) months.push_back(std::to_string(week) + name);
  return months;
}

TEST(HeatScale, StepsAreEvenForHours) {
  struct Case {
    std::int64_t most;
    std::array<std::int64_t, 4> least;
  };
  const Case cases[] = {{0, {1, 2, 3, 4}},
                        {4, {1, 2, 3, 4}},
                        {5, {1, 2, 4, 6}},
                        {19, {1, 5, 10, 15}},
                        {100, {1, 25, 50, 75}},
                        {101, {1, 30, 60, 90}},
                        {3999, {1, 1000, 2000, 3000}}};
  for (const auto& [most, least] : cases) EXPECT_EQ(scale_of_hours(most).least, least) << most;
}

TEST(HeatScale, StepsGrowForDays) {
  struct Case {
    std::int64_t most;
    std::array<std::int64_t, 4> least;
  };
  const Case cases[] = {
      {0, {1, 2, 3, 4}}, {1, {1, 2, 3, 4}}, {110, {1, 20, 45, 80}}, {12, {1, 2, 4, 8}}};
  for (const auto& [most, least] : cases) EXPECT_EQ(scale_of_days(most).least, least) << most;
}

TEST(HeatScale, LevelsAscendAndReachTheTop) {
  for (std::int64_t most = 0; most < 3000; most = most * 5 / 4 + 1) {
    for (const HeatScale& scale : {scale_of_hours(most), scale_of_days(most)}) {
      EXPECT_EQ(scale.level(0), 0);
      EXPECT_EQ(scale.level(1), 1);
      for (std::size_t i = 1; i < 4; ++i) EXPECT_LT(scale.least.at(i - 1), scale.least.at(i));
      EXPECT_GE(scale.level(most), most >= 4 ? 3 : 0) << most;
    }
  }
}

TEST(HourHeat, NamesTheBusiestHour) {
  const test::TimeZone zone("UTC0");
  const auto heat = make_hour_heat(test::make_sample_figures(), {}, test::sample_now());
  EXPECT_EQ(heat.note, "turns; busiest Thu 15:00 with 19");
  EXPECT_EQ(heat.busiest, std::pair(3, 15));
  EXPECT_EQ(heat.cells[3][15].hover, "19 turns, Thursday 15:00\u201316:00");
  EXPECT_EQ(heat.cells[3][15].level, 4);
  EXPECT_EQ(heat.top, "15+");
}

TEST(HourHeat, HoursToComeAreHollow) {
  const test::TimeZone zone("UTC0");
  const AnalyticsFigures figures = test::make_sample_figures();
  struct Case {
    FigureWindow window;
    int weekday;
    int hour;
    bool to_come;
  };
  // Shown on Friday at 16:42.
  const Case cases[] = {{FigureWindow::week, 4, 17, true}, {FigureWindow::week, 4, 3, false},
                        {FigureWindow::week, 5, 3, false}, {FigureWindow::day, 4, 3, false},
                        {FigureWindow::day, 3, 17, false}, {FigureWindow::day, 3, 3, true},
                        {FigureWindow::day, 0, 12, true},  {FigureWindow::month, 4, 17, false},
                        {FigureWindow::all, 4, 17, false}};
  for (const auto& [window, weekday, hour, to_come] : cases) {
    AnalyticsFigures empty = figures;
    empty.heat = {};
    FigureFilter filter;
    filter.window = window;
    const auto heat = make_hour_heat(empty, filter, test::sample_now());
    const auto& cell =
        heat.cells.at(static_cast<std::size_t>(weekday)).at(static_cast<std::size_t>(hour));
    EXPECT_EQ(cell.to_come, to_come) << weekday << " " << hour;
  }
}

TEST(HourHeat, WeekdaysOutsideTheChosenDaysAreHollow) {
  FigureFilter filter;
  filter.days = DayRange{std::chrono::sys_days(std::chrono::year(2026) / 11 / 2),
                         std::chrono::sys_days(std::chrono::year(2026) / 11 / 3)};
  const auto heat = make_hour_heat({}, filter, test::sample_now());
  EXPECT_FALSE(heat.cells[0][5].to_come) << "a Monday";
  EXPECT_FALSE(heat.cells[1][23].to_come);
  EXPECT_TRUE(heat.cells[2][5].to_come);
  EXPECT_TRUE(heat.cells[6][5].to_come);
  EXPECT_EQ(heat.note, "no turn from 2 Nov 2026 to 3 Nov 2026");
}

TEST(HourHeat, AWeekWithoutTurnsSaysSo) {
  FigureFilter month;
  month.window = FigureWindow::month;
  const auto heat = make_hour_heat({}, month, test::sample_now());
  EXPECT_EQ(heat.note, "no turn in the last 30 days");
  EXPECT_FALSE(heat.busiest);
  EXPECT_EQ(heat.top, "4+");
}

TEST(WeekHeat, PlacesDaysAndMonths) {
  const auto heat = make_week_heat(test::make_sample_figures());
  EXPECT_TRUE(heat.weeks[12][4].today);
  EXPECT_TRUE(heat.weeks[12][5].future);
  EXPECT_EQ(heat.weeks[12][4].hover.substr(heat.weeks[12][4].hover.find(',')), ", Fri 20 Nov 2026");
  EXPECT_EQ(heat.day(0, 0), std::chrono::sys_days(std::chrono::year(2026) / 8 / 24));
  EXPECT_THAT(months_of(heat), ElementsAre("0Aug", "2Sep", "6Oct", "10Nov"));
}

TEST(WeekHeat, NamesEveryMonthThatHasRoom) {
  AnalyticsFigures figures = test::make_sample_figures();
  // One week is left of August: its name would touch that of September.
  figures.first_day = std::chrono::sys_days(std::chrono::year(2026) / 8 / 31);
  EXPECT_THAT(months_of(make_week_heat(figures)), ElementsAre("1Sep", "5Oct", "9Nov"));
  for (int later = 0; later < 3 * 52; ++later) {
    figures.first_day += std::chrono::days(7);
    EXPECT_GE(make_week_heat(figures).months.size(), 3U) << later;
  }
}

TEST(TurnBars, CountsInWords) {
  const auto bars = make_turn_bars({3, 6, 10, 12, 7, 2, 1, 1}, 505);
  EXPECT_EQ(bars.note, "42 sessions, 505 turns");
  EXPECT_EQ(bars.hovers[3], "12 sessions with 9 to 16 turns");
  EXPECT_EQ(bars.hovers[6], "1 session with 65 to 128 turns");
  EXPECT_EQ(bars.hovers[7], "1 session with more than 128 turns");
  EXPECT_EQ(bars.bars[3].fraction, 1.0);
  EXPECT_EQ(make_turn_bars({}, 0).bars[0].fraction, 0.0);
  EXPECT_EQ(make_turn_bars({}, 0).note, "0 sessions, 0 turns");
}

TEST(CommandBars, TheRestStandsTogether) {
  const auto commands = test::make_sample_figures().commands;
  const auto bars = make_command_bars(commands, 6);
  EXPECT_EQ(bars.note, "80 uses");
  ASSERT_EQ(bars.bars.size(), 6U);
  EXPECT_EQ(bars.others, "4 others");
  EXPECT_EQ(bars.others_uses, "7");
  EXPECT_EQ(bars.names.front(), "/review");
  const auto all = make_command_bars(commands, 9);
  EXPECT_EQ(all.bars.size(), 10U) << "one left over takes the place of the line that names it";
  EXPECT_TRUE(all.others.empty());
  EXPECT_TRUE(make_command_bars({}, 6).bars.empty());
}

}  // namespace
}  // namespace orchard::app
