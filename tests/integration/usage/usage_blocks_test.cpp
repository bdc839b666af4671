#include "tests/integration/usage/usage_tables.h"

namespace orchard::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class UsageBlocks : public UsageTables {};

TEST_F(UsageBlocks, DivideAllCalls) {
  const json blocks = usage({"blocks"})["blocks"];
  std::int64_t calls = 0;
  for (const json& block : blocks) {
    calls += block["entries"].get<std::int64_t>();
    EXPECT_EQ(block["isActive"], false);
    EXPECT_EQ(block["source"], "local_estimate");
    EXPECT_EQ(block["burnRate"], nullptr);
  }
  EXPECT_EQ(calls, 6);
  EXPECT_NEAR(blocks[6]["estimatedCost"].get<double>(), price("acme-9", {11, 12, 0, 0, 13}), 1e-12);
  EXPECT_THAT(text({"blocks"}), HasSubstr("≈$"));
  // 22:00, 10:00 with two calls, 09:00, 23:00 with the midnight call; gaps between them.
  ASSERT_EQ(blocks.size(), 7U);
  EXPECT_EQ(blocks[0]["id"], "2026-03-30T22:00:00.000Z");
  EXPECT_EQ(blocks[0]["endTime"], "2026-03-31T03:00:00.000Z");
  EXPECT_EQ(blocks[1]["id"], "gap-2026-03-31T03:30:00.000Z");
  EXPECT_EQ(blocks[1]["actualEndTime"], nullptr);
  EXPECT_EQ(blocks[2]["entries"], 2);
  EXPECT_EQ(blocks[2]["tokenCounts"]["cacheCreationInputTokens"], 770);
  EXPECT_EQ(blocks[6]["entries"], 2);
  EXPECT_THAT(text({"blocks", "--active"}), StartsWith("No block is active"));
}

TEST_F(UsageBlocks, ProjectTheOneThatRuns) {
  const core::Timestamp now = core::SystemClock().now();
  tell("8", "s-c", folder("notes"), "main", "claude-opus-4-8",
       core::to_iso8601(now - std::chrono::minutes(20)), {1000, 1000, 0, 0, 0});
  tell("9", "s-c", folder("notes"), "main", "claude-opus-4-8",
       core::to_iso8601(now - std::chrono::minutes(10)), {1000, 1000, 0, 0, 0});
  const json report = usage({"blocks", "--active", "--token-limit", "5000"});
  ASSERT_EQ(report["blocks"].size(), 1U);
  const json& block = report["blocks"][0];
  EXPECT_EQ(block["isActive"], true);
  EXPECT_NEAR(block["burnRate"]["tokensPerMinute"].get<double>(), 400, 1e-6);
  EXPECT_NEAR(block["burnRate"]["costPerHour"].get<double>(), 0.36, 1e-6);
  const auto remaining = block["projection"]["remainingMinutes"].get<std::int64_t>();
  EXPECT_EQ(block["projection"]["totalTokens"], 4000 + 400 * remaining);
  EXPECT_EQ(block["tokenLimitStatus"]["status"], "exceeds");
  EXPECT_EQ(report["plan"]["name"], "custom");
  EXPECT_EQ(report["plan"]["source"], "local_estimate");
  const std::string words = text({"blocks", "--active", "--plan", "pro"});
  EXPECT_THAT(words, HasSubstr("4,000 tokens in 2 calls"));
  EXPECT_THAT(words, HasSubstr("Limits of the plan 'pro' (local estimate)"));
}

TEST_F(UsageBlocks, EndWhereTheAccountSaidThatALimitResets) {
  using std::chrono::minutes;
  const auto now = std::chrono::floor<minutes>(core::SystemClock().now());
  tell("8", "s-c", folder("notes"), "main", "claude-opus-4-8", core::to_iso8601(now - minutes(20)),
       {1000, 1000, 0, 0, 0});
  const auto reset = now + minutes(90);
  const json refusal{
      {"type", "assistant"},
      {"sessionId", "s-c"},
      {"uuid", "f1"},
      {"timestamp", core::to_iso8601(now - minutes(10))},
      {"isApiErrorMessage", true},
      {"message",
       {{"id", "m1"},
        {"model", "<synthetic>"},
        {"usage", {{"input_tokens", 0}, {"output_tokens", 0}}},
        {"content",
         {{{"type", "text"},
           {"text", "Claude AI usage limit reached|" +
                        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                           reset.time_since_epoch())
                                           .count())}}}}}}};
  std::ofstream(corpus_.transcript(corpus_.calls.back()), std::ios::app) << refusal << '\n';
  const json report = usage({"blocks", "--active"});
  ASSERT_EQ(report["blocks"].size(), 1U);
  EXPECT_EQ(report["blocks"][0]["source"], "official");
  EXPECT_EQ(report["blocks"][0]["endTime"], core::to_iso8601(reset));
  ASSERT_EQ(report["limits"].size(), 1U);
  EXPECT_EQ(report["limits"][0]["kind"], "five_hour");
  EXPECT_EQ(report["limits"][0]["used"], 1.0);
  EXPECT_EQ(report["limits"][0]["witness"], "transcript");
  EXPECT_THAT(text({"blocks", "--active"}), HasSubstr(" in a transcript)"));
  const core::CommandOutput limits = machine_.orchard({"usage-limits"});
  EXPECT_THAT(limits.out, HasSubstr("5-hour window: reached"));
  EXPECT_THAT(limits.out, HasSubstr("(found in a transcript, of "));
  EXPECT_EQ(machine_.json({"usage-limits"})["stream"][0]["source"], "transcript");
}

}  // namespace
}  // namespace orchard::test
