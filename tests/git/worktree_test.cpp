#include "git/worktree/create_worktree.h"
#include "git/worktree/remove_worktree.h"
#include "git/worktree/trash.h"
#include "tests/support/scratch_repository.h"

#include <chrono>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using test::ScratchRepository;

/// Branches, admin entries and folders, to see that a failure left nothing.
std::string traces(const ScratchRepository& repo) {
  std::string all = repo.git({"for-each-ref"}) + repo.git({"worktree", "list", "--porcelain"});
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(repo.root() / ".git/worktrees", none)) {
    all += entry.path().string();
  }
  return all;
}

TEST(CreateWorktree, MakesBranchAndFolder) {
  const ScratchRepository repo;
  const fs::path path = repo.outside() / "new parent" / "-dash ünïcode";
  const auto made = create_worktree({repo.root(), path, "feat/x", "main"});
  ASSERT_TRUE(made) << made.error().describe();
  EXPECT_EQ(repo.line({"rev-parse", "--abbrev-ref", "HEAD"}, path), "feat/x");
  EXPECT_EQ(made->head.value, repo.line({"rev-parse", "main"}));
  EXPECT_EQ(fs::status(path.parent_path()).permissions(), fs::perms{0700});
  EXPECT_EQ(repo.git({"config", "--get-regexp", "^branch\\."}, {}, true), "");
}

TEST(CreateWorktree, RunsTheUsersHook) {
  const ScratchRepository repo;
  repo.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch hook-ran\n");
  fs::permissions(repo.root() / ".git/hooks/post-checkout", fs::perms{0755});
  ASSERT_TRUE(create_worktree({repo.root(), repo.outside() / "t", "b", "main"}));
  EXPECT_TRUE(fs::exists(repo.outside() / "t" / "hook-ran"));
}

TEST(CreateWorktree, FailureLeavesNothing) {
  const ScratchRepository repo;
  repo.git({"branch", "taken"});
  repo.git({"branch", "dir/sub"});
  fs::create_directories(repo.outside() / "full");
  repo.write("mine", "mine", repo.outside() / "full");
  const std::string before = traces(repo);
  const std::atomic<bool> cancelled = true;
  const struct {
    CreateWorktreeRequest request;
    ErrorCode code;
  } cases[] = {
      {{repo.root(), repo.outside() / "t", "taken", "main"}, ErrorCode::already_exists},
      {{repo.root(), repo.outside() / "t", "dir", "main"}, ErrorCode::already_exists},
      {{repo.root(), repo.outside() / "t", "taken/x", "main"}, ErrorCode::already_exists},
      {{repo.root(), repo.outside() / "t", "new", "nowhere"}, ErrorCode::not_found},
      {{repo.root(), repo.outside() / "t", "new", "--help"}, ErrorCode::not_found},
      {{repo.root(), repo.outside() / "t", "-bad", "main"}, ErrorCode::invalid_argument},
      {{repo.root(), repo.outside() / "full", "new", "main"}, ErrorCode::already_exists},
      {{repo.root(), repo.outside() / "t", "new", "main", &cancelled}, ErrorCode::cancelled},
  };
  for (const auto& c : cases) {
    const auto made = create_worktree(c.request);
    ASSERT_FALSE(made) << c.request.branch;
    EXPECT_EQ(made.error().code, c.code) << made.error().describe();
    EXPECT_EQ(traces(repo), before);
    EXPECT_FALSE(fs::exists(repo.outside() / "t"));
  }
  EXPECT_EQ(ScratchRepository::read(repo.outside() / "full" / "mine"), "mine");
}

TEST(CreateWorktree, FailingCheckoutIsUndone) {
  const ScratchRepository repo;
  repo.write(".gitattributes", "*.x filter=broken\n");
  repo.write("a.x", "a");
  repo.commit("Filtered");
  repo.git({"config", "filter.broken.smudge", "false"});
  repo.git({"config", "filter.broken.required", "true"});
  const std::string before = traces(repo);
  const auto made = create_worktree({repo.root(), repo.outside() / "t", "new", "main"});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::external_failed);
  EXPECT_EQ(traces(repo), before);
  EXPECT_FALSE(fs::exists(repo.outside() / "t"));
}

