#include "app/view_model/spending/spending_bars.h"

#include "app/view_model/figures/figure_drills.h"

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kDollar = 1'000'000'000;

ModelTotals model(const char* name, std::int64_t dollars, std::int64_t estimated = 0) {
  ModelTotals totals;
  totals.model = name;
  totals.calls = 10;
  totals.usage.input = 1'000;
  totals.usage.cache_read = 9'000;
  totals.cost = {dollars * kDollar};
  totals.estimated = {estimated * kDollar};
  return totals;
}

TEST(ModelBars, AreMeasuredByTheDearest) {
  AnalyticsFigures figures;
  figures.models = {model("claude-opus-4-8", 40), model("claude-haiku-4-5", 10, 1), model("", 0)};
  figures.pace = {1.25, 4, std::nullopt};
  const ModelBars view = make_model_bars(figures, {}, 8);
  ASSERT_EQ(view.bars.size(), 3U);
  EXPECT_EQ(view.bars[0].name, "Opus 4.8");
  EXPECT_DOUBLE_EQ(view.bars[0].share, 1);
  EXPECT_DOUBLE_EQ(view.bars[1].share, 0.25);
  EXPECT_EQ(view.bars[1].cost, "≈$10.00") << "a part is estimated";
  EXPECT_THAT(view.bars[1].hover, HasSubstr("$1.00 of it is estimated"));
  EXPECT_EQ(view.bars[1].tokens, "10.0K");
  EXPECT_EQ(view.bars[2].name, "unknown model");
  EXPECT_EQ(view.note, "1.2 calls a minute");
  EXPECT_FALSE(view.has_others);
}

TEST(ModelBars, ThoseWithoutRoomAreSummed) {
  AnalyticsFigures figures;
  for (int i = 0; i < 6; ++i) figures.models.push_back(model("claude-opus-4-8", 6 - i));
  const ModelBars view = make_model_bars(figures, {}, 4);
  ASSERT_EQ(view.bars.size(), 4U);
  EXPECT_TRUE(view.has_others);
  EXPECT_EQ(view.bars[3].name, "3 others");
  EXPECT_EQ(view.bars[3].cost, "$6.00");
  EXPECT_TRUE(view.bars[3].model.empty());
  EXPECT_FALSE(make_model_bars({}, {}, 4).empty_text.empty());
}

TEST(LengthBars, SayHowManyTookHowLong) {
  SessionLengths lengths;
  lengths.sessions = {1, 2, 0, 4, 0, 0, 1};
  lengths.count = 8;
  lengths.median = std::chrono::minutes(12);
  lengths.longest = std::chrono::hours(30);
  const LengthBars view = make_length_bars(lengths);
  EXPECT_EQ(view.bars[0].label, "\u22641m");
  EXPECT_EQ(view.bars[6].label, ">24h");
  EXPECT_EQ(view.hovers[0], "1 session that took up to 1 minute");
  EXPECT_EQ(view.hovers[1], "2 sessions that took 1 to 5 minutes");
  EXPECT_EQ(view.hovers[3], "4 sessions that took 15 minutes to 1 hour");
  EXPECT_EQ(view.hovers[4], "0 sessions that took 1 to 4 hours");
  EXPECT_EQ(view.hovers[6], "1 session that took more than 24 hours");
  EXPECT_EQ(view.note, "median 12m 00s, longest 1d 6h");
  EXPECT_EQ(make_length_bars({}).note, "none has ended a turn");
}

TEST(LengthBars, OpenTheSessionsOfTheirBucket) {
  EXPECT_LT(*drill_of_length(0, {}).wanted.above, core::Duration(0));
  EXPECT_EQ(drill_of_length(0, {}).wanted.up_to, core::Duration(std::chrono::minutes(1)));
  EXPECT_EQ(drill_of_length(6, {}).wanted.above, core::Duration(std::chrono::hours(24)));
  EXPECT_FALSE(drill_of_length(6, {}).wanted.up_to);
}

TEST(HourBars, SumTheWeekdays) {
  AnalyticsFigures figures;
  figures.heat[0][9] = 3;
  figures.heat[4][9] = 4;
  figures.heat[4][10] = 7;
  const HourBars view = make_hour_bars(figures, {});
  EXPECT_EQ(view.hovers[9], "7 turns, 09:00\u201310:00");
  EXPECT_DOUBLE_EQ(view.bars[9].fraction, 1);
  EXPECT_EQ(view.note, "most at 09:00, 7 turns") << "the earliest of equals";
  EXPECT_EQ(view.bars[9].label, "09");
  EXPECT_EQ(make_hour_bars({}, {}).note, "no turn in the last 7 days");
}

}  // namespace
}  // namespace orchard::app
