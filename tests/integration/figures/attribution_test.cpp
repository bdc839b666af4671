#include "core/process/run.h"
#include "metrics/query/tiles.h"
#include "tests/integration/support/scene.h"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using test::Scene;

struct Case {
  const char* name;
  std::function<void(Scene&)> act;
  // What the dashboard says after all of it and a last look.
  std::int64_t commits = 0;
  std::int64_t added = 0;
  std::int64_t deleted = 0;
  std::int64_t by_agents = 0;
  // Where the leaderboard and the cards count them.
  std::int64_t led_by_a = 0;
  std::int64_t on_card_a = 0;
  std::int64_t led_by_b = 0;
  std::int64_t on_card_b = 0;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.name;
}

const std::vector<Case> kCases{
    {"Amended",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.write("a", "f", "1\n2\n3\n4\n5\n");
       s.git("a", {"commit", "-qa", "--amend", "-m", "Better"});
     },
     1, 5, 0, 0, 1, 1, 0, 0},
    {"Rebased",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("a", "g", 2);
       s.look();
       s.commit("main", "theirs", 10);
       s.git("a", {"rebase", "-q", "main"});
     },
     2, 5, 0, 0, 2, 2, 0, 0},
    {"Squashed",
     [](Scene& s) {
       for (const char* file : {"f", "g", "h"}) s.commit("a", file, 2);
       s.look();
       s.git("a", {"reset", "-q", "--soft", "main"});
       s.git("a", {"commit", "-qm", "All of it"});
     },
     1, 6, 0, 0, 1, 1, 0, 0},
    {"RolledBack",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("a", "g", 2);
       s.look();
       s.git("a", {"reset", "-q", "--hard", "HEAD~1"});
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"CherryPickedIsACommitOfItsOwn",
     [](Scene& s) {
       const std::string picked = s.commit("a", "f", 3);
       s.look();
       s.git("b", {"cherry-pick", picked});
     },
     2, 6, 0, 0, 1, 1, 1, 1},
    {"ForkedSharesItsCommits",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("b", {"merge", "-q", "--ff-only", s.head("a")});
       s.look();
       s.commit("b", "g", 2);
     },
     2, 5, 0, 0, 1, 1, 1, 2},
    {"MergeOfMainBringsNothing",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("main", "theirs", 10);
       s.git("a", {"merge", "-q", "-m", "Merge", "main"});
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"MergeOfFetchedMainBringsNothing",
     [](Scene& s) {
       s.commit("main", "theirs", 10);
       s.git("main", {"update-ref", "refs/remotes/origin/main", "HEAD"});
       s.git("main", {"reset", "-q", "--hard", "HEAD~1"});
       s.commit("a", "f", 3);
       s.git("a", {"merge", "-q", "-m", "Merge", "origin/main"});
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"MergeOfAnotherWorkspaceBringsNothing",
     [](Scene& s) {
       s.commit("b", "g", 4);
       s.look();
       s.commit("a", "f", 3);
       s.git("a", {"merge", "-q", "-m", "Merge", s.head("b")});
     },
     2, 7, 0, 0, 1, 2, 1, 1},
    {"LandedByFastForward",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
       s.look();
       s.commit("a", "g", 2);
     },
     2, 5, 0, 0, 2, 1, 0, 0},
    {"LandedByMergeThenCaughtUp",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("a", "g", 2);
       s.look();
       s.git("main", {"merge", "-q", "--no-ff", "-m", "Merge", s.head("a")});
       s.git("a", {"merge", "-q", "--ff-only", "main"});
     },
     2, 5, 0, 0, 2, 0, 0, 0},
    {"SquashMergedThenReset",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("a", "g", 2);
       s.look();
       s.git("main", {"merge", "-q", "--squash", s.head("a")});
       s.git("main", {"commit", "-qm", "Land it"});
       s.commit("main", "theirs", 10);
       s.git("a", {"reset", "-q", "--hard", "main"});
       s.look();
       s.commit("a", "h", 1);
     },
     3, 6, 0, 0, 3, 1, 0, 0},
    {"ThrownAwayByResetToTheBase",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.commit("main", "theirs", 10);
       s.git("a", {"reset", "-q", "--hard", "main"});
     },
     0, 0, 0, 0, 0, 0, 0, 0},
    {"LandedInPartThenRebased",
     [](Scene& s) {
       const std::string first = s.commit("a", "f", 3);
       s.commit("a", "g", 2);
       s.look();
       s.commit("main", "theirs", 10);
       s.git("main", {"merge", "-q", "-m", "Merge", first});
       s.git("a", {"rebase", "-q", "main"});
     },
     2, 5, 0, 0, 2, 1, 0, 0},
    {"ByAgentAndByUser",
     [](Scene& s) {
       s.turn_begins("a");
       s.commit("a", "agents", 3);
       s.pass(20);
       s.turn_ends("a");
       s.pass(20);
       s.commit("a", "users", 1);
       s.commit("b", "elsewhere", 1);
     },
     3, 5, 0, 1, 2, 2, 1, 1},
    {"AfterTheLastTurn",
     [](Scene& s) {
       s.turn_begins("a");
       s.turn_ends("a");
       s.look();
       s.pass(3600);
       s.commit("a", "late", 2);
     },
     1, 2, 0, 0, 1, 1, 0, 0},
    {"OnADetachedHead",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("a", {"checkout", "-q", "--detach", "HEAD~1"});
       s.look();
       s.commit("a", "g", 2);
     },
     2, 5, 0, 0, 2, 1, 0, 0},
    {"BackFromADetachedHead",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       const std::string branch = s.branch_of("a");
       s.git("a", {"checkout", "-q", "--detach", "HEAD~1"});
       s.look();
       s.git("a", {"checkout", "-q", branch});
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"OnASecondBranch",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("a", {"checkout", "-q", "-b", "second", "main"});
       s.commit("a", "g", 2);
     },
     2, 5, 0, 0, 2, 1, 0, 0},
    {"BranchRenamed",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("a", {"branch", "-m", "better"});
       s.look();
       EXPECT_EQ(s.branch_of("a"), "better");
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"BranchDeleted",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("a", {"update-ref", "-d", "refs/heads/" + s.branch_of("a")});
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"Archived",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.write("a", "never committed", "x\n");
       s.archive("a");
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"Restored",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.archive("a");
       s.restore("a");
       s.commit("a", "g", 2);
     },
     2, 5, 0, 0, 2, 2, 0, 0},
    {"Deleted",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.remove("a");
     },
     1, 3, 0, 0, 1, 1, 0, 0},
    {"DatedInTheFuture",
     [](Scene& s) {
       s.dated("2031-01-01T00:00:00Z");
       s.write("a", "f", "1\n2\n");
       s.git("a", {"add", "f"});
       s.git("a", {"commit", "-qm", "Ahead of time"});
     },
     1, 2, 0, 0, 1, 1, 0, 0},
    {"DatedInThePast",
     [](Scene& s) {
       s.dated("2019-01-01T00:00:00Z");
       s.write("a", "f", "1\n2\n");
       s.git("a", {"add", "f"});
       s.git("a", {"commit", "-qm", "Long ago"});
     },
     0, 0, 0, 0, 1, 1, 0, 0},
    {"Binary",
     [](Scene& s) {
       s.write("a", "bin", std::string("a\0b\nc\n", 6));
       s.git("a", {"add", "bin"});
       s.git("a", {"commit", "-qm", "Binary"});
     },
     1, 0, 0, 0, 1, 1, 0, 0},
    {"Renamed",
     [](Scene& s) {
       s.commit("a", "f", 30);
       s.git("a", {"mv", "f", "g"});
       s.pass(5);
       s.git("a", {"commit", "-qm", "Rename"});
     },
     2, 30, 0, 0, 2, 2, 0, 0},
    {"Empty",
     [](Scene& s) {
       s.git("a", {"commit", "-q", "--allow-empty", "-m", "Nothing"});
     },
     1, 0, 0, 0, 1, 1, 0, 0},
    {"RootCommit",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.look();
       s.git("a", {"checkout", "-q", "--orphan", "fresh"});
       s.pass(5);
       s.git("a", {"commit", "-qm", "Another root"});
     },
     // README.md has one line.
     2, 7, 0, 0, 2, 1, 0, 0},
};

