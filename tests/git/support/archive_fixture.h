#pragma once

#include "git/archive/archived_work.h"
#include "git/worktree/create_worktree.h"
#include "git/worktree/remove_worktree.h"
#include "tests/support/scratch_repository.h"

#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::test {

namespace fs = std::filesystem;

inline constexpr const char* kRef = "refs/orchard/archive/w1";

/// All that must be the same after a restore.
[[nodiscard]] inline std::map<std::string, std::string> listing(const ScratchRepository& repo,
                                                                const fs::path& tree) {
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
                (S_ISLNK(info.st_mode)   ? fs::read_symlink(it->path()).string()
                 : S_ISREG(info.st_mode) ? ScratchRepository::read(it->path())
                                         : std::string());
  }
  return all;
}

/// A worktree to archive and to restore.
class Archive : public testing::Test {
 protected:
  void make_worktree(const std::string& branch = "work") {
    const auto made = git::create_worktree({repo.root(), tree, branch, "main"});
    ASSERT_TRUE(made) << made.error().describe();
  }
  git::ArchivedWork archive() {
    const auto before = listing(repo, tree);
    const auto kept = git::capture_work(tree, kRef, {});
    EXPECT_TRUE(kept) << kept.error().describe();
    EXPECT_EQ(listing(repo, tree), before);  // capturing changes nothing
    const auto removed = git::remove_worktree({repo.root(), tree, trash});
    EXPECT_TRUE(removed) << removed.error().describe();
    if (removed) trash_entry = removed->trash_entry;
    EXPECT_FALSE(fs::exists(tree));
    return kept.value_or(git::ArchivedWork{});
  }
  git::RestoredWorktree restore(bool recreate = true) {
    auto back = git::restore_work({repo.root(), tree, kRef, "", recreate, "", trash});
    EXPECT_TRUE(back) << back.error().describe();
    return back.value_or(git::RestoredWorktree{});
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

}  // namespace orchard::test
