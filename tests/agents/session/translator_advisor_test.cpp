#include "agents/session/translator_state.h"
#include "tests/agents/session/translated_log.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using test::Json;
using test::TranslatedLog;

TEST(TranslatorAdvisor, IsACallOfItsOwnBesideItsReply) {
  TranslatedLog s;
  Json usage = test::usage_json({2, 9, 0, 0, 0}, false);
  usage["iterations"] = Json::array({{{"type", "message"}, {"input_tokens", 2}},
                                     {{"type", "advisor_message"},
                                      {"model", "claude-opus-4-7"},
                                      {"speed", "fast"},
                                      {"input_tokens", 1000},
                                      {"output_tokens", 50}}});
  s.feed({s.log.init("i1"), s.log.message_start("m1", {2, 1, 0, 0, 0}), s.log.echo("u1", "go"),
          s.log.text("a1", "m1", "one", {2, 1, 0, 0, 0})});
  for (const auto& call : s.all<core::ApiCallSeen>()) EXPECT_EQ(call.call.value, "m1");
  s.feed({s.log.stream(
      {{"type", "message_delta"}, {"delta", {{"stop_reason", "end_turn"}}}, {"usage", usage}})});
  const auto calls = s.all<core::ApiCallSeen>();
  ASSERT_GE(calls.size(), 2U);
  const core::ApiCallSeen& reply = calls[calls.size() - 2];
  const core::ApiCallSeen& advisor = calls.back();
  EXPECT_EQ(reply.call.value, "m1");
  EXPECT_EQ(reply.usage, (core::TokenUsage{2, 9, 0, 0, 0}));
  EXPECT_EQ(advisor.call.value, "m1:advisor:0");
  EXPECT_EQ(advisor.request_id, "req-m1:advisor:0");
  EXPECT_EQ(advisor.model, "claude-opus-4-7");
  EXPECT_EQ(advisor.usage, (core::TokenUsage{1000, 50, 0, 0, 0}));
  EXPECT_EQ(advisor.turn, core::TurnId("u1"));
  EXPECT_EQ(advisor.at, reply.at);
  EXPECT_TRUE(advisor.complete);
  EXPECT_TRUE(advisor.fast);
  EXPECT_FALSE(reply.fast);
}

TEST(TranslatorAdvisor, StaysKnownAcrossARestart) {
  TranslatorState::ApiCall call;
  call.id = core::ApiCallId("m1");
  call.usage.tokens = {1, 2, 3, 4, 5};
  call.usage.advisors = {{"claude-opus-4-7", {6, 7, 8, 9, 10}, true}};
  TranslatorState state;
  state.calls[core::ToolCallId()] = call;
  const auto read = read_state({}, write_state(state));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->calls.at(core::ToolCallId()), call);
}

}  // namespace
}  // namespace orchard::agents
