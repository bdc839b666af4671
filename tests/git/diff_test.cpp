#include "git/deletion/deletion.h"
#include "git/diff/branch_summary.h"
#include "git/diff/diff_output.h"
#include "git/diff/file_change.h"
#include "tests/support/scratch_repository.h"

#include <gtest/gtest.h>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;
using core::CommitOid;
using core::DiffStat;
using core::ErrorCode;
using test::ScratchRepository;

std::string numbers(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

/// The sum of git's own --numstat, the reference for every figure.
DiffStat numstat(const ScratchRepository& repo, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin() + 1, {"--numstat"});
  std::istringstream text(repo.git(std::move(arguments)));
  DiffStat sum;
  for (std::string line; std::getline(text, line);) {
    if (line.empty()) continue;
    long long added = 0;
    long long deleted = 0;
    std::sscanf(line.c_str(), "%lld\t%lld", &added, &deleted);
    sum += {added, deleted, 1};
  }
  return sum;
}

/// Both backends, compared with each other and with git's own words.
BranchSummary observe(const ScratchRepository& repo, const std::string& branch) {
  ObserveRequest request{repo.root(), branch, "main", "", {}, Backend::libgit2};
  auto first = observe_branch(request);
  request.backend = Backend::git_program;
  auto second = observe_branch(request);
  EXPECT_TRUE(first) << first.error().describe();
  EXPECT_TRUE(second) << second.error().describe();
  if (!first || !second) return {};
  EXPECT_EQ(first->head, second->head);
  EXPECT_EQ(first->merge_base, second->merge_base);
  EXPECT_EQ(first->net, second->net);
  EXPECT_EQ(first->ahead, second->ahead);
  EXPECT_EQ(first->behind, second->behind);
  std::map<std::string, core::CommitInfo> others;
  for (const auto& commit : second->commits) others[commit.oid.value] = commit;
  EXPECT_EQ(first->commits.size(), others.size());
  for (const auto& commit : first->commits) {
    const auto& other = others[commit.oid.value];
    EXPECT_EQ(commit.stat, other.stat) << commit.summary;
    EXPECT_EQ(commit.summary, other.summary);
    EXPECT_EQ(commit.author, other.author);
    EXPECT_EQ(commit.author_email, other.author_email);
    EXPECT_EQ(commit.authored_at, other.authored_at);
    EXPECT_EQ(commit.committed_at, other.committed_at);
    EXPECT_EQ(commit.is_merge, other.is_merge);
    const DiffStat wanted =
        commit.is_merge ? DiffStat{} : numstat(repo, {"show", "--format=", commit.oid.value});
    EXPECT_EQ(commit.stat, wanted) << commit.summary;
  }
  EXPECT_EQ(std::to_string(first->ahead), repo.line({"rev-list", "--count", branch, "^main"}));
  EXPECT_EQ(std::to_string(first->behind),
            repo.line({"rev-list", "--count", "main", "^" + branch}));
  return *first;
}

class Observe : public testing::Test {
 protected:
  Observe() {
    repo.write("long.txt", numbers(1, 100));
    repo.commit("Long");
    repo.git({"checkout", "-q", "-b", "work"});
  }
  ScratchRepository repo;
};

TEST_F(Observe, FreshBranchHasNothing) {
  const BranchSummary summary = observe(repo, "work");
  EXPECT_TRUE(summary.commits.empty());
  EXPECT_EQ(summary.net, DiffStat{});
}

TEST_F(Observe, CountsAsGitDoes) {
  repo.write("new.txt", "a\nb\nno newline");
  repo.write("bin", std::string("a\0b\nc\n", 6));
  repo.commit("Add ünïcode");
  repo.git({"mv", "long.txt", "renamed.txt"});
  repo.write("renamed.txt", numbers(1, 60) + "x\n" + numbers(61, 100));
  repo.commit("Rename and edit");
  fs::permissions(repo.root() / "new.txt", fs::perms{0755});
  repo.commit("Mode only");
  fs::remove(repo.root() / "new.txt");
  fs::create_symlink("renamed.txt", repo.root() / "new.txt");
  repo.commit("Change the type");
  repo.git({"commit", "-q", "--allow-empty", "-m", "Empty"});
  const BranchSummary summary = observe(repo, "work");
  EXPECT_EQ(summary.commits.size(), 5U);
  EXPECT_EQ(summary.net, numstat(repo, {"diff", "main...work"}));
  EXPECT_EQ(summary.branch, "work");
}

