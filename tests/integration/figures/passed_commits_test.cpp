#include "tests/integration/support/scene.h"

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using test::Scene;

/// Commits that were made and went their way before anybody looked.
struct Case {
  const char* name;
  std::function<void(Scene&)> act;
  // What the dashboard says after a look.
  std::int64_t commits = 0;
  std::int64_t added = 0;
  std::int64_t by_agents = 0;
  // Where the leaderboard and the card of "a" count them.
  std::int64_t led_by_a = 0;
  std::int64_t on_card_a = 0;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.name;
}

const std::vector<Case> kCases{
    {"LandedByFastForward",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("a", "g", 2);
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
     },
     2, 5, 0, 2, 0},
    {"LandedByMerge",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.git("main", {"merge", "-q", "--no-ff", "-m", "Merge", s.head("a")});
     },
     1, 3, 0, 1, 0},
    {"LandedByItsAgent",
     [](Scene& s) {
       s.turn_begins("a");
       s.commit("a", "f", 3);
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
       s.pass(5);
       s.turn_ends("a");
     },
     1, 3, 1, 1, 0},
    {"Pushed",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.git("a", {"update-ref", "refs/remotes/origin/main", "HEAD"});
     },
     1, 3, 0, 1, 0},
    {"LandedThenMore",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
       s.commit("a", "g", 2);
     },
     2, 5, 0, 2, 1},
    {"AmendedThenLanded",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.git("a", {"commit", "-q", "--amend", "-m", "Better"});
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
     },
     1, 3, 0, 1, 0},
    {"RebasedThenLanded",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.commit("main", "theirs", 10);
       s.git("a", {"rebase", "-q", "main"});
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
     },
     1, 3, 0, 1, 0},
    {"LandedWithForgedDates",
     [](Scene& s) {
       s.write("a", "f", "1\n2\n");
       s.git("a", {"add", "f"});
       ::setenv("GIT_COMMITTER_DATE", "2019-01-01T00:00:00Z", 1);
       s.git("a", {"commit", "-qm", "Long ago"});
       s.git("main", {"merge", "-q", "--ff-only", s.head("a")});
     },
     1, 2, 0, 1, 0},
    {"LeftOnASideBranch",
     [](Scene& s) {
       const std::string branch = s.branch_of("a");
       s.git("a", {"checkout", "-q", "-b", "side"});
       s.commit("a", "f", 3);
       s.git("a", {"checkout", "-q", branch});
     },
     1, 3, 0, 1, 0},
    {"AmendedWithABackup",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.git("a", {"branch", "backup"});
       s.git("a", {"commit", "-q", "--amend", "-m", "Better"});
     },
     1, 3, 0, 1, 1},
    {"ThrownAway",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.git("a", {"reset", "-q", "--hard", "main"});
     },
     0, 0, 0, 0, 0},
    {"OfTheBaseCaughtUpWith",
     [](Scene& s) {
       s.commit("main", "theirs", 10);
       s.git("a", {"merge", "-q", "--ff-only", "main"});
     },
     0, 0, 0, 0, 0},
    {"OfTheBasePicked",
     [](Scene& s) {
       const std::string theirs = s.commit("main", "theirs", 10);
       s.git("a", {"cherry-pick", "--ff", theirs});
     },
     0, 0, 0, 0, 0},
    {"OfAWorkspaceWithoutFolder",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.lose_folder("a");
     },
     1, 3, 0, 1, 1},
    {"OfAWorkspaceWithoutFolderThatIsArchived",
     [](Scene& s) {
       s.commit("a", "f", 3);
       s.lose_folder("a");
       s.archive("a");
     },
     1, 3, 0, 1, 1},
};

class PassedCommits : public testing::TestWithParam<Case> {};

TEST_P(PassedCommits, AreCountedOnce) {
  const Case& expected = GetParam();
  Scene scene;
  expected.act(scene);
  for (const char* when : {"first", "second"}) {
    scene.look();
    const metrics::Tiles tiles = scene.tiles();
    EXPECT_EQ(tiles.commits_today, expected.commits) << when;
    EXPECT_EQ(tiles.additions_7d, expected.added) << when;
    EXPECT_EQ(tiles.commits_today_by_agents, expected.by_agents) << when;
    EXPECT_EQ(scene.led("a"), expected.led_by_a) << when;
    EXPECT_EQ(scene.on_card("a"), expected.on_card_a) << when;
    EXPECT_EQ(scene.led("b"), 0) << when;
  }
}

INSTANTIATE_TEST_SUITE_P(Git, PassedCommits, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace orchard::app
