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

constexpr const char* kInstall =
    "Install Claude Code (npm install -g @anthropic-ai/claude-code) or set ORCHARD_CLAUDE to the "
    "path of its program.";

class BadAgent : public testing::Test {
 protected:
  BadAgent() {
    (void)machine_.add_repository();
    folder_ = machine_.create_workspace("apple");
    session_ = machine_.json({"sessions"})[0]["id"];
  }

  core::CommandOutput send(const std::string& prompt, Arguments more = {"--wait", "--json"}) {
    Arguments arguments = {"send", "apple", prompt, "--permission-mode", "bypassPermissions"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return machine_.orchard(arguments);
  }

  void use_program(const std::string& body) {
    machine_.set("ORCHARD_CLAUDE", machine_.write_program("agent", body));
  }

  /// After whatever happened, the demo agent reads what is sent next, nothing else but what was
  /// read before, and every figure is exact.
  void expect_exact_afterwards(std::vector<std::string> prompts) {
    machine_.set("ORCHARD_CLAUDE", ORCHARD_DEMO_AGENT);
    const core::CommandOutput next = send("[[say all is well]]");
    EXPECT_EQ(next.exit_code, 0) << next.err;
    expect_exact(machine_, machine_.path("claude"), session_);
    prompts.emplace_back("[[say all is well]]");
    std::vector<std::string> read;
    for (const json list = machine_.json({"show", session_})["items"]; const json& item : list)
      if (item["kind"] == "user" && item["depth"] == 0) read.push_back(item["text"]);
    EXPECT_EQ(read, prompts);
  }
  /// What an agent read, or may have read, is in the conversation.
  void expect_nothing_lost(const std::string& prompt) { expect_exact_afterwards({prompt}); }
  /// A failed prompt must not run later behind the user's back, nor twice when he sends it again.
  void expect_taken_back() { expect_exact_afterwards({}); }

  ScratchMachine machine_;
  std::filesystem::path folder_;
  std::string session_;
};

TEST_F(BadAgent, IsMissing) {
  const std::string nowhere = machine_.path("bin/nowhere");
  machine_.set("ORCHARD_CLAUDE", nowhere);
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: ORCHARD_CLAUDE names \"" + nowhere +
                            "\", which is no program that can be run. " + kInstall + "\n");
  expect_taken_back();
}

TEST_F(BadAgent, LeavesNoNewSessionThatTakesTheNextPrompt) {
  ASSERT_EQ(send("[[say first]]").exit_code, 0);
  machine_.set("ORCHARD_CLAUDE", machine_.path("bin/nowhere"));
  EXPECT_EQ(send("[[say lost]]", {"--new"}).exit_code, 1);
  machine_.set("ORCHARD_CLAUDE", ORCHARD_DEMO_AGENT);
  const core::CommandOutput next = send("[[say next]]");
  EXPECT_EQ(json::parse(next.out)["session"], session_);
  expect_exact(machine_, machine_.path("claude"), session_);
}

TEST_F(BadAgent, IsNotOnThePath) {
  machine_.set("ORCHARD_CLAUDE", std::nullopt);
  machine_.set("PATH", "/usr/bin:/bin");
  if (std::filesystem::exists("/usr/bin/claude")) machine_.set("PATH", machine_.path("bin"));
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err,
            std::string("orchard: Claude Code (the program \"claude\") was not found on PATH. ") +
                kInstall + "\n");
}

TEST_F(BadAgent, IsTooOld) {
  use_program(
      "case \"$*\" in *--version*) echo '1.0.3 (Claude Code)' ;;\n"
      "*) echo \"error: unknown option '--replay-user-messages'\" >&2; exit 1 ;; esac");
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: Claude Code 1.0.3 at \"" + machine_.path("bin/agent").string() +
                            "\" is too old: update it to 2.0.0 or newer (claude update).\n");
  expect_taken_back();
}

TEST_F(BadAgent, ReadsThePromptAndIsTooOldAllTheSame) {
  use_program(
      "case \"$*\" in *--version*) echo '1.0.3 (Claude Code)' ;;\n"
      "*) read line; exit 1 ;; esac");
  EXPECT_EQ(send("[[say one]]").err,
            "orchard: Claude Code 1.0.3 at \"" + machine_.path("bin/agent").string() +
                "\" is too old: update it to 2.0.0 or newer (claude update).\n");
  expect_taken_back();
}

TEST_F(BadAgent, IsAnotherProgram) {
  use_program("echo hello");
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: The program \"" + machine_.path("bin/agent").string() +
                            "\" does not answer --version as Claude Code does. " + kInstall + "\n");
  expect_taken_back();
}

TEST_F(BadAgent, ExitsAtOnceWithAWord) {
  use_program(
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)' ;;\n"
      "*) echo 'no room left on device' >&2; exit 7 ;; esac");
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: The agent of session " + session_ +
                            " ended before it read the prompt: no room left on device." +
                            " `orchard doctor` checks the agent program.\n");
  expect_taken_back();
}