TEST_F(Observe, BaseMovedAndMergedIn) {
  repo.write("mine.txt", numbers(1, 10));
  repo.commit("Mine");
  repo.git({"checkout", "-q", "main"});
  repo.write("theirs.txt", numbers(1, 20));
  repo.commit("Theirs");
  BranchSummary summary = observe(repo, "work");
  EXPECT_EQ(summary.net, (DiffStat{10, 0, 1}));
  EXPECT_EQ(summary.behind, 1);
  repo.git({"checkout", "-q", "work"});
  repo.git({"merge", "-q", "-m", "Merge", "main"});
  summary = observe(repo, "work");
  EXPECT_EQ(summary.net, (DiffStat{10, 0, 1}));
  EXPECT_EQ(summary.commits.size(), 2U);
  EXPECT_EQ(summary.behind, 0);
}

TEST_F(Observe, UnrelatedHistory) {
  repo.git({"checkout", "-q", "--orphan", "other"});
  repo.commit("Root");
  const BranchSummary summary = observe(repo, "other");
  EXPECT_EQ(summary.merge_base, CommitOid{});
  EXPECT_EQ(summary.net, (DiffStat{101, 0, 2}));
}

TEST_F(Observe, FollowsHeadAndRenames) {
  repo.commit("Mine");
  repo.git({"branch", "-m", "work", "better"});
  ObserveRequest request{repo.root(), "", "main", "", {}, Backend::automatic};
  EXPECT_EQ(observe_branch(request)->branch, "better");
  repo.git({"checkout", "-q", "--detach"});
  const auto detached = observe_branch(request);
  EXPECT_EQ(detached->branch, "");
  EXPECT_EQ(detached->commits.size(), 1U);
  repo.git({"checkout", "-q", "--orphan", "unborn"});
  const auto unborn = observe_branch(request);
  ASSERT_TRUE(unborn) << unborn.error().describe();
  EXPECT_EQ(unborn->branch, "unborn");
  EXPECT_TRUE(unborn->head.empty());
  request.base = "nowhere";
  EXPECT_EQ(observe_branch(request).error().code, ErrorCode::not_found);
}

TEST_F(Observe, KnownStatsAreTakenAndUpstreamIsHidden) {
  const CommitOid first{repo.commit("First of two")};
  repo.write("x", "x\n");
  repo.commit("Second");
  ObserveRequest request{repo.root(), "work", "main", "", {}, Backend::automatic};
  request.known[first] = {7, 7, 7};
  const auto summary = observe_branch(request);
  ASSERT_EQ(summary->commits.size(), 2U);
  for (const auto& commit : summary->commits) {
    EXPECT_EQ(commit.stat, commit.oid == first ? (DiffStat{7, 7, 7}) : (DiffStat{1, 0, 1}));
  }
  repo.git({"update-ref", "refs/remotes/origin/main", first.value});
  request.upstream_base = "origin/main";
  EXPECT_EQ(observe_branch(request)->commits.size(), 1U);
  EXPECT_EQ(observe_branch(request)->merge_base, first);
}

TEST_F(Observe, Submodule) {
  const ScratchRepository other;
  repo.git({"submodule", "add", "-q", other.root().string(), "sub"});
  repo.commit("Sub");
  observe(repo, "work");
}

