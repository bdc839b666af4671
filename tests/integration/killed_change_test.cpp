#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"
#include "tests/support/sanitizer.h"

#include <csignal>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

/// From one step that is killed to the next.
constexpr int kStride = kHasSanitizer ? 5 : 1;

/// Archiving, restoring and deleting, killed before every step that changes something.
class KilledChange : public testing::Test {
 protected:
  KilledChange() {
    ScratchMachine::write(folder_ / "committed.txt", "committed\n");
    machine_.git(folder_, {"add", "--all"});
    machine_.git(folder_, {"commit", "-q", "-m", "Work"});
    make_work(machine_, folder_);
    before_ = tree_state(machine_, folder_);
  }

  /// Killed by a signal, or ended before its `step`-th step.
  core::CommandOutput kill_at(int step, const Arguments& command) {
    machine_.set("LD_PRELOAD", ORCHARD_STEP_KILLER);
    machine_.set("ASAN_OPTIONS", "verify_asan_link_order=0");
    machine_.set("ORCHARD_TEST_KILL_AT", std::to_string(step));
    core::CommandOutput output = machine_.orchard(command);
    for (const char* name : {"LD_PRELOAD", "ASAN_OPTIONS", "ORCHARD_TEST_KILL_AT"})
      machine_.set(name, std::nullopt);
    return output;
  }

  /// Brings the workspace back from wherever it is.
  void expect_nothing_lost(int step) {
    SCOPED_TRACE("step " + std::to_string(step));
    const core::CommandOutput back = machine_.orchard({"workspace", "restore", id_});
    if (back.exit_code != 0) {
      EXPECT_EQ(back.err, "orchard: Workspace 'apple' is active; there is nothing to restore.\n");
    }
    ASSERT_TRUE(std::filesystem::exists(folder_));
    ASSERT_EQ(tree_state(machine_, folder_), before_);
    ASSERT_EQ(machine_.git(repository_, {"branch", "--format=%(refname:short)"}), "apple\nmain");
  }

  ScratchMachine machine_;
  std::filesystem::path repository_ = add_repository_with_files(machine_);
  std::filesystem::path folder_ = machine_.create_workspace("apple");
  std::string id_ = machine_.json({"workspace", "show", "apple"})["id"];
  std::map<std::string, std::string> before_;
};

TEST_F(KilledChange, ArchiveLosesNothing) {
  int step = 1;
  for (bool again = false;; step += kStride, again = !again) {
    const core::CommandOutput output = kill_at(step, {"workspace", "archive", id_});
    // A person asks again, or wants it back at once.
    if (again) (void)machine_.orchard({"workspace", "archive", id_});
    expect_nothing_lost(step);
    EXPECT_TRUE(output.signal || output.ok()) << output.err;
    if (!output.signal || HasFatalFailure()) break;
  }
  EXPECT_GT(step, 20);
}

TEST_F(KilledChange, ArchiveLetsNoFolderMadeByHandTakeThePlaceOfItsWork) {
  const std::string work = machine_.git(folder_, {"hash-object", "keep.txt"});
  for (int step = 1; std::filesystem::exists(folder_); ++step)
    (void)kill_at(step, {"workspace", "archive", id_});
  ASSERT_EQ(machine_.json({"workspace", "show", id_})["status"], "active") << "killed in between";
  machine_.git(repository_, {"worktree", "prune"});
  machine_.git(repository_, {"worktree", "add", "-q", folder_.string(), "apple"});
  const nlohmann::json archived = machine_.json({"workspace", "archive", id_});
  const std::string aside =
      machine_.git(repository_, {"for-each-ref", "--format=%(refname)", "refs/orchard/kept/"});
  EXPECT_EQ(archived["notes"][0],
            "Work that an interrupted archiving had kept lies under " + aside + " now.");
  EXPECT_NE(machine_.git(repository_, {"ls-tree", "-r", aside}).find(work), std::string::npos);
}

TEST_F(KilledChange, RestoreIsTakenUpAgain) {
  int step = 1;
  for (bool twice = false;; step += kStride, twice = !twice) {
    (void)machine_.json({"workspace", "archive", id_});
    const core::CommandOutput output = kill_at(step, {"workspace", "restore", id_});
    if (!output.ok() && twice) (void)kill_at(step / 2, {"workspace", "restore", id_});
    expect_nothing_lost(step);
    EXPECT_TRUE(output.signal || output.ok()) << output.err;
    if (!output.signal || HasFatalFailure()) break;
  }
  EXPECT_GT(step, 20);
}

TEST_F(KilledChange, DeletionCanBeTakenBack) {
  int step = 1;
  for (bool again = false;; step += kStride, again = !again) {
    const core::CommandOutput output = kill_at(step, {"workspace", "delete", id_, "--force"});
    if (again) (void)machine_.orchard({"workspace", "delete", id_, "--force"});
    expect_nothing_lost(step);
    EXPECT_TRUE(output.signal || output.ok()) << output.err;
    if (!output.signal || HasFatalFailure()) break;
  }
  EXPECT_GT(step, 20);
}

}  // namespace
}  // namespace orchard::test
