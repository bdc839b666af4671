#include "tests/fakes/script.h"

#include "tests/fakes/planned_reply.h"

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

TEST(Script, FindsStepsAmongOtherText) {
  const auto steps =
      parse_script("Please [[ say hello  you ]], then\n[[bash ls -l]] [[drop]] [[open");
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0], (Step{"say", "hello  you"}));
  EXPECT_EQ(steps[1], (Step{"bash", "ls -l"}));
  EXPECT_EQ(steps[2], (Step{"drop", ""}));
  EXPECT_TRUE(steps[1].is_tool_call());
  EXPECT_FALSE(steps[0].is_tool_call());
}

std::string request(const std::string& messages) {
  return R"({"model":"claude-opus-4-8","stream":true,"messages":[)" + messages + "]}";
}

const std::string kUser =
    R"({"role":"user","content":[{"type":"text","text":"<system-reminder>[[say no]]</system-reminder>"},)"
    R"({"type":"text","text":"[[say one]] [[bash a]] [[with]] [[bash b]] [[bash c]] [[say end]]"}]})";
const std::string kCall = R"({"role":"assistant","content":[{"type":"tool_use"}]})";
const std::string kResult = R"({"role":"user","content":[{"type":"tool_result","content":"x"}]})";

TEST(PlannedReply, FollowsTheScriptFromOneToolResultToTheNext) {
  const auto first = plan_reply(request(kUser), 0);
  ASSERT_EQ(first.blocks.size(), 3U);
  EXPECT_EQ(first.blocks[0].text, "one");
  EXPECT_EQ(first.blocks[2].tool, "Bash");
  EXPECT_EQ(first.stop_reason, "tool_use");

  const std::string two_calls = kUser + "," + kCall + "," + kResult + "," + kCall + "," + kResult;
  const auto second = plan_reply(request(two_calls), 0);
  ASSERT_EQ(second.blocks.size(), 1U);
  EXPECT_NE(second.blocks[0].text.find("\"c\""), std::string::npos);
  EXPECT_EQ(second.stop_reason, "tool_use");

  const auto last = plan_reply(request(two_calls + "," + kCall + "," + kResult), 0);
  ASSERT_EQ(last.blocks.size(), 1U);
  EXPECT_EQ(last.blocks[0].text, "end");
  EXPECT_EQ(last.stop_reason, "end_turn");
}

TEST(PlannedReply, FailsAsOftenAsAsked) {
  const std::string twice = request(R"({"role":"user","content":"[[error 529 2]] [[say up]]"})");
  EXPECT_EQ(plan_reply(twice, 0).http_status, 529);
  EXPECT_EQ(plan_reply(twice, 1).http_status, 529);
  EXPECT_EQ(plan_reply(twice, 2).http_status, 200);
  EXPECT_EQ(plan_reply("no json", 0).http_status, 400);
}

TEST(PlannedReply, CountsFirstWritesThenReads) {
  const auto first = plan_reply(request(kUser), 0);
  EXPECT_EQ(first.usage.cache_read, 0);
  EXPECT_GT(first.usage.cache_write_5m, 0);
  const auto second = plan_reply(request(kUser + "," + kCall + "," + kResult), 0);
  EXPECT_GT(second.usage.cache_read, 0);
  EXPECT_GT(second.usage.output, 1);
}

}  // namespace
}  // namespace orchard::test
