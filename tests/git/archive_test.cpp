#include "git/archive/archived_work.h"
#include "git/archive/kept_refs.h"
#include "git/worktree/remove_worktree.h"
#include "tests/git/support/archive_fixture.h"

#include <random>

#include <gtest/gtest.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using test::Archive;
using test::kRef;
using test::listing;
using test::ScratchRepository;

TEST_F(Archive, CleanTreeRecordsHead) {
  make_worktree();
  const ArchivedWork kept = archive();
  EXPECT_FALSE(kept.has_work);
  EXPECT_EQ(kept.branch, "work");
  EXPECT_EQ(kept.head.value, repo.line({"rev-parse", "work"}));
  EXPECT_EQ(repo.line({"log", "-1", "--format=%an <%ae>", kRef}), "Orchard <orchard@localhost>");
  const RestoredWorktree back = restore();
  EXPECT_EQ(back.branch, "work");
  EXPECT_EQ(repo.git({"status", "--porcelain"}, tree), "");
}

TEST_F(Archive, StagedUnstagedUntrackedComeBack) {
  repo.write("dir/a.txt", "1\n2\n3\n");
  repo.write("gone.txt", "x\n");
  repo.write("gone2.txt", "x\n");
  repo.write("both.txt", "x\n");
  repo.write("script.sh", "#!/bin/sh\n");
  repo.commit("More");
  make_worktree();
  repo.write("both.txt", "staged\n", tree);
  repo.git({"add", "both.txt"}, tree);
  repo.write("both.txt", "working\n", tree);
  fs::remove(tree / "gone.txt");
  repo.git({"rm", "-q", "gone2.txt"}, tree);
  fs::permissions(tree / "script.sh", fs::perms{0755});
  fs::permissions(tree / "README.md", fs::perms{0600});
  fs::create_symlink("nowhere/at all", tree / "link");
  repo.write("new\nline -é.txt", std::string("a\0b\r\n", 5), tree);
  repo.write("--force", "dash", tree);
  repo.write("wanted.txt", "later\n", tree);
  repo.git({"add", "-N", "wanted.txt"}, tree);
  repo.git({"mv", "dir/a.txt", "dir/b.txt"}, tree);
  expect_round_trip();
}

TEST_F(Archive, EmptyFoldersComeBack) {
  repo.write(".gitignore", "ignored/\n");
  repo.write("src/a.txt", "1\n");
  repo.write("gone/b.txt", "1\n");
  repo.commit("More");
  make_worktree();
  fs::create_directories(tree / "plain");
  fs::create_directories(tree / "src/deep/er");
  fs::create_directories(tree / "ignored/cache");
  fs::permissions(tree / "plain", fs::perms{0750});
  fs::remove(tree / "gone/b.txt");
  const ArchivedWork kept = archive();
  EXPECT_TRUE(kept.has_work);
  restore();
  EXPECT_TRUE(fs::is_directory(tree / "src/deep/er"));
  EXPECT_TRUE(fs::is_directory(tree / "gone"));
  EXPECT_EQ(fs::status(tree / "plain").permissions(), fs::perms{0750});
  EXPECT_FALSE(fs::exists(tree / "ignored")) << "it comes back with the trash";
}

TEST_F(Archive, EmptyFoldersAloneAreNoWork) {
  make_worktree();
  fs::create_directories(tree / "plain");
  EXPECT_FALSE(archive().has_work);
  restore();
  EXPECT_TRUE(fs::is_directory(tree / "plain"));
}

TEST_F(Archive, LineEndsAndFiltersGiveTheSameBytes) {
  repo.git({"config", "filter.rot.clean", "tr a-z b-za"});
  repo.git({"config", "filter.rot.smudge", "tr b-za a-z"});
  repo.write(".gitattributes", "*.txt text eol=crlf\n*.rot filter=rot\n*.id ident\n");
  repo.write("lf.txt", "one\r\ntwo\r\n");
  repo.write("a.rot", "secret\n");
  repo.write("b.id", "$Id$\n");
  repo.commit("Convert");
  make_worktree();
  repo.write("lf.txt", "one\ntwo\n", tree);        // clean for git, other bytes than a checkout
  repo.write("new.txt", "mixed\r\nends\n", tree);  // staged through the filter
  repo.write("new.rot", "more\n", tree);
  repo.git({"add", "-A"}, tree);
  repo.write("a.rot", "changed\n", tree);
  expect_round_trip();
}

TEST_F(Archive, AutomaticLineEnds) {
  make_worktree();
  repo.git({"config", "core.autocrlf", "input"});
  repo.write("dos.txt", "a\r\nb\r\n", tree);
  repo.git({"add", "-A"}, tree);
  expect_round_trip();
}

