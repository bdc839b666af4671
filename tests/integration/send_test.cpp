#include "agents/launch/session_directory.h"
#include "agents/launch/speaker.h"
#include "agents/protocol/encode.h"
#include "core/io/file.h"
#include "core/io/file_lock.h"
#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <algorithm>
#include <chrono>
#include <csignal>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

class Send : public testing::Test {
 protected:
  Send() {
    (void)machine_.add_repository();
    folder_ = machine_.create_workspace("apple");
    first_session_ = machine_.json({"sessions"})[0]["id"];
  }

  json send(const std::string& prompt, const Arguments& more = {}) {
    Arguments arguments = {"send", "apple", prompt, "--wait"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return machine_.json(arguments);
  }

  json session(const std::string& id) {
    for (const json& one : machine_.json({"sessions"}))
      if (one["id"] == id) return one;
    return nullptr;
  }

  /// Waits until the session asks something and gives the request.
  json await_request(const std::string& id) {
    json requests;
    (void)wait_until(machine_.sessions_folder(), [&] {
      requests = session(id)["requests"];
      return !requests.empty();
    });
    return requests.empty() ? json() : requests[0];
  }

  ScratchMachine machine_;
  std::filesystem::path folder_;
  std::string first_session_;
};

TEST_F(Send, ContinuesTheNewestSessionInTheSameProcess) {
  EXPECT_EQ(send("[[say one]]", {"--stay"})["session"], first_session_);
  const json before = session(first_session_);
  EXPECT_EQ(before["state"], "idle");
  EXPECT_EQ(send("[[say two]]", {"--stay"})["session"], first_session_);
  const json after = session(first_session_);
  EXPECT_EQ(after["pid"], before["pid"]);
  EXPECT_EQ(after["turns"], 2);
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, EndsTheProcessItStarted) {
  (void)send("[[say one]]");
  const json now = session(first_session_);
  EXPECT_EQ(now["state"], "stopped");
  EXPECT_EQ(now["pid"], nullptr);
}

TEST_F(Send, DoesNotEndAProcessThatWorksOnWhatSomebodyElseSent) {
  const auto sending = machine_.start(
      {"send", "apple", "[[ask true]] [[say one]]", "--wait", "--permission-mode", "default"});
  const json request = await_request(first_session_);
  ASSERT_FALSE(request.is_null());
  const auto directory =
      agents::SessionDirectory::open(machine_.sessions_folder(), core::SessionId(first_session_));
  ASSERT_TRUE(directory);
  {
    // The other sender holds the lock while the turn ends, and gives the process his prompt.
    const auto lock =
        core::FileLock::acquire(directory->path() / "launch.lock", std::chrono::seconds(10));
    ASSERT_TRUE(lock);
    ASSERT_TRUE(agents::speak(
        *directory,
        agents::allow_tool(core::PermissionRequestId(request["id"].get<std::string>()), "{}"),
        "answer"));
    ASSERT_TRUE(wait_until(directory->path(), [&] {
      return session(first_session_)["turns"] == 1 && session(first_session_)["state"] == "idle";
    }));
    ASSERT_TRUE(agents::speak(
        *directory,
        agents::user_message("[[ask touch two.txt]]", core::MessageId(std::string(36, 'b'))), "b"));
    ASSERT_TRUE(wait_until(directory->path(), [&] {
      const std::string log = core::read_file(directory->events_path(1)).value_or("");
      return log.find("touch two.txt") != std::string::npos &&
             log.rfind("can_use_tool") > log.find("touch two.txt");
    }));
  }
  EXPECT_EQ(sending->wait().exit_code, 0);
  EXPECT_EQ(session(first_session_)["state"], "waiting");
  EXPECT_NE(session(first_session_)["pid"], nullptr);
}

TEST_F(Send, ResumesWhatWasStopped) {
  (void)send("[[say one]]", {"--stay"});
  EXPECT_EQ(machine_.json({"stop", first_session_})["was_running"], true);
  EXPECT_EQ(machine_.json({"stop", first_session_})["was_running"], false);
  EXPECT_EQ(send("[[say two]]")["session"], first_session_);
  EXPECT_EQ(session(first_session_)["turns"], 2);
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, BeginsAnotherSessionAndFindsTheOldOneAgain) {
  (void)send("[[say one]]");
  const std::string second = send("[[say two]]", {"--new"})["session"];
  EXPECT_NE(second, first_session_);
  EXPECT_EQ(send("[[say three]]")["session"], second);
  EXPECT_EQ(send("[[say four]]", {"--session", first_session_.substr(0, 13)})["session"],
            first_session_);
  EXPECT_EQ(session(first_session_)["turns"], 2);
  EXPECT_EQ(session(second)["turns"], 2);
  expect_books_balance(machine_, machine_.path("claude"));
}

TEST_F(Send, EndsAnIdleProcessThatMayNotBypassAndResumesIt) {
  (void)send("[[say one]]", {"--stay", "--permission-mode", "default"});
  const json before = session(first_session_);
  const json turn = send("[[bash touch made.txt]] [[say two]]",
                         {"--stay", "--permission-mode", "bypassPermissions"});
  EXPECT_EQ(turn["session"], first_session_);
  const json after = session(first_session_);
  EXPECT_NE(after["pid"], before["pid"]);
  EXPECT_EQ(after["permission_mode"], "bypassPermissions");
  EXPECT_EQ(after["turns"], 2);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "made.txt"));
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, ChangesAModeThatTheLivingProcessTakes) {
  (void)send("[[say one]]", {"--stay", "--permission-mode", "default"});
  const json before = session(first_session_);
  (void)send("[[write a.txt text]]", {"--stay", "--permission-mode", "acceptEdits"});
  EXPECT_EQ(session(first_session_)["pid"], before["pid"]);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "a.txt"));
}

