#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <vector>

namespace orchard::metrics {

using core::BranchObserved;
using core::CommitInfo;
using core::Database;
using core::Result;

namespace {

/// A look that comes late is at most this much behind; one that stands further ahead was dated by a
/// clock that has been put right since, and would hide every look until its time comes.
constexpr auto kLateness = std::chrono::minutes(1);

struct Branch {
  std::int64_t workspace = 0;
  std::int64_t repository = 0;
  std::optional<std::int64_t> observed_at;
  std::string head;
};

/// A commit that stood with the workspace so far.
struct Member {
  std::int64_t commit = 0;
  std::string oid;
  std::int64_t position = 0;
  bool landed = false;
};

Result<Branch> load_branch(Database& database, const core::WorkspaceId& id) {
  ORCHARD_TRY(core::Statement statement,
              database.prepare("SELECT key, repository, observed_at, head FROM workspace "
                               "WHERE id = ?1"));
  statement.bind(1, id.value);
  ORCHARD_TRY(const bool found, statement.step());
  if (!found)
    return core::fail(
        core::ErrorCode::not_found,
        "The workspace " + id.value + " is not in the ledger; add it before recording its branch.");
  return Branch{statement.integer(0), statement.integer(1), statement.optional_integer(2),
                statement.text(3)};
}

Result<std::vector<Member>> load_members(Database& database, std::int64_t workspace) {
  ORCHARD_TRY(core::Statement statement,
              database.prepare("SELECT c.key, c.oid, w.position, w.landed FROM workspace_commit w "
                               "JOIN commit_seen c ON c.key = w.commit_key "
                               "WHERE w.workspace = ?1 ORDER BY w.position"));
  statement.bind(1, workspace);
  std::vector<Member> members;
  ORCHARD_CHECK(statement.each([&](const core::Statement& row) {
    members.push_back({row.integer(0), row.text(1), row.integer(2), row.integer(3) != 0});
  }));
  return members;
}

/// Commits that left the branch because its base now holds them; others were amended away. They
/// surely landed when the head did not move, or when the merge base is one of them or their head.
std::vector<Member> landed_of(const std::vector<Member>& before, const std::string& old_head,
                              const BranchObserved& fact) {
  std::unordered_set<std::string> now;
  for (const CommitInfo& commit : fact.commits) now.insert(commit.oid.value);
  const bool all =
      !old_head.empty() && (fact.head.value == old_head || fact.merge_base.value == old_head);
  std::optional<std::int64_t> landed_from;
  for (const Member& member : before)
    if (member.oid == fact.merge_base.value) landed_from = member.position;
  std::vector<Member> landed;
  for (Member member : before) {
    if (now.contains(member.oid)) continue;
    member.landed = member.landed || all || (landed_from && member.position >= *landed_from);
    if (member.landed) landed.push_back(member);
  }
  return landed;
}

Result<std::int64_t> commit_key(Database& database, std::int64_t repository,
                                const CommitInfo& commit) {
  ORCHARD_TRY(
      const auto known,
      find_integer(database, "SELECT key FROM commit_seen WHERE repository = ?1 AND oid = ?2",
                   repository, commit.oid.value));
  if (known) return *known;
  ORCHARD_CHECK(database.execute(
      "INSERT INTO commit_seen (repository, oid, summary, author, author_email, authored_at, "
      "committed_at, is_merge, additions, deletions, files) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      repository, commit.oid.value, clean(commit.summary), clean(commit.author),
      clean(commit.author_email), micros(commit.authored_at), micros(commit.committed_at),
      commit.is_merge, commit.stat.additions, commit.stat.deletions, commit.stat.files));
  return database.last_insert_rowid();
}

bool holds_exactly(const std::vector<Member>& before, const std::vector<CommitInfo>& commits) {
  std::vector<std::string> own;
  for (const Member& member : before)
    if (!member.landed) own.push_back(member.oid);
  return std::equal(
      own.begin(), own.end(), commits.begin(), commits.end(),
      [](const std::string& oid, const CommitInfo& commit) { return oid == commit.oid.value; });
}

Result<void> replace_members(Database& database, const Branch& branch,
                             const std::vector<Member>& landed, const BranchObserved& fact) {
  constexpr std::string_view kInsert =
      "INSERT INTO workspace_commit (workspace, commit_key, position, landed) "
      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
  ORCHARD_CHECK(
      database.execute("DELETE FROM workspace_commit WHERE workspace = ?1", branch.workspace));
  std::int64_t position = 0;
  for (const CommitInfo& commit : fact.commits) {
    ORCHARD_TRY(const std::int64_t key, commit_key(database, branch.repository, commit));
    ORCHARD_CHECK(database.execute(kInsert, branch.workspace, key, position++, false));
  }
  for (const Member& member : landed)
    ORCHARD_CHECK(database.execute(kInsert, branch.workspace, member.commit, position++, true));
  return {};
}

}  // namespace

Result<void> write(Database& database, const BranchObserved& fact) {
  ORCHARD_TRY(const Branch branch, load_branch(database, fact.workspace));
  const bool late = branch.observed_at && *branch.observed_at > micros(fact.at) &&
                    *branch.observed_at <= micros(fact.at + kLateness);
  if (late) return {};
  ORCHARD_TRY(const std::vector<Member> before, load_members(database, branch.workspace));
  if (!holds_exactly(before, fact.commits))
    ORCHARD_CHECK(replace_members(database, branch, landed_of(before, branch.head, fact), fact));
  return database.execute(
      "UPDATE workspace SET observed_at = ?2, head = ?3, merge_base = ?4, "
      "branch = CASE WHEN ?5 = '' THEN branch ELSE ?5 END, "
      "net_additions = ?6, net_deletions = ?7, net_files = ?8, uncommitted_additions = ?9, "
      "uncommitted_deletions = ?10, uncommitted_files = ?11 WHERE key = ?1",
      branch.workspace, micros(fact.at), fact.head.value, fact.merge_base.value, clean(fact.branch),
      fact.net.additions, fact.net.deletions, fact.net.files, fact.uncommitted.additions,
      fact.uncommitted.deletions, fact.uncommitted.files);
}

}  // namespace orchard::metrics
