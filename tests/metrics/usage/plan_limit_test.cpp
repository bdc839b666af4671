#include "metrics/usage/blocks/plan_limit.h"

#include "core/base/time_text.h"
#include "metrics/usage/blocks/block_pace.h"

#include <vector>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using core::Timestamp;
using std::chrono::hours;
using std::chrono::minutes;

const Timestamp kStart = *core::parse_iso8601("2026-05-01T10:00:00Z");

Block block(std::int64_t fresh_tokens, double dollars = 0, std::int64_t calls = 1) {
  Block one;
  one.start = one.first_call = one.last_call = kStart;
  one.end = kStart + hours(5);
  one.tokens.input = fresh_tokens;
  one.tokens.cache_read = 1'000'000'000;  // never counts
  one.cost = {static_cast<std::int64_t>(dollars * 1e9)};
  one.calls = calls;
  return one;
}

std::vector<Block> blocks(const std::vector<std::int64_t>& tokens) {
  std::vector<Block> all;
  for (const std::int64_t count : tokens) all.push_back(block(count));
  return all;
}

TEST(PlanLimits, AreFixedForKnownPlans) {
  const auto many = blocks({500'000, 600'000});
  EXPECT_EQ(limit_of(PlanName::pro, many)->tokens, 19'000);
  EXPECT_EQ(limit_of(PlanName::max5, many)->tokens, 88'000);
  EXPECT_EQ(limit_of(PlanName::max20, many)->tokens, 220'000);
  EXPECT_DOUBLE_EQ(limit_of(PlanName::max20, many)->dollars, 140);
  EXPECT_EQ(limit_of(PlanName::max20, many)->messages, 2'000);
  EXPECT_EQ(parse_plan_name("max5"), PlanName::max5);
  EXPECT_EQ(parse_plan_name("gold"), std::nullopt);
}

TEST(PlanLimits, AreLearnedFromTheBlocksThatCameNearOne) {
  const struct {
    const char* what;
    std::vector<std::int64_t> tokens;
    std::optional<std::int64_t> limit;
  } cases[] = {
      {"nothing", {}, std::nullopt},
      {"one block is no statistics", {500'000}, std::nullopt},
      {"none came near a limit", {18'000, 18'040, 1'000}, std::nullopt},
      {"only one did", {18'000, 500'000, 1'000}, std::nullopt},
      {"never below the smallest plan", {18'050, 18'051}, 19'000},
      // Two: beyond the larger, 100,000 + 0.7 x 20,000 above the upper.
      {"few blocks point beyond the largest", {100'000, 120'000}, 134'000},
      // 18,050 is 95 % of 19,000; what is below does not count beside it.
      {"small blocks do not pull it down", {18'050, 18'049, 5, 118'050}, 188'050},
      {"nine blocks: the largest",
       {20'000, 30'000, 40'000, 50'000, 60'000, 70'000, 80'000, 90'000, 100'000},
       100'000},
      {"ten blocks: nine tenths of the way",
       {10, 20'000, 30'000, 40'000, 50'000, 60'000, 70'000, 80'000, 90'000, 100'000, 110'000},
       109'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    const auto limit = limit_of(PlanName::custom, blocks(c.tokens));
    EXPECT_EQ(limit ? std::optional(limit->tokens) : std::nullopt, c.limit);
  }
}

TEST(PlanLimits, LeaveOutGapsAndTheActiveBlock) {
  auto some = blocks({100'000, 120'000, 900'000, 900'000});
  some[2].is_gap = true;
  some[3].is_active = true;
  EXPECT_EQ(limit_of(PlanName::custom, some)->tokens, 134'000);
}

TEST(PlanLimits, LearnCostAndCallsToo) {
  const std::vector<Block> some{block(100'000, 10, 100), block(120'000, 20, 200),
                                block(10, 1000, 1000)};
  EXPECT_DOUBLE_EQ(limit_of(PlanName::custom, some)->dollars, 19);
  EXPECT_EQ(limit_of(PlanName::custom, some)->messages, 190);
}

/// Its last call came so long after its first one.
Block active(std::int64_t tokens, double dollars, core::Duration used_for = hours(1)) {
  Block one = block(tokens, dollars);
  one.is_active = true;
  one.last_call = one.first_call + used_for;
  return one;
}

void expect_about(std::optional<Timestamp> moment, std::optional<Timestamp> expected) {
  ASSERT_EQ(moment.has_value(), expected.has_value());
  if (!moment) return;
  EXPECT_LT(std::chrono::abs(*moment - *expected), std::chrono::milliseconds(100));
}

TEST(PlanOutlook, SaysWhenALimitIsReached) {
  const PlanLimit limit{100'000, 10, 100};
  const Timestamp now = kStart + hours(1);
  const struct {
    const char* what;
    Block block;
    std::optional<Timestamp> tokens;
    std::optional<Timestamp> dollars;
  } cases[] = {
      {"nothing used", active(0, 0), std::nullopt, std::nullopt},
      {"half of the tokens in an hour", active(50'000, 0), now + hours(1), std::nullopt},
      {"the rest lasts to the reset", active(19'999, 1.9), std::nullopt, std::nullopt},
      {"a little more does not", active(20'001, 4), now + hours(4) - std::chrono::milliseconds(900),
       now + minutes(90)},
      {"nothing was used lately: from now on at the same rate", active(50'000, 4, minutes(30)),
       now + minutes(30), now + minutes(45)},
      {"no burn rate", active(50'000, 4, minutes(0)), std::nullopt, std::nullopt},
      {"used up", active(100'000, 10), std::nullopt, std::nullopt},
      {"more than all", active(200'000, 20), std::nullopt, std::nullopt},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    const auto outlook = look_ahead(c.block, limit, now);
    expect_about(outlook.tokens_run_out, c.tokens);
    expect_about(outlook.dollars_run_out, c.dollars);
  }
}

TEST(PlanOutlook, SaysWhenCallsRunOut) {
  const Timestamp now = kStart + hours(1);
  Block one = active(1'000, 1);
  one.calls = 45;
  const auto outlook = look_ahead(one, {100'000, 100, 60}, now);
  EXPECT_DOUBLE_EQ(outlook.messages_used, 0.75);
  expect_about(outlook.messages_run_out, now + minutes(20));
  EXPECT_FALSE(look_ahead(one, {100'000, 100, 300}, now).messages_run_out);
  EXPECT_FALSE(look_ahead(one, {100'000, 100, 45}, now).messages_run_out) << "used up already";
}

TEST(PlanOutlook, AgreesWithTheProjection) {
  const PlanLimit limit{100'000, 10, 100};
  for (int minute = 1; minute < 60; ++minute) {
    SCOPED_TRACE(minute);
    const Block one = active(1'000, 1, minutes(minute));
    const Timestamp now = kStart + hours(1);
    const auto projection = project(one, now);
    ASSERT_TRUE(projection);
    EXPECT_EQ(look_ahead(one, limit, now).dollars_run_out.has_value(),
              projection->dollars > limit.dollars);
  }
}

TEST(PlanOutlook, HoldsNothingAgainstABlockThatIsOver) {
  const auto outlook = look_ahead(block(200'000, 20), {100'000, 10, 100}, kStart + hours(9));
  EXPECT_FALSE(outlook.tokens_run_out);
  EXPECT_FALSE(outlook.dollars_run_out);
  EXPECT_DOUBLE_EQ(outlook.tokens_used, 2);
  EXPECT_TRUE(outlook.is_beyond_plan);
}

TEST(PlanOutlook, KnowsNoShareOfNoLimit) {
  const auto outlook = look_ahead(active(5, 5), {0, 0, 0}, kStart + hours(1));
  EXPECT_DOUBLE_EQ(outlook.tokens_used, 0);
  EXPECT_DOUBLE_EQ(outlook.dollars_used, 0);
  EXPECT_FALSE(outlook.dollars_run_out);
}

}  // namespace
}  // namespace orchard::metrics