TEST(CreateWorktree, FortyProcessesAtOnce) {
  const ScratchRepository repo;
  for (int i = 0; i < 20; ++i) repo.write("f" + std::to_string(i), "x");
  repo.commit("Files");
  constexpr int kCount = 40;
  std::vector<pid_t> children;
  for (int i = 0; i < kCount; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto number = std::to_string(i);
      const auto made =
          create_worktree({repo.root(), repo.outside() / "t" / number, "b" + number, "main"});
      ::_exit(made ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  for (int i = 0; i < kCount; ++i) {
    EXPECT_EQ(repo.git({"status", "--porcelain"}, repo.outside() / "t" / std::to_string(i)), "");
  }
}

/// The same for a folder that was renamed, and another for a copy of it.
ino_t inode_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

TEST(RemoveWorktree, RenamesTheFolderAndKeepsTheBranch) {
  const ScratchRepository repo;
  const fs::path path = repo.outside() / "t";
  ASSERT_TRUE(create_worktree({repo.root(), path, "b", "main"}));
  ASSERT_TRUE(create_worktree({repo.root(), repo.outside() / "other", "c", "main"}));
  fs::create_directory(path / "folder");
  std::ofstream(path / "folder" / "file") << "text";
  const ino_t folder = inode_of(path / "folder");
  ASSERT_NE(folder, 0U);
  const auto removed = remove_worktree({repo.root(), path, repo.outside() / "trash"});
  ASSERT_TRUE(removed) << removed.error().describe();
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(inode_of(removed->trash_entry / "tree" / "folder"), folder) << "whatever lies in it";
  EXPECT_TRUE(fs::exists(removed->trash_entry / "tree" / "folder" / "file"));
  EXPECT_EQ(repo.line({"rev-parse", "b"}), repo.line({"rev-parse", "main"}));
  const std::string list = repo.git({"worktree", "list", "--porcelain"});
  EXPECT_EQ(list.find(path.string() + "\n"), std::string::npos);
  EXPECT_NE(list.find("other"), std::string::npos);
}

TEST(RemoveWorktree, VanishedAndForeignFolders) {
  const ScratchRepository repo;
  const fs::path trash = repo.outside() / "trash";
  const fs::path path = repo.outside() / "t";
  ASSERT_TRUE(create_worktree({repo.root(), path, "b", "main"}));
  fs::remove_all(path);
  const auto gone = remove_worktree({repo.root(), path, trash});
  ASSERT_TRUE(gone) << gone.error().describe();
  EXPECT_EQ(gone->trash_entry, fs::path{});
  EXPECT_EQ(repo.git({"worktree", "list", "--porcelain"}).find("/t\n"), std::string::npos);
  EXPECT_TRUE(remove_worktree({repo.root(), path, trash}));
  fs::create_directories(path);
  EXPECT_EQ(remove_worktree({repo.root(), path, trash}).error().code, ErrorCode::not_found);
  EXPECT_EQ(remove_worktree({repo.root(), repo.root(), trash}).error().code,
            ErrorCode::invalid_argument);
  EXPECT_TRUE(fs::exists(path));
  fs::remove(path);
  ASSERT_TRUE(create_worktree({repo.root(), path, "c", "main"}));
  repo.git({"worktree", "lock", path.string()});
  EXPECT_EQ(remove_worktree({repo.root(), path, trash}).error().code, ErrorCode::busy);
  EXPECT_TRUE(fs::exists(path / "README.md"));
}

TEST(Trash, ListsItsEntriesWithTheirAge) {
  const ScratchRepository repo;
  const fs::path trash = repo.outside() / "trash";
  ASSERT_TRUE(create_worktree({repo.root(), repo.outside() / "t", "b", "main"}));
  ASSERT_TRUE(remove_worktree({repo.root(), repo.outside() / "t", trash}));
  const core::Timestamp now = core::SystemClock().now();
  const auto entries = list_trash_entries(trash);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_LE(entries->front().moved_at, now);
  EXPECT_GT(entries->front().moved_at, now - std::chrono::minutes{1});
  EXPECT_TRUE(remove_trash_entry(entries->front().path));
  EXPECT_TRUE(remove_trash_entry(entries->front().path)) << "gone already";
  EXPECT_TRUE(fs::is_empty(trash));
  EXPECT_TRUE(list_trash_entries(repo.outside() / "none")->empty());
}

}  // namespace
}  // namespace orchard::git