TEST_F(Send, ThatFailsLeavesNothingBehindThatRunsLater) {
  const auto sending = machine_.start({"send", "apple", "[[ask touch made.txt]] [[say made]]",
                                       "--wait", "--stay", "--permission-mode", "default"});
  const json request = await_request(first_session_);
  ASSERT_FALSE(request.is_null());
  const core::CommandOutput refused = machine_.orchard(
      {"send", "apple", "[[write never.txt x]]", "--permission-mode", "bypassPermissions"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err, "orchard: Session " + first_session_ +
                             " works on a turn and cannot change its permission mode now. Wait for "
                             "the turn, or stop it first.\n");
  (void)machine_.json({"answer", first_session_, request["id"], "allow"});
  EXPECT_EQ(sending->wait().exit_code, 0);
  (void)send("[[say last]]", {"--permission-mode", "bypassPermissions"});
  EXPECT_FALSE(std::filesystem::exists(folder_ / "never.txt"));
  EXPECT_EQ(session(first_session_)["turns"], 2);
}

TEST_F(Send, RunsInTheModeThatWasAskedForWhateverTheLedgerKnows) {
  (void)send("[[say one]]", {"--stay", "--permission-mode", "default"});
  const auto directory =
      agents::SessionDirectory::open(machine_.sessions_folder(), core::SessionId(first_session_));
  ASSERT_TRUE(directory);
  // Somebody changes the mode while nobody records.
  ASSERT_TRUE(
      agents::speak(*directory, agents::set_permission_mode_request("m", "acceptEdits"), "m"));
  ASSERT_TRUE(wait_until(directory->path(), [&] {
    const std::string log = core::read_file(directory->events_path(1)).value_or("");
    return log.find(R"("permissionMode":"acceptEdits")") != std::string::npos;
  }));
  ASSERT_EQ(
      machine_.orchard({"send", "apple", "[[write made.txt x]]", "--permission-mode", "default"})
          .exit_code,
      0);
  EXPECT_FALSE(await_request(first_session_).is_null());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "made.txt"));
}

