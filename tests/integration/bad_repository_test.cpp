#include "tests/integration/support/scratch_machine.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::test {
namespace {

/// Runs a command that must fail with this exit code and one sentence on standard error.
void expect_refusal(const ScratchMachine& machine, const Arguments& arguments, int exit_code,
                    const std::string& sentence) {
  const core::CommandOutput output = machine.orchard(arguments);
  EXPECT_EQ(output.exit_code, exit_code);
  EXPECT_EQ(output.err, "orchard: " + sentence + "\n");
  EXPECT_EQ(output.out, "");
}

class BadRepository : public testing::Test {
 protected:
  void expect_refused(const std::string& name, int exit_code, const std::string& why) {
    const std::string path = machine_.path(name);
    expect_refusal(machine_, {"repo", "add", path}, exit_code, "\"" + path + "\" " + why);
    EXPECT_EQ(machine_.json({"repo", "list"}), nlohmann::json::array());
  }
  ScratchMachine machine_;
};

TEST_F(BadRepository, IsNoRepository) {
  expect_refused("home", 2, "is not in a git repository; run git init there or choose another.");
}

TEST_F(BadRepository, IsNamedInFullThoughGivenRelative) {
  expect_refusal(machine_, {"repo", "add", "home"}, 2,
                 "\"" + machine_.path("home").string() +
                     "\" is not in a git repository; run git init there or choose another.");
}

TEST_F(BadRepository, IsAFile) {
  ScratchMachine::write(machine_.path("notes"), "text");
  expect_refused("notes", 2, "is a file; give the folder of a git repository.");
}

TEST_F(BadRepository, IsMissing) {
  const std::string path = machine_.path("nowhere");
  expect_refusal(machine_, {"repo", "add", path}, 1,
                 "There is no folder \"" + path + "\"; check the path.");
}

TEST_F(BadRepository, IsBare) {
  machine_.git(machine_.path("home"), {"init", "-q", "--bare", machine_.path("bare")});
  expect_refused("bare", 2,
                 "is a bare repository without files to work on; clone it and add the clone.");
}

TEST_F(BadRepository, IsEmpty) {
  machine_.git(machine_.path("home"), {"init", "-q", machine_.path("empty")});
  expect_refused("empty", 2, "has no commit yet; make a first commit, then add it.");
}

TEST_F(BadRepository, BelongsToSomebodyElse) {
  if (getuid() != 0) {
    // Only root may give a folder away; for everybody else the closed folder below says the same.
    const auto closed = machine_.make_repository("closed");
    std::filesystem::permissions(closed, std::filesystem::perms::none);
    const core::CommandOutput output = machine_.orchard({"repo", "add", closed});
    std::filesystem::permissions(closed, std::filesystem::perms::owner_all);
    EXPECT_EQ(output.exit_code, 1);
    EXPECT_EQ(output.err,
              "orchard: You may not read \"" + closed.string() + "\"; change its permissions.\n");
    return;
  }
  const auto theirs = machine_.make_repository("theirs");
  for (const auto& entry : {theirs, theirs / ".git"})
    ASSERT_EQ(chown(entry.c_str(), 65534, 65534), 0);
  expect_refusal(machine_, {"repo", "add", theirs}, 1,
                 "\"" + theirs.string() +
                     "\" belongs to somebody else, so git does not trust it; if you do, run: git "
                     "config --global --add safe.directory " +
                     theirs.string());
}

TEST_F(BadRepository, IsThereAlready) {
  const std::string path = machine_.add_repository();
  expect_refusal(machine_, {"repo", "add", path}, 1,
                 "The repository " + path + " is there already, as 'fruit'.");
}

TEST_F(BadRepository, IsUnknown) {
  expect_refusal(machine_, {"workspace", "create", "fruit"}, 1,
                 "There is no repository 'fruit'. `orchard repo list` shows all of them, `orchard "
                 "repo add PATH` adds one.");
}

class MovedRepository : public testing::Test {
 protected:
  MovedRepository() {
    ScratchMachine::write(folder_ / "kept.txt", "kept\n");
    (void)machine_.json({"workspace", "list"});  // the ledger knows the commit it stands on
    std::filesystem::rename(repository_, place_);
  }
  ScratchMachine machine_;
  std::filesystem::path repository_ = machine_.add_repository();
  std::filesystem::path folder_ = machine_.create_workspace("apple");
  std::filesystem::path place_ = machine_.path("moved");
};

TEST_F(MovedRepository, IsFoundAgainWithItsWorktrees) {
  const core::CommandOutput doctor = machine_.orchard({"doctor"});
  EXPECT_NE((doctor.out + doctor.err).find("`orchard repo move fruit NEW_PATH`"), std::string::npos)
      << doctor.out << doctor.err;
  const nlohmann::json moved = machine_.json({"repo", "move", "fruit", place_.string()});
  EXPECT_EQ(moved["path"], place_.string());
  EXPECT_EQ(moved["name"], "fruit");
  EXPECT_EQ(machine_.git(folder_, {"status", "--porcelain"}), "?? kept.txt");
  EXPECT_EQ(machine_.orchard({"send", "apple", "[[say hi]]", "--wait"}).out, "hi\n");
  (void)machine_.json({"stop", "apple"});
  (void)machine_.json({"workspace", "archive", "apple"});
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_TRUE(std::filesystem::exists(folder_ / "kept.txt"));
  EXPECT_EQ(machine_.json({"repo", "move", "fruit", place_.string()})["path"], place_.string())
      << "twice is fine";
}

TEST_F(MovedRepository, IsNoOtherOne) {
  const std::string other = machine_.make_repository("other").string();
  expect_refusal(
      machine_, {"repo", "move", "fruit", other}, 1,
      other + " is another repository: it holds no commit of the workspaces of 'fruit'.");
  std::filesystem::rename(place_, repository_);
  expect_refusal(machine_, {"repo", "move", "fruit", other}, 1,
                 "'fruit' still lies in " + repository_.string() +
                     ". Move it there first, or add the other one with `orchard repo add`.");
}

class BadName : public testing::Test {
 protected:
  BadName() { repository_ = machine_.add_repository(); }
  ScratchMachine machine_;
  std::filesystem::path repository_;
};

TEST_F(BadName, OfABranchThatIsTakenGetsANumber) {
  machine_.git(repository_, {"branch", "apple"});
  const auto made = machine_.json({"workspace", "create", "fruit", "--name", "apple"});
  EXPECT_EQ(made["name"], "apple");
  EXPECT_EQ(made["branch"], "apple-2");
}

TEST_F(BadName, OfAWorkspaceThatIsTaken) {
  (void)machine_.create_workspace("apple");
  expect_refusal(machine_, {"workspace", "create", "fruit", "--name", "apple"}, 1,
                 "The repository has a workspace 'apple' already. Choose another name.");
}

TEST_F(BadName, WithASlash) {
  expect_refusal(machine_, {"workspace", "create", "fruit", "--name", "a/b"}, 2,
                 "'a/b' cannot be a workspace name: use letters, digits, '-', '_' and '.' only.");
  EXPECT_EQ(machine_.git(repository_, {"branch", "--format=%(refname:short)"}), "main");
}

TEST_F(BadName, OfABaseThatIsMissing) {
  expect_refusal(machine_, {"workspace", "create", "fruit", "--base", "nope"}, 1,
                 "There is no branch or commit \"nope\" in \"" + repository_.string() +
                     "\"; choose an existing one.");
  EXPECT_EQ(machine_.git(repository_, {"worktree", "list", "--porcelain"}).find("worktree", 9),
            std::string::npos);
}

TEST_F(BadName, OfAWorkspaceThatIsUnknown) {
  const std::string sentence =
      "There is no workspace 'nope'. `orchard workspace list` shows all of them.";
  for (const Arguments& arguments :
       {Arguments{"send", "nope", "hi"}, Arguments{"workspace", "show", "nope"},
        Arguments{"workspace", "archive", "nope"}, Arguments{"workspace", "restore", "nope"},
        Arguments{"workspace", "delete", "nope"}})
    expect_refusal(machine_, arguments, 1, sentence);
}

TEST_F(BadName, OfSeveralWorkspacesListsThem) {
  (void)machine_.add_repository("vegetables");
  const auto one = machine_.json({"workspace", "create", "fruit", "--name", "apple"});
  const auto two = machine_.json({"workspace", "create", "vegetables", "--name", "apple"});
  expect_refusal(machine_, {"send", "apple", "hi"}, 2,
                 "'apple' fits several workspaces: fruit/apple (" + one["id"].get<std::string>() +
                     "), vegetables/apple (" + two["id"].get<std::string>() +
                     "). Name one of them in full or by its id.");
  EXPECT_EQ(machine_.orchard({"workspace", "show", "fruit/apple"}).exit_code, 0);
  EXPECT_EQ(machine_.orchard({"workspace", "show", two["id"]}).exit_code, 0);
  EXPECT_EQ(machine_.orchard({"workspace", "show", two["path"]}).exit_code, 0);
}

TEST_F(BadName, OfASessionThatIsUnknown) {
  const std::string sentence =
      "There is no workspace and no session '99'. `orchard workspace list` and `orchard sessions` "
      "show all of them.";
  for (const Arguments& arguments :
       {Arguments{"show", "99"}, Arguments{"stop", "99"}, Arguments{"answer", "99", "1", "allow"}})
    expect_refusal(machine_, arguments, 1, sentence);
}

TEST_F(BadName, OfARequestThatIsUnknown) {
  (void)machine_.create_workspace("apple");
  const std::string session = machine_.json({"sessions"})[0]["id"];
  expect_refusal(
      machine_, {"answer", session, "7", "deny"}, 1,
      "Session " + session + " has no open request '7'. `orchard sessions` shows what is open.");
}

TEST_F(BadName, OfAPermissionMode) {
  (void)machine_.create_workspace("apple");
  expect_refusal(machine_, {"send", "apple", "hi", "--permission-mode", "yolo"}, 2,
                 "'yolo' is no permission mode. Known are: default, acceptEdits, plan, auto, "
                 "dontAsk, bypassPermissions.");
}

TEST_F(BadName, OfACommand) {
  for (const Arguments& arguments :
       {Arguments{"frobnicate"}, Arguments{"send"}, Arguments{"answer", "1", "2", "maybe"}})
    EXPECT_EQ(machine_.orchard(arguments).exit_code, 2);
  expect_refusal(machine_, {"frobnicate"}, 2,
                 "There is no command 'frobnicate'. `orchard --help` lists all.");
  expect_refusal(
      machine_, {"workspace", "frobnicate", "apple"}, 2,
      "There is no command 'workspace frobnicate'. `orchard workspace --help` lists all.");
}

TEST_F(BadName, OfAGitFolderHidesNoOtherWorkspace) {
  const std::filesystem::path broken = machine_.create_workspace("apple");
  const std::filesystem::path whole = machine_.create_workspace("pear");
  ScratchMachine::write(whole / "a.txt", "one\n");
  machine_.git(whole, {"add", "--all"});
  machine_.git(whole, {"commit", "-q", "-m", "One"});
  ScratchMachine::write(broken / ".git", "gitdir: /nowhere\n");
  const auto list = machine_.json({"workspace", "list"});
  ASSERT_EQ(list.size(), 2U);
  for (const auto& workspace : list)
    EXPECT_EQ(workspace["commits"], workspace["name"] == "pear" ? 1 : 0);
  // No repository at all: what is there to be looked at cannot even be asked.
  std::filesystem::remove(broken / ".git");
  EXPECT_EQ(machine_.json({"workspace", "list"}).size(), 2U);
  EXPECT_EQ(machine_.orchard({"metrics"}).exit_code, 0);
}

TEST_F(BadName, OfARemoteIsNoReasonNotToBegin) {
  machine_.git(repository_, {"remote", "add", "origin", machine_.path("nowhere").string()});
  const core::CommandOutput made =
      machine_.orchard({"workspace", "create", "fruit", "apple", "--json"});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(made.err.find("orchard: There is no news of main; the workspace starts from it as it "
                          "is known here. "),
            0U)
      << made.err;
  EXPECT_NE(made.err.find("nowhere"), std::string::npos) << made.err;
}

TEST_F(BadName, OfANumber) {
  (void)machine_.create_workspace("apple");
  for (const Arguments& arguments :
       {Arguments{"usage", "--last", "0"}, Arguments{"wait", "apple", "--timeout", "-1"},
        Arguments{"workspace", "create", "fruit", ""}}) {
    const core::CommandOutput refused = machine_.orchard(arguments);
    EXPECT_EQ(refused.exit_code, 2) << refused.err;
    EXPECT_LT(refused.err.size(), 200U) << refused.err;
  }
  EXPECT_EQ(machine_.json({"workspace", "list"}).size(), 1U);
}

TEST_F(BadName, OfOptionsThatMakeNoSenseTogether) {
  (void)machine_.create_workspace("apple");
  for (const Arguments& arguments :
       {Arguments{"send", "apple", "hi", "--new", "--session", "1"},
        Arguments{"send", "apple", "hi", "--stay"},
        Arguments{"send", "apple", "hi", "--answer-timeout", "3"},
        Arguments{"send", "apple", "hi", "--wait", "--answer-timeout", "-1"}})
    EXPECT_EQ(machine_.orchard(arguments).exit_code, 2);
  EXPECT_EQ(machine_.json({"sessions"})[0]["turns"], 0);
}

}  // namespace
}  // namespace orchard::test