TEST_F(Observe, Sha256UsesTheProgram) {
  const fs::path root = repo.outside() / "sha256";
  repo.git({"init", "-q", "-b", "main", "--object-format=sha256", root.string()});
  repo.write("a", "a\n", root);
  repo.commit("One", root);
  repo.git({"checkout", "-q", "-b", "work"}, root);
  repo.write("a", "a\nb\n", root);
  repo.commit("Two", root);
  const auto summary = observe_branch({root, "", "main", "", {}, Backend::automatic});
  ASSERT_TRUE(summary) << summary.error().describe();
  EXPECT_EQ(summary->net, (DiffStat{1, 0, 1}));
  EXPECT_EQ(observe_branch({root, "", "main", "", {}, Backend::libgit2}).error().code,
            ErrorCode::unsupported);
}

TEST_F(Observe, ChangedFiles) {
  const std::string base = repo.line({"rev-parse", "main"});
  repo.git({"mv", "long.txt", "b\nc.txt"});
  repo.write("new", "1\n2\n");
  fs::remove(repo.root() / "README.md");
  const std::string head = repo.commit("All");
  const auto files = changed_files(repo.root(), CommitOid{base}, CommitOid{head});
  ASSERT_TRUE(files) << files.error().describe();
  const std::vector<FileChange> wanted = {
      {ChangeGroup::committed, "README.md", "", 'D', {0, 1, 1}},
      {ChangeGroup::committed, "b\nc.txt", "long.txt", 'R', {0, 0, 1}},
      {ChangeGroup::committed, "new", "", 'A', {2, 0, 1}}};
  EXPECT_EQ(*files, wanted);
  const auto patch = read_patch(repo.root(), wanted[2], CommitOid{base}, CommitOid{head});
  EXPECT_NE(patch->find("+1\n+2\n"), std::string::npos);
}

TEST_F(Observe, UncommittedGroups) {
  EXPECT_EQ(read_uncommitted(repo.root())->total, DiffStat{});
  repo.write("long.txt", numbers(1, 101));
  repo.git({"add", "long.txt"});
  repo.write("long.txt", numbers(1, 103));
  fs::remove(repo.root() / "README.md");
  repo.write("a b/new\n.txt", "1\n2\n3");
  repo.write("bin", std::string("\0\n", 2));
  repo.write("empty", "");
  const fs::path index = repo.root() / ".git/index";
  const auto before = fs::last_write_time(index);
  const auto changes = read_uncommitted(repo.root());
  ASSERT_TRUE(changes) << changes.error().describe();
  EXPECT_EQ(fs::last_write_time(index), before);
  EXPECT_EQ(changes->total, (DiffStat{3 + 3, 1, 5}));
  const std::vector<FileChange> wanted = {
      {ChangeGroup::staged, "long.txt", "", 'M', {1, 0, 1}},
      {ChangeGroup::unstaged, "README.md", "", 'D', {0, 1, 1}},
      {ChangeGroup::unstaged, "long.txt", "", 'M', {2, 0, 1}},
      {ChangeGroup::untracked, "a b/new\n.txt", "", '?', {3, 0, 1}},
      {ChangeGroup::untracked, "bin", "", '?', {0, 0, 1}},
      {ChangeGroup::untracked, "empty", "", '?', {0, 0, 1}}};
  EXPECT_EQ(changes->files, wanted);
  EXPECT_NE(read_patch(repo.root(), wanted[3], {}, {})->find("+3"), std::string::npos);
  EXPECT_EQ(read_uncommitted(repo.outside() / "none").error().code, ErrorCode::not_found);
}

TEST_F(Observe, UncommittedConflictAndUnborn) {
  repo.write("long.txt", "ours\n");
  repo.commit("Ours");
  repo.git({"checkout", "-q", "main"});
  repo.write("long.txt", "theirs\n");
  repo.commit("Theirs");
  repo.git({"merge", "work"}, {}, true);
  auto changes = read_uncommitted(repo.root());
  ASSERT_TRUE(changes) << changes.error().describe();
  ASSERT_FALSE(changes->files.empty());
  EXPECT_EQ(changes->files.front().letter, 'U');
  const ScratchRepository empty(false);
  empty.write("a", "a\n");
  empty.git({"add", "a"});
  empty.write("a", "a\nb\n");
  changes = read_uncommitted(empty.root());
  ASSERT_TRUE(changes) << changes.error().describe();
  EXPECT_EQ(changes->total.additions, 2);
}

