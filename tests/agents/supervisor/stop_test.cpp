#include "agents/supervisor/stop_ladder.h"
#include "tests/agents/launch/agent_fixture.h"

#include <csignal>

#include <gmock/gmock.h>

namespace orchard::agents {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(StopLadder, TakesOneStepAfterAnother) {
  const StopTimes times;
  const struct {
    StopStep present;
    core::Duration in_step;
    StopView view;
    StopStep next;
  } cases[] = {
      {StopStep::begin, seconds(0), {true, true}, StopStep::interrupt},
      {StopStep::begin, seconds(0), {true, false}, StopStep::sigint},
      {StopStep::begin, seconds(0), {false, false}, StopStep::ended},
      {StopStep::interrupt, seconds(1), {true, true}, StopStep::interrupt},
      {StopStep::interrupt, seconds(1), {true, false}, StopStep::sigint},
      {StopStep::interrupt, seconds(5), {true, true}, StopStep::sigint},
      {StopStep::sigint, seconds(2), {true, false}, StopStep::sigint},
      {StopStep::sigint, seconds(3), {true, false}, StopStep::sigterm},
      {StopStep::sigterm, seconds(3), {true, false}, StopStep::sigkill},
      {StopStep::sigkill, seconds(4), {true, false}, StopStep::sigkill},
      {StopStep::sigkill, seconds(5), {true, false}, StopStep::gave_up},
      {StopStep::sigkill, seconds(1), {false, false}, StopStep::ended},
      {StopStep::gave_up, seconds(9), {true, false}, StopStep::gave_up},
  };
  for (const auto& c : cases)
    EXPECT_EQ(decide_stop(c.present, c.in_step, c.view, times).step, c.next)
        << to_string(c.present) << " " << c.in_step.count();
}

TEST(StopLadder, SaysWhenToLookAgain) {
  const StopTimes times;
  EXPECT_EQ(decide_stop(StopStep::sigint, seconds(1), {true, false}, times).wait, seconds(2));
  EXPECT_EQ(decide_stop(StopStep::sigint, seconds(1), {false, false}, times).wait, seconds(0));
}

TEST(Idle, EndsOnlyWhatNobodyNeeds) {
  const core::Timestamp start{};
  const core::Timestamp now = start + std::chrono::minutes(31);
  const core::Duration limit = std::chrono::minutes(30);
  EXPECT_TRUE(should_end_idle({false, false, false, start}, now, limit));
  EXPECT_FALSE(should_end_idle({true, false, false, start}, now, limit));
  EXPECT_FALSE(should_end_idle({false, true, false, start}, now, limit));
  EXPECT_FALSE(should_end_idle({false, false, true, start}, now, limit));
  EXPECT_FALSE(should_end_idle({false, false, false, now}, now, limit));
  EXPECT_FALSE(should_end_idle({false, false, false, start}, now, core::Duration(0)));
}

class StopTest : public test::AgentFixture {
 protected:
  SessionProcess launched(const std::string& text, const std::string& until) {
    EXPECT_TRUE(launcher().launch(spec()));
    EXPECT_TRUE(speak(directory(), prompt("u1", text), "u1"));
    lines_until(directory(), 1, until);
    return *SessionProcess::find(directory());
  }
  SessionProcess::Stopped stopped(const SessionProcess& process, bool turn_running) {
    SessionProcess::StopOptions options;
    options.turn_running = turn_running;
    options.times.sigint = options.times.sigterm = milliseconds(300);
    const auto result = process.stop(options, clock_);
    EXPECT_TRUE(result);
    EXPECT_FALSE(process.is_alive());
    return result.value_or(SessionProcess::Stopped{});
  }
};

TEST_F(StopTest, EndsAnIdleAgentGently) {
  const auto process = launched("[[say x]]", R"("type":"result")");
  const auto result = stopped(process, false);
  EXPECT_EQ(result.last_signal, StopStep::sigint);
  EXPECT_EQ(result.exit_code, 0);
}

TEST_F(StopTest, InterruptsARunningTurnFirst) {
  const auto process = launched("[[slow 6000]]", "tick 1.");
  const auto result = stopped(process, true);
  EXPECT_EQ(result.last_signal, StopStep::sigint);
  const auto lines = lines_until(directory(), 1, R"("type":"result")");
  EXPECT_THAT(lines.back(), testing::HasSubstr("aborted_streaming"));
}

TEST_F(StopTest, KillsACommandThatRuns) {
  const auto process = launched("[[bash sleep 600]]", R"("stop_reason":"tool_use")");
  const auto result = stopped(process, true);
  EXPECT_TRUE(process.tool_processes().empty());
  const auto lines = lines_until(directory(), 1, R"("type":"result")");
  EXPECT_THAT(lines.back(), testing::HasSubstr("aborted_tools"));
  EXPECT_EQ(result.last_signal, StopStep::sigint);
}

TEST_F(StopTest, KillsAnAgentThatIgnoresSignals) {
  const auto process = launched("[[ignore-term]] [[say deaf]] ", R"("type":"result")");
  EXPECT_EQ(stopped(process, false).last_signal, StopStep::sigkill);
}

TEST_F(StopTest, TerminatesAnAgentThatHangs) {
  const auto process = launched("[[garbage]] [[hang]]", "this is no JSON");
  SessionProcess::StopOptions options;
  options.times.interrupt = options.times.sigint = milliseconds(200);
  options.times.sigterm = test::kGenerous;
  const auto result = process.stop(options, clock_);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->last_signal, StopStep::sigterm);
  EXPECT_EQ(result->exit_code, 143);
}

TEST_F(StopTest, EndsProcessesThatLeftTheAgentsSession) {
  const auto process = launched("[[fork]] [[say forked]]", R"("type":"result")");
  const auto orphans = process.tool_processes();
  ASSERT_EQ(orphans.size(), 1U);
  EXPECT_EQ(stopped(process, false).tool_processes_ended, 1);
  EXPECT_TRUE(wait_for_exit(orphans.front(), test::kGenerous));
}

TEST_F(StopTest, FindsNothingToDoWhenTheAgentIsGone) {
  const auto process = launched("[[say bye]] [[exit 3]]", "isReplay");
  ASSERT_TRUE(wait_for_exit(process.record().identity, test::kGenerous));
  const auto result = stopped(process, true);
  EXPECT_EQ(result.last_signal, StopStep::begin);
  EXPECT_EQ(result.exit_code, 3);
}

TEST_F(StopTest, RestartsIntoAModeThatTheProcessRefused) {
  const auto process = launched("[[say x]]", R"("type":"result")");
  const auto first = process.record().identity;
  ASSERT_TRUE(speak(directory(),
                    R"({"type":"control_request","request_id":"m","request":)"
                    R"({"subtype":"set_permission_mode","mode":"bypassPermissions"}})",
                    "m"));
  lines_until(directory(), 1, "Cannot set permission mode");
  LaunchSpec bypass = spec();
  bypass.permission_mode = "bypassPermissions";
  SessionProcess::StopOptions options;
  options.turn_running = false;
  const auto again = restart(directory(), bypass, launcher(), clock_, options);
  ASSERT_TRUE(again) << again.error().describe();
  EXPECT_NE(again->identity.pid, first.pid);
  ASSERT_TRUE(speak(directory(), prompt("u2", "[[ask echo free]]"), "u2"));
  lines_until(directory(), 2, R"("type":"result")");
}

}  // namespace
}  // namespace orchard::agents
