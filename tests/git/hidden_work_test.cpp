#include "git/archive/archived_work.h"
#include "tests/git/support/archive_fixture.h"

#include <functional>

#include <gtest/gtest.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using test::Archive;
using test::ScratchRepository;

TEST_F(Archive, FlaggedFilesWithoutEditsAreNoWork) {
  repo.write("a.txt", "a\n");
  repo.write("b.txt", "b\n");
  repo.commit("Two");
  make_worktree();
  repo.git({"update-index", "--assume-unchanged", "a.txt"}, tree);
  repo.git({"update-index", "--skip-worktree", "b.txt"}, tree);
  EXPECT_FALSE(*holds_work(tree));
  EXPECT_FALSE(archive().has_work);
}

/// Work that git's status does not show.
struct HiddenWork {
  const char* name;
  std::function<void(const ScratchRepository&, const fs::path&)> make;
  const char* path;
};

class ArchiveHidden : public Archive, public testing::WithParamInterface<HiddenWork> {};

TEST_P(ArchiveHidden, WorkIsKeptAlthoughTheBranchMovesOn) {
  const ScratchRepository other;
  repo.write(".gitattributes", "*.dos text eol=crlf\n");
  repo.write("set.txt", "default\n");
  repo.write("run.sh", "run\n");
  repo.write("text.dos", "one\r\n");
  repo.git({"submodule", "add", "-q", other.root().string(), "sub"});
  repo.commit("Set");
  make_worktree();
  repo.git({"submodule", "update", "--init", "-q"}, tree);
  ASSERT_FALSE(*holds_work(tree));
  GetParam().make(repo, tree);
  EXPECT_EQ(repo.git({"status", "--porcelain"}, tree), "");
  EXPECT_TRUE(*holds_work(tree));
  const fs::path path = tree / GetParam().path;
  const bool existed = fs::exists(path);
  const std::string bytes = existed ? ScratchRepository::read(path) : "";
  EXPECT_TRUE(archive().has_work);
  repo.git({"checkout", "-q", "work"});
  repo.write("set.txt", "moved on\n");
  repo.commit("Later");
  repo.git({"checkout", "-q", "main"});
  const RestoredWorktree back = restore();
  EXPECT_EQ(back.branch, "");
  EXPECT_EQ(back.notes.size(), 1U);
  EXPECT_EQ(fs::exists(path), existed);
  EXPECT_EQ(existed ? ScratchRepository::read(path) : "", bytes);
}

INSTANTIATE_TEST_SUITE_P(
    All, ArchiveHidden,
    testing::Values(HiddenWork{"assume_unchanged",
                               [](const ScratchRepository& repo, const fs::path& tree) {
                                 repo.git({"update-index", "--assume-unchanged", "set.txt"}, tree);
                                 repo.write("set.txt", "mine\n", tree);
                               },
                               "set.txt"},
                    HiddenWork{"assumed_and_deleted",
                               [](const ScratchRepository& repo, const fs::path& tree) {
                                 repo.git({"update-index", "--assume-unchanged", "set.txt"}, tree);
                                 fs::remove(tree / "set.txt");
                               },
                               "set.txt"},
                    HiddenWork{"skip_worktree",
                               [](const ScratchRepository& repo, const fs::path& tree) {
                                 repo.git({"update-index", "--skip-worktree", "set.txt"}, tree);
                                 repo.write("set.txt", "mine\n", tree);
                               },
                               "set.txt"},
                    HiddenWork{"converted",
                               [](const ScratchRepository& repo, const fs::path& tree) {
                                 repo.write("text.dos", "one\n", tree);
                                 repo.git({"add", "--renormalize", "."}, tree);
                               },
                               "text.dos"},
                    HiddenWork{"stash_in_submodule",
                               [](const ScratchRepository& repo, const fs::path& tree) {
                                 repo.write("README.md", "stashed\n", tree / "sub");
                                 repo.git({"stash", "-q"}, tree / "sub");
                               },
                               "sub/README.md"}),
    [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace orchard::git
