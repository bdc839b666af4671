#include "agents/demo/demo_agent.h"

#include "agents/demo/script/accounting.h"
#include "agents/launch/trace/conversation.h"
#include "core/io/file.h"
#include "core/process/run.h"
#include "tests/agents/launch/agent_fixture.h"

#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr const char* kResult = R"("type":"result")";

class DemoAgentTest : public test::AgentFixture {
 protected:
  std::string git(std::vector<std::string> arguments) {
    core::Command command;
    command.program = "git";
    command.arguments = std::move(arguments);
    command.directory = work();
    command.environment = {{"HOME", (temp_ / "home").string()}, {"GIT_CONFIG_NOSYSTEM", "1"}};
    const auto output = core::run_command(command);
    EXPECT_TRUE(output && output->ok());
    return output ? output->out : "";
  }
  void launch(const std::string& mode) {
    LaunchSpec wanted = spec();
    wanted.permission_mode = mode;
    ASSERT_TRUE(launcher().launch(wanted));
  }
  void say(const std::string& uuid, const std::string& text) {
    ASSERT_TRUE(speak(directory(), prompt(uuid, text), uuid));
  }
  std::string open_request() {
    const auto lines = lines_until(directory(), 1, R"("can_use_tool")");
    return Json::parse(lines.back())["request_id"].get<std::string>();
  }
  void answer(const std::string& request, const std::string& body) {
    ASSERT_TRUE(
        speak(directory(),
              R"({"type":"control_response","response":{"subtype":"success","request_id":")" +
                  request + R"(","response":)" + body + "}}",
              request));
  }
  void interrupt() {
    ASSERT_TRUE(
        speak(directory(),
              R"({"type":"control_request","request_id":"int","request":{"subtype":"interrupt"}})",
              "int"));
  }
  /// The cost of every reply in the session's transcripts, each message id once.
  core::Cost cost_on_disk() {
    core::Cost cost;
    std::set<std::string> seen;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(config())) {
      if (entry.path().extension() != ".jsonl") continue;
      std::istringstream lines(*core::read_file(entry.path()));
      for (std::string line; std::getline(lines, line);) {
        const Json json = Json::parse(line);
        if (json["type"] != "assistant") continue;
        const Json& message = json["message"];
        if (!seen.insert(message["id"].get<std::string>()).second) continue;
        const Json& usage = message["usage"];
        cost += demo::price_of(
            message["model"].get<std::string>(),
            {usage["input_tokens"].get<std::int64_t>(), usage["output_tokens"].get<std::int64_t>(),
             usage["cache_creation"]["ephemeral_5m_input_tokens"],
             usage["cache_creation"]["ephemeral_1h_input_tokens"],
             usage["cache_read_input_tokens"]});
      }
    }
    return cost;
  }
};

TEST_F(DemoAgentTest, EditsAndCommitsWithoutAnIdentityOfTheUser) {
  git({"init", "-q", "-b", "main"});
  launch("acceptEdits");
  say("u1", "[[write a.txt one]] [[edit a.txt one => two]] [[commit It's done]]");
  lines_until(directory(), 1, kResult);
  EXPECT_EQ(*core::read_file(work() / "a.txt"), "two\n");
  EXPECT_EQ(git({"log", "--format=%s|%ae"}), "It's done|orchard@localhost\n");
  EXPECT_THAT(git({"config", "--list", "--local"}), Not(HasSubstr("user.")));
}

TEST_F(DemoAgentTest, MakesANoteOfAPlainPrompt) {
  git({"init", "-q", "-b", "main"});
  launch("acceptEdits");
  say("u1", "Describe the parser");
  lines_until(directory(), 1, kResult);
  EXPECT_EQ(git({"log", "--format=%s"}), "Note: Describe the parser\n");
  EXPECT_TRUE(std::filesystem::exists(work() / "notes/describe-the-parser.md"));
}

TEST_F(DemoAgentTest, SaysTheCostThatItsTokensHave) {
  launch("bypassPermissions");
  say("u1", "[[think hm]] [[bash echo x]] [[subagent [[bash echo in]] [[say sub]]]] [[say end]]");
  const auto lines = lines_until(directory(), 1, kResult);
  const Json result = Json::parse(lines.back());
  EXPECT_EQ(result["total_cost_usd"].get<double>(), cost_on_disk().dollars());
  EXPECT_EQ(result["modelUsage"]["claude-opus-4-8[1m]"]["costUSD"], result["total_cost_usd"]);
  EXPECT_TRUE(find_transcript(config(), core::SessionId("session-1")));
}

