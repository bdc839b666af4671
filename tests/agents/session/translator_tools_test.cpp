#include "tests/agents/session/translated_log.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using test::Json;
using test::LogLines;
using test::TranslatedLog;
using testing::ElementsAre;

TEST(Translator, SubAgentsAreMarkedAndStartNoTurn) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          s.log.tool_use("a1", "m1", "t1", "Agent", {{"description", "Look around"}}),
          s.log.tool_use("a2", "m2", "t2", "Bash", {{"command", "ls"}}, "t1"),
          s.log.tool_result("x2", "t2", "files", false, "t1"),
          s.log.tool_result("x1", "t1", "seen"), s.log.result("r1"),
          s.log.tool_use("a3", "m3", "t3", "Bash", {{"command", "ls"}}, "t1")});
  EXPECT_THAT(s.turns(), ElementsAre("u1"));
  std::vector<std::string> sub_agent_calls;
  for (const auto& call : s.all<core::ApiCallSeen>())
    if (call.sub_agent) sub_agent_calls.push_back(call.call.value);
  EXPECT_THAT(sub_agent_calls, ElementsAre("m2", "m3"));
  const auto tools = s.all<core::ToolCallStarted>();
  ASSERT_EQ(tools.size(), 3U);
  EXPECT_FALSE(tools[0].parent);
  EXPECT_EQ(tools[1].parent, core::ToolCallId("t1"));
  EXPECT_EQ(tools[0].summary, "Look around");
  EXPECT_FALSE(tools[2].turn);
}

TEST(Translator, FollowsToolCalls) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          s.log.tool_use("a1", "m1", "t1", "Read", {{"file_path", "/w/fern/src/a.cpp"}}),
          s.log.tool_use("a2", "m1", "t2", "Bash", {{"command", "false"}}),
          s.log.tool_result("x2", "t2", "Exit code 1", true),
          s.log.tool_result("x1", "t1", std::string(70'000, 'x'))});
  const auto started = s.all<core::ToolCallStarted>();
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].summary, "src/a.cpp");
  EXPECT_EQ(started[0].turn, core::TurnId("u1"));
  EXPECT_EQ(started[0].input_json, R"({"file_path":"/w/fern/src/a.cpp"})");
  const auto finished = s.all<core::ToolCallFinished>();
  ASSERT_EQ(finished.size(), 2U);
  EXPECT_TRUE(finished[0].is_error);
  EXPECT_EQ(finished[1].result.size(), std::size_t{64} << 10U);
}

struct PermissionCase {
  const char* name;
  bool result_is_error;
  bool listed_as_denied;
  core::PermissionDecision decision;
};

TEST(Translator, SeesHowAQuestionWasAnswered) {
  const PermissionCase cases[] = {
      {"allowed", false, false, core::PermissionDecision::allowed},
      {"allowed and failed", true, false, core::PermissionDecision::allowed},
      {"denied", true, true, core::PermissionDecision::denied},
  };
  for (const PermissionCase& c : cases) {
    TranslatedLog s;
    const Json input = {{"command", "touch x"}};
    const Json denials = c.listed_as_denied
                             ? Json::array({{{"tool_name", "Bash"}, {"tool_use_id", "t1"}}})
                             : Json::array();
    s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
            s.log.tool_use("a1", "m1", "t1", "Bash", input),
            LogLines::can_use_tool("q1", "t1", "Bash", input),
            s.log.tool_result("x1", "t1", "text", c.result_is_error),
            s.log.result("r1", {{"permission_denials", denials}})});
    const auto asked = s.all<core::PermissionRequested>();
    ASSERT_EQ(asked.size(), 1U) << c.name;
    EXPECT_EQ(asked[0].request.value, "q1");
    EXPECT_EQ(asked[0].call, core::ToolCallId("t1"));
    EXPECT_EQ(asked[0].turn, core::TurnId("u1"));
    EXPECT_EQ(asked[0].summary, "touch x");
    const auto resolved = s.all<core::PermissionResolved>();
    ASSERT_EQ(resolved.size(), 1U) << c.name;
    EXPECT_EQ(resolved[0].decision, c.decision) << c.name;
  }
}

TEST(Translator, RecordsTheAnswerThatTheAgentTook) {
  TranslatedLog s;
  const auto answer = [](const char* request, const Json& response) {
    return Json{
        {"type", "control_response"},
        {"response", {{"subtype", "success"}, {"request_id", request}, {"response", response}}}}
        .dump();
  };
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          LogLines::can_use_tool("q1", "t1", "Bash", Json::object()),
          LogLines::can_use_tool("q2", "t2", "Bash", Json::object()),
          answer("q2", {{"behavior", "deny"}, {"message", "not now"}}),
          answer("q1", {{"behavior", "allow"}, {"updatedInput", Json::object()}}),
          answer("q1", {{"behavior", "deny"}, {"message", "too late"}}),
          answer("never asked", {{"behavior", "allow"}}), answer("ours", Json::object()),
          s.log.result("r1")});
  const auto resolved = s.all<core::PermissionResolved>();
  ASSERT_EQ(resolved.size(), 2U);
  EXPECT_EQ(resolved[0].request.value, "q2");
  EXPECT_EQ(resolved[0].decision, core::PermissionDecision::denied);
  EXPECT_EQ(resolved[0].reason, "not now");
  EXPECT_EQ(resolved[1].request.value, "q1");
  EXPECT_EQ(resolved[1].decision, core::PermissionDecision::allowed);
}

TEST(Translator, WithdrawsQuestionsThatNobodyCanAnswerAnyMore) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          LogLines::can_use_tool("q1", "t1", "Bash", Json::object()),
          LogLines::can_use_tool("q2", "t2", "Bash", Json::object()), LogLines::cancel("q1"),
          LogLines::cancel("never asked"), s.log.result("r1")});
  const auto resolved = s.all<core::PermissionResolved>();
  ASSERT_EQ(resolved.size(), 2U);
  EXPECT_EQ(resolved[0].request.value, "q1");
  EXPECT_EQ(resolved[1].request.value, "q2");
  for (const auto& fact : resolved) EXPECT_EQ(fact.decision, core::PermissionDecision::withdrawn);
  EXPECT_EQ(resolved[0].reason, "taken back by the agent");
  EXPECT_EQ(resolved[1].reason, "") << "nobody knows whether an answer was read";
}

}  // namespace
}  // namespace orchard::agents
