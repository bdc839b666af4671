#include "git/repository/own_branch.h"

#include "git/worktree/create_worktree.h"
#include "tests/support/scratch_repository.h"

#include <gtest/gtest.h>

namespace orchard::git {
namespace {

using test::ScratchRepository;

class OwnBranch : public testing::Test {
 protected:
  OwnBranch() {
    CreateWorktreeRequest request{repo.root(), tree, "me/work", "main"};
    request.owner = "w1";
    EXPECT_TRUE(create_worktree(request));
  }
  std::string found(const std::string& owner = "w1") const {
    return find_own_branch(repo.root(), owner).value_or("failed");
  }

  ScratchRepository repo;
  std::filesystem::path tree = repo.outside() / "tree";
};

TEST_F(OwnBranch, IsFoundByItsOwnerOnly) {
  EXPECT_EQ(found(), "me/work");
  EXPECT_EQ(found("w2"), "");
  EXPECT_EQ(find_own_branch(tree, "w1").value_or("failed"), "me/work");
}

TEST_F(OwnBranch, IsFollowedThroughRenamesAndCommits) {
  repo.git({"branch", "-m", "better"}, tree);
  repo.commit("More", tree);
  repo.git({"branch", "-m", "better", "even/better"});
  EXPECT_EQ(found(), "even/better");
}

TEST_F(OwnBranch, IsNotWhatWasSwitchedTo) {
  repo.git({"switch", "-q", "-c", "mine"}, tree);
  EXPECT_EQ(found(), "me/work");
}

TEST_F(OwnBranch, IsNotACopyOfIt) {
  repo.git({"branch", "-c", "me/work", "mine"});
  EXPECT_EQ(found(), "me/work");
  repo.git({"switch", "-q", "mine"}, tree);
  repo.git({"branch", "-q", "-D", "me/work"});
  EXPECT_EQ(found(), "") << "what somebody made from it is his";
}

TEST_F(OwnBranch, IsNotABranchOfItsNameMadeLater) {
  repo.git({"switch", "-q", "--detach"}, tree);
  repo.git({"branch", "-q", "-D", "me/work"});
  EXPECT_EQ(found(), "");
  repo.git({"branch", "me/work", "main"});
  EXPECT_EQ(found(), "");
}

TEST_F(OwnBranch, IsNotABranchMovedOverIt) {
  repo.git({"switch", "-q", "--detach"}, tree);
  repo.git({"branch", "mine", "main"});
  repo.git({"branch", "-M", "mine", "me/work"});
  EXPECT_EQ(found(), "");
}

TEST_F(OwnBranch, CannotBeProvenWithoutItsLog) {
  repo.git({"reflog", "expire", "--expire=all", "--all"});
  EXPECT_EQ(found(), "");
}

TEST(OwnBranchLog, IsKeptWhereTheUserKeepsNone) {
  const ScratchRepository repo;
  repo.git({"config", "core.logAllRefUpdates", "false"});
  CreateWorktreeRequest request{repo.root(), repo.outside() / "tree", "work", "main"};
  request.owner = "w1";
  ASSERT_TRUE(create_worktree(request));
  EXPECT_EQ(find_own_branch(repo.root(), "w1").value_or("failed"), "work");
}

}  // namespace
}  // namespace orchard::git
