#include "app/cli/usage/blocks_output.h"
#include "core/base/time_text.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using core::Timestamp;
using metrics::Block;
using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::Not;

class Utc final : public metrics::LocalTime {
 public:
  [[nodiscard]] metrics::CivilDay day_of(Timestamp at) const override {
    return std::chrono::floor<std::chrono::days>(at);
  }
  [[nodiscard]] Timestamp start_of(metrics::CivilDay day) const override { return Timestamp(day); }
  [[nodiscard]] std::chrono::seconds offset_at(Timestamp) const override { return {}; }
};

const Utc kUtc;
const Timestamp kNow = *core::parse_iso8601("2026-05-01T12:00:00Z");

metrics::OfficialLimit limit_used(double used, std::optional<metrics::PlanForecast> forecast) {
  return {"five_hour", {kNow - minutes(1), used, kNow + hours(2)}, forecast, std::nullopt};
}

std::string active_text(const metrics::OfficialLimit& limit) {
  BlocksView view;
  view.now = kNow;
  view.official = {limit};
  return active_block_text(view, kUtc);
}

nlohmann::json forecast_json(const metrics::OfficialLimit& limit) {
  BlocksView view;
  view.now = kNow;
  view.official = {limit};
  return blocks_json(view)["limits"][0]["forecast"];
}

TEST(BlocksText, SaysByWhichWayTheAccountsWordCame) {
  const auto witness = [](const metrics::OfficialLimit& limit) {
    BlocksView view;
    view.now = kNow;
    view.official = {limit};
    return blocks_json(view)["limits"][0]["witness"];
  };
  auto limit = limit_used(1, std::nullopt);
  EXPECT_THAT(active_text(limit), HasSubstr("(official, seen 2026-05-01 11:59)"));
  EXPECT_EQ(witness(limit), "account");
  limit.source = core::PlanSource::stream;
  EXPECT_THAT(active_text(limit), HasSubstr("(official, seen 2026-05-01 11:59 by an agent)"));
  EXPECT_EQ(witness(limit), "stream");
  limit.source = core::PlanSource::status_line;
  EXPECT_THAT(active_text(limit), HasSubstr("11:59 in the status line)"));
  EXPECT_EQ(witness(limit), "status_line");
  limit.source = core::PlanSource::transcript;
  EXPECT_THAT(active_text(limit), HasSubstr("11:59 in a transcript)"));
  EXPECT_EQ(witness(limit), "transcript");
}

TEST(BlocksText, SaysOfALimitThatIsReachedThatItIsUsedUp) {
  const auto reached = limit_used(1, metrics::PlanForecast{1, 0.36, 1.72, kNow});
  EXPECT_THAT(active_text(reached), HasSubstr("100% used up, resets 2026-05-01 14:00"));
  EXPECT_THAT(active_text(reached), Not(HasSubstr("at the reset")));
  EXPECT_THAT(active_text(reached), Not(HasSubstr("runs out")));
  EXPECT_EQ(forecast_json(reached)["runsOutAt"], nullptr);
  // Told of before, and reached by what was used since.
  const auto since = limit_used(0.9996, metrics::PlanForecast{1.2, 0.36, 1.9, kNow});
  EXPECT_THAT(active_text(since), HasSubstr("99% used, resets"));
  EXPECT_THAT(active_text(since), HasSubstr("used up by now  (local estimate)"));
  EXPECT_THAT(active_text(since), Not(HasSubstr("runs out")));
  const auto later = limit_used(0.5, metrics::PlanForecast{0.5, 0.5, 1.5, kNow + hours(1)});
  EXPECT_THAT(active_text(later), HasSubstr("150% at the reset"));
  EXPECT_THAT(active_text(later), HasSubstr("runs out 2026-05-01 13:00"));
  EXPECT_EQ(forecast_json(later)["runsOutAt"], "2026-05-01T13:00:00.000Z");
  EXPECT_THAT(active_text(limit_used(0.004, std::nullopt)), HasSubstr("<1% used, resets"));
}

TEST(BlocksText, SaysTrulyWhyNoBlockIsActive) {
  BlocksView view;
  view.now = kNow;
  EXPECT_EQ(active_block_text(view, kUtc),
            "No block is active: nothing was used within the last eight days.\n");
  view.newest.emplace();
  view.newest->start = kNow - hours(5) - minutes(7);
  view.newest->end = kNow - minutes(7);
  EXPECT_EQ(active_block_text(view, kUtc),
            "No block is active: nothing was used since the last one ended, 2026-05-01 11:53.\n");
  view.newest->start += hours(1);
  view.newest->end += hours(1);
  view.newest->is_active = true;
  EXPECT_EQ(active_block_text(view, kUtc),
            "No block of the time asked for is active; the active one began 2026-05-01 07:53.\n");
}

