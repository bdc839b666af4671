#include "agents/session/live_state.h"

#include "agents/protocol/decode.h"
#include "tests/agents/session/log_lines.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using core::SessionState;
using test::Json;
using test::LogLines;

void feed(LiveState& state, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) reduce(state, decode(line));
}

std::string thinking_delta(const LogLines& log, const std::string& text) {
  return log.stream({{"type", "content_block_delta"},
                     {"delta", {{"type", "thinking_delta"}, {"thinking", text}}}});
}

TEST(LiveState, StreamsUntilTheBlockIsThere) {
  const LogLines log;
  LiveState state;
  EXPECT_EQ(state.state, SessionState::idle);
  feed(state, {log.init("i1"), log.message_start("m1", {3, 1, 60, 40, 50})});
  EXPECT_EQ(state.state, SessionState::running);
  EXPECT_EQ(state.model, "claude-opus-4-8[1m]");
  EXPECT_EQ(state.permission_mode, "default");
  EXPECT_EQ(state.context_tokens, 153);
  EXPECT_EQ(state.slash_commands, (std::vector<std::string>{"clear", "compact"}));
  feed(state, {thinking_delta(log, "hm "), thinking_delta(log, "so"), log.text_delta("on"),
               log.text_delta("e")});
  EXPECT_EQ(state.streaming_thinking, "hm so");
  EXPECT_EQ(state.streaming_text, "one");
  feed(state, {log.assistant("a0", "m1", {{"type", "thinking"}, {"thinking", "hm so"}})});
  EXPECT_EQ(state.streaming_thinking, "");
  EXPECT_EQ(state.streaming_text, "one");
  feed(state, {log.text("a1", "m1", "one")});
  EXPECT_EQ(state.streaming_text, "");
  feed(state, {log.result("r1", {{"modelUsage",
                                  {{"claude-opus-4-8[1m]", {{"contextWindow", 1000000}}}}}})});
  EXPECT_EQ(state.state, SessionState::idle);
  EXPECT_EQ(state.context_window, 1'000'000);
}

TEST(LiveState, AnAbortedStreamLeavesNothingBehind) {
  const LogLines log;
  LiveState state;
  feed(state,
       {log.init("i1"), log.message_start("m1", {}), log.text_delta("half"), log.result("r1")});
  EXPECT_EQ(state.streaming_text, "");
  feed(state, {log.init("i2"), log.message_start("m2", {}), log.text_delta("half")});
  feed(state, {log.message_start("m3", {}), log.text_delta("whole")});
  EXPECT_EQ(state.streaming_text, "whole");
}

TEST(LiveState, ShowsTheToolThatRuns) {
  const LogLines log;
  LiveState state;
  feed(state,
       {log.init("i1"), log.stream({{"type", "content_block_start"},
                                    {"content_block", {{"type", "tool_use"}, {"name", "Bash"}}}})});
  EXPECT_EQ(state.current_tool, "Bash");
  feed(state, {log.tool_use("a1", "m1", "t1", "Bash", {{"command", "ctest -L draw"}})});
  EXPECT_EQ(state.current_tool, "Bash ctest -L draw");
  feed(state, {log.tool_use("a2", "m1", "t2", "Read", {{"file_path", "/w/fern/a.cpp"}})});
  EXPECT_EQ(state.current_tool, "Read a.cpp");
  feed(state, {log.tool_result("x2", "t2", "")});
  EXPECT_EQ(state.current_tool, "Bash ctest -L draw");
  feed(state, {log.tool_result("x1", "t1", "")});
  EXPECT_EQ(state.current_tool, "");
}

