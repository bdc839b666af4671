#include "app/view_model/spending/day_chart.h"

#include "app/view_model/figures/figure_text.h"

#include <limits>

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kCent = 10'000'000;

sys_days day_of(int y, unsigned month, unsigned day) {
  return year(y) / std::chrono::month(month) / std::chrono::day(day);
}

std::vector<DayTotals> history(sys_days from, int count, std::int64_t cents) {
  std::vector<DayTotals> all;
  for (int i = 0; i < count; ++i) all.push_back({from + days(i), 2, 1'500, {cents * kCent}});
  return all;
}

std::vector<std::string> labels(const std::vector<AxisTick>& ticks) {
  std::vector<std::string> all;
  for (const AxisTick& tick : ticks) all.push_back(tick.label);
  return all;
}

TEST(Axis, HasRoundStepsThatReachTheValue) {
  struct Case {
    double most;
    double step;
    int steps;
  };
  for (const Case& one : {Case{1, 0.25, 4},
                          {7, 2, 4},
                          {8, 2, 4},
                          {8.01, 2.5, 4},
                          {99, 25, 4},
                          {101, 50, 3},
                          {0.00042, 0.0002, 3},
                          {1e12, 2.5e11, 4}}) {
    const Axis axis = make_axis(one.most, 4);
    EXPECT_DOUBLE_EQ(axis.step, one.step) << one.most;
    EXPECT_EQ(axis.steps, one.steps) << one.most;
    EXPECT_GE(axis.top() * (1 + 1e-9), one.most);
  }
  for (const double nothing : {0.0, -3.0, std::numeric_limits<double>::quiet_NaN(),
                               std::numeric_limits<double>::infinity()})
    EXPECT_EQ(make_axis(nothing, 4).steps, 0);
  EXPECT_EQ(make_axis(0, 4).share(5), 0);
}

TEST(DayChart, ShowsEachDayWithItsCost) {
  auto week = history(day_of(2026, 11, 14), 7, 100);
  week[3].cost.nano_dollars = 857 * kCent;
  week[5].cost = {};
  const DayChart chart = make_day_chart(week, {}, 100);
  EXPECT_EQ(chart.title, "Cost by day");
  EXPECT_EQ(chart.note, "$13.57, $1.94 a day");
  EXPECT_THAT(labels(chart.ticks), ElementsAre("$2.50", "$5.00", "$7.50", "$10.00"));
  ASSERT_EQ(chart.columns.size(), 7U);
  EXPECT_EQ(chart.columns[3].label, "17 Nov");
  EXPECT_EQ(chart.columns[3].hover, "$8.57, 17 Nov 2026\n1,500 tokens, 2 API calls");
  EXPECT_DOUBLE_EQ(chart.columns[3].share, 0.857);
  EXPECT_EQ(chart.columns[5].share, 0);
  EXPECT_TRUE(chart.empty_text.empty());
}

TEST(DayChart, SumsWeeksMonthsAndYearsWhereDaysFindNoRoom) {
  const auto year_of_days = history(day_of(2025, 11, 21), 365, 10);
  const DayChart weeks = make_day_chart(year_of_days, {}, 100);
  EXPECT_EQ(weeks.title, "Cost by week");
  ASSERT_EQ(weeks.columns.size(), 53U);
  EXPECT_EQ(weeks.columns[0].days, (DayRange{day_of(2025, 11, 21), day_of(2025, 11, 23)}))
      << "only the days that were asked for";
  EXPECT_EQ(weeks.columns[1].days, (DayRange{day_of(2025, 11, 24), day_of(2025, 11, 30)}));
  EXPECT_THAT(weeks.columns[1].hover, HasSubstr("$0.70, 24\u201330 Nov 2025"));

  const DayChart months = make_day_chart(year_of_days, {}, 20);
  EXPECT_EQ(months.title, "Cost by month");
  ASSERT_EQ(months.columns.size(), 13U);
  EXPECT_EQ(months.columns[2].label, "Jan 2026");
  std::int64_t covered = 0;
  for (const DayColumn& column : months.columns)
    covered += (column.days.to - column.days.from).count() + 1;
  EXPECT_EQ(covered, 365);

  const DayChart years = make_day_chart(history(day_of(2020, 1, 1), 3'000, 10), {}, 20);
  EXPECT_EQ(years.title, "Cost by year");
  EXPECT_EQ(years.columns.back().label, "2028");
}

TEST(DayChart, OnePointAndNothingAreSaid) {
  const DayChart one = make_day_chart(history(day_of(2026, 11, 20), 1, 1), {}, 100);
  EXPECT_EQ(one.note, "$0.01");
  EXPECT_EQ(one.columns.size(), 1U);
  FigureFilter filter;
  filter.days = DayRange{day_of(2026, 11, 3), day_of(2026, 11, 9)};
  const DayChart none = make_day_chart(history(day_of(2026, 11, 3), 7, 0), filter, 100);
  EXPECT_TRUE(none.columns.empty());
  EXPECT_EQ(none.empty_text, "No API call was made from 3 Nov 2026 to 9 Nov 2026.");
  EXPECT_FALSE(make_day_chart({}, {}, 100).empty_text.empty());
}

TEST(DayChart, NamesTheBillingPeriod) {
  const BillingView view = make_billing_view(
      {day_of(2026, 10, 28), day_of(2026, 11, 27), 12, 34'567, {12'345 * kCent + 1}});
  EXPECT_EQ(view.text, "Billing period 28 Oct \u2013 27 Nov 2026");
  EXPECT_EQ(view.cost, "$123.45");
  EXPECT_THAT(view.hover, HasSubstr("34,567 tokens, 12 API calls"));
}

TEST(DaysText, SaysOnlyWhatDiffers) {
  EXPECT_EQ(days_text({day_of(2026, 11, 3), day_of(2026, 11, 3)}), "3 Nov 2026");
  EXPECT_EQ(days_text({day_of(2026, 11, 3), day_of(2026, 11, 9)}), "3\u20139 Nov 2026");
  EXPECT_EQ(days_text({day_of(2026, 10, 28), day_of(2026, 11, 3)}), "28 Oct \u2013 3 Nov 2026");
  EXPECT_EQ(days_text({day_of(2025, 12, 28), day_of(2026, 1, 3)}), "28 Dec 2025 \u2013 3 Jan 2026");
}

}  // namespace
}  // namespace orchard::app
