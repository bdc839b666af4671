#include "metrics/plan/plan_forecast.h"

#include "tests/metrics/support/ledger_fixture.h"

#include <cmath>
#include <random>
#include <vector>

namespace orchard::metrics {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::at;

core::Cost dollars(double amount) {
  return {static_cast<std::int64_t>(amount * 1e9)};
}

/// `per_hour` dollars each hour from `from` to `to`.
std::vector<Spending> steady(double per_hour, core::Timestamp from, core::Timestamp to) {
  std::vector<Spending> spending;
  for (auto time = from; time < to; time += minutes(5))
    spending.push_back({time, dollars(per_hour / 12)});
  return spending;
}

TEST(PlanForecast, FollowsTheBurnOfTheLastHour) {
  // The window began two hours ago; 10 % went in the first hour, 30 % in the second.
  auto spending = steady(1, at(-7200), at(-3600));
  const auto busy = steady(3, at(-3600), at(0));
  spending.insert(spending.end(), busy.begin(), busy.end());
  const PlanSample said{at(0), 0.4, at(3 * 3600)};
  const auto forecast = forecast_plan("five_hour", said, spending, at(0));
  ASSERT_TRUE(forecast);
  EXPECT_NEAR(forecast->per_hour, 0.3, 1e-9);
  EXPECT_NEAR(forecast->used_now, 0.4, 1e-9);
  EXPECT_NEAR(forecast->used_at_reset, 1.3, 1e-9);
  EXPECT_EQ(forecast->pace, PlanPace::last_hour);
  ASSERT_TRUE(forecast->exhausted_at);
  EXPECT_LT(std::chrono::abs(*forecast->exhausted_at - at(2 * 3600)), std::chrono::seconds(1));
}

TEST(PlanForecast, AddsWhatWasSpentSinceTheAnswer) {
  const auto spending = steady(2, at(-3600), at(1800));
  const auto forecast = forecast_plan("five_hour", {at(0), 0.2, at(4 * 3600)}, spending, at(1800));
  ASSERT_TRUE(forecast);
  EXPECT_NEAR(forecast->used_now, 0.3, 1e-9);
  EXPECT_NEAR(forecast->per_hour, 0.2, 1e-9);
  EXPECT_NEAR(forecast->used_at_reset, 1.0, 1e-9);
}

TEST(PlanForecast, TakesTheAverageWhereNothingWasSpentHere) {
  const auto forecast = forecast_plan("five_hour", {at(0), 0.5, at(2 * 3600)}, {}, at(0));
  ASSERT_TRUE(forecast);
  EXPECT_NEAR(forecast->per_hour, 0.5 / 3, 1e-9);
  EXPECT_EQ(forecast->pace, PlanPace::since_start);
  EXPECT_FALSE(forecast->exhausted_at);
}

TEST(PlanForecast, TakesAllThatIsOverOfAWindowYoungerThanAnHour) {
  const auto spending = steady(1, at(-1800), at(0));
  const auto forecast =
      forecast_plan("five_hour", {at(0), 0.1, at(4 * 3600 + 1800)}, spending, at(0));
  ASSERT_TRUE(forecast);
  EXPECT_NEAR(forecast->per_hour, 0.2, 1e-9);
  EXPECT_EQ(forecast->pace, PlanPace::since_start);
}

TEST(PlanForecast, KnowsWhenNobodyWorks) {
  const auto spending = steady(4, at(-3 * 3600), at(-2 * 3600));
  const auto forecast = forecast_plan("five_hour", {at(0), 0.4, at(2 * 3600)}, spending, at(0));
  ASSERT_TRUE(forecast);
  EXPECT_EQ(forecast->per_hour, 0);
  EXPECT_NEAR(forecast->used_at_reset, 0.4, 1e-9);
}

TEST(PlanForecast, LooksAtADayInALongWindow) {
  const auto spending = steady(1, at(-48 * 3600), at(0));
  const auto forecast =
      forecast_plan("seven_day_opus", {at(0), 0.48, at(5 * 24 * 3600)}, spending, at(0));
  ASSERT_TRUE(forecast);
  EXPECT_NEAR(forecast->per_hour, 0.01, 1e-9);
  EXPECT_EQ(forecast->pace, PlanPace::last_day);
}

TEST(PlanForecast, IsNoneWhereThereIsNothingToSay) {
  const auto none = [](std::string_view kind, PlanSample said, core::Timestamp now) {
    return !forecast_plan(kind, said, {}, now);
  };
  EXPECT_TRUE(none("five_hour", {at(0), 0.4, std::nullopt}, at(0)));
  EXPECT_TRUE(none("five_hour", {at(0), 0.4, at(60)}, at(60))) << "the reset is over";
  EXPECT_TRUE(none("five_hour", {at(0), 0.4, at(-60)}, at(60)));
  EXPECT_TRUE(none("cinder_cove", {at(0), 0.4, at(600)}, at(60)));
  EXPECT_TRUE(none("five_hour", {at(100), 0.4, at(600)}, at(60))) << "an answer from the future";
  EXPECT_TRUE(none("five_hour", {at(0), 0.0, at(5 * 3600)}, at(0))) << "it only just began";
  EXPECT_TRUE(none("five_hour", {at(0), 0.4, at(90 * 3600)}, at(0))) << "a reset far away";
  constexpr int kWeek = 7 * 24 * 3600;
  EXPECT_TRUE(none("seven_day", {at(0), 0.1, at(kWeek - 2 * 3600)}, at(0))) << "two hours old";
  EXPECT_FALSE(none("seven_day", {at(0), 0.1, at(kWeek - 3 * 3600)}, at(0)));
  EXPECT_TRUE(forecast_plan("model:X", {at(0), 1.2, at(3600)}, {}, at(0))->exhausted_at == at(0));
}

struct Recording {
  std::vector<Spending> spending;
  std::vector<PlanSample> samples;
};

/// Windows of work in bursts; the limit takes what was spent, rounded to whole percents as the
/// account does it.
Recording record_windows(int first, int count) {
  std::mt19937 random(static_cast<unsigned>(7 + first));
  Recording recording;
  auto& [spending, samples] = recording;
  for (int window = first; window < first + count; ++window) {
    const core::Timestamp start = at(window * 5 * 3600);
    double used = 0;
    double pace = 4;
    for (int slot = 0; slot < 60; ++slot) {
      if (slot % 12 == 0) pace = 2 + static_cast<double>(random() % 500) / 100;
      const double amount = pace / 12 * (0.5 + static_cast<double>(random() % 1000) / 1000);
      spending.push_back({start + minutes(5) * slot, dollars(amount)});
      used += amount / 40;
      if (slot % 3 == 2)
        samples.push_back(
            {start + minutes(5) * (slot + 1), std::floor(used * 100) / 100, start + hours(5)});
    }
  }
  return recording;
}

TEST(PlanForecast, KnowsItsErrorOnRecordedWindows) {
  const auto [spending, samples] = record_windows(0, 6);
  const ForecastError error = measure_forecasts("five_hour", samples, spending, minutes(30));
  EXPECT_GT(error.forecasts, 500);
  EXPECT_LT(error.mean, 0.06) << "six points of the limit";
  EXPECT_LT(error.worst, 0.35);
  RecordProperty("mean_points", std::to_string(error.mean * 100));
  RecordProperty("spread_points_an_hour", std::to_string(error.spread * 100));
  EXPECT_GT(error.spread, 0.005);
  EXPECT_LT(error.spread, 0.05);
  EXPECT_EQ(measure_forecasts("five_hour", {}, {}).forecasts, 0);
}

TEST(PlanForecast, ItsSpreadHoldsForWindowsToCome) {
  const Recording past = record_windows(0, 40);
  const double spread = measure_forecasts("five_hour", past.samples, past.spending).spread;
  const Recording next = record_windows(40, 40);
  int within = 0;
  int all = 0;
  for (const PlanSample& from : next.samples) {
    const auto forecast = forecast_plan("five_hour", from, next.spending, from.at);
    for (const PlanSample& to : next.samples) {
      const double ahead = static_cast<double>((to.at - from.at).count()) / 3.6e9;
      if (!forecast || to.resets_at != from.resets_at || ahead < 0.5) continue;
      const double expected = forecast->used_now + forecast->per_hour * ahead;
      ++all;
      within += std::abs(expected - to.used) <= spread * ahead ? 1 : 0;
    }
  }
  const double share = static_cast<double>(within) / all;
  EXPECT_GT(all, 4'000);
  EXPECT_GT(share, 0.7) << "four of five, as it was learned";
  EXPECT_LT(share, 0.9);
  RecordProperty("share_within_spread", std::to_string(share));
}

TEST(PlanForecast, KnowsWhichModelsAWindowIsAbout) {
  EXPECT_EQ(plan_window_family("seven_day_opus"), "opus");
  EXPECT_EQ(plan_window_family("model:Opus 4.8"), "opus");
  EXPECT_EQ(plan_window_family("five_hour"), "");
  EXPECT_EQ(plan_window_family("seven_day_oauth_apps"), "");
}

}  // namespace
}  // namespace orchard::metrics