TEST_F(Archive, ConflictComesBack) {
  repo.write("c.txt", "base\n");
  repo.commit("Base");
  make_worktree();
  repo.write("c.txt", "ours\n", tree);
  repo.commit("Ours", tree);
  repo.write("c.txt", "theirs\n");
  repo.commit("Theirs");
  repo.git({"merge", "main"}, tree, true);
  ASSERT_NE(repo.git({"ls-files", "-u"}, tree), "");
  expect_round_trip();
  repo.write("c.txt", "solved\n", tree);
  repo.git({"add", "-A"}, tree);
  repo.git({"commit", "-qm", "Merge"}, tree);
  EXPECT_EQ(repo.line({"rev-list", "--count", "--merges", "work"}), "1");
}

TEST_F(Archive, AssumeUnchangedEditsAreKept) {
  repo.write("set.txt", "default\n");
  repo.commit("Set");
  make_worktree();
  repo.git({"update-index", "--assume-unchanged", "set.txt"}, tree);
  repo.write("set.txt", "mine\n", tree);
  expect_round_trip();
}

TEST_F(Archive, EmbeddedRepositoryIsKeptWhole) {
  make_worktree();
  fs::create_directories(tree / "inner");
  repo.git({"init", "-q", "-b", "x"}, tree / "inner");
  repo.write("f", "inside\n", tree / "inner");
  const std::string head = repo.commit("Inner", tree / "inner");
  repo.write("g", "untracked\n", tree / "inner");
  expect_round_trip();
  EXPECT_EQ(repo.line({"rev-parse", "HEAD"}, tree / "inner"), head);
  EXPECT_EQ(repo.line({"status", "--porcelain"}, tree / "inner"), "?? g");
}

TEST_F(Archive, SubmoduleIsKeptWithItsCommits) {
  const ScratchRepository other;
  repo.git({"submodule", "add", "-q", other.root().string(), "sub"});
  repo.commit("Sub");
  make_worktree();
  repo.git({"submodule", "update", "--init", "-q"}, tree);
  repo.write("new", "x\n", tree / "sub");
  const std::string head = repo.commit("Inside", tree / "sub");
  expect_round_trip();
  EXPECT_EQ(repo.line({"rev-parse", "HEAD"}, tree / "sub"), head);
}

TEST_F(Archive, SplitIndexAndSparseCheckout) {
  repo.write("in/a", "a\n");
  repo.write("out/b", "b\n");
  repo.commit("Two");
  make_worktree();
  repo.git({"sparse-checkout", "set", "in"}, tree);
  repo.git({"update-index", "--split-index"}, tree);
  repo.write("in/a", "changed\n", tree);
  repo.write("in/new", "new\n", tree);
  repo.git({"add", "in/new"}, tree);
  ASSERT_FALSE(fs::exists(tree / "out"));
  expect_round_trip();
}

TEST_F(Archive, FileAndFolderSwap) {
  repo.write("a", "file\n");
  repo.write("d/x", "x\n");
  repo.commit("Swap");
  make_worktree();
  fs::remove(tree / "a");
  repo.write("a/b", "now a folder\n", tree);
  fs::remove_all(tree / "d");
  repo.write("d", "now a file\n", tree);
  expect_round_trip();
}

TEST_F(Archive, CommitsThatWereResetAwayStayInTheReflog) {
  make_worktree();
  const std::string away = repo.commit("Reset away", tree);
  repo.git({"reset", "-q", "--hard", "HEAD~1"}, tree);
  const std::string pinned = repo.commit("Pinned", tree);
  repo.git({"update-ref", "refs/worktree/pin", pinned}, tree);
  repo.git({"reset", "-q", "--hard", "HEAD~1"}, tree);
  archive();
  repo.git({"reflog", "expire", "--expire=now", "--all"});
  repo.git({"gc", "--quiet", "--prune=now"});
  restore();
  EXPECT_EQ(repo.line({"cat-file", "-t", away}, tree), "commit");
  EXPECT_EQ(repo.line({"rev-parse", "HEAD@{3}"}, tree), away);
  EXPECT_EQ(repo.line({"rev-parse", "refs/worktree/pin"}, tree), pinned);
}

TEST_F(Archive, DetachedHead) {
  make_worktree();
  repo.git({"checkout", "-q", "--detach"}, tree);
  repo.commit("Loose", tree);
  repo.write("u", "u", tree);
  expect_round_trip();
}

TEST_F(Archive, UnbornBranch) {
  make_worktree();
  repo.git({"checkout", "-q", "--orphan", "fresh"}, tree);
  repo.write("n", "n", tree);
  expect_round_trip();
}

