#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <csignal>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

class Show : public testing::Test {
 protected:
  Show() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
    session_ = machine_.json({"sessions"})[0]["id"];
  }

  void send(const std::string& prompt, const std::string& mode) {
    (void)machine_.json({"send", "apple", prompt, "--permission-mode", mode});
  }

  json request() {
    json requests;
    (void)wait_until(machine_.sessions_folder(), [&] {
      requests = machine_.json({"sessions"})[0]["requests"];
      return !requests.empty();
    });
    return requests.empty() ? json() : requests[0];
  }

  ScratchMachine machine_;
  std::string session_;
};

TEST_F(Show, SaysWhatAWriteWouldWrite) {
  send("[[write notes/a.txt one\\ntwo\\nthree\\nfour\\nfive\\nsix]]", "default");
  const json asked = request();
  ASSERT_FALSE(asked.is_null());
  EXPECT_EQ(asked["changes"]["additions"], 6);
  EXPECT_EQ(asked["changes"]["deletions"], 0);
  const std::string short_id = session_.substr(0, 8);
  const std::string id = asked["id"];
  const std::string summary = asked["summary"];
  const std::string answer = "orchard answer " + session_ + " " + id + " allow|deny";
  EXPECT_EQ(machine_.orchard({"sessions"}).err,
            short_id + " asks: Write " + summary + "  +6 \u22120  (" + answer +
                ")\n    + one\n    + two\n    + three\n    + four\n    \u2026 2 more lines: "
                "`orchard show " +
                short_id + "`\n");
  const std::string shown = machine_.orchard({"show", short_id}).out;
  EXPECT_NE(shown.find("\n? Write " + summary + "  +6 \u22120\n    + one\n"), std::string::npos)
      << shown;
  EXPECT_NE(shown.find("    + six\n  Answer with: " + answer + "\n"), std::string::npos) << shown;
  EXPECT_EQ(machine_.json({"show", short_id})["requests"][0]["id"], id);
  const core::CommandOutput allowed =
      machine_.orchard({"answer", short_id, id.substr(0, id.size() - 1), "allow"});
  EXPECT_EQ(allowed.exit_code, 0);
  EXPECT_EQ(allowed.err, "Allowed: Write " + summary + "  +6 \u22120\n");
}

TEST_F(Show, SaysWhatAnEditWouldChange) {
  send("[[write a.txt one]]", "acceptEdits");
  ASSERT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 0);
  send("[[edit a.txt one => two]]", "default");
  ASSERT_FALSE(request().is_null());
  const std::string shown = machine_.orchard({"show", session_}).out;
  EXPECT_NE(shown.find("\n    - one\n    + two\n"), std::string::npos) << shown;
}

TEST_F(Show, SaysWhatTheUserAnsweredAndDenied) {
  send("[[question Which colour?|Red|Blue]] [[ask touch made.txt]] [[ask touch more.txt]]",
       "default");
  const json question = request();
  ASSERT_FALSE(question.is_null());
  (void)machine_.json(
      {"answer", session_, question["id"], "allow", "--choose", "Deep \"sea\" blue"});
  const auto next = [&](const std::string& after) {
    json found;
    (void)wait_until(machine_.sessions_folder(), [&] {
      found = machine_.json({"sessions"})[0]["requests"];
      return !found.empty() && found[0]["id"] != after;
    });
    return found.empty() ? std::string() : found[0]["id"].get<std::string>();
  };
  const std::string first = next(question["id"]);
  (void)machine_.json({"answer", session_, first, "deny", "--reason", "Not today."});
  (void)machine_.json({"answer", session_, next(first), "allow"});
  ASSERT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 0);
  const std::string shown = machine_.orchard({"show", session_}).out;
  EXPECT_NE(shown.find("> AskUserQuestion Which colour?\n* You answered: Deep \"sea\" blue\n"),
            std::string::npos)
      << shown;
  EXPECT_NE(shown.find("> Bash touch made.txt  [failed]\n* You denied it: Not today.\n"),
            std::string::npos)
      << shown;
  EXPECT_NE(shown.find("> Bash touch more.txt\n"), std::string::npos) << shown;
}

TEST_F(Show, FollowsUntilTheAgentIsGone) {
  send("[[ask touch made.txt]] [[say the end]]", "default");
  const auto following = machine_.start({"show", session_, "--follow", "--json"});
  const json asked = request();
  ASSERT_FALSE(asked.is_null());
  (void)machine_.json({"answer", session_, asked["id"], "allow"});
  ASSERT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 0);
  EXPECT_TRUE(following->is_running()) << "the agent waits for the next prompt";
  (void)machine_.json({"stop", session_});
  const core::CommandOutput output = following->wait();
  EXPECT_EQ(output.exit_code, 0) << output.err;
  std::istringstream lines(output.out);
  std::vector<std::string> kinds;
  bool finished = false;
  for (std::string line; std::getline(lines, line);) {
    const json item = json::parse(line);
    if (kinds.empty() || kinds.back() != item["kind"]) kinds.push_back(item["kind"]);
    finished = finished || (item["kind"] == "tool" && item["finished"] == true);
  }
  ASSERT_FALSE(kinds.empty()) << output.out;
  EXPECT_EQ(kinds.front(), "user");
  EXPECT_EQ(kinds.back(), "turn");
  EXPECT_TRUE(finished) << "a call comes again with its result";
  EXPECT_NE(output.out.find("the end"), std::string::npos);
}

TEST_F(Show, FollowOfAnAgentThatIsGonePrintsWhatThereIs) {
  ASSERT_EQ(machine_.orchard({"send", "apple", "[[say the end]]", "--wait"}).exit_code, 0);
  const core::CommandOutput plain = machine_.orchard({"show", session_});
  const core::CommandOutput followed = machine_.orchard({"show", session_, "-f"});
  EXPECT_EQ(followed.exit_code, 0);
  EXPECT_EQ(followed.out, plain.out);
  EXPECT_NE(plain.out.find("the end\n"), std::string::npos);
}

TEST_F(Show, AnUnclearIdNamesWhatItFits) {
  // Ids are random: of seventeen two begin alike.
  std::string first;
  for (int i = 0; first.empty() && i < 17; ++i) {
    (void)machine_.json({"send", "apple", "[[say hi]]", "--new", "--wait"});
    for (const json list = machine_.json({"sessions"}); const json& one : list)
      for (const json& other : list)
        if (one["id"] != other["id"] &&
            one["id"].get<std::string>()[0] == other["id"].get<std::string>()[0])
          first = one["id"].get<std::string>().substr(0, 1);
  }
  ASSERT_FALSE(first.empty());
  const core::CommandOutput output = machine_.orchard({"show", first});
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_EQ(output.err.find("orchard: '" + first + "' fits "), 0U) << output.err;
  EXPECT_NE(output.err.find(" (apple)"), std::string::npos) << output.err;
  EXPECT_NE(output.err.find("Give more of the id.\n"), std::string::npos) << output.err;
}

}  // namespace
}  // namespace orchard::test
