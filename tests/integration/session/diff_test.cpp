#include "core/io/file.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Diff : public testing::Test {
 protected:
  Diff() {
    repository_ = add_repository_with_files(machine_);
    folder_ = machine_.create_workspace("apple");
    ScratchMachine::write(folder_ / "committed.txt", "one\ntwo\n");
    machine_.git(folder_, {"add", "--all"});
    machine_.git(folder_, {"commit", "-q", "-m", "One"});
    // The base goes on; that is no change of the workspace.
    ScratchMachine::write(repository_ / "theirs.txt", "theirs\n");
    machine_.git(repository_, {"add", "--all"});
    machine_.git(repository_, {"commit", "-q", "-m", "Theirs"});
  }

  std::string diff(const Arguments& more = {}) const {
    Arguments arguments = {"diff", "apple"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const core::CommandOutput output = machine_.orchard(arguments);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    return output.out;
  }

  ScratchMachine machine_;
  fs::path repository_;
  fs::path folder_;
};

TEST_F(Diff, HoldsAllThatTheWorkspaceChangedAndAppliesToItsBase) {
  make_work(machine_, folder_);
  const auto files = files_below(folder_);
  const fs::path copy = machine_.path("copy");
  const std::string base = machine_.git(folder_, {"merge-base", "HEAD", "main"});
  machine_.git(repository_, {"worktree", "add", "-q", "--detach", copy.string(), base});
  const core::CommandOutput whole =
      machine_.run("/usr/bin/git", {"-C", copy.string(), "apply"}, diff());
  EXPECT_EQ(whole.exit_code, 0) << whole.err;
  auto expected = files;
  expected.erase("cache/big.o");
  auto made = files_below(copy);
  // git keeps no more of a mode than whether a file can be run.
  const auto without_modes = [](std::map<std::string, std::string> all) {
    for (auto& [path, text] : all) text = text.substr(text.find(':'));
    return all;
  };
  EXPECT_EQ(without_modes(made), without_modes(expected));
}

TEST_F(Diff, ChangesNothing) {
  make_work(machine_, folder_);
  const fs::path index = machine_.git(folder_, {"rev-parse", "--git-path", "index"});
  const auto objects = [&] { return machine_.git(repository_, {"count-objects", "-v"}); };
  (void)machine_.json({"workspace", "list"});
  const std::string before = core::read_file(folder_ / index).value_or("");
  const auto state = tree_state(machine_, folder_);
  const std::string bytes = core::read_file(folder_ / index).value_or("");
  const std::string stored = objects();
  (void)diff();
  (void)diff({"--stat"});
  (void)diff({"--json"});
  EXPECT_EQ(core::read_file(folder_ / index).value_or(""), bytes);
  EXPECT_EQ(objects(), stored);
  EXPECT_EQ(tree_state(machine_, folder_), state);
}

TEST_F(Diff, CountsWhatTheFiguresCount) {
  make_work(machine_, folder_);
  const json stat = json::parse(diff({"--json"}));
  EXPECT_EQ(stat["base"], "main");
  EXPECT_EQ(stat["workspace"], "apple");
  std::map<std::string, std::string> letters;
  for (const json& file : stat["files"]) letters[file["path"]] = file["change"];
  EXPECT_EQ(letters, (std::map<std::string, std::string>{{"committed.txt", "A"},
                                                         {"gone.txt", "D"},
                                                         {"keep.txt", "M"},
                                                         {"link", "A"},
                                                         {"new/deep/bytes.bin", "A"},
                                                         {"staged.txt", "A"},
                                                         {"tool.sh", "A"}}));
  EXPECT_EQ(stat["additions"], 2 + 2 + 1 + 1 + 1);
  EXPECT_EQ(stat["deletions"], 1 + 1);
  EXPECT_NE(stat["patch"].get<std::string>().find("+staged, then changed\n"), std::string::npos);
  EXPECT_FALSE(json::parse(diff({"--json", "--stat"})).contains("patch"));
  EXPECT_NE(diff({"--stat"}).find(" 7 files changed, "), std::string::npos) << diff({"--stat"});
}

TEST_F(Diff, OfAnArchivedWorkspaceIsWhatItCommitted) {
  make_work(machine_, folder_);
  (void)machine_.json({"workspace", "archive", "apple"});
  const core::CommandOutput output = machine_.orchard({"diff", "apple"});
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_NE(output.out.find("+two\n"), std::string::npos);
  EXPECT_EQ(output.out.find("staged"), std::string::npos);
  EXPECT_EQ(output.err,
            "orchard: The uncommitted work that was kept is not shown; `orchard workspace restore "
            "apple` brings it back.\n");
}

TEST_F(Diff, OfAVanishedFolderSaysSo) {
  fs::remove_all(folder_);
  const core::CommandOutput output = machine_.orchard({"diff", "apple"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
}

}  // namespace
}  // namespace orchard::test