TEST_F(Send, PrintsOnlyTheResultOnStandardOutput) {
  const core::CommandOutput text = machine_.orchard({"send", "apple", "[[say the end]]", "--wait"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_EQ(text.out, "the end\n");
  EXPECT_EQ(text.err, "");
  const json turn = send("[[say the end]]");
  EXPECT_EQ(turn["outcome"], "ok");
  EXPECT_EQ(turn["result"], "the end");
  EXPECT_GT(turn["cost_usd"], 0.0);
  for (const char* key : {"input", "output", "cache_read", "cache_write_5m", "cache_write_1h"})
    EXPECT_TRUE(turn["usage"][key].is_number_integer()) << key;
}

TEST_F(Send, ReadsThePromptFromStandardInput) {
  const core::CommandOutput output =
      machine_.orchard({"send", "apple", "-", "--wait"}, "[[say from\nafar]]\n");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.out, "from\nafar\n");
  const core::CommandOutput empty = machine_.orchard({"send", "apple", "-", "--wait"}, " \n");
  EXPECT_EQ(empty.exit_code, 2);
  EXPECT_EQ(empty.err, "orchard: The prompt is empty. Say what to do.\n");
}

TEST_F(Send, TakesAPromptLargerThanThePipe) {
  const std::string large(std::size_t{2} << 20U, 'x');
  const core::CommandOutput output =
      machine_.orchard({"send", "apple", "-", "--wait"}, "[[say short]] " + large);
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.out, "short\n");
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, GivesOneWhenTheTurnFailed) {
  const core::CommandOutput output =
      machine_.orchard({"send", "apple", "[[fail 400]]", "--wait", "--json"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(json::parse(output.out)["outcome"], "error");
  EXPECT_EQ(output.err, "orchard: API Error: 400 The demo was told to fail.\n");
}

TEST_F(Send, GivesThreeAfterCtrlC) {
  const auto sending = machine_.start(
      {"send", "apple", "[[ask sleep 60]]", "--wait", "--json", "--permission-mode", "default"});
  ASSERT_FALSE(await_request(first_session_).is_null());
  sending->signal(SIGINT);
  const core::CommandOutput output = sending->wait();
  EXPECT_EQ(output.exit_code, 3) << output.err;
  EXPECT_EQ(json::parse(output.out)["outcome"], "interrupted");
  EXPECT_EQ(session(first_session_)["requests"], json::array());
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, GivesFourWhenNobodyAnswers) {
  const core::CommandOutput output =
      machine_.orchard({"send", "apple", "[[ask touch made.txt]]", "--wait", "--json",
                        "--permission-mode", "default", "--answer-timeout", "0.2"});
  EXPECT_EQ(output.exit_code, 4) << output.err;
  EXPECT_EQ(json::parse(output.out)["outcome"], "interrupted");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "made.txt"));
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, GoesOnWhenTheRequestIsAllowed) {
  const auto sending = machine_.start({"send", "apple", "[[ask touch made.txt]] [[say made]]",
                                       "--wait", "--json", "--permission-mode", "default"});
  const json request = await_request(first_session_);
  ASSERT_FALSE(request.is_null());
  EXPECT_EQ(request["tool"], "Bash");
  EXPECT_EQ(request["summary"], "touch made.txt");
  EXPECT_EQ(session(first_session_)["state"], "waiting");
  EXPECT_EQ(machine_.json({"metrics"})["tiles"]["waiting_sessions"], 1);
  EXPECT_EQ(machine_.json({"answer", first_session_, request["id"], "allow"})["decision"], "allow");
  EXPECT_EQ(sending->wait().exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "made.txt"));
  const core::CommandOutput again =
      machine_.orchard({"answer", first_session_, request["id"], "deny"});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_EQ(again.err, "orchard: The request '" + request["id"].get<std::string>() +
                           "' of session " + first_session_ +
                           " was allowed already; the agent goes by that.\n");
}

TEST_F(Send, TakesOneOfManyAnswersAtOnce) {
  const auto sending = machine_.start({"send", "apple", "[[ask touch made.txt]] [[say done]]",
                                       "--wait", "--stay", "--permission-mode", "default"});
  const json request = await_request(first_session_);
  ASSERT_FALSE(request.is_null());
  constexpr int kAnswers = 8;
  std::vector<std::unique_ptr<RunningCommand>> answering;
  answering.reserve(kAnswers);
  for (int i = 0; i < kAnswers; ++i)
    answering.push_back(machine_.start(
        {"answer", first_session_, request["id"], i % 2 == 0 ? "allow" : "deny", "--json"}));
  std::vector<std::string> won;
  for (const auto& command : answering) {
    const core::CommandOutput output = command->wait();
    if (output.ok())
      won.push_back(json::parse(output.out)["decision"]);
    else
      EXPECT_NE(output.err.find("already; the agent goes by that."), std::string::npos)
          << output.err;
  }
  ASSERT_EQ(won.size(), 1U);
  EXPECT_EQ(sending->wait().exit_code, 0);
  const bool allowed = won.front() == "allow";
  EXPECT_EQ(std::filesystem::exists(folder_ / "made.txt"), allowed);
  const core::CommandOutput late =
      machine_.orchard({"answer", first_session_, request["id"], "allow"});
  EXPECT_NE(late.err.find(allowed ? "was allowed already" : "was denied already"),
            std::string::npos)
      << late.err;
}