TEST_F(DemoAgentTest, AsksAndDoesAsItIsTold) {
  launch("default");
  say("u1", "[[write no.txt x]]");
  answer(open_request(), R"({"behavior":"deny","message":"Not now."})");
  const auto lines = lines_until(directory(), 1, kResult);
  EXPECT_THAT(lines.back(), HasSubstr(R"("permission_denials":[{"tool_name":"Write")"));
  EXPECT_FALSE(std::filesystem::exists(work() / "no.txt"));
}

TEST_F(DemoAgentTest, RunsTheInputThatTheHostChanged) {
  launch("default");
  say("u1", "[[bash touch asked]]");
  answer(open_request(), R"({"behavior":"allow","updatedInput":{"command":"touch changed"}})");
  lines_until(directory(), 1, kResult);
  EXPECT_TRUE(std::filesystem::exists(work() / "changed"));
  EXPECT_FALSE(std::filesystem::exists(work() / "asked"));
}

TEST_F(DemoAgentTest, WithdrawsItsQuestionWhenInterrupted) {
  launch("default");
  say("u1", "[[bash touch asked]]");
  const std::string request = open_request();
  interrupt();
  const auto lines = lines_until(directory(), 1, kResult);
  EXPECT_THAT(lines, testing::Contains(R"({"type":"control_cancel_request","request_id":")" +
                                       request + "\"}"));
  EXPECT_THAT(lines.back(), HasSubstr("aborted_tools"));
  say("u2", "[[say alive]]");
  lines_until(directory(), 1, R"("result":"alive")");
}

TEST_F(DemoAgentTest, ChargesNothingForAnAbortedReply) {
  launch("default");
  say("u1", "[[slow 6000]]");
  lines_until(directory(), 1, "tick 1.");
  interrupt();
  const auto lines = lines_until(directory(), 1, kResult);
  EXPECT_EQ(Json::parse(lines.back())["total_cost_usd"], 0);
}

TEST_F(DemoAgentTest, ReportsAnApiFailureAsTheRealOneDoes) {
  launch("default");
  say("u1", "[[fail 529]]");
  const Json result = Json::parse(lines_until(directory(), 1, kResult).back());
  EXPECT_EQ(result["subtype"], "success");
  EXPECT_EQ(result["is_error"], true);
  EXPECT_EQ(result["api_error_status"], 529);
}

TEST_F(DemoAgentTest, ChangesItsIdWhenCleared) {
  launch("default");
  say("u1", "[[say one]]");
  lines_until(directory(), 1, kResult);
  say("u2", "/clear");
  lines_until(directory(), 1, "(no content)");
  say("u3", "[[say two]]");
  const Json result = Json::parse(lines_until(directory(), 1, R"("result":"two")").back());
  EXPECT_NE(result["session_id"], "session-1");
}

TEST_F(DemoAgentTest, DiesOfALineThatIsNoJson) {
  launch("default");
  const auto identity = SessionProcess::find(directory())->record().identity;
  ASSERT_TRUE(speak(directory(), "{broken", "x"));
  ASSERT_TRUE(wait_for_exit(identity, test::kGenerous));
  EXPECT_EQ(SessionProcess::find(directory())->exit_code(), 1);
  EXPECT_THAT(directory().stderr_tail(1), HasSubstr("Error parsing streaming input line"));
}

TEST_F(DemoAgentTest, RefusesASessionIdThatIsTaken) {
  launch("default");
  const auto identity = SessionProcess::find(directory())->record().identity;
  say("u1", "[[say x]] [[exit 0]]");
  ASSERT_TRUE(wait_for_exit(identity, test::kGenerous));
  const auto again = launcher().launch(spec());
  ASSERT_TRUE(again);
  ASSERT_TRUE(wait_for_exit(again->identity, test::kGenerous));
  EXPECT_THAT(directory().stderr_tail(2), HasSubstr("is already in use"));
}

}  // namespace
}  // namespace orchard::agents
