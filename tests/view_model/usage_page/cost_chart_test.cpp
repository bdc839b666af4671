#include "app/view_model/usage_page/cost_chart.h"

#include "tests/support/sample_usage.h"
#include "tests/view_model/time_zone.h"

#include <numeric>

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using test::cents;
using testing::ElementsAre;

std::vector<std::int64_t> in_cents(const std::vector<core::Cost>& ticks) {
  std::vector<std::int64_t> amounts;
  for (const core::Cost tick : ticks) amounts.push_back(tick.nano_dollars / 10'000'000);
  return amounts;
}

UsageFigures with_periods(core::Timestamp first, std::size_t count, core::Duration length) {
  UsageFigures figures;
  for (std::size_t i = 0; i < count; ++i) {
    UsagePeriod period;
    period.span.from = first + static_cast<int>(i) * length;
    period.span.to = period.span.from + length;
    period.sums[0] = test::make_sum(1, 100, 10, cents(static_cast<std::int64_t>(i)));
    figures.periods.push_back(period);
  }
  return figures;
}

std::vector<std::string> names_of(const CostChartView& view) {
  std::vector<std::string> names;
  for (const ChartMark& mark : view.names) names.push_back(mark.label);
  return names;
}

TEST(MoneyTicks, AreRoundAndReachTheTop) {
  EXPECT_THAT(in_cents(money_ticks({})), ElementsAre(0));
  EXPECT_THAT(in_cents(money_ticks(cents(1498))), ElementsAre(0, 500, 1000, 1500));
  EXPECT_THAT(in_cents(money_ticks(cents(1500))), ElementsAre(0, 500, 1000, 1500));
  EXPECT_THAT(in_cents(money_ticks(cents(1501))), ElementsAre(0, 500, 1000, 1500, 2000));
  EXPECT_THAT(in_cents(money_ticks(cents(9))), ElementsAre(0, 2, 4, 6, 8, 10));
  for (std::int64_t nanos = 1; nanos < (std::int64_t{1} << 60); nanos = nanos * 7 / 5 + 1) {
    const auto ticks = money_ticks({nanos});
    EXPECT_GE(ticks.back().nano_dollars, nanos);
    EXPECT_LE(ticks.size(), 6U) << nanos;
    EXPECT_LT(ticks[ticks.size() - 2].nano_dollars, nanos) << "none too many";
  }
}

TEST(CostChart, HoldsTheMonth) {
  const test::TimeZone zone("UTC");
  const CostChartView view = make_cost_chart(test::make_sample_usage(), UsageStep::day);
  ASSERT_EQ(view.columns.size(), 30U);
  const CostColumn& column = view.columns[27];
  EXPECT_EQ(column.label, "Wed 18 Nov");
  EXPECT_EQ(column.sum, "$14.98");
  EXPECT_THAT(column.values, ElementsAre("$10.24", "$2.82", "$1.09", "$0.83"));
  EXPECT_NEAR(std::accumulate(column.parts.begin(), column.parts.end(), 0.0), 14.98 / 15, 1e-9);
  EXPECT_THAT(column.hover, testing::HasSubstr("$14.98, 242 calls, "));
  EXPECT_THAT(view.sums, ElementsAre("$133.55", "$44.49", "$13.68", "$23.18"));
  ASSERT_EQ(view.grid.size(), 4U);
  EXPECT_EQ(view.grid[0].label, "$0");
  EXPECT_EQ(view.grid[3].label, "$15");
  EXPECT_DOUBLE_EQ(view.grid[3].at, 1);
  EXPECT_THAT(names_of(view), ElementsAre("26 Oct", "2 Nov", "9 Nov", "16 Nov", "today"));
  EXPECT_FALSE(view.empty);
}

TEST(CostChart, NamesWhatFits) {
  const test::TimeZone zone("UTC");
  const core::Timestamp monday = sys_days(std::chrono::year(2026) / 11 / 16);
  EXPECT_THAT(names_of(make_cost_chart(with_periods(monday, 7, days(1)), UsageStep::day)),
              ElementsAre("Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "today"));
  EXPECT_THAT(
      names_of(make_cost_chart(with_periods(monday + hours(17), 24, hours(1)), UsageStep::hour)),
      ElementsAre("18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "now"));
  EXPECT_THAT(names_of(make_cost_chart(with_periods(monday, 3 * 24, hours(1)), UsageStep::hour)),
              ElementsAre("Mon 16", "Tue 17", "Wed 18", "now"));
  EXPECT_THAT(names_of(make_cost_chart(with_periods(monday, 30 * 24, hours(1)), UsageStep::hour)),
              ElementsAre("16 Nov", "23 Nov", "30 Nov", "7 Dec", "14 Dec", "now"));
}

TEST(CostChart, SmallAmountsKeepTheirDigits) {
  const test::TimeZone zone("UTC");
  UsageFigures figures = with_periods(sys_days(std::chrono::year(2026) / 11 / 16), 1, hours(1));
  figures.periods[0].sums[0].cost = {4'200'000};
  const CostChartView view = make_cost_chart(figures, UsageStep::hour);
  EXPECT_EQ(view.grid.back().label, "$0.005");
  EXPECT_EQ(view.columns[0].label, "Mon 16 Nov, 00:00\u201301:00");
  EXPECT_EQ(view.columns[0].sum, "$0.0042");
}

TEST(CostChart, TellsDaysByTheClockOfTheUser) {
  const test::TimeZone zone("Pacific/Auckland");
  const core::Timestamp noon = sys_days(std::chrono::year(2026) / 11 / 17) + hours(11);
  const CostChartView view = make_cost_chart(with_periods(noon, 2, days(1)), UsageStep::day);
  EXPECT_EQ(view.columns[0].label, "Wed 18 Nov");
}

TEST(CostChart, NothingIsNoColumnHeight) {
  const test::TimeZone zone("UTC");
  UsageFigures figures = with_periods(test::sample_now(), 1, days(1));
  const CostChartView view = make_cost_chart(figures, UsageStep::day);
  EXPECT_TRUE(view.empty);
  EXPECT_EQ(view.grid.size(), 1U);
  EXPECT_EQ(view.columns[0].parts[0], 0);
  EXPECT_TRUE(make_cost_chart({}, UsageStep::hour).columns.empty());
}

}  // namespace
}  // namespace orchard::app