TEST_F(BadAgent, ExitsAtOnceWithoutAWord) {
  use_program(
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)' ;;\n"
      "*) exit 0 ;; esac");
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: The agent of session " + session_ +
                            " ended before it read the prompt. `orchard doctor` checks the agent "
                            "program.\n");
  expect_taken_back();
}

TEST_F(BadAgent, ExitsAtOnceWithAFloodOfWords) {
  use_program(
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)'; exit 0 ;; esac\n"
      "printf 'file:///x/cli.js:1\\n\\nTypeError: no \\033[31m\\377 method\\n' >&2\n"
      "for i in 1 2 3 4 5 6 7 8 9; do echo \"    at step$i (cli.js:$i)\" >&2; done\n"
      "echo 'Node.js v20' >&2; exit 1");
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_TRUE(output.err.starts_with("orchard: The agent of session " + session_ +
                                     " ended before it read the prompt: TypeError: no "))
      << output.err;
  EXPECT_EQ(std::ranges::count(output.err, '\n'), 1);
  EXPECT_EQ(output.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(output.err.find("step1"), std::string::npos);
  expect_taken_back();
}

TEST_F(BadAgent, PrintsWithoutEndAndReadsNothing) {
  use_program(
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)'; exit 0 ;; esac\n"
      "trap '' INT TERM HUP; printf '\\000\\377{{{'; head -c 3000000 /dev/urandom; "
      "while :; do sleep 1; done");
  const auto sending = machine_.start({"send", "apple", "[[say one]]", "--wait"});
  ASSERT_TRUE(wait_until(machine_.sessions_folder(),
                         [&] { return machine_.json({"sessions"})[0]["pid"].is_number(); }));
  const json stopped = machine_.json({"stop", session_});
  EXPECT_EQ(stopped["was_running"], true);
  const core::CommandOutput output = sending->wait();
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_TRUE(output.err.starts_with("orchard: The agent of session " + session_ +
                                     " ended before it read the prompt"))
      << output.err;
  expect_taken_back();
}

TEST_F(BadAgent, HangsInTheMiddleOfATurn) {
  const auto sending = machine_.start({"send", "apple", "[[garbage]] [[hang]]", "--wait"});
  ASSERT_TRUE(wait_until(machine_.sessions_folder(),
                         [&] { return machine_.json({"sessions"})[0]["state"] == "running"; }));
  // Once for an interrupt, which it does not obey, and again to leave.
  ASSERT_TRUE(wait_until(machine_.sessions_folder(), [&] {
    sending->signal(SIGINT);
    return !sending->is_running();
  }));
  EXPECT_EQ(sending->wait().exit_code, 3);
  EXPECT_EQ(machine_.json({"stop", session_})["was_running"], true);
  EXPECT_EQ(send("[[say again]]").exit_code, 0);
  EXPECT_EQ(machine_.json({"sessions"})[0]["turns"], 2) << "the one without an end is one too";
}

TEST_F(BadAgent, LosesItsLogWhileItWorks) {
  const auto sending = machine_.start(
      {"send", "apple", "[[ask true]]", "--wait", "--json", "--permission-mode", "default"});
  ASSERT_TRUE(wait_until(machine_.sessions_folder(),
                         [&] { return machine_.json({"sessions"})[0]["state"] == "waiting"; }));
  const auto log = machine_.sessions_folder() / session_ / "events-1.ndjson";
  std::filesystem::resize_file(log, 10);
  const core::CommandOutput output = sending->wait();
  EXPECT_EQ(output.exit_code, 1);
  const std::string sentence = output.err.substr(output.err.find("orchard: "));
  EXPECT_EQ(sentence, "orchard: The log \"" + log.string() +
                          "\" is shorter than what was read of it: something cut it.\n");
  EXPECT_EQ(machine_.json({"stop", session_})["was_running"], true);
}

TEST_F(BadAgent, StopsReadingInTheMiddleOfAPrompt) {
  use_program(
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)'; exit 0 ;; esac\n"
      "exec sleep 600");
  const std::string prompt = "[[say short]] " + std::string(std::size_t{3} << 20U, 'x');
  const core::CommandOutput output = machine_.orchard(
      {"send", "apple", "-", "--wait", "--permission-mode", "bypassPermissions"}, prompt);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: A message to session " + session_ +
                            " stands half-written in its input: end its process and resume it. The "
                            "prompt is queued and goes out with the next one.\n");
  expect_nothing_lost(prompt);
}

TEST_F(BadAgent, IsNotSignedIn) {
  const core::CommandOutput output = send("[[fail 401]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err,
            "orchard: Claude Code is not signed in (API Error: 401 The demo was told to fail.): "
            "run `claude auth login` or set ANTHROPIC_API_KEY, then send the prompt again.\n");
  const json turn = json::parse(output.out);
  EXPECT_EQ(turn["outcome"], "error");
  EXPECT_EQ(turn["http_status"], 401);
  expect_nothing_lost("[[fail 401]]");
}

