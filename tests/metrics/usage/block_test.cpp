#include "metrics/usage/blocks/block.h"

#include "core/base/time_text.h"
#include "metrics/usage/blocks/block_pace.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using core::Timestamp;
using std::chrono::hours;
using std::chrono::minutes;

/// "10:30" on 2026-05-01; "+1 10:30" on the day after.
Timestamp at(std::string text) {
  std::string day = "2026-05-01T";
  if (text.starts_with("+1 ")) {
    day = "2026-05-02T";
    text.erase(0, 3);
  }
  return *core::parse_iso8601(day + text + (text.size() == 5 ? ":00Z" : "Z"));
}

BlockCall call(const std::string& when, std::int64_t tokens = 10, std::int64_t model = 1) {
  BlockCall one;
  one.at = at(when);
  one.tokens.input = tokens;
  one.cost = {tokens * 1'000'000};
  one.model = model;
  return one;
}

std::vector<BlockCall> calls(const std::vector<std::string>& times) {
  std::vector<BlockCall> all;
  for (const std::string& time : times) all.push_back(call(time));
  return all;
}

/// "10:00-15:00" of each block, "gap 12:00-13:00" of a gap.
std::vector<std::string> spans(const std::vector<Block>& blocks) {
  std::vector<std::string> all;
  for (const Block& block : blocks)
    all.push_back((block.is_gap ? "gap " : "") + core::to_iso8601(block.start).substr(11, 5) + "-" +
                  core::to_iso8601(block.end).substr(11, 5) +
                  (block.bounds == Confidence::official ? " told" : ""));
  return all;
}

const Timestamp kLater = at("+1 23:00");

TEST(Blocks, BeginWithTheFullHourAndTakeCallsUpToTheirEnd) {
  struct Case {
    const char* what;
    std::vector<std::string> times;
    std::vector<std::string> expected;
  };
  const Case cases[] = {
      {"nothing", {}, {}},
      {"one call", {"10:30"}, {"10:00-15:00"}},
      {"the very end still counts", {"10:30", "15:00"}, {"10:00-15:00"}},
      {"a moment later does not", {"10:30", "15:00:00.001"}, {"10:00-15:00", "15:00-20:00"}},
      {"five hours of silence are no gap", {"10:00", "15:00"}, {"10:00-15:00"}},
      {"five hours after a late call: a block without a gap",
       {"10:30", "14:59", "19:59"},
       {"10:00-15:00", "19:00-00:00"}},
      {"more than five hours: a gap from five hours after the last call",
       {"10:30", "15:31"},
       {"10:00-15:00", "15:00-20:00", "gap 15:30-15:31"}},
      {"a long night", {"10:30", "+1 09:10"}, {"10:00-15:00", "gap 15:30-09:10", "09:00-14:00"}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(spans(make_blocks(calls(c.times), kLater)), c.expected);
  }
}

TEST(Blocks, CountEachCallOnce) {
  const std::vector<BlockCall> all{call("10:30", 1, 7), call("11:00", 2, 8), call("12:00", 3, 7),
                                   call("16:00", 4, 9)};
  const auto blocks = make_blocks(all, kLater);
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].calls, 3);
  EXPECT_EQ(blocks[0].tokens.input, 6);
  EXPECT_EQ(blocks[0].cost.nano_dollars, 6'000'000);
  EXPECT_EQ(blocks[0].models, (std::vector<std::int64_t>{7, 8}));
  EXPECT_EQ(blocks[0].first_call, at("10:30"));
  EXPECT_EQ(blocks[0].last_call, at("12:00"));
  EXPECT_EQ(blocks[1].tokens.input, 4);
}

TEST(Blocks, AreActiveUntilTheirEndAndFiveHoursAfterTheLastCall) {
  struct Case {
    const char* now;
    bool active;
  };
  for (const Case& c : {Case{"10:31", true}, Case{"14:59:59", true}, Case{"15:00", false}}) {
    SCOPED_TRACE(c.now);
    EXPECT_EQ(make_blocks(calls({"10:30"}), at(c.now))[0].is_active, c.active);
  }
  EXPECT_FALSE(make_blocks(calls({"10:00"}), at("15:00"))[0].is_active);
  // Of another length: within the block, but too long after the last call.
  EXPECT_FALSE(make_blocks(calls({"10:00"}), at("11:30"), minutes(90))[0].is_active);
}

TEST(Blocks, OfAnyLengthMayOverlapBecauseTheyBeginWithAFullHour) {
  const auto blocks = make_blocks(calls({"10:10", "12:20", "12:40"}), kLater, minutes(150));
  EXPECT_EQ(spans(blocks), (std::vector<std::string>{"10:00-12:30", "12:00-14:30"}));
  EXPECT_EQ(blocks[0].calls, 2);
}

TEST(Blocks, FollowTheWindowsTheAccountToldOf) {
  const std::vector<OfficialWindow> told{{at("12:20"), at("17:20")}};
  const auto blocks = make_blocks(calls({"10:30", "12:19", "12:20", "16:00", "17:19", "17:20"}),
                                  kLater, kBlockLength, told);
  EXPECT_EQ(spans(blocks),
            (std::vector<std::string>{"10:00-12:20", "12:20-17:20 told", "17:20-22:20"}));
  EXPECT_EQ(blocks[0].calls, 2);
  EXPECT_EQ(blocks[1].calls, 3);
  EXPECT_EQ(blocks[2].calls, 1);
  // Official: active to its end, however long nothing came.
  EXPECT_TRUE(make_blocks(calls({"12:21"}), at("17:19"), kBlockLength, told)[0].is_active);
}

