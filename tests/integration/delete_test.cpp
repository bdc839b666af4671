#include "core/io/file.h"
#include "tests/integration/support/scratch_machine.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

class Deleted : public testing::Test {
 protected:
  Deleted() { folder_ = machine_.create_workspace("apple"); }

  std::string commit(const std::string& file, const std::filesystem::path& where) const {
    ScratchMachine::write(where / file, file + "\n");
    machine_.git(where, {"add", "--all"});
    machine_.git(where, {"commit", "-q", "-m", "Add " + file});
    return machine_.git(where, {"rev-parse", "HEAD"});
  }
  json remove() const { return machine_.json({"workspace", "delete", "apple", "--force"}); }
  std::string branches() const {
    return machine_.git(repository_, {"branch", "--format=%(refname:short)"});
  }

  ScratchMachine machine_;
  std::filesystem::path repository_ = machine_.add_repository();
  std::filesystem::path folder_;
};

TEST_F(Deleted, NeverTakesTheUsersBranchThatWasSwitchedTo) {
  machine_.git(folder_, {"switch", "-q", "-c", "mine"});
  const std::string head = commit("a.txt", folder_);
  (void)machine_.json({"workspace", "list"});  // the ledger shows what is checked out
  const json deleted = remove();
  EXPECT_EQ(branches(), "apple\nmain\nmine");
  EXPECT_EQ(deleted["notes"][0],
            "The branch 'apple' stays: it was not checked out in the workspace.");
  (void)machine_.json({"workspace", "restore", deleted["id"]});
  EXPECT_EQ(machine_.git(folder_, {"branch", "--show-current"}), "mine");
  EXPECT_EQ(machine_.git(folder_, {"rev-parse", "HEAD"}), head);
}

TEST_F(Deleted, ForgetsOrchardsBranchUnderItsNewName) {
  machine_.git(folder_, {"branch", "-m", "better"});
  const std::string head = commit("a.txt", folder_);
  EXPECT_EQ(machine_.json({"workspace", "list"})[0]["branch"], "better") << "as it is shown";
  const json deleted = remove();
  EXPECT_EQ(branches(), "main");
  EXPECT_EQ(deleted["notes"], json::array());
  const json restored = machine_.json({"workspace", "restore", deleted["id"]});
  EXPECT_EQ(restored["branch"], "better");
  EXPECT_EQ(machine_.git(folder_, {"rev-parse", "HEAD"}), head);
  EXPECT_EQ(machine_.json({"workspace", "delete", "apple", "--force"})["status"], "deleted");
  EXPECT_EQ(branches(), "main") << "made anew, it is Orchard's again";
}

TEST_F(Deleted, FollowsARenameWhileItWasPutAway) {
  ScratchMachine::write(folder_ / "u.txt", "untracked\n");
  (void)machine_.json({"workspace", "archive", "apple"});
  machine_.git(repository_, {"branch", "-m", "apple", "better"});
  EXPECT_EQ(machine_.json({"workspace", "restore", "apple"})["branch"], "better");
  EXPECT_EQ(branches(), "better\nmain");
  (void)machine_.json({"workspace", "archive", "apple"});
  machine_.git(repository_, {"branch", "-m", "better", "best"});
  const json deleted = remove();
  EXPECT_EQ(branches(), "main");
  EXPECT_EQ(machine_.json({"workspace", "restore", deleted["id"]})["branch"], "best");
  EXPECT_EQ(core::read_file(folder_ / "u.txt").value_or(""), "untracked\n");
}

TEST_F(Deleted, LeavesABranchThatMovedSinceItWasPutAway) {
  (void)machine_.json({"workspace", "archive", "apple"});
  machine_.git(repository_, {"switch", "-q", "apple"});
  commit("a.txt", repository_);
  machine_.git(repository_, {"switch", "-q", "main"});
  const json deleted = remove();
  EXPECT_EQ(branches(), "apple\nmain");
  EXPECT_EQ(deleted["notes"].size(), 1U);
}

TEST_F(Deleted, LeavesABranchOfTheSameNameThatSomebodyMadeLater) {
  (void)machine_.json({"workspace", "archive", "apple"});
  machine_.git(repository_, {"branch", "-q", "-D", "apple"});
  machine_.git(repository_, {"branch", "apple", "main"});
  const json deleted = remove();
  EXPECT_EQ(branches(), "apple\nmain");
  EXPECT_EQ(deleted["notes"][0],
            "The branch 'apple' stays: its log does not prove that Orchard made it.");
}

TEST_F(Deleted, DoesNotMakeTheUsersBranchAnew) {
  machine_.git(folder_, {"switch", "-q", "-c", "mine"});
  const std::string head = commit("a.txt", folder_);
  (void)machine_.json({"workspace", "archive", "apple"});
  machine_.git(repository_, {"branch", "-q", "-D", "mine"});
  const json restored = machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(branches(), "apple\nmain");
  EXPECT_EQ(machine_.git(folder_, {"rev-parse", "HEAD"}), head);
  EXPECT_EQ(restored["notes"].size(), 1U);
}

TEST_F(Deleted, WarnsOfCommitsThatNoBranchHolds) {
  machine_.git(folder_, {"switch", "-q", "--detach"});
  commit("a.txt", folder_);
  const core::CommandOutput refused = machine_.orchard({"workspace", "delete", "apple"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "orchard: Deleting 'apple' would take away 1 commit that is on no branch. Add --force "
            "to delete it; for 30 days `orchard workspace restore` brings it back.\n");
  machine_.git(folder_, {"branch", "mine"});
  EXPECT_EQ(machine_.orchard({"workspace", "delete", "apple"}).exit_code, 0);
}

}  // namespace
}  // namespace orchard::test
