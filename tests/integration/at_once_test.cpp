#include "core/io/file.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class AtOnce : public testing::Test {
 protected:
  /// Starts all of them before it waits for any; gives their exit codes.
  std::vector<int> run(const std::vector<Arguments>& commands) {
    std::vector<std::unique_ptr<RunningCommand>> running;
    for (const Arguments& command : commands) running.push_back(machine_.start(command));
    std::vector<int> codes;
    for (const auto& command : running) codes.push_back(command->wait().exit_code);
    return codes;
  }
  json workspace() const {
    json found;
    for (const json list = machine_.json({"workspace", "list"}); const json& one : list)
      if (one["name"] == "apple") found = one;
    return found;
  }

  ScratchMachine machine_;
  fs::path repository_ = add_repository_with_files(machine_);
  fs::path folder_ = machine_.create_workspace("apple");
};

TEST_F(AtOnce, OfManyArchivesOneKeepsTheWork) {
  make_work(machine_, folder_);
  const auto before = tree_state(machine_, folder_);
  for (int round = 0; round < 3; ++round) {
    const Arguments archive = {"workspace", "archive", "apple"};
    const auto codes = run({archive, archive, archive, archive});
    EXPECT_EQ(std::ranges::count(codes, 0), 1);
    EXPECT_EQ(std::ranges::count(codes, 1), 3) << "the others are told that it is archived already";
    EXPECT_FALSE(fs::exists(folder_));
    const Arguments restore = {"workspace", "restore", "apple"};
    const auto back = run({restore, restore, restore});
    EXPECT_EQ(std::ranges::count(back, 0), 1);
    EXPECT_EQ(tree_state(machine_, folder_), before);
  }
}

TEST_F(AtOnce, NoAgentBeginsInWhatIsBeingPutAway) {
  for (int round = 0; round < 5; ++round) {
    const std::string text = "round " + std::to_string(round);
    const auto codes = run({{"send", "apple", "[[write a.txt " + text + "]] [[say done]]", "--wait",
                             "--stay", "--permission-mode", "bypassPermissions"},
                            {"workspace", "archive", "apple", "--stop"}});
    EXPECT_EQ(codes[1], 0);
    EXPECT_EQ(workspace()["status"], "archived");
    for (const json sessions = machine_.json({"sessions"}); const json& session : sessions)
      EXPECT_EQ(session["pid"], nullptr) << session;
    EXPECT_FALSE(fs::exists(folder_));
    (void)machine_.json({"workspace", "restore", "apple"});
    const std::string written = core::read_file(folder_ / "a.txt").value_or("");
    EXPECT_TRUE(codes[0] != 0 || written.find(text) != std::string::npos) << written;
  }
}

TEST_F(AtOnce, WhateverIsAskedNothingIsLost) {
  make_work(machine_, folder_);
  const auto before = tree_state(machine_, folder_);
  const std::string id = workspace()["id"];
  for (int round = 0; round < 4; ++round) {
    (void)run({{"workspace", "archive", id},
               {"workspace", "restore", id},
               {"workspace", "delete", id, "--force"},
               {"tidy"},
               {"workspace", "restore", id},
               {"workspace", "archive", id}});
    if (workspace()["status"] != "active") (void)machine_.json({"workspace", "restore", id});
    EXPECT_EQ(tree_state(machine_, folder_), before);
  }
}

}  // namespace
}  // namespace orchard::test
