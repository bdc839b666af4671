#include "tests/integration/support/scratch_machine.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

/// Commands about one session, given a workspace instead.
class SessionTarget : public testing::Test {
 protected:
  SessionTarget() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
  }

  std::string begin(const std::string& prompt, const std::string& mode = "bypassPermissions") {
    return machine_.json({"send", "apple", prompt, "--new", "--permission-mode", mode})["session"];
  }

  ScratchMachine machine_;
};

TEST_F(SessionTarget, IsTheOneWithAProcess) {
  const std::string working = begin("[[bash sleep 60]]");
  EXPECT_EQ(machine_.orchard({"send", "apple", "[[say done]]", "--new", "--wait"}).exit_code, 0);
  EXPECT_EQ(machine_.json({"show", "apple"})["session"], working);
  EXPECT_EQ(machine_.json({"interrupt", "apple"})["session"], working);
  const json stopped = machine_.json({"stop", "fruit/apple"});
  EXPECT_EQ(stopped["session"], working);
  EXPECT_EQ(stopped["was_running"], true);
}

TEST_F(SessionTarget, IsTheNewestWhenNoneHasAProcess) {
  (void)machine_.orchard({"send", "apple", "[[say one]]", "--wait"});
  const json sent = machine_.json({"send", "apple", "[[say two]]", "--new", "--wait"});
  EXPECT_EQ(machine_.json({"show", "apple"})["session"], sent["session"]);
}

TEST_F(SessionTarget, OfSeveralWithAProcessIsNotGuessed) {
  const std::string one = begin("[[bash sleep 60]]");
  const std::string two = begin("[[bash sleep 60]]");
  const core::CommandOutput output = machine_.orchard({"stop", "apple"});
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_NE(output.err.find("Workspace 'apple' has 2 agents: "), std::string::npos) << output.err;
  EXPECT_NE(output.err.find(one), std::string::npos) << output.err;
  EXPECT_NE(output.err.find(two), std::string::npos) << output.err;
}

TEST_F(SessionTarget, MayBeAnsweredByTheNameOfItsWorkspace) {
  (void)begin("[[ask touch made.txt]] [[say done]]", "default");
  EXPECT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 4);
  const std::string request = machine_.json({"sessions"})[0]["requests"][0]["id"];
  EXPECT_EQ(machine_.json({"answer", "apple", request, "allow"})["decision"], "allow");
  EXPECT_EQ(machine_.orchard({"wait", "apple"}).exit_code, 0);
}

TEST_F(SessionTarget, ThatIsNothingIsExplained) {
  const core::CommandOutput output = machine_.orchard({"interrupt", "plum"});
  EXPECT_EQ(output.err,
            "orchard: There is no workspace and no session 'plum'. `orchard workspace list` and "
            "`orchard sessions` show all of them.\n");
}

}  // namespace
}  // namespace orchard::test
