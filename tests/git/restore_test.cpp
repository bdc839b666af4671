#include "git/archive/archived_work.h"
#include "git/archive/restore_mark.h"
#include "git/repository/repository_lock.h"
#include "git/worktree/remove_worktree.h"
#include "git/worktree/trash.h"
#include "tests/git/support/archive_fixture.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using test::Archive;
using test::kRef;
using test::listing;
using test::ScratchRepository;

/// Modes of all that lies there, with what kind of thing it is.
std::map<std::string, mode_t> listing_with_folders(const fs::path& tree) {
  std::map<std::string, mode_t> all;
  struct stat info {};
  if (::lstat(tree.c_str(), &info) == 0) all["."] = info.st_mode;
  for (const auto& entry : fs::recursive_directory_iterator(tree))
    if (::lstat(entry.path().c_str(), &info) == 0)
      all[entry.path().lexically_relative(tree).string()] = info.st_mode;
  return all;
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

TEST_F(Archive, ModesOfFoldersAndPipesComeBack) {
  repo.write("tracked/deep/a.txt", "a");
  repo.write(".gitignore", "*.log\n");
  repo.commit("Folders");
  make_worktree();
  repo.write("tracked/deep/b.log", "ignored", tree);
  repo.write("new/b.txt", "b", tree);
  fs::create_directories(tree / "empty/inner");
  fs::create_directories(tree / "pipes");
  ASSERT_EQ(::mkfifo((tree / "pipes/p").c_str(), 0600), 0);
  ASSERT_EQ(::chmod((tree / "pipes/p").c_str(), 0642), 0);
  const std::map<std::string, mode_t> modes = {
      {"tracked/deep", 0555}, {"tracked", 0750}, {"new", 0500}, {"empty/inner", 01777},
      {"empty", 0555},        {"pipes", 0700},   {".", 0711}};
  for (const auto& [name, mode] : modes) ASSERT_EQ(::chmod((tree / name).c_str(), mode), 0);
  const auto before = listing_with_folders(tree);
  archive();
  restore();
  const auto moved = restore_ignored_from_trash(trash_entry, tree);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->moved, 1);
  EXPECT_TRUE(moved->failed.empty());
  EXPECT_EQ(listing_with_folders(tree), before);
  EXPECT_TRUE(holds_only_copies(trash_entry, tree));
  EXPECT_TRUE(remove_trash_entry(trash_entry));
  for (const auto& [name, mode] : modes) ::chmod((tree / name).c_str(), 0700);
}

TEST_F(Archive, SaysWhatCannotBeMadeAnew) {
  make_worktree();
  ASSERT_EQ(::mknod((tree / "talk").c_str(), S_IFSOCK | 0600, 0), 0);
  EXPECT_EQ(archive().notes,
            (std::vector<std::string>{"\"talk\" is a socket, which only the program that made it "
                                      "can make anew; it was not kept."}));
  restore();
  EXPECT_FALSE(fs::exists(tree / "talk"));
  EXPECT_FALSE(holds_only_copies(trash_entry, tree));
}

TEST_F(Archive, TheTrashHoldsOnlyCopiesUntilSomethingDiffers) {
  make_worktree();
  repo.write("new.txt", "new", tree);
  archive();
  restore();
  EXPECT_TRUE(holds_only_copies(trash_entry, tree));
  repo.write("new.txt", "old", tree);
  EXPECT_FALSE(holds_only_copies(trash_entry, tree));
  repo.write("new.txt", "new", tree);
  EXPECT_TRUE(holds_only_copies(trash_entry, tree));
  repo.write("late.txt", "late", trashed_tree(trash_entry));
  EXPECT_FALSE(holds_only_copies(trash_entry, tree));
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

}  // namespace
}  // namespace orchard::git