TEST_F(Archive, HooksAndIndexStayUntouched) {
  make_worktree();
  for (const char* hook : {"pre-commit", "reference-transaction", "post-checkout"}) {
    const std::string path = ".git/hooks/" + std::string(hook);
    repo.write(path, "#!/bin/sh\necho ran >> \"" + (repo.outside() / "ran").string() + "\"\n");
    fs::permissions(repo.root() / path, fs::perms{0755});
  }
  const fs::path index = repo.root() / ".git/worktrees/wörk tree/index";
  repo.write("README.md", "changed\n", tree);
  const std::string before = ScratchRepository::read(index);
  ASSERT_TRUE(capture_work(tree, kRef, {"Me", "me@example.com"}));
  EXPECT_EQ(ScratchRepository::read(index), before);
  EXPECT_FALSE(fs::exists(repo.outside() / "ran"));
  EXPECT_EQ(repo.line({"log", "-1", "--format=%an <%ae>", kRef}), "Me <me@example.com>");
}

TEST_F(Archive, WholeRepositoryIsRefused) {
  EXPECT_EQ(capture_work(repo.root(), kRef, {}).error().code, core::ErrorCode::invalid_argument);
  EXPECT_EQ(capture_work(repo.outside() / "none", kRef, {}).error().code,
            core::ErrorCode::not_found);
}

TEST_F(Archive, KeptRefsMoveAndGo) {
  make_worktree();
  archive();
  const std::string deleted = "refs/orchard/deleted/w1";
  ASSERT_TRUE(move_kept_ref(repo.root(), kRef, deleted));
  EXPECT_EQ(move_kept_ref(repo.root(), kRef, deleted).error().code, core::ErrorCode::not_found);
  const auto refs = list_kept_refs(repo.root(), "refs/orchard/deleted/");
  ASSERT_EQ(refs->size(), 1U);
  EXPECT_EQ(refs->front().ref, deleted);
  EXPECT_GT(refs->front().kept_at.time_since_epoch().count(), 0);
  ASSERT_TRUE(drop_kept_ref(repo.root(), deleted));
  ASSERT_TRUE(drop_kept_ref(repo.root(), deleted));
  EXPECT_FALSE(drop_kept_ref(repo.root(), "refs/heads/main"));
}

/// Random edits as an agent makes them.
void edit_at_random(const ScratchRepository& repo, const fs::path& tree, std::mt19937& random) {
  const auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
  const auto name = [&] { return "d" + std::to_string(pick(3)) + "/f" + std::to_string(pick(6)); };
  const unsigned edits = 3 + pick(10);
  for (unsigned i = 0; i < edits; ++i) {
    const std::string path = name();
    const fs::path full = tree / path;
    const bool exists = fs::exists(fs::symlink_status(full));
    switch (pick(8)) {
      case 0:
      case 1:
        if (!fs::is_symlink(full)) repo.write(path, std::to_string(random()) + "\n", tree);
        break;
      case 2:
        fs::remove(full);
        break;
      case 3:
        if (exists && !fs::is_symlink(full)) {
          fs::permissions(full, fs::perms{pick(2) == 0 ? 0755U : 0640U});
        }
        break;
      case 4:
        fs::remove(full);
        fs::create_directories(full.parent_path());
        fs::create_symlink("../" + name(), full);
        break;
      case 5:
        repo.git({"add", "-A", "--", "d" + std::to_string(pick(3))}, tree, true);
        break;
      case 6:
        repo.git({"mv", path, "moved" + std::to_string(i)}, tree, true);
        break;
      default:
        repo.git({"rm", "-q", "--cached", path}, tree, true);
        break;
    }
  }
}

TEST_F(Archive, RandomWorkRoundTrips) {
  for (int d = 0; d < 3; ++d) {
    for (int f = 0; f < 5; ++f) {
      repo.write("d" + std::to_string(d) + "/f" + std::to_string(f), std::to_string(d * f) + "\n");
    }
  }
  repo.commit("Files");
  for (unsigned seed = 1; seed <= 70; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    tree = repo.outside() / ("t" + std::to_string(seed));
    make_worktree("w" + std::to_string(seed));
    edit_at_random(repo, tree, random);
    const auto before = listing(repo, tree);
    ASSERT_TRUE(capture_work(tree, kRef, {}));
    ASSERT_TRUE(remove_worktree({repo.root(), tree, trash}));
    restore();
    ASSERT_EQ(listing(repo, tree), before);
    ASSERT_TRUE(remove_worktree({repo.root(), tree, trash}));
  }
}

}  // namespace
}  // namespace orchard::git
