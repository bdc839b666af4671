#include "metrics/usage/blocks/block_query.h"

#include "metrics/plan/plan_ledger.h"
#include "tests/metrics/usage/usage_world.h"

#include <algorithm>

namespace orchard::metrics {
namespace {

using core::Timestamp;
using std::chrono::hours;
using std::chrono::minutes;
using test::KnownCall;

class BlockQueryTest : public test::UsageWorld {
 protected:
  std::vector<Block> plain_blocks(Timestamp now, std::span<const OfficialWindow> official = {}) {
    std::vector<BlockCall> all;
    std::ranges::sort(calls, {}, &KnownCall::at);
    for (const KnownCall& call : calls)
      all.push_back({call.at, call.sums.tokens, call.sums.cost, 0, call.sums.estimated});
    return make_blocks(all, now, kBlockLength, official);
  }

  static void expect_same(const std::vector<Block>& found, const std::vector<Block>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].start, expected[i].start);
      EXPECT_EQ(found[i].end, expected[i].end);
      EXPECT_EQ(found[i].is_gap, expected[i].is_gap);
      EXPECT_EQ(found[i].is_active, expected[i].is_active);
      EXPECT_EQ(found[i].calls, expected[i].calls);
      EXPECT_EQ(found[i].tokens, expected[i].tokens);
      EXPECT_EQ(found[i].cost, expected[i].cost);
      EXPECT_EQ(found[i].estimated, expected[i].estimated);
      EXPECT_EQ(found[i].first_call, expected[i].first_call);
      EXPECT_EQ(found[i].last_call, expected[i].last_call);
    }
  }
};

TEST_F(BlockQueryTest, DividesEverythingRecorded) {
  const Timestamp now = test::at(0);
  add_calls(120, now, hours(300));
  expect_same(query_blocks(store, now, std::nullopt).value().blocks, plain_blocks(now));
}

TEST_F(BlockQueryTest, GivesTheSameBlocksFromAnyMomentOn) {
  const Timestamp now = test::at(0);
  add_calls(150, now, hours(400));
  const auto all = plain_blocks(now);
  for (int back = 0; back < 400; back += 13) {
    const Timestamp since = now - hours(back) - minutes(back);
    SCOPED_TRACE(back);
    std::vector<Block> expected;
    for (const Block& block : all)
      if (block.end > since && !(block.is_gap && block.start < since)) expected.push_back(block);
    auto found = query_blocks(store, now, since).value().blocks;
    std::erase_if(found, [&](const Block& block) { return block.is_gap && block.start < since; });
    expect_same(found, expected);
    if (HasFailure()) return;
  }
}

TEST_F(BlockQueryTest, KnowsTheWindowThatEndedInTheHourOfTheFirstCall) {
  // It ended seven minutes past the hour and was told of in its first minutes only.
  const Timestamp end(std::chrono::floor<hours>(test::at(0)) + minutes(7));
  ASSERT_TRUE(record_told_limit(store, "s-1", "five_hour", {end - hours(5) + minutes(1), 0, end}));
  add_call(end + minutes(50));
  for (const auto since : {Timestamp(), end + minutes(45)}) {
    const auto blocks = query_blocks(store, end + minutes(51), since).value().blocks;
    ASSERT_EQ(blocks.size(), 1U);
    EXPECT_EQ(blocks[0].start, end);
  }
}

TEST_F(BlockQueryTest, CountsTheFreshTokensOfTheLastHour) {
  const Timestamp now = test::at(0);
  EXPECT_DOUBLE_EQ(query_fresh_tokens_per_minute(store, now).value(), 0);
  add_calls(200, now + hours(1), hours(4));
  add_call(now);
  add_call(now - hours(1));
  std::int64_t tokens = 0;
  for (const KnownCall& call : calls)
    if (call.at > now - hours(1) && call.at <= now)
      tokens += call.sums.tokens.input + call.sums.tokens.output;
  EXPECT_GT(tokens, 0);
  EXPECT_DOUBLE_EQ(query_fresh_tokens_per_minute(store, now).value(),
                   static_cast<double>(tokens) / 60);
}

TEST_F(BlockQueryTest, IsAnchoredOnWhatTheAccountSaid) {
  const Timestamp now = test::at(0);
  add_calls(60, now, hours(40));
  ASSERT_TRUE(record_told_limit(store, "s-1", "five_hour", {now - hours(1), 0.2, now + hours(2)}));
  core::PlanUsage answer;
  answer.windows.push_back({"five_hour", 0.1, now - hours(5)});
  answer.windows.push_back({"seven_day", 0.5, now + hours(50)});
  ASSERT_TRUE(record_plan_answer(store, answer, core::PlanSource::claude, now - hours(7)));
  const std::vector<OfficialWindow> windows{{now - hours(10), now - hours(5)},
                                            {now - hours(3), now + hours(2)}};
  EXPECT_EQ(query_official_windows(store).value(), windows);
  EXPECT_EQ(query_official_windows(store, now - hours(1)).value(),
            std::vector<OfficialWindow>{windows[1]});
  expect_same(query_blocks(store, now, std::nullopt).value().blocks, plain_blocks(now, windows));
  expect_same(query_blocks(store, now, std::nullopt, kBlockLength, false).value().blocks,
              plain_blocks(now));
  const auto limits = query_official_limits(store, now).value();
  ASSERT_EQ(limits.size(), 2U);
  EXPECT_EQ(limits[0].kind, "five_hour");
  EXPECT_DOUBLE_EQ(limits[0].said.used, 0.2);
  EXPECT_TRUE(limits[0].forecast);
  EXPECT_EQ(limits[1].kind, "seven_day");
  EXPECT_TRUE(query_official_limits(store, now + hours(51)).value().empty());
}

TEST_F(BlockQueryTest, KeepsWhatIsToldOnlyWhenItIsNew) {
  const Timestamp now = test::at(0);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(
        record_told_limit(store, "s-9", "five_hour", {now + minutes(i), 0.2, now + hours(2)}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM rate_limit_sample"), 1);
  ASSERT_TRUE(
      record_told_limit(store, "s-1", "five_hour", {now + minutes(4), 0.21, now + hours(2)}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM rate_limit_sample"), 2);
  // A terminal at rest tells of the window before.
  ASSERT_TRUE(record_told_limit(store, "s-9", "five_hour", {now + minutes(5), 0.9, now}));
  // No five hours end so late, nor seven days.
  ASSERT_TRUE(
      record_told_limit(store, "s-9", "five_hour", {now + minutes(5), 0.9, now + hours(24 * 365)}));
  ASSERT_TRUE(
      record_told_limit(store, "s-9", "seven_day", {now + minutes(5), 0.9, now + hours(24 * 365)}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM rate_limit_sample"), 2);
  // Who only tells of limits is no session of Orchard's; who is one stays one.
  EXPECT_EQ(count("SELECT outside FROM session WHERE id = 's-9'"), 1);
  EXPECT_EQ(count("SELECT outside FROM session WHERE id = 's-1'"), 0);
}

}  // namespace
}  // namespace orchard::metrics