TEST_F(Send, GivesTheAgentTheChosenAnswer) {
  const auto sending =
      machine_.start({"send", "apple", "[[question Which colour?|Red|Blue = sky]] [[say thanks]]",
                      "--wait", "--stay", "--permission-mode", "bypassPermissions"});
  const json request = await_request(first_session_);
  ASSERT_FALSE(request.is_null());
  EXPECT_EQ(request["tool"], "AskUserQuestion");
  const std::string id = request["id"];
  EXPECT_TRUE(wait_until(machine_.path("output"), [&] {
    return sending->said().find("allow --choose 'Demo=Red|Blue = sky'") != std::string::npos;
  })) << sending->said();
  const core::CommandOutput none = machine_.orchard({"answer", first_session_, id, "allow"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_EQ(none.err,
            "orchard: The agent asks \"Which colour?\" and no answer was given. It offers: Red, "
            "Blue = sky\n");
  EXPECT_EQ(machine_.orchard({"answer", first_session_, id, "deny", "--choose", "Red"}).exit_code,
            2);
  const core::CommandOutput two =
      machine_.orchard({"answer", first_session_, id, "allow", "--choose", "Red", "--choose", "x"});
  EXPECT_EQ(two.exit_code, 2) << two.out;
  (void)machine_.json(
      {"answer", first_session_, id, "allow", "--choose", "Which colour?=Blue = sky"});
  EXPECT_EQ(sending->wait().exit_code, 0);
  bool told = false;
  for (const json list = machine_.json({"show", first_session_})["items"]; const json& item : list)
    told = told || (item["kind"] == "tool" && item["failed"] == false &&
                    item["result"].get<std::string>().find("\"Which colour?\"=\"Blue = sky\"") !=
                        std::string::npos);
  EXPECT_TRUE(told);
}

TEST_F(Send, TellsTheAgentWhyItWasDenied) {
  const auto sending = machine_.start({"send", "apple", "[[ask touch made.txt]] [[say sorry]]",
                                       "--wait", "--json", "--permission-mode", "default"});
  const json request = await_request(first_session_);
  ASSERT_FALSE(request.is_null());
  (void)machine_.json(
      {"answer", first_session_, request["id"], "deny", "--reason", "not on a \"Sunday\""});
  const core::CommandOutput output = sending->wait();
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "made.txt"));
  bool told = false;
  for (const json list = machine_.json({"show", first_session_})["items"]; const json& item : list)
    told = told ||
           (item["kind"] == "tool" && item["failed"] == true &&
            item["result"].get<std::string>().find("not on a \"Sunday\"") != std::string::npos);
  EXPECT_TRUE(told);
}

TEST_F(Send, OfManyAtOnceIsAlwaysReadThoughEachEndsItsProcess) {
  std::vector<std::unique_ptr<RunningCommand>> sending;
  for (int i = 0; i < 12; ++i) {
    sending.push_back(machine_.start({"send", "apple", "[[say answer]]", "--wait", "--json"}));
    // Every third one meets the end of those before it.
    if (i % 3 == 2) (void)sending[static_cast<std::size_t>(i) - 2]->wait();
  }
  for (std::size_t i = 0; i < sending.size(); ++i) {
    if (i % 3 == 0) continue;
    const core::CommandOutput output = sending[i]->wait();
    EXPECT_EQ(output.exit_code, 0) << output.err;
  }
  expect_exact(machine_, machine_.path("claude"), first_session_);
}

TEST_F(Send, CountsSlashCommandsHoweverTyped) {
  (void)send("/context", {"--stay"});
  (void)send("/usage", {"--stay"});
  (void)send("/usage now", {"--stay"});
  (void)send("[[say fine]] this is not a /usage");
  const json commands = machine_.json({"metrics"})["slash_commands"];
  std::int64_t usage = 0;
  for (const json& command : commands)
    if (command["name"] == "/usage") usage = command["uses"];
  EXPECT_EQ(usage, 2) << commands.dump();
}

TEST_F(Send, FollowsTheSessionThroughClear) {
  (void)send("[[say one]]", {"--stay"});
  (void)send("/clear", {"--stay"});
  (void)send("[[say two]]", {"--stay"});
  std::int64_t turns = 0;
  double cost = 0;
  for (const json& one : machine_.json({"sessions"})) {
    turns += one["turns"].get<std::int64_t>();
    cost += one["cost_usd"].get<double>();
  }
  EXPECT_EQ(turns, 3);
  const AgentAccount account =
      read_agent_account(machine_, machine_.path("claude"), first_session_);
  EXPECT_NEAR(cost, account.reported_usd, 5e-10);
}

}  // namespace
}  // namespace orchard::test
