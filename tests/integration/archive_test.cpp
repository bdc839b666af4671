#include "core/io/file.h"
#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"
#include "tests/integration/support/wait_until.h"

#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Archived : public testing::Test {
 protected:
  Archived() {
    repository_ = machine_.make_repository();
    ScratchMachine::write(repository_ / ".gitignore", "cache/\n");
    ScratchMachine::write(repository_ / "keep.txt", "kept\n");
    ScratchMachine::write(repository_ / "gone.txt", "to be deleted\n");
    machine_.git(repository_, {"add", "--all"});
    machine_.git(repository_, {"commit", "-q", "-m", "Files"});
    (void)machine_.json({"repo", "add", repository_.string()});
    folder_ = machine_.create_workspace("apple");
  }

  /// Staged, changed, deleted, untracked, ignored; modes, a link, and bytes that are no text.
  void make_work() const {
    ScratchMachine::write(folder_ / "staged.txt", "staged\n");
    machine_.git(folder_, {"add", "staged.txt"});
    ScratchMachine::write(folder_ / "staged.txt", "staged, then changed\n");
    ScratchMachine::write(folder_ / "keep.txt", "changed\r\nwith other ends\n");
    machine_.git(folder_, {"rm", "-q", "gone.txt"});
    ScratchMachine::write(folder_ / "new/deep/bytes.bin", std::string("\0\xff\n\r\x1b", 5));
    ScratchMachine::write(folder_ / "tool.sh", "#!/bin/sh\n");
    fs::permissions(folder_ / "tool.sh", fs::perms::owner_all);
    fs::create_symlink("keep.txt", folder_ / "link");
    ScratchMachine::write(folder_ / "cache/big.o", "built\n");
  }

  /// The index, what differs from it and what is untracked.
  std::string status() const {
    return machine_.git(folder_, {"ls-files", "--stage"}) + "\n" +
           machine_.git(folder_, {"status", "--porcelain", "--untracked-files=all"});
  }

  json workspace() const {
    for (const json& one : machine_.json({"workspace", "list"}))
      if (one["name"] == "apple") return one;
    return nullptr;
  }

  ScratchMachine machine_;
  fs::path repository_;
  fs::path folder_;
};

TEST_F(Archived, WorkComesBackByteForByte) {
  make_work();
  const auto files = files_below(folder_);
  const std::string before = status();
  const std::string head = machine_.git(folder_, {"rev-parse", "HEAD"});
  const json archived = machine_.json({"workspace", "archive", "apple"});
  EXPECT_EQ(archived["status"], "archived");
  EXPECT_EQ(archived["kept_uncommitted_work"], true);
  EXPECT_FALSE(fs::exists(folder_));
  const json restored = machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(restored["status"], "active");
  EXPECT_EQ(restored["kept_uncommitted_work"], true);
  EXPECT_EQ(restored["path"], folder_.string());
  EXPECT_EQ(files_below(folder_), files) << "ignored files included";
  EXPECT_EQ(status(), before);
  EXPECT_EQ(machine_.git(folder_, {"rev-parse", "HEAD"}), head);
  EXPECT_EQ(machine_.git(folder_, {"branch", "--show-current"}), "apple");
  EXPECT_EQ(machine_.git(repository_, {"for-each-ref", "refs/orchard"}), "");
}

/// A filter runs while work is being kept: the hand of somebody who writes just then.
class ArchivedWhileSomebodyWrites : public Archived {
 protected:
  void write_meanwhile(const std::string& command) const {
    machine_.git(repository_, {"config", "filter.slow.smudge", command + "; cat"});
    machine_.git(repository_, {"config", "filter.slow.clean", "cat"});
    ScratchMachine::write(folder_ / ".gitattributes", "keep.txt filter=slow\n");
  }
};

TEST_F(ArchivedWhileSomebodyWrites, KeepsWhatWasWrittenMeanwhile) {
  const std::string late = (folder_ / "late.txt").string();
  write_meanwhile("test -e '" + late + "' || echo late > '" + late + "'");
  EXPECT_EQ(machine_.json({"workspace", "archive", "apple"})["notes"], json::array());
  machine_.git(repository_, {"config", "--unset", "filter.slow.smudge"});
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(core::read_file(folder_ / "late.txt").value_or(""), "late\n");
}

TEST_F(ArchivedWhileSomebodyWrites, SaysWhatLiesOnlyInTheTrash) {
  write_meanwhile("echo late >> '" + (folder_ / "late.txt").string() + "'");
  ScratchMachine::write(folder_ / "cache/ignored.o", "built\n");
  const json notes = machine_.json({"workspace", "archive", "apple"})["notes"];
  ASSERT_EQ(notes.size(), 1U) << notes;
  const std::string note = notes[0];
  EXPECT_EQ(note.find("\"late.txt\" changed while the workspace was put away; the last state lies "
                      "in "),
            0U)
      << note;
  EXPECT_NE(note.find(machine_.path("orchard/trash").string()), std::string::npos) << note;
}