class Attribution : public testing::TestWithParam<Case> {};

TEST_P(Attribution, CountsEachCommitOnceWhereItWasMade) {
  const Case& expected = GetParam();
  Scene scene;
  expected.act(scene);
  scene.look();
  const metrics::Tiles tiles = scene.tiles();
  EXPECT_EQ(tiles.commits_today, expected.commits);
  EXPECT_EQ(tiles.additions_7d, expected.added);
  EXPECT_EQ(tiles.deletions_7d, expected.deleted);
  EXPECT_EQ(tiles.commits_today_by_agents, expected.by_agents);
  EXPECT_EQ(scene.led("a"), expected.led_by_a);
  EXPECT_EQ(scene.on_card("a"), expected.on_card_a);
  EXPECT_EQ(scene.led("b"), expected.led_by_b);
  EXPECT_EQ(scene.on_card("b"), expected.on_card_b);
  scene.look();
  EXPECT_EQ(scene.tiles().commits_today, expected.commits) << "looking again changes nothing";
}

INSTANTIATE_TEST_SUITE_P(Git, Attribution, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(AttributionAtScale, FollowsABranchOfTenThousandCommits) {
  constexpr int kCommits = 10'000;
  Scene scene;
  std::string stream;
  for (int i = 1; i <= kCommits; ++i) {
    const std::string text = std::to_string(i) + "\n";
    stream += "commit refs/heads/long\ncommitter T <t@example.com> 1795176000 +0000\ndata 1\nx\n";
    if (i == 1) stream += "from refs/heads/main\n";
    stream += "M 644 inline f\ndata " + std::to_string(text.size()) + "\n" + text + "\n";
  }
  const std::string root = scene.git("main", {"rev-parse", "--show-toplevel"});
  core::Command import;
  import.program = "git";
  import.arguments = {"-C", root.substr(0, root.find('\n')), "fast-import", "--quiet"};
  import.input = stream;
  ASSERT_TRUE(core::run_command(import)->ok());
  scene.git("a", {"reset", "-q", "--hard", "long"});
  scene.look();
  EXPECT_EQ(scene.on_card("a"), kCommits);
  EXPECT_EQ(scene.led("a"), kCommits);
  scene.commit("a", "g", 1);
  scene.look();
  EXPECT_EQ(scene.on_card("a"), kCommits + 1);
  scene.git("a", {"reset", "-q", "--hard", "HEAD~5000"});
  scene.look();
  EXPECT_EQ(scene.on_card("a"), kCommits + 1 - 5000);
  EXPECT_EQ(scene.led("a"), kCommits + 1 - 5000);
}

}  // namespace
}  // namespace orchard::app
