#include "git/repository/branches.h"
#include "git/repository/repository_info.h"
#include "tests/support/scratch_repository.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <unistd.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using test::ScratchRepository;

TEST(InspectRepository, FindsTheMainTreeFromAnywhere) {
  const ScratchRepository repo;
  repo.write("sub dir/x", "x");
  repo.git({"worktree", "add", "-q", "-b", "other", (repo.outside() / "linked").string()});
  repo.git({"config", "user.name", "Some One"});
  for (const fs::path& path :
       {repo.root(), repo.root() / "sub dir", repo.outside() / "linked", repo.root() / "."}) {
    const auto info = inspect_repository(path);
    ASSERT_TRUE(info) << info.error().describe();
    EXPECT_EQ(info->root, repo.root());
    EXPECT_EQ(info->name, "repo");
    EXPECT_EQ(info->common_dir, repo.root() / ".git");
    EXPECT_EQ(info->default_base, "main");
    EXPECT_EQ(info->head.value, repo.line({"rev-parse", "main"}));
    EXPECT_EQ(info->user.name, "Some One");
    EXPECT_EQ(info->branches.size(), 2U);
    EXPECT_TRUE(info->capabilities.libgit2_can_read);
    EXPECT_FALSE(info->capabilities.sparse);
  }
}

TEST(InspectRepository, SaysWhatIsWrong) {
  const ScratchRepository repo;
  repo.write("file", "x");
  fs::create_directories(repo.outside() / "plain");
  repo.git({"init", "-q", "--bare", (repo.outside() / "bare").string()});
  repo.git({"init", "-q", (repo.outside() / "empty").string()});
  const struct {
    fs::path path;
    ErrorCode code;
    const char* words;
  } cases[] = {
      {repo.outside() / "none", ErrorCode::not_found, "no folder"},
      {repo.root() / "file", ErrorCode::invalid_argument, "is a file"},
      {repo.outside() / "plain", ErrorCode::invalid_argument, "not in a git repository"},
      {repo.outside() / "bare", ErrorCode::invalid_argument, "bare"},
      {repo.outside() / "empty", ErrorCode::invalid_argument, "first commit"},
      {repo.root() / ".git", ErrorCode::invalid_argument, "git's own folder"},
  };
  for (const auto& c : cases) {
    const auto info = inspect_repository(c.path);
    ASSERT_FALSE(info) << c.path;
    EXPECT_EQ(info.error().code, c.code) << info.error().describe();
    EXPECT_NE(info.error().message.find(c.words), std::string::npos) << info.error().message;
  }
}

TEST(ReadIdentity, SaysWhoItIsAndWhatIsWrong) {
  const ScratchRepository repo;
  EXPECT_EQ(read_identity(repo.root())->name, "");
  repo.git({"config", "user.name", "Some One"});
  repo.git({"config", "user.email", "some@example.com"});
  const auto user = read_identity(repo.root());
  ASSERT_TRUE(user) << user.error().describe();
  EXPECT_EQ(user->name, "Some One");
  EXPECT_EQ(user->email, "some@example.com");
  EXPECT_EQ(read_identity(repo.outside() / "none").error().code, ErrorCode::not_found);
  EXPECT_EQ(read_identity(repo.outside()).error().code, ErrorCode::invalid_argument);
}

TEST(InspectRepository, ForeignOwnerGetsTheRemedy) {
  const ScratchRepository repo;
  // Only root can give a folder away; for others git itself can be told to see another owner.
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(repo.root().c_str(), 12345, 12345), 0);
    ASSERT_EQ(::chown((repo.root() / ".git").c_str(), 12345, 12345), 0);
  } else {
    ::setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", 1);
  }
  const auto info = inspect_repository(repo.root());
  ::unsetenv("GIT_TEST_ASSUME_DIFFERENT_OWNER");
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().code, ErrorCode::permission_denied);
  EXPECT_NE(info.error().message.find("safe.directory"), std::string::npos);
}