TEST_F(BadAgent, PrintsGarbage) {
  const std::string prompt =
      "[[garbage]] [[say one]] [[invalid-utf8]] [[bash echo two]] [[garbage]] [[say three]]";
  const core::CommandOutput output = send(prompt);
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(json::parse(output.out)["result"], "three");
  expect_nothing_lost(prompt);
}

TEST_F(BadAgent, PrintsInvalidUtf8) {
  const std::string prompt = "[[invalid-utf8]] [[say one]]";
  const core::CommandOutput output = send(prompt);
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(json::parse(output.out)["result"], "one");
  EXPECT_EQ(machine_.orchard({"show", session_, "--json"}).exit_code, 0);
  expect_nothing_lost(prompt);
}

TEST_F(BadAgent, PrintsALineOfMoreThanSixteenMebibytes) {
  const std::string prompt = "[[bigline 16777217]] [[say one]] [[bigline 1000000]] [[garbage]]";
  const core::CommandOutput output = send(prompt);
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(json::parse(output.out)["outcome"], "ok");
  std::string skipped;
  for (const json checks = json::parse(machine_.orchard({"doctor", "--json"}).out);
       const json& check : checks)
    if (check["name"] == "What the agents wrote can be read") skipped = check["detail"];
  EXPECT_EQ(skipped, "skipped lines: longer than 16 MiB: 1, the line is not JSON: 1");
  expect_nothing_lost(prompt);
}

TEST_F(BadAgent, SaysWhatATerminalMustNotSee) {
  const core::CommandOutput output =
      send("[[say red \x1b[31m %s%n \xff\xfe]] [[bash printf '\\033]0;x\\007']]", {"--wait"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(machine_.orchard({"show", session_}).out.find('\x1b'), std::string::npos);
  EXPECT_NO_THROW((void)machine_.json({"show", session_}));
}

TEST_F(BadAgent, EndsInTheMiddleOfATurn) {
  const std::string prompt = "[[write a.txt one]] [[exit 9]]";
  const core::CommandOutput output = send(prompt);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_NE(output.err.find("orchard: "), std::string::npos);
  const json turn = json::parse(output.out);
  EXPECT_EQ(turn["outcome"], "error");
  EXPECT_GT(turn["cost_usd"], 0.0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "a.txt"));
  EXPECT_EQ(machine_.json({"sessions"})[0]["state"], "stopped");
  EXPECT_EQ(send("[[say again]]").exit_code, 0);
  EXPECT_EQ(machine_.json({"sessions"})[0]["turns"], 2);
}

TEST_F(BadAgent, IgnoresSigterm) {
  EXPECT_EQ(send("[[ignore-term]] [[say one]]", {"--wait", "--stay"}).exit_code, 0);
  const json stopped = machine_.json({"stop", session_});
  EXPECT_EQ(stopped["was_running"], true);
  const json session = machine_.json({"sessions"})[0];
  EXPECT_EQ(session["state"], "stopped");
  EXPECT_EQ(session["pid"], nullptr);
  expect_nothing_lost("[[ignore-term]] [[say one]]");
}

TEST_F(BadAgent, LeavesAChildBehind) {
  EXPECT_EQ(send("[[fork]] [[say one]]", {"--wait", "--stay"}).exit_code, 0);
  const auto started = [&] {
    return core::find_processes_with_environment("ORCHARD_SESSION_ID", session_).size();
  };
  EXPECT_EQ(started(), 2U) << "the agent and its child";
  (void)machine_.json({"stop", session_});
  EXPECT_EQ(started(), 0U);
  expect_nothing_lost("[[fork]] [[say one]]");
}

TEST_F(BadAgent, WithAChildThatHoldsItsOutputOpenIsSeenToEnd) {
  use_program(
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)'; exit 0 ;; esac\n"
      "setsid sleep 600 & read line; exit 3");
  const core::CommandOutput output = send("[[say one]]");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(output.err, "orchard: The agent of session " + session_ +
                            " ended before it read the prompt." +
                            " `orchard doctor` checks the agent program.\n");
  expect_taken_back();
}

TEST_F(BadAgent, DiesAndItsToolsEndWithTheSession) {
  for (const Arguments& ending :
       {Arguments{"stop", session_}, Arguments{"workspace", "archive", "apple"}}) {
    EXPECT_EQ(send("[[fork]] [[say one]]", {"--wait", "--stay"}).exit_code, 0);
    const auto agent = core::identify_process(machine_.json({"sessions"})[0]["pid"].get<int>());
    ASSERT_TRUE(agent);
    ASSERT_TRUE(core::send_signal(*agent, SIGKILL));
    const auto started = [&] {
      return core::find_processes_with_environment("ORCHARD_SESSION_ID", session_).size();
    };
    ASSERT_TRUE(wait_until(machine_.sessions_folder(), [&] { return started() == 1; }));
    const core::CommandOutput ended = machine_.orchard(ending);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_EQ(started(), 0U) << ending.front();
  }
}

}  // namespace
}  // namespace orchard::test
