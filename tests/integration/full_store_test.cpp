#include "core/io/file.h"
#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

/// A limit on the size of files stands for a disk on which nothing more fits.
class FullStore : public testing::Test {
 protected:
  FullStore() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
    session_ = machine_.json({"sessions"})[0]["id"];
    full_ = machine_.write_program("full-disk", std::string("trap '' XFSZ\nulimit -f 16\nexec '") +
                                                    ORCHARD_PROGRAM + "' \"$@\"");
  }

  void expect_one_sentence(const core::CommandOutput& output) const {
    EXPECT_EQ(output.exit_code, 1);
    EXPECT_EQ(output.out, "");
    EXPECT_EQ(output.err, "orchard: Could not read or write the database '" +
                              machine_.path("orchard/data/orchard.db").string() +
                              "' (disk I/O error), check its disk and the space on it.\n");
  }

  ScratchMachine machine_;
  std::string session_;
  std::filesystem::path full_;
};

TEST_F(FullStore, RefusesAPromptInOneSentence) {
  expect_one_sentence(machine_.run(full_, {"send", "apple", "[[say one]]", "--wait", "--json"}));
  EXPECT_EQ(machine_.orchard({"send", "apple", "[[say two]]", "--wait"}).out, "two\n");
  EXPECT_EQ(machine_.json({"sessions"})[0]["turns"], 1);
  expect_exact(machine_, machine_.path("claude"), session_);
}

TEST_F(FullStore, LosesNothingThatAnAgentDidMeanwhile) {
  EXPECT_EQ(machine_
                .orchard({"send", "apple", "[[write a.txt one]] [[commit Add a]] [[say done]]",
                          "--permission-mode", "bypassPermissions"})
                .exit_code,
            0);
  const auto log = machine_.sessions_folder() / session_ / "events-1.ndjson";
  ASSERT_TRUE(wait_until(log.parent_path(), [&] {
    return core::read_file(log).value_or("").find("\"type\":\"result\"") != std::string::npos;
  }));
  expect_one_sentence(machine_.run(full_, {"sessions", "--json"}));
  expect_one_sentence(machine_.run(full_, {"metrics", "--json"}));
  expect_exact(machine_, machine_.path("claude"), session_);
  EXPECT_EQ(machine_.json({"metrics"})["workspaces"][0]["commits"], 1);
}

TEST_F(FullStore, IsNoReasonToAbortWhenNoMessageCanBeWritten) {
  const auto program = machine_.write_program(
      "mute", std::string("exec '") + ORCHARD_PROGRAM + "' \"$@\" 2>/dev/full >/dev/full");
  EXPECT_EQ(machine_.run(program, {"send", "nowhere", "hello"}).exit_code, 1);
}

}  // namespace
}  // namespace orchard::test