TEST(InspectRepository, RemoteHeadIsTheBase) {
  const ScratchRepository repo;
  repo.git({"branch", "develop"});
  repo.git({"update-ref", "refs/remotes/origin/develop", "main"});
  repo.git({"remote", "add", "origin", "/nowhere"});
  repo.git({"symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop"});
  EXPECT_EQ(inspect_repository(repo.root())->default_base, "develop");
  repo.git({"branch", "-D", "develop"});
  EXPECT_EQ(inspect_repository(repo.root())->default_base, "origin/develop");
}

TEST(InspectRepository, ProbesWhatLibgit2CannotDo) {
  const ScratchRepository repo;
  repo.git({"sparse-checkout", "set", "x"});  // turns extensions.worktreeConfig on
  repo.git({"update-index", "--split-index"});
  const auto info = inspect_repository(repo.root());
  EXPECT_TRUE(info->capabilities.sparse);
  EXPECT_TRUE(info->capabilities.split_index);
  EXPECT_TRUE(info->capabilities.libgit2_can_read);
  const fs::path other = repo.outside() / "sha256";
  repo.git({"init", "-q", "-b", "main", "--object-format=sha256", other.string()});
  repo.write("a", "a", other);
  repo.write(".gitattributes", "*.bin filter=lfs\n", other);
  repo.git({"config", "filter.lfs.clean", "cat"}, other);
  repo.commit("One", other);
  const auto sha256 = inspect_repository(other);
  ASSERT_TRUE(sha256) << sha256.error().describe();
  EXPECT_TRUE(sha256->capabilities.sha256);
  EXPECT_TRUE(sha256->capabilities.lfs);
  EXPECT_FALSE(sha256->capabilities.libgit2_can_read);
}

TEST(FreeBranchName, CountsUp) {
  const ScratchRepository repo;
  EXPECT_EQ(*free_branch_name(repo.root(), "me/fig"), "me/fig");
  repo.git({"branch", "me/fig"});
  EXPECT_EQ(*free_branch_name(repo.root(), "me/fig"), "me/fig-2");
  repo.git({"branch", "me/fig-2"});
  EXPECT_EQ(*free_branch_name(repo.root(), "me/fig"), "me/fig-3");
  EXPECT_EQ(*free_branch_name(repo.root(), "me"), "me-2");  // a folder of branches stands there
  EXPECT_EQ(free_branch_name(repo.root(), "main/x").error().code, ErrorCode::already_exists);
}

TEST(CheckBranchName, RefusesWhatGitRefuses) {
  const ScratchRepository repo;
  for (const char* good : {"a", "feat/x", "é", "a.b", "@", "a@b", "x.locked", "a-"}) {
    EXPECT_TRUE(check_branch_name(good)) << good;
    repo.git({"branch", "--", good});
  }
  for (const char* bad : {"",    "-x",  "a b", "a..b", "x.lock", "@{-1}", "HEAD", "a\nb",
                          "/a",  "a~1", "a/",  "a//b", ".a",     "a/.b",  "a.",   "a^",
                          "a:b", "a?",  "a*",  "a[b",  "a\\b",   "a@{b",  "\x7f"}) {
    EXPECT_FALSE(check_branch_name(bad)) << bad;
  }
}

TEST(FetchBase, TakesNewsAndBearsAbsence) {
  const ScratchRepository origin;
  const ScratchRepository repo(false);
  repo.git({"remote", "add", "origin", origin.root().string()});
  repo.git({"pull", "-q", "origin", "main"});
  EXPECT_EQ(fetch_base(repo.root(), "main")->start_point, "main");
  origin.commit("News");
  const auto news = fetch_base(repo.root(), "main");
  ASSERT_TRUE(news) << news.error().describe();
  EXPECT_TRUE(news->fetched);
  EXPECT_EQ(news->start_point, "origin/main");
  repo.git({"remote", "set-url", "origin", "/nowhere/at/all"});
  const auto offline = fetch_base(repo.root(), "main");
  ASSERT_TRUE(offline);
  EXPECT_FALSE(offline->fetched);
  EXPECT_NE(offline->problem, "");
  EXPECT_EQ(offline->start_point, "origin/main");
}

}  // namespace
}  // namespace orchard::git