TEST(LiveState, WaitsWhileAQuestionIsOpen) {
  const LogLines log;
  LiveState state;
  const Json input = {{"command", "touch x"}};
  feed(state, {log.init("i1"), LogLines::can_use_tool("q1", "t1", "Bash", input),
               LogLines::can_use_tool("q2", "t2", "Bash", input)});
  EXPECT_EQ(state.state, SessionState::waiting);
  ASSERT_EQ(state.requests.size(), 2U);
  EXPECT_EQ(state.requests[0].summary, "touch x");
  resolve_request(state, core::PermissionRequestId("q1"));
  EXPECT_EQ(state.state, SessionState::waiting);
  feed(state, {log.tool_result("x2", "t2", "done")});
  EXPECT_EQ(state.state, SessionState::running);
  EXPECT_TRUE(state.requests.empty());
  feed(state, {LogLines::can_use_tool("q3", "t3", "Bash", input), LogLines::cancel("q3")});
  EXPECT_EQ(state.state, SessionState::running);
  feed(state, {LogLines::can_use_tool("q5", "t5", "Bash", input),
               R"({"type":"control_response","response":{"subtype":"success","request_id":"q5",)"
               R"("response":{"behavior":"allow","updatedInput":{}}}})"});
  EXPECT_EQ(state.state, SessionState::running);
  feed(state, {LogLines::can_use_tool("q4", "t4", "Bash", input), log.result("r1")});
  EXPECT_EQ(state.state, SessionState::idle);
  EXPECT_TRUE(state.requests.empty());
}

TEST(LiveState, SubAgentsDoNotSpeakForTheSession) {
  const LogLines log;
  LiveState state;
  feed(state, {log.init("i1"), log.message_start("m1", {100, 1, 0, 0, 0}), log.result("r1"),
               log.tool_use("a1", "m2", "t2", "Bash", {{"command", "ls"}}, "t1"),
               log.stream({{"type", "content_block_delta"},
                           {"delta", {{"type", "text_delta"}, {"text", "inside"}}}},
                          "t1")});
  EXPECT_EQ(state.state, SessionState::idle);
  EXPECT_EQ(state.streaming_text, "");
  EXPECT_EQ(state.context_tokens, 100);
}

TEST(LiveState, TellsWhatItIsBusyWith) {
  const LogLines log;
  LiveState state;
  feed(state, {log.system("status", "n1", {{"status", "compacting"}})});
  EXPECT_EQ(state.activity, "Compacting");
  EXPECT_EQ(state.state, SessionState::running);
  feed(state, {log.system("status", "n2", {{"status", nullptr}, {"permissionMode", "plan"}})});
  EXPECT_EQ(state.activity, "");
  EXPECT_EQ(state.permission_mode, "plan");
  feed(state, {log.system("api_retry", "n3", {{"attempt", 2}, {"max_retries", 10}})});
  EXPECT_EQ(state.activity, "Waiting to try again (2 of 10)");
  feed(state, {log.message_start("m1", {})});
  EXPECT_EQ(state.activity, "");
}

TEST(LiveState, FollowsTheProcessAndTheUser) {
  LogLines log;
  LiveState state;
  note_prompt_sent(state);
  EXPECT_EQ(state.state, SessionState::running);
  feed(state, {log.init("i1"), log.message_start("m1", {100, 1, 0, 0, 0})});
  log.session = "session-2";
  feed(state, {log.init("i2")});
  EXPECT_EQ(state.context_tokens, 0);
  EXPECT_EQ(state.session.value, "session-2");
  note_process_ended(state);
  EXPECT_EQ(state.state, SessionState::stopped);
}

TEST(LiveState, TakesTheListOfBackgroundTasksAtItsWord) {
  LiveState state;
  const LogLines log;
  const auto feed = [&](const std::string& line) { reduce(state, decode(line)); };
  feed(log.system("background_tasks_changed", "b1", {{"tasks", {{{"task_id", "k1"}}}}}));
  feed(log.system("task_started", "b2", {{"task_id", "k1"}}));
  feed(log.result("r1"));
  EXPECT_EQ(state.running_tasks, std::vector<std::string>{"k1"});
  feed(log.system("task_updated", "b3", {{"task_id", "k1"}, {"patch", {{"status", "completed"}}}}));
  EXPECT_TRUE(state.running_tasks.empty());
  feed(log.system("task_started", "b4", {{"task_id", "k2"}}));
  feed(log.system("background_tasks_changed", "b5", {{"tasks", Json::array()}}));
  EXPECT_TRUE(state.running_tasks.empty());
}

}  // namespace
}  // namespace orchard::agents
