#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>
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
                               "WHERE w.workspace = ?1 ORDER BY w.position DESC"));
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
    member.landed = member.landed || all || (landed_from && member.position <= *landed_from);
    if (member.landed) landed.push_back(member);
  }
  return landed;
}

Result<std::int64_t> commit_key(Database& database, const Branch& branch, const CommitInfo& commit,
                                core::Timestamp seen_at) {
  ORCHARD_TRY(
      const auto known,
      find_integer(database, "SELECT key FROM commit_seen WHERE repository = ?1 AND oid = ?2",
                   branch.repository, commit.oid.value));
  if (known) return *known;
  // A clock that goes wrong must not hide a commit until that day comes.
  const core::Timestamp counted_at = std::min(commit.authored_at, seen_at);
  ORCHARD_CHECK(database.execute(
      "INSERT INTO commit_seen (repository, oid, summary, author, author_email, authored_at, "
      "committed_at, is_merge, additions, deletions, files, workspace, counted_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
      branch.repository, commit.oid.value, clean(commit.summary), clean(commit.author),
      clean(commit.author_email), micros(commit.authored_at), micros(commit.committed_at),
      commit.is_merge, commit.stat.additions, commit.stat.deletions, commit.stat.files,
      branch.workspace, micros(counted_at)));
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

/// Writes only what changed: a commit on top of ten thousand is one row.
Result<void> put_member(Database& database, std::int64_t workspace, const Member* before,
                        const Member& now) {
  if (before == nullptr)
    return database.execute(
        "INSERT INTO workspace_commit (workspace, commit_key, position, landed) "
        "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        workspace, now.commit, now.position, now.landed);
  if (before->position == now.position && before->landed == now.landed) return {};
  return database.execute(
      "UPDATE workspace_commit SET position = ?3, landed = ?4 "
      "WHERE workspace = ?1 AND commit_key = ?2",
      workspace, now.commit, now.position, now.landed);
}

Result<void> replace_members(Database& database, const Branch& branch,
                             const std::vector<Member>& before, const std::vector<Member>& landed,
                             const BranchObserved& fact) {
  std::unordered_map<std::string, const Member*> left;
  for (const Member& member : before) left[member.oid] = &member;
  const auto take = [&](const std::string& oid) -> const Member* {
    const auto found = left.find(oid);
    if (found == left.end()) return nullptr;
    const Member* member = found->second;
    left.erase(found);
    return member;
  };
  // Counted from the oldest, so that a new commit moves no other.
  auto position = static_cast<std::int64_t>(fact.commits.size() + landed.size());
  for (const CommitInfo& commit : fact.commits) {
    const Member* known = take(commit.oid.value);
    Member now{0, commit.oid.value, --position, false};
    if (known != nullptr) {
      now.commit = known->commit;
    } else {
      ORCHARD_TRY(now.commit, commit_key(database, branch, commit, fact.at));
    }
    ORCHARD_CHECK(put_member(database, branch.workspace, known, now));
  }
  for (const Member& member : landed) {
    Member now = member;
    now.position = --position;
    ORCHARD_CHECK(put_member(database, branch.workspace, take(member.oid), now));
  }
  for (const auto& [oid, member] : left)
    ORCHARD_CHECK(
        database.execute("DELETE FROM workspace_commit WHERE workspace = ?1 AND commit_key = ?2",
                         branch.workspace, member->commit));
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
    ORCHARD_CHECK(
        replace_members(database, branch, before, landed_of(before, branch.head, fact), fact));
  return database.execute(
      "UPDATE workspace SET observed_at = ?2, head = ?3, merge_base = ?4, "
      "branch = CASE WHEN ?5 = '' THEN branch ELSE ?5 END, "
      "net_additions = ?6, net_deletions = ?7, net_files = ?8, uncommitted_additions = ?9, "
      "uncommitted_deletions = ?10, uncommitted_files = ?11, commits = ?12 WHERE key = ?1",
      branch.workspace, micros(fact.at), fact.head.value, fact.merge_base.value, clean(fact.branch),
      fact.net.additions, fact.net.deletions, fact.net.files, fact.uncommitted.additions,
      fact.uncommitted.deletions, fact.uncommitted.files,
      static_cast<std::int64_t>(std::ranges::count(fact.commits, false, &CommitInfo::is_merge)));
}

}  // namespace orchard::metrics