/// Two calls in the first hour of a block that has three hours left.
BlocksView active_view(std::optional<metrics::PlanLimit> limit) {
  Block block;
  block.start = kNow - hours(2);
  block.end = kNow + hours(3);
  block.first_call = kNow - minutes(100);
  block.last_call = kNow - minutes(90);
  block.is_active = true;
  block.calls = 2;
  block.tokens.input = 1'000;
  block.tokens.cache_read = 9'000;
  block.cost = {2'000'000'000};
  BlocksView view;
  view.now = kNow;
  view.report.blocks = {block};
  view.newest = block;
  view.limit = limit;
  return view;
}

TEST(BlocksText, FitsATerminalOfEightyColumns) {
  BlocksView view = active_view(std::nullopt);
  view.report.models = {
      {1, "claude-opus-4-8"}, {2, "claude-haiku-4-5"}, {3, "claude-sonnet-5"}, {4, "acme-9"}};
  Block over = view.report.blocks.front();
  over.is_active = false;
  over.models = {1, 2, 3, 4};
  Block gap;
  gap.is_gap = true;
  gap.start = kNow - hours(50);
  gap.end = kNow - hours(9);
  view.report.blocks = {gap, over};
  const std::string text = blocks_text(view, kUtc, 80);
  EXPECT_THAT(text, HasSubstr("  gap of  1d 17h\n"));
  EXPECT_THAT(text, HasSubstr("  over    estimate  "));
  EXPECT_THAT(blocks_text(view, kUtc, 0),
              HasSubstr("  over    local estimate  opus-4-8, haiku-4-5, sonnet-5 +1  "));
}

TEST(BlocksText, ShowsNoLimitThatWasNotLearned) {
  const BlocksView view = active_view(std::nullopt);
  const std::string text = active_block_text(view, kUtc);
  EXPECT_THAT(text, HasSubstr("  input + output   not learned yet\n"
                              "  cost             not learned yet\n"
                              "  calls            not learned yet\n"));
  const auto plan = blocks_json(view)["plan"];
  for (const char* name : {"tokens", "costUSD", "messages", "tokensUsed", "costUsed",
                           "messagesUsed", "tokensRunOutAt", "costRunsOutAt", "messagesRunOutAt"}) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(plan.contains(name));
    EXPECT_EQ(plan[name], nullptr);
  }
  EXPECT_EQ(blocks_json(active_view(metrics::PlanLimit{5'000, 20, 100}))["plan"]["costUsed"], 0.1);
}

TEST(BlocksText, SaysWhichPaceAForecastFollows) {
  // 1,000 of 10,000 tokens and $0.20 a minute; 100 fresh ones.
  BlocksView view = active_view(metrics::PlanLimit{5'000, 20, 100});
  view.fresh_tokens_per_minute = 16.7;
  const std::string text = active_block_text(view, kUtc);
  EXPECT_THAT(text, HasSubstr("  burn rate        1,000 tokens a minute, $12.00 an hour: first to "
                              "last call, 10m 00s\n"));
  EXPECT_THAT(text, HasSubstr("  projected        190,000 tokens, $38.00 at the burn rate"));
  EXPECT_THAT(text, HasSubstr("  last hour        17 input + output tokens a minute (slow)\n"));
  EXPECT_THAT(text, HasSubstr("  20% of 5,000 used, runs out 12:40 at the burn rate\n"));
  EXPECT_THAT(text, HasSubstr("  10% of $20.00 used, runs out 13:30 at the burn rate\n"));
  EXPECT_THAT(text, HasSubstr("   2% of 100 used\n"));
  EXPECT_THAT(blocks_text(view, kUtc, 0), HasSubstr("at burn rate"));
  EXPECT_EQ(blocks_json(view)["plan"]["pace"], "burn_rate");
  view.report.blocks.front().first_call = view.report.blocks.front().last_call;
  EXPECT_THAT(active_block_text(view, kUtc),
              HasSubstr("  burn rate        not known before a second call\n"));
  view.report.blocks.front().tokens.input = 5'000;
  EXPECT_THAT(active_block_text(view, kUtc), HasSubstr(" 100% of 5,000 used up\n"));
  auto week = limit_used(0.5, metrics::PlanForecast{0.5, 0.1, 0.7, std::nullopt});
  week.forecast->pace = metrics::PlanPace::last_day;
  EXPECT_THAT(active_text(week), HasSubstr(" 70% at the reset, at the pace of the last day"));
  EXPECT_EQ(forecast_json(week)["pace"], "last_day");
}

}  // namespace
}  // namespace orchard::app
