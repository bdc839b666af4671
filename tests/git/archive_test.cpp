#include "git/archive/archived_work.h"
#include "git/archive/kept_refs.h"
#include "git/archive/restore_mark.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/create_worktree.h"
#include "git/worktree/remove_worktree.h"
#include "tests/support/scratch_repository.h"

#include <map>
#include <random>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using test::ScratchRepository;

constexpr const char* kRef = "refs/orchard/archive/w1";

/// All that must be the same after a restore.
std::map<std::string, std::string> listing(const ScratchRepository& repo, const fs::path& tree) {
  std::map<std::string, std::string> all;
  all["\nindex"] = repo.git({"ls-files", "-s", "-z"}, tree);
  all["\nflags"] = repo.git({"ls-files", "-v", "-z"}, tree);
  all["\nstatus"] = repo.git({"--no-optional-locks", "status", "--porcelain=v2", "-z", "--branch",
                              "--untracked-files=all"},
                             tree);
  for (auto it = fs::recursive_directory_iterator(tree); it != fs::recursive_directory_iterator();
       ++it) {
    const std::string name = it->path().lexically_relative(tree).string();
    if (name == ".git") continue;
    struct stat info {};
    ::lstat(it->path().c_str(), &info);
    if (S_ISDIR(info.st_mode)) continue;
    all[name] = std::to_string(info.st_mode) + ":" +
                (S_ISLNK(info.st_mode) ? fs::read_symlink(it->path()).string()
                                       : ScratchRepository::read(it->path()));
  }
  return all;
}

class Archive : public testing::Test {
 protected:
  void make_worktree(const std::string& branch = "work") {
    const auto made = create_worktree({repo.root(), tree, branch, "main"});
    ASSERT_TRUE(made) << made.error().describe();
  }
  ArchivedWork archive() {
    const auto before = listing(repo, tree);
    const auto kept = capture_work(tree, kRef, {});
    EXPECT_TRUE(kept) << kept.error().describe();
    EXPECT_EQ(listing(repo, tree), before);  // capturing changes nothing
    const auto removed = remove_worktree({repo.root(), tree, trash});
    EXPECT_TRUE(removed) << removed.error().describe();
    if (removed) trash_entry = removed->trash_entry;
    EXPECT_FALSE(fs::exists(tree));
    return kept.value_or(ArchivedWork{});
  }
  RestoredWorktree restore(bool recreate = true) {
    auto back = restore_work({repo.root(), tree, kRef, "", recreate, "", trash});
    EXPECT_TRUE(back) << back.error().describe();
    return back.value_or(RestoredWorktree{});
  }
  void expect_round_trip() {
    const auto before = listing(repo, tree);
    archive();
    repo.git({"gc", "--quiet", "--prune=now"});  // nothing kept may hang on unreachable objects
    restore();
    EXPECT_EQ(listing(repo, tree), before);
  }

  ScratchRepository repo;
  fs::path tree = repo.outside() / "trees" / "wörk tree";
  fs::path trash = repo.outside() / "trash";
  fs::path trash_entry;
};

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

TEST_F(Archive, IgnoredFilesComeBackFromTrash) {
  repo.write(".gitignore", "*.log\nbuild/\n");
  repo.commit("Ignore");
  make_worktree();
  repo.write("a.log", "log", tree);
  repo.write("build/x/y", "object", tree);
  const auto before = listing(repo, tree);
  archive();
  restore();
  EXPECT_FALSE(fs::exists(tree / "a.log"));
  const auto moved = restore_ignored_from_trash(trash_entry, tree);
  ASSERT_TRUE(moved) << moved.error().describe();
  EXPECT_EQ(moved->moved, 2);
  EXPECT_EQ(listing(repo, tree), before);
}

TEST_F(Archive, IgnoredFilesGoOnAfterOneThatCannotBeMoved) {
  repo.write(".gitignore", "*.log\nbuild/\n");
  repo.commit("Ignore");
  make_worktree();
  for (const char* name : {"a.log", "b.log", "build/x/y", "build/z", "c.log"})
    repo.write(name, name, tree);
  const auto before = listing(repo, tree);
  archive();
  restore();
  // A folder stands where a file belongs, and a file where a folder belongs.
  repo.write("build/z", "another", tree);
  repo.write("build/x", "no folder", tree);
  fs::remove_all(tree / "a.log");
  fs::create_directories(tree / "a.log/full");
  auto ignored = restore_ignored_from_trash(trash_entry, tree);
  ASSERT_TRUE(ignored) << ignored.error().describe();
  EXPECT_EQ(ignored->moved, 2);
  EXPECT_EQ(ignored->in_the_way, (std::vector<std::string>{"a.log", "build/x", "build/z"}));
  EXPECT_EQ(ScratchRepository::read(tree / "build/z"), "another");
  EXPECT_EQ(ScratchRepository::read(tree / "c.log"), "c.log");
  fs::remove_all(tree / "a.log");
  fs::remove_all(tree / "build");
  ignored = restore_ignored_from_trash(trash_entry, tree);
  ASSERT_TRUE(ignored);
  EXPECT_EQ(listing(repo, tree), before);
  EXPECT_TRUE(ignored->in_the_way.empty());
}