TEST_F(Archived, TakesNoRoomTwiceOnceItIsBack) {
  make_work();
  const fs::path trash = machine_.path("orchard/trash");
  (void)machine_.json({"workspace", "archive", "apple"});
  EXPECT_FALSE(fs::is_empty(trash));
  (void)machine_.json({"workspace", "restore", "apple"});
  // What empties it is detached.
  EXPECT_TRUE(wait_until(trash, [&] { return fs::is_empty(trash); }));
}

TEST_F(Archived, AndRestoredManyTimesStaysTheSame) {
  make_work();
  const auto files = files_below(folder_);
  const std::string before = status();
  for (int i = 0; i < 3; ++i) {
    (void)machine_.json({"workspace", "archive", "apple"});
    (void)machine_.json({"workspace", "restore", "apple"});
    EXPECT_EQ(files_below(folder_), files);
    EXPECT_EQ(status(), before);
  }
}

TEST_F(Archived, TwiceOrRestoredTwiceIsRefused) {
  const core::CommandOutput early = machine_.orchard({"workspace", "restore", "apple"});
  EXPECT_EQ(early.exit_code, 1);
  EXPECT_EQ(early.err, "orchard: Workspace 'apple' is active; there is nothing to restore.\n");
  (void)machine_.json({"workspace", "archive", "apple"});
  const core::CommandOutput again = machine_.orchard({"workspace", "archive", "apple"});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_EQ(again.err, "orchard: Workspace 'apple' is archived already.\n");
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(machine_.orchard({"workspace", "restore", "apple"}).exit_code, 1);
}

TEST_F(Archived, WithoutWorkSaysSoBothWays) {
  EXPECT_EQ(machine_.json({"workspace", "archive", "apple"})["kept_uncommitted_work"], false);
  EXPECT_EQ(machine_.json({"workspace", "restore", "apple"})["kept_uncommitted_work"], false);
}

