#pragma once

#include "metrics/ledger/store.h"
#include "tests/support/fake_id_source.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace orchard::test {

struct HistorySize {
  std::int64_t repositories = 20;
  std::int64_t workspaces = 2'000;
  std::int64_t turns = 200'000;
  std::int64_t calls = 1'000'000;
  std::int64_t commits = 50'000;
  int days = 365;
};

/// Fills a store with a plausible history that ends at `now`, through the ledger's own door: each
/// call is seen first by the stream, a part of them by the transcript too. The same size and moment
/// give the same history.
class LargeHistory {
 public:
  LargeHistory(metrics::Store& store, const HistorySize& size, core::Timestamp now)
      : store_(store), size_(size), now_(now) {}

  [[nodiscard]] core::Result<void> write() {
    ORCHARD_CHECK(write_places());
    const std::int64_t sessions = std::max<std::int64_t>(1, size_.turns / kTurnsPerSession);
    for (std::int64_t session = 0; turns_ < size_.turns; ++session)
      ORCHARD_CHECK(write_session(std::min(session, sessions - 1), sessions));
    ORCHARD_CHECK(flush(0));
    for (std::int64_t workspace = 0; workspace < size_.workspaces; ++workspace)
      ORCHARD_CHECK(write_branch(workspace));
    return {};
  }

 private:
  static constexpr std::int64_t kTurnsPerSession = 20;

  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(limit));
  }
  std::string hex(int digits) {
    std::string text;
    while (static_cast<int>(text.size()) < digits) text += "0123456789abcdef"[below(16)];
    return text;
  }
  std::string uuid() { return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12); }
  core::WorkspaceId workspace_id(std::int64_t index) const {
    return core::WorkspaceId("w" + std::to_string(index));
  }
  core::RepositoryId repository_of(std::int64_t workspace) const {
    return core::RepositoryId("r" + std::to_string(workspace % size_.repositories));
  }
  core::Duration span() const { return std::chrono::hours(24) * size_.days; }
  /// When the `index`th of `count` things began, evenly over the days.
  core::Timestamp moment(std::int64_t index, std::int64_t count) const {
    return now_ - span() + core::Duration(span().count() / count * index);
  }

  core::Result<void> write_places() {
    for (std::int64_t i = 0; i < size_.repositories; ++i) {
      const std::string name = "project-" + std::to_string(i);
      ORCHARD_CHECK(
          store_.put_repository({core::RepositoryId("r" + std::to_string(i)), name, "/src/" + name,
                                 "/src/" + name + "/.git", "main", now_ - span(), std::nullopt}));
    }
    for (std::int64_t i = 0; i < size_.workspaces; ++i) {
      metrics::Workspace workspace;
      workspace.id = workspace_id(i);
      workspace.repository = repository_of(i);
      workspace.name = "quiet-fern-" + std::to_string(i);
      workspace.branch = "somebody/" + workspace.name;
      workspace.base = "main";
      workspace.path = "/worktrees/" + workspace.name;
      workspace.created_at = moment(i, size_.workspaces);
      // A few are in use; of the others some were deleted.
      const bool active = i + 20 >= size_.workspaces;
      workspace.status = active       ? core::WorkspaceStatus::active
                         : i % 4 == 0 ? core::WorkspaceStatus::deleted
                                      : core::WorkspaceStatus::archived;
      ORCHARD_CHECK(store_.put_workspace(workspace));
    }
    return {};
  }

  core::Result<void> flush(std::size_t unless_fewer_than) {
    if (facts_.empty() || facts_.size() < unless_fewer_than) return {};
    ORCHARD_CHECK(store_.record(facts_));
    facts_.clear();
    return {};
  }

  core::Result<void> write_session(std::int64_t index, std::int64_t sessions) {
    const core::SessionId session(uuid());
    const std::int64_t workspace = index * size_.workspaces / sessions;
    core::Timestamp at = moment(index, sessions);
    facts_.push_back(core::SessionSeen{session, workspace_id(workspace), "claude-opus-4-8",
                                       "default", "2.1.14", at, std::nullopt});
    // Few long sessions, many short ones, `kTurnsPerSession` on average.
    const std::int64_t wanted = below(10) == 0 ? kTurnsPerSession * 5 : kTurnsPerSession * 5 / 9;
    const std::int64_t turns = std::min(wanted, size_.turns - turns_);
    turns_ += turns;
    for (std::int64_t i = 0; i < turns; ++i) at = add_turn(session, at);
    if (below(3) == 0)
      facts_.push_back(core::SlashCommandUsed{session, core::MessageId(uuid()),
                                              below(2) == 0 ? "/review" : "/plan", at});
    return flush(20'000);
  }

  core::Timestamp add_turn(const core::SessionId& session, core::Timestamp at) {
    const core::TurnId turn(uuid());
    facts_.push_back(core::TurnStarted{session, turn, "Please go on with it", false, at});
    const std::int64_t calls = size_.calls / size_.turns;
    core::Timestamp end = at;
    for (std::int64_t i = 0; i < calls; ++i) {
      end += std::chrono::milliseconds(3'000 + below(12'000));
      add_call(session, turn, end);
    }
    core::TurnFinished finished;
    finished.session = session;
    finished.turn = turn;
    const std::int64_t luck = below(20);
    finished.outcome = luck == 0   ? core::TurnOutcome::error
                       : luck == 1 ? core::TurnOutcome::interrupted
                                   : core::TurnOutcome::ok;
    finished.result = "Done.";
    finished.duration = end - at;
    finished.at = end;
    facts_.push_back(finished);
    return end + std::chrono::seconds(20 + below(400));
  }

  void add_call(const core::SessionId& session, const core::TurnId& turn, core::Timestamp at) {
    core::ApiCallSeen call;
    call.call = core::ApiCallId("msg_01" + hex(22));
    call.request_id = "req_011" + hex(21);
    call.session = session;
    call.turn = turn;
    call.sub_agent = below(5) == 0;
    call.model = call.sub_agent ? "claude-haiku-4-5" : "claude-opus-4-8";
    call.usage = {1 + below(2'000), 1 + below(3'000), 500 + below(9'000),
                  below(3) == 0 ? below(9'000) : 0, 20'000 + below(150'000)};
    call.complete = true;
    call.at = at;
    facts_.push_back(call);
  }

  core::Result<void> write_branch(std::int64_t index) {
    core::BranchObserved seen;
    seen.repository = repository_of(index);
    seen.workspace = workspace_id(index);
    seen.head = core::CommitOid(hex(40));
    seen.merge_base = core::CommitOid(hex(40));
    seen.branch = "somebody/quiet-fern-" + std::to_string(index);
    seen.at = std::min(now_, moment(index, size_.workspaces) + std::chrono::hours(24));
    for (std::int64_t i = 0; i < size_.commits / size_.workspaces; ++i) {
      core::CommitInfo commit;
      commit.oid = core::CommitOid(hex(40));
      commit.summary = "Take the next step of the plan and test it";
      commit.author = "Somebody";
      commit.author_email = "somebody@example.com";
      commit.authored_at = commit.committed_at = seen.at - std::chrono::minutes(20 * i);
      commit.stat = {below(200), below(80), 1 + below(8)};
      seen.commits.push_back(commit);
    }
    seen.net = {500, 200, 20};
    facts_.push_back(seen);
    return flush(index + 1 == size_.workspaces ? 0 : 50);
  }

  metrics::Store& store_;
  HistorySize size_;
  core::Timestamp now_;
  FakeIdSource random_;
  std::int64_t turns_ = 0;
  std::vector<core::Fact> facts_;
};

}  // namespace orchard::test
