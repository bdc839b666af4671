#include "git/worktree/made_commits.h"

#include "tests/support/scratch_repository.h"

#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace orchard::git {
namespace {

using core::CommitOid;
using testing::ElementsAre;
using testing::IsEmpty;

core::Timestamp at(std::int64_t seconds) {
  return core::Timestamp{std::chrono::seconds{seconds}};
}

std::string line(const std::string& from, const std::string& to, std::int64_t seconds,
                 const std::string& message) {
  return fmt::format("{} {} A B <a b@example.com> {} +0100\t{}\n", from, to, seconds, message);
}

TEST(HeadLog, TellsWhatWasMade) {
  const std::string log =
      line("0", "base", 10, "") + line("base", "a", 20, "commit: One: two") +
      line("a", "b", 30, "commit (amend): Two") + line("b", "c", 40, "cherry-pick: Three") +
      line("c", "main", 50, "rebase (start): checkout main") +
      line("main", "d", 60, "rebase (pick): Three") +
      line("d", "d", 60, "rebase (finish): returning to refs/heads/x") +
      line("d", "e", 70, "pull --rebase (squash): Three") + line("e", "f", 80, "revert: Three") +
      line("f", "g", 90, "am: Mailed") + line("g", "h", 95, "commit (merge): Merge it");
  EXPECT_THAT(parse_head_log(log, {CommitOid("base"), at(15)}).commits,
              ElementsAre(CommitOid("a"), CommitOid("b"), CommitOid("c"), CommitOid("d"),
                          CommitOid("e"), CommitOid("f"), CommitOid("g"), CommitOid("h")));
}

TEST(HeadLog, LeavesOutWhatCameFromElsewhere) {
  const std::string log =
      line("base", "a", 20, "merge main: Fast-forward") + line("a", "b", 30, "pull: Fast-forward") +
      line("b", "c", 40, "reset: moving to main") +
      line("c", "d", 50, "cherry-pick: fast-forward") + line("d", "e", 60, "clone: from x");
  EXPECT_THAT(parse_head_log(log, {CommitOid("base"), at(0)}).commits, IsEmpty());
}

TEST(HeadLog, IsReadFromTheLastLookOn) {
  const std::string log = line("0", "a", 10, "commit: One") + line("a", "b", 20, "commit: Two") +
                          line("b", "c", 30, "commit: Three");
  EXPECT_THAT(parse_head_log(log, {CommitOid("b"), at(100)}).commits, ElementsAre(CommitOid("c")));
  EXPECT_THAT(parse_head_log(log, {CommitOid("c"), at(20)}).commits,
              ElementsAre(CommitOid("b"), CommitOid("c")));
  EXPECT_THAT(parse_head_log(log, {CommitOid("gone"), at(100)}).commits, IsEmpty());
}

TEST(HeadLog, NamesTheBranchesThatWereVisited) {
  const std::string log = line("a", "a", 20, "checkout: moving from mine to t/side") +
                          line("a", "b", 30, "commit: Aside") +
                          line("b", "a", 40, "checkout: moving from t/side to mine");
  const MadeCommits made = parse_head_log(log, {CommitOid("x"), at(0)});
  EXPECT_THAT(made.branches, ElementsAre("mine", "t/side"));
  EXPECT_THAT(made.commits, ElementsAre(CommitOid("b")));
}

TEST(HeadLog, MayHoldAnything) {
  for (const std::string log :
       {"", "\n\n", "a", "a b", "\t", "a b\tcommit: x", "a b c <d> e +0000\tcommit: x",
        "a b c <d> 99999999999999999999 +0000\tcommit: x", "\xff\xfe\t\x00"})
    EXPECT_THAT(parse_head_log(log, {CommitOid("a"), at(0)}).commits, IsEmpty()) << log;
}

TEST(HeadLog, IsThatOfTheWorktree) {
  test::ScratchRepository repository;
  const auto since = MadeSince{CommitOid(repository.line({"rev-parse", "HEAD"})), at(0)};
  const std::string path = (repository.outside() / "tree").string();
  repository.git({"worktree", "add", "-q", "-b", "side", path});
  repository.write("f", "text\n", path);
  const std::string made = repository.commit("Made here", path);
  const auto found = find_made_commits(path, since);
  ASSERT_TRUE(found) << found.error().describe();
  EXPECT_THAT(found->commits, ElementsAre(CommitOid(made)));
  EXPECT_FALSE(find_made_commits(repository.outside() / "nowhere", since));
}

}  // namespace
}  // namespace orchard::git