TEST(Blocks, ByEstimateBeginNoSoonerThanTheWindowBeforeThemEnds) {
  const std::vector<OfficialWindow> told{{at("08:53"), at("13:53")}, {at("15:10"), at("20:10")}};
  struct Case {
    const char* what;
    std::vector<std::string> times;
    std::vector<std::string> expected;
  };
  const Case cases[] = {
      {"in the hour in which the window ended",
       {"13:52", "13:54"},
       {"08:53-13:53 told", "13:53-15:10"}},
      {"nothing was used in that window", {"13:54"}, {"13:53-15:10"}},
      {"an hour later", {"14:01"}, {"14:00-15:10"}},
      {"after a gap", {"13:52", "20:30"}, {"08:53-13:53 told", "gap 18:52-20:30", "20:10-01:10"}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(spans(make_blocks(calls(c.times), kLater, kBlockLength, told)), c.expected);
  }
}

TEST(Blocks, TakeResetsSeenSeveralTimesForOneWindow) {
  const std::vector<Timestamp> seen{at("15:00"), at("15:00:01"), at("15:01:30"), at("20:00")};
  EXPECT_EQ(official_windows(seen), (std::vector<OfficialWindow>{{at("10:01:30"), at("15:01:30")},
                                                                 {at("15:01:30"), at("20:00")}}));
  // A correction: the window seen later stands.
  EXPECT_EQ(official_windows(std::vector{at("15:00"), at("17:00")}),
            (std::vector<OfficialWindow>{{at("12:00"), at("17:00")}}));
}

TEST(BlockPace, IsTheAverageBetweenFirstAndLastCall) {
  auto blocks = make_blocks(calls({"10:00", "10:30", "11:00"}), at("12:00"));
  const auto rate = burn_rate(blocks[0]);
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->tokens_per_minute, 0.5);
  EXPECT_DOUBLE_EQ(rate->dollars_per_hour, 0.03);
  const auto projection = project(blocks[0], at("12:00"));
  ASSERT_TRUE(projection);
  EXPECT_EQ(projection->remaining_minutes, 180);
  EXPECT_EQ(projection->total_tokens, 120);
  EXPECT_DOUBLE_EQ(projection->dollars, 0.12);
}

TEST(BlockPace, CountsOnlyFreshTokensForTheIndicator) {
  BlockCall first = call("10:00", 10);
  first.tokens.cache_read = 1000;
  first.tokens.output = 5;
  const auto blocks = make_blocks(std::vector{first, call("10:10", 5)}, at("11:00"));
  EXPECT_DOUBLE_EQ(burn_rate(blocks[0])->fresh_tokens_per_minute, 2);
  EXPECT_DOUBLE_EQ(burn_rate(blocks[0])->tokens_per_minute, 102);
}

TEST(BlockPace, IsUnknownWhereNoTimePassed) {
  EXPECT_FALSE(burn_rate(make_blocks(calls({"10:00"}), at("11:00"))[0]));
  EXPECT_FALSE(project(make_blocks(calls({"10:00", "10:00"}), at("11:00"))[0], at("11:00")));
  // Over: a pace, but nothing to project.
  const auto over = make_blocks(calls({"10:00", "11:00"}), kLater);
  EXPECT_TRUE(burn_rate(over[0]));
  EXPECT_FALSE(project(over[0], kLater));
  const auto gap = make_blocks(calls({"10:00", "+1 10:00"}), kLater);
  ASSERT_TRUE(gap[1].is_gap);
  EXPECT_FALSE(burn_rate(gap[1]));
}

TEST(BlockPace, LeavesNothingToProjectInTheLastHalfMinute) {
  const auto blocks = make_blocks(calls({"10:00", "14:00"}), at("14:59:40"));
  EXPECT_EQ(project(blocks[0], at("14:59:40"))->remaining_minutes, 0);
  EXPECT_EQ(project(blocks[0], at("14:59:40"))->total_tokens, 20);
}

TEST(BlockPace, NamesTheVelocity) {
  const std::pair<double, Velocity> cases[] = {{0, Velocity::slow},       {49.9, Velocity::slow},
                                               {50, Velocity::normal},    {149, Velocity::normal},
                                               {150, Velocity::fast},     {299, Velocity::fast},
                                               {300, Velocity::very_fast}};
  for (const auto& [rate, velocity] : cases) EXPECT_EQ(velocity_of(rate), velocity) << rate;
}

TEST(BlockPace, KnowsTheLargestBlockThatIsOver) {
  EXPECT_EQ(most_tokens({}), std::nullopt);
  const auto blocks = make_blocks(
      std::vector{call("00:00", 5), call("06:00", 50), call("18:00", 500)}, at("18:30"));
  EXPECT_EQ(most_tokens(blocks), 50);
}

}  // namespace
}  // namespace orchard::metrics