TEST_F(Archive, IgnoredFilesThatCannotBeMovedAreNamed) {
  repo.write(".gitignore", "*.log\n");
  repo.commit("Ignore");
  make_worktree();
  repo.write("in/a.log", "a", tree);
  repo.write("b.log", "b", tree);
  archive();
  restore();
  repo.write("in", "a file where a folder belongs", tree);
  const auto ignored = restore_ignored_from_trash(trash_entry, tree);
  ASSERT_TRUE(ignored);
  EXPECT_EQ(ignored->moved, 1);
  EXPECT_EQ(ignored->failed.size(), 1U);
  EXPECT_EQ(ScratchRepository::read(tree / "b.log"), "b");
  EXPECT_EQ(ScratchRepository::read(trash_entry / "tree/in/a.log"), "a");
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

TEST_F(Archive, DeletedBranchIsRecreatedOnlyWhenOurs) {
  make_worktree();
  const std::string head = repo.commit("Mine", tree);
  repo.write("u", "u", tree);
  archive();
  repo.git({"branch", "-q", "-D", "work"});
  RestoredWorktree back = restore(false);
  EXPECT_EQ(back.branch, "");
  EXPECT_EQ(back.notes.size(), 1U);
  EXPECT_EQ(repo.line({"rev-parse", "HEAD"}, tree), head);
  ASSERT_TRUE(finish_restore(tree));
  ASSERT_TRUE(remove_worktree({repo.root(), tree, trash}));
  back = restore(true);
  EXPECT_EQ(back.branch, "work");
  EXPECT_EQ(repo.line({"rev-parse", "work"}), head);
  EXPECT_EQ(ScratchRepository::read(tree / "u"), "u");
}

TEST_F(Archive, MovedBranchIsNotOverwritten) {
  make_worktree();
  repo.write("u", "u", tree);
  archive();
  repo.commit("Later");
  repo.git({"branch", "-f", "work", "main"});
  const RestoredWorktree back = restore();
  EXPECT_EQ(back.branch, "");
  EXPECT_EQ(back.notes.size(), 1U);
  EXPECT_EQ(repo.line({"rev-parse", "work"}), repo.line({"rev-parse", "main"}));
  EXPECT_EQ(repo.git({"status", "--porcelain"}, tree), "?? u\n");
}

TEST_F(Archive, FailedRestoreLeavesNothing) {
  make_worktree();
  archive();
  repo.git({"checkout", "-q", "work"});
  auto back = restore_work({repo.root(), tree, kRef, "", true});
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().code, core::ErrorCode::busy);
  EXPECT_FALSE(fs::exists(tree));
  EXPECT_EQ(repo.git({"worktree", "list", "--porcelain"}).find("trees"), std::string::npos);
  fs::create_directories(tree);
  repo.write("mine", "mine", tree);
  back = restore_work({repo.root(), tree, kRef, "", true});
  EXPECT_EQ(back.error().code, core::ErrorCode::already_exists);
  EXPECT_EQ(ScratchRepository::read(tree / "mine"), "mine");
  EXPECT_EQ(restore_work({repo.root(), tree, "refs/orchard/archive/none", "", true}).error().code,
            core::ErrorCode::not_found);
}

TEST_F(Archive, RestoreThatWasCutShortIsTakenUpAgain) {
  make_worktree();
  repo.write("u", "u", tree);
  const auto before = listing(repo, tree);
  const ArchivedWork kept = archive();
  // As a kill leaves it: half a worktree, locked by the git that made it.
  const auto common_dir = find_common_dir(repo.root());
  ASSERT_FALSE(*begin_restore(*common_dir, tree, trash, kept.commit.value));
  repo.git({"worktree", "add", "-q", "--lock", "--no-checkout", tree.string(), "work"});
  repo.write("a person's", "file", tree);
  restore();
  EXPECT_EQ(listing(repo, tree), before);
  EXPECT_EQ(repo.git({"worktree", "list", "--porcelain"}).find("locked"), std::string::npos);
  bool in_trash = false;
  for (const auto& entry : fs::recursive_directory_iterator(trash))
    in_trash = in_trash || entry.path().filename() == "a person's";
  EXPECT_TRUE(in_trash);
}

TEST_F(Archive, RestoreThatWasFinishedIsNotDoneAgain) {
  make_worktree();
  archive();
  restore();
  repo.write("later", "later", tree);
  EXPECT_EQ(restore().branch, "work");
  EXPECT_EQ(ScratchRepository::read(tree / "later"), "later");
  ASSERT_TRUE(finish_restore(tree));
  EXPECT_EQ(restore_work({repo.root(), tree, kRef, "", true, "", trash}).error().code,
            core::ErrorCode::already_exists);
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
  for (unsigned seed = 1; seed <= 120; ++seed) {
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
