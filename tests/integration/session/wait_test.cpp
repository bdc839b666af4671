#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

class Wait : public testing::Test {
 protected:
  Wait() {
    (void)machine_.add_repository();
    folder_ = machine_.create_workspace("apple");
  }

  /// Gives the prompt and does not wait for its end.
  std::string send(const std::string& workspace, const std::string& prompt,
                   const std::string& mode = "bypassPermissions") {
    return machine_.json({"send", workspace, prompt, "--permission-mode", mode})["session"];
  }

  json request_of(const std::string& session) {
    json requests;
    (void)wait_until(machine_.sessions_folder(), [&] {
      for (const json& one : machine_.json({"sessions"}))
        if (one["id"] == session) requests = one["requests"];
      return !requests.empty();
    });
    return requests.empty() ? json() : requests[0];
  }

  ScratchMachine machine_;
  std::filesystem::path folder_;
};

TEST_F(Wait, EndsWithTheTurn) {
  const std::string session = send("apple", "[[slow 5]] [[write a.txt text]] [[say done]]");
  const core::CommandOutput output = machine_.orchard({"wait", "apple", "--json"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const json waited = json::parse(output.out);
  ASSERT_EQ(waited.size(), 1U);
  EXPECT_EQ(waited[0]["id"], session);
  EXPECT_EQ(waited[0]["state"], "idle");
  EXPECT_EQ(waited[0]["last_outcome"], "ok");
  EXPECT_EQ(waited[0]["workspace"], "apple");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "a.txt"));
}

TEST_F(Wait, GivesFourAndTheCommandWhenAnAgentNeedsTheUser) {
  (void)machine_.create_workspace("pear");
  (void)send("pear", "[[ask sleep 60]]", "default");
  const std::string asking = send("apple", "[[ask touch made.txt]] [[say done]]", "default");
  const core::CommandOutput output = machine_.orchard({"wait", asking.substr(0, 13)});
  EXPECT_EQ(output.exit_code, 4) << output.err;
  const json request = request_of(asking);
  EXPECT_EQ(output.err, asking.substr(0, 8) +
                            ": The agent asks: Bash touch made.txt\nAnswer with: orchard answer " +
                            asking + " " + request["id"].get<std::string>() + " allow|deny\n");
  (void)machine_.json({"answer", asking, request["id"], "allow"});
  EXPECT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 0);
  EXPECT_EQ(machine_.orchard({"wait"}).exit_code, 4) << "the other one still asks";
}

TEST_F(Wait, TellsFailureAndInterruption) {
  (void)send("apple", "[[fail 400]]");
  const core::CommandOutput failed = machine_.orchard({"wait", "apple"});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_NE(failed.err.find("The demo was told to fail."), std::string::npos) << failed.err;
  const std::string session = send("apple", "[[ask sleep 60]]", "default");
  ASSERT_FALSE(request_of(session).is_null());
  EXPECT_EQ(machine_.json({"interrupt", session.substr(0, 13)})["interrupted"], true);
  EXPECT_EQ(machine_.orchard({"wait", session}).exit_code, 3);
}

TEST_F(Wait, ForEverybodyTellsOnlyWhatEndedSinceItBegan) {
  const std::string interrupted = send("apple", "[[ask sleep 60]]", "default");
  ASSERT_FALSE(request_of(interrupted).is_null());
  EXPECT_EQ(machine_.json({"interrupt", interrupted})["interrupted"], true);
  const core::CommandOutput nobody = machine_.orchard({"wait"});
  EXPECT_EQ(nobody.exit_code, 0) << nobody.err;
  EXPECT_EQ(nobody.err, "No agent is at work.\n");
  EXPECT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 3) << "it was asked for by name";

  (void)machine_.create_workspace("pear");
  const std::string session =
      send("pear", "[[bash until test -e go; do sleep 0.02; done]] [[fail 400]]");
  const auto waiting = machine_.start({"wait", "--json"});
  ASSERT_TRUE(wait_until(machine_.sessions_folder(), [&] { return waiting->is_watching(); }));
  ScratchMachine::write(folder_.parent_path() / "pear/go", "");
  const core::CommandOutput output = waiting->wait();
  EXPECT_EQ(output.exit_code, 1) << output.err;
  const json told = json::parse(output.out);
  ASSERT_EQ(told.size(), 1U) << output.out;
  EXPECT_EQ(told[0]["id"], session);
  EXPECT_EQ(told[0]["last_outcome"], "error");
}

TEST_F(Wait, GivesUpAfterItsTime) {
  machine_.slow_down_agents(200);
  (void)send("apple", "[[slow 2000]] [[say done]]");
  const core::CommandOutput output = machine_.orchard({"wait", "--timeout", "0.3"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_NE(output.err.find("orchard: Not all of it was done within 0.3 s.\n"), std::string::npos)
      << output.err;
}

TEST_F(Wait, IsOverAtOnceWhenNobodyWorks) {
  const core::CommandOutput nobody = machine_.orchard({"wait"});
  EXPECT_EQ(nobody.exit_code, 0);
  EXPECT_EQ(nobody.err, "No agent is at work.\n");
  EXPECT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 0);
  const core::CommandOutput unknown = machine_.orchard({"wait", "plum"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_EQ(unknown.err,
            "orchard: There is no workspace and no session 'plum'. `orchard workspace list` and "
            "`orchard sessions` show all of them.\n");
}

TEST_F(Wait, InterruptedTurnLeavesTheAgentAtRest) {
  const std::string session = send("apple", "[[ask sleep 60]]", "default");
  ASSERT_FALSE(request_of(session).is_null());
  const core::CommandOutput output = machine_.orchard({"interrupt", session});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.err, "Interrupted. The agent stays and waits for the next prompt.\n");
  const json now = machine_.json({"sessions"})[0];
  EXPECT_EQ(now["state"], "idle");
  EXPECT_EQ(now["last_outcome"], "interrupted");
  EXPECT_EQ(now["requests"], json::array());
  EXPECT_EQ(machine_.json({"interrupt", session})["interrupted"], false);
}

}  // namespace
}  // namespace orchard::test