TEST_F(Archived, NeverEndsATurnUnasked) {
  ASSERT_EQ(machine_
                .orchard({"send", "apple", "[[bash sleep 600]]", "--permission-mode",
                          "bypassPermissions"})
                .exit_code,
            0);
  const json before = machine_.json({"sessions"})[0];
  ASSERT_EQ(before["state"], "running");
  const core::CommandOutput refused = machine_.orchard({"workspace", "archive", "apple"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "orchard: Archiving 'apple' would end a turn that runs. Add --stop to end and archive "
            "it.\n");
  EXPECT_TRUE(fs::exists(folder_ / "keep.txt"));
  EXPECT_EQ(workspace()["status"], "active");
  const json after = machine_.json({"sessions"})[0];
  EXPECT_EQ(after["state"], "running");
  EXPECT_EQ(after["pid"], before["pid"]);
}

TEST_F(Archived, EndsAnIdleAgentWithoutAsking) {
  ASSERT_EQ(machine_.orchard({"send", "apple", "[[say one]]", "--wait", "--stay"}).exit_code, 0);
  ASSERT_EQ(machine_.json({"sessions"})[0]["state"], "idle");
  (void)machine_.json({"workspace", "archive", "apple"});
  EXPECT_EQ(machine_.json({"sessions"})[0]["state"], "stopped");
}

TEST_F(Archived, WhileItsAgentAsksStopsItOnlyWhenTold) {
  const auto sending = machine_.start({"send", "apple", "[[write a.txt one]] [[ask sleep 60]]",
                                       "--wait", "--permission-mode", "acceptEdits"});
  const auto asks = [&] { return !machine_.json({"sessions"})[0]["requests"].empty(); };
  ASSERT_TRUE(wait_until(machine_.sessions_folder(), asks));
  const core::CommandOutput refused = machine_.orchard({"workspace", "archive", "apple"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "orchard: Archiving 'apple' would end a turn that waits for your answer. Add --stop to "
            "end and archive it.\n");
  EXPECT_TRUE(asks());
  (void)machine_.json({"workspace", "archive", "apple", "--stop"});
  EXPECT_EQ(sending->wait().exit_code, 3);
  const json session = machine_.json({"sessions"})[0];
  EXPECT_EQ(session["state"], "stopped");
  EXPECT_EQ(session["last_outcome"], "interrupted");
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(core::read_file(folder_ / "a.txt").value_or(""), "one\n");
  expect_exact(machine_, machine_.path("claude"), session["id"]);
}

TEST_F(Archived, TakesNoPromptUntilItIsBack) {
  (void)machine_.json({"workspace", "archive", "apple"});
  const core::CommandOutput refused = machine_.orchard({"send", "apple", "[[say hi]]", "--wait"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "orchard: Workspace 'apple' is archived. Bring it back with `orchard workspace "
            "restore apple` first.\n");
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(machine_.orchard({"send", "apple", "[[say hi]]", "--wait"}).out, "hi\n");
}

TEST_F(Archived, KeepsConversationAndFigures) {
  const Arguments work = {"send",
                          "apple",
                          "[[write a.txt one]] [[commit Add a]] [[write b.txt x]]",
                          "--wait",
                          "--permission-mode",
                          "bypassPermissions"};
  ASSERT_EQ(machine_.orchard(work).exit_code, 0);
  const json before = machine_.json({"metrics"});
  EXPECT_EQ(before["workspaces"][0]["commits"], 1);
  const auto expect_same_figures = [&] {
    json now = machine_.json({"metrics"});
    EXPECT_EQ(now["tiles"], before["tiles"]);
    json workspace = now["workspaces"][0];
    workspace["status"] = "active";
    EXPECT_EQ(workspace, before["workspaces"][0]);
  };
  (void)machine_.json({"workspace", "archive", "apple"});
  expect_same_figures();
  (void)machine_.json({"workspace", "restore", "apple"});
  expect_same_figures();
  EXPECT_EQ(machine_.orchard({"workspace", "delete", "apple", "--force"}).exit_code, 0);
  expect_same_figures();
  expect_books_balance(machine_, machine_.path("claude"));
}

TEST_F(Archived, ComesBackWhenItsFolderVanished) {
  ScratchMachine::write(folder_ / "a.txt", "one\n");
  machine_.git(folder_, {"add", "--all"});
  machine_.git(folder_, {"commit", "-q", "-m", "One"});
  fs::remove_all(folder_);
  const core::CommandOutput gone = machine_.orchard({"send", "apple", "[[say hi]]", "--wait"});
  EXPECT_EQ(gone.exit_code, 1);
  EXPECT_EQ(gone.err, "orchard: The folder of workspace 'apple' is gone (" + folder_.string() +
                          "). `orchard workspace restore apple` recreates it from its branch.\n");
  EXPECT_EQ(workspace()["commits"], 1) << "its branch holds it";
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(core::read_file(folder_ / "a.txt").value_or(""), "one\n");
  EXPECT_EQ(workspace()["commits"], 1);
}

TEST_F(Archived, SaysWhatWasLostWithItsFolder) {
  fs::remove_all(folder_);
  EXPECT_NE(machine_.orchard({"doctor"}).out.find(folder_.string() + " is gone"),
            std::string::npos);
  const json archived = machine_.json({"workspace", "archive", "apple"});
  EXPECT_EQ(archived["notes"],
            json::array({"Its folder " + folder_.string() +
                         " was gone already, with whatever was not committed in it."}));
  EXPECT_EQ(machine_.orchard({"workspace", "restore", "apple"}).exit_code, 0);
}

TEST_F(Archived, PromisesNoReturnWhenFolderAndBranchAreGone) {
  const std::string branch = workspace()["branch"];
  machine_.git(repository_, {"worktree", "remove", "--force", folder_.string()});
  machine_.git(repository_, {"branch", "-q", "-D", branch});
  const core::CommandOutput archived = machine_.orchard({"workspace", "archive", "apple"});
  EXPECT_EQ(archived.exit_code, 0);
  EXPECT_EQ(archived.err, "orchard: Its folder " + folder_.string() + " and its branch " + branch +
                              " were gone already; only conversation and figures are left.\n"
                              "Archived apple.\n");
}

TEST_F(Archived, SaysThatIgnoredFilesAreGoneWithTheTrash) {
  make_work();
  (void)machine_.json({"workspace", "archive", "apple"});
  fs::remove_all(machine_.path("orchard/trash"));
  const json restored = machine_.json({"workspace", "restore", "apple"});
  ASSERT_EQ(restored["notes"].size(), 1U);
  EXPECT_EQ(restored["notes"][0],
            "Files that git ignores (build results, local settings) are gone: the trash keeps "
            "them for 30 days.");
  EXPECT_FALSE(fs::exists(folder_ / "cache"));
  EXPECT_EQ(core::read_file(folder_ / "staged.txt").value_or(""), "staged, then changed\n");
}

TEST_F(Archived, IgnoredFilesThatCouldNotBeMovedComeWithTheNextRestore) {
  ScratchMachine::write(folder_ / "cache/big.o", "built\n");
  ScratchMachine::write(folder_ / "sub/cache/small.o", "built too\n");
  (void)machine_.json({"workspace", "archive", "apple"});
  // The branch goes on, with a file where an ignored file's folder belongs.
  machine_.git(repository_, {"switch", "-q", "apple"});
  ScratchMachine::write(repository_ / "sub", "a file\n");
  machine_.git(repository_, {"add", "--all"});
  machine_.git(repository_, {"commit", "-q", "-m", "Sub"});
  machine_.git(repository_, {"switch", "-q", "main"});
  const json restored = machine_.json({"workspace", "restore", "apple"});
  ASSERT_EQ(restored["notes"].size(), 1U) << restored;
  EXPECT_EQ(restored["notes"][0].get<std::string>().find("Some ignored files are not back: "), 0U);
  EXPECT_EQ(core::read_file(folder_ / "cache/big.o").value_or(""), "built\n");
  fs::remove(folder_ / "sub");
  EXPECT_EQ(machine_.json({"workspace", "restore", "apple"})["notes"], json::array());
  EXPECT_EQ(core::read_file(folder_ / "sub/cache/small.o").value_or(""), "built too\n");
  EXPECT_EQ(machine_.orchard({"workspace", "restore", "apple"}).exit_code, 1);
}

TEST_F(Archived, DeletionIsRefusedWithItsReasons) {
  ScratchMachine::write(folder_ / "a.txt", "one\n");
  machine_.git(folder_, {"add", "--all"});
  machine_.git(folder_, {"commit", "-q", "-m", "One"});
  ScratchMachine::write(folder_ / "b.txt", "two\nlines\n");
  const core::CommandOutput refused = machine_.orchard({"workspace", "delete", "apple"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "orchard: Deleting 'apple' would take away uncommitted work +2 \u22120, 1 commit that "
            "is not on its base. Add --force to delete it; for 30 days `orchard workspace "
            "restore` brings it back.\n");
  EXPECT_TRUE(fs::exists(folder_ / "b.txt"));
  EXPECT_EQ(workspace()["status"], "active");
}

TEST_F(Archived, DeletedByForceComesBackWithBranchAndWork) {
  ScratchMachine::write(folder_ / "a.txt", "one\n");
  machine_.git(folder_, {"add", "--all"});
  machine_.git(folder_, {"commit", "-q", "-m", "One"});
  make_work();
  const auto files = files_below(folder_);
  const std::string before = status();
  const std::string head = machine_.git(folder_, {"rev-parse", "HEAD"});
  const json deleted = machine_.json({"workspace", "delete", "apple", "--force"});
  EXPECT_EQ(deleted["status"], "deleted");
  EXPECT_FALSE(fs::exists(folder_));
  EXPECT_EQ(machine_.git(repository_, {"branch", "--format=%(refname:short)"}), "main");
  (void)machine_.json({"workspace", "restore", deleted["id"]});
  EXPECT_EQ(machine_.git(folder_, {"branch", "--show-current"}), "apple");
  EXPECT_EQ(machine_.git(folder_, {"rev-parse", "HEAD"}), head);
  EXPECT_EQ(files_below(folder_), files);
  EXPECT_EQ(status(), before);
}

TEST_F(Archived, DeletionOfWhatHoldsNothingNeedsNoForce) {
  const json deleted = machine_.json({"workspace", "delete", "apple"});
  EXPECT_EQ(deleted["status"], "deleted");
  EXPECT_EQ(machine_.git(repository_, {"branch", "--format=%(refname:short)"}), "main");
  const core::CommandOutput again =
      machine_.orchard({"workspace", "delete", deleted["id"].get<std::string>()});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_EQ(again.err, "orchard: Workspace 'apple' is deleted already.\n");
  EXPECT_EQ(machine_.json({"workspace", "create", "fruit", "--name", "apple"})["branch"], "apple");
}

TEST_F(Archived, DeletionOfARunningAgentIsRefused) {
  const auto sending = machine_.start(
      {"send", "apple", "[[ask sleep 60]]", "--wait", "--permission-mode", "default"});
  const auto asks = [&] { return !machine_.json({"sessions"})[0]["requests"].empty(); };
  ASSERT_TRUE(wait_until(machine_.sessions_folder(), asks));
  const core::CommandOutput refused = machine_.orchard({"workspace", "delete", "apple"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "orchard: Deleting 'apple' would take away what its running agent does. Add --force to "
            "delete "
            "it; for 30 days `orchard workspace restore` brings it back.\n");
  EXPECT_EQ(machine_.orchard({"workspace", "delete", "apple", "--force"}).exit_code, 0);
  EXPECT_EQ(sending->wait().exit_code, 3);
}

}  // namespace
}  // namespace orchard::test