TEST(ParseDiffOutput, Table) {
  const std::string nul(1, '\0');
  const auto files = parse_diff_output(
      ":100644 100644 aaa bbb M" + nul + "m" + nul + ":000000 100644 000 bbb A" + nul + "t\tab" +
          nul + ":100644 100644 a b R087" + nul + "old" + nul + "new" + nul + "1\t2\tm" + nul +
          "-\t-\tt\tab" + nul + "3\t4\t" + nul + "old" + nul + "new" + nul,
      ChangeGroup::staged);
  const std::vector<FileChange> wanted = {{ChangeGroup::staged, "m", "", 'M', {1, 2, 1}},
                                          {ChangeGroup::staged, "t\tab", "", 'A', {0, 0, 1}},
                                          {ChangeGroup::staged, "new", "old", 'R', {3, 4, 1}}};
  EXPECT_EQ(files, wanted);
  for (const char* garbage : {"", ":", "x", "\t", ":1 2 3 4 R", "1\t2\t"}) {
    (void)parse_diff_output(garbage, ChangeGroup::staged);
    (void)parse_status(garbage);
  }
}

TEST_F(Observe, DeletionProofs) {
  repo.write("f", "1\n");
  repo.commit("One");
  repo.write("f", "1\n2\n");
  repo.commit("Two");
  const auto examine = [&] {
    auto proof = examine_for_deletion(repo.root(), "", "work", "main");
    EXPECT_TRUE(proof) << proof.error().describe();
    return proof.value_or(DeletionProof{});
  };
  EXPECT_FALSE(examine().is_safe());
  EXPECT_EQ(examine().unmerged_commits, 2);
  repo.git({"checkout", "-q", "main"});
  repo.git({"merge", "-q", "--squash", "work"});
  repo.commit("Squashed");
  EXPECT_TRUE(examine().squash_merged);  // by tree
  repo.write("f", "changed since\n");
  repo.commit("Later");
  EXPECT_TRUE(examine().squash_merged);  // by patch id
  EXPECT_FALSE(examine().merged);
  repo.git({"merge", "-q", "-s", "ours", "-m", "Merge", "work"});
  EXPECT_TRUE(examine().merged);
  repo.git({"remote", "add", "origin", "/nowhere"});
  EXPECT_GT(examine().unpushed_commits, 0);
  repo.write("dirt", "d");
  const auto dirty = examine_for_deletion(repo.root(), repo.root(), "work", "main");
  EXPECT_TRUE(dirty->dirty);
  EXPECT_FALSE(dirty->is_safe());
  EXPECT_FALSE(examine_for_deletion(repo.root(), "", "none", "main")->branch_exists);
}

TEST_F(Observe, DeleteBranchOnlyAsExpected) {
  const CommitOid old{repo.line({"rev-parse", "work"})};
  EXPECT_EQ(delete_branch(repo.root(), "work", old).error().code, ErrorCode::busy);  // checked out
  const CommitOid head{repo.commit("Mine")};
  repo.git({"checkout", "-q", "main"});
  EXPECT_EQ(delete_branch(repo.root(), "work", old).error().code, ErrorCode::busy);  // moved
  EXPECT_EQ(repo.line({"rev-parse", "work"}), head.value);
  repo.git({"config", "branch.work.remote", "origin"});
  const auto deleted = delete_branch(repo.root(), "work", head);
  ASSERT_TRUE(deleted) << deleted.error().describe();
  EXPECT_EQ(repo.git({"config", "--get-regexp", "^branch\\."}, {}, true), "");
  EXPECT_EQ(delete_branch(repo.root(), "work", head).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace orchard::git
