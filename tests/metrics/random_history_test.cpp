#include "metrics/analytics/commands.h"
#include "metrics/calendar/local_time.h"
#include "metrics/query/tiles.h"
#include "metrics/query/transcript.h"
#include "metrics/query/workspaces.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/metrics/support/reference_model.h"
#include "tests/metrics/support/time_zone.h"
#include "tests/support/fake_id_source.h"

#include <algorithm>

namespace orchard::metrics {
namespace {

using namespace core;

/// Draws a plausible but wild history around a moment.
class History {
 public:
  History(std::uint64_t seed, Timestamp now) : source_(seed), now_(now) {}

  std::uint64_t below(std::uint64_t limit) { return source_.next() % limit; }
  std::vector<Fact> draw(int events) {
    std::vector<Fact> facts;
    for (int i = 0; i < events; ++i) add_event(facts);
    return facts;
  }

 private:
  Timestamp moment() {
    // Half of it near today's edges, where days are told apart.
    const std::uint64_t range = below(2) == 0 ? 60ULL * 3600 : 40ULL * 24 * 3600;
    return now_ + std::chrono::hours(12) -
           Duration(static_cast<std::int64_t>(below(range * 1'000'000)));
  }
  SessionId session() { return SessionId("s-" + std::to_string(below(6))); }

  void add_event(std::vector<Fact>& facts) {
    switch (below(6)) {
      case 0:
        return add_turn(facts);
      case 1:
      case 2:
        return add_call(facts);
      case 3:
        return add_branch(facts);
      case 4:
        facts.push_back(SlashCommandUsed{session(), MessageId("m-" + next()),
                                         below(2) == 0 ? "/usage" : "/plan", moment()});
        return;
      default:
        return add_request(facts);
    }
  }
  std::string next() { return std::to_string(++count_); }

  void add_turn(std::vector<Fact>& facts) {
    const SessionId id = session();
    const TurnId turn("t-" + next());
    const Timestamp began = moment();
    facts.push_back(TurnStarted{id, turn, "do it", false, began});
    turns_.push_back({id, turn});
    if (below(5) == 0) return;
    TurnFinished finished;
    finished.session = id;
    finished.turn = turn;
    finished.outcome = static_cast<TurnOutcome>(below(3));
    finished.at = began + Duration(static_cast<std::int64_t>(below(3'600'000'000)));
    facts.push_back(finished);
  }

  void add_call(std::vector<Fact>& facts) {
    constexpr std::array kModels{"claude-opus-4-8", "claude-haiku-4-5", "claude-sonnet-4-5"};
    ApiCallSeen call;
    const std::string id = next();
    call.call = ApiCallId("msg_" + id);
    call.session = session();
    if (!turns_.empty() && below(2) == 0) {
      const auto& [turn_session, turn] = turns_[below(turns_.size())];
      call.session = turn_session;
      call.turn = turn;
    }
    call.model = kModels[below(kModels.size())];
    call.at = moment();
    call.usage = {1, 1, static_cast<std::int64_t>(below(9'000)),
                  static_cast<std::int64_t>(below(9'000)),
                  static_cast<std::int64_t>(below(400'000))};
    facts.push_back(call);
    ApiCallSeen ended = call;
    ended.request_id = "req_" + id;
    ended.usage.output = static_cast<std::int64_t>(below(4'000));
    ended.complete = true;
    if (below(4) != 0) facts.push_back(ended);
    ApiCallSeen file = ended;
    file.witness = Witness::transcript;
    file.turn.reset();
    file.usage.output += static_cast<std::int64_t>(below(10));
    file.at += Duration(static_cast<std::int64_t>(below(200'000)));
    if (below(4) != 0) facts.push_back(file);
    if (below(4) == 0) {
      file.session = SessionId("s-fork");
      facts.push_back(file);
    }
  }

  void add_branch(std::vector<Fact>& facts) {
    BranchObserved seen;
    seen.repository = RepositoryId("r1");
    const std::uint64_t which = below(3);
    seen.workspace = WorkspaceId("w" + std::to_string(which + 1));
    seen.branch = "b";
    // Heads never repeat here, so nothing lands: see BranchTest for that.
    seen.head = CommitOid("head-" + next());
    seen.merge_base = CommitOid("base");
    for (std::uint64_t i = below(8); i > 0; --i) {
      const std::uint64_t number = below(30);
      CommitInfo commit;
      commit.oid = CommitOid("c-" + std::to_string(number));
      // What a commit is never changes: all of it follows from its id.
      test::FakeIdSource own(number);
      commit.authored_at = now_ + std::chrono::hours(12) -
                           Duration(static_cast<std::int64_t>(own.next() % 1'800'000'000'000ULL));
      commit.committed_at = commit.authored_at;
      commit.is_merge = own.next() % 5 == 0;
      commit.stat = {static_cast<std::int64_t>(own.next() % 90), 3, 1};
      const bool repeats =
          std::any_of(seen.commits.begin(), seen.commits.end(),
                      [&](const CommitInfo& other) { return other.oid == commit.oid; });
      if (!repeats) seen.commits.push_back(commit);
    }
    seen.net = {static_cast<std::int64_t>(below(100)), 2, 1};
    seen.uncommitted = {static_cast<std::int64_t>(below(9)), 0, 1};
    seen.at = moment();
    facts.push_back(seen);
  }

  void add_request(std::vector<Fact>& facts) {
    PermissionRequested asked;
    asked.session = session();
    asked.request = PermissionRequestId("q-" + next());
    asked.tool = "Bash";
    asked.at = moment();
    facts.push_back(asked);
    if (below(3) == 0) return;
    facts.push_back(PermissionResolved{asked.session, asked.request, PermissionDecision::denied, "",
                                       asked.at + std::chrono::seconds(1)});
  }

  test::FakeIdSource source_;
  Timestamp now_;
  int count_ = 0;
  std::vector<std::pair<SessionId, TurnId>> turns_;
};

class RandomHistory : public test::LedgerFixture, public testing::WithParamInterface<int> {
 protected:
  RandomHistory() {
    for (const char* id : {"w2", "w3"}) {
      Workspace other = workspace;
      other.id = WorkspaceId(id);
      other.name = id;
      EXPECT_TRUE(store.put_workspace(other));
    }
  }

  /// Several recorders read the same log; some have old positions and repeat what is recorded.
  void record_with_crashes(const std::vector<Fact>& facts, History& history) {
    std::size_t done = 0;
    while (done < facts.size()) {
      const std::size_t end = std::min<std::size_t>(facts.size(), done + 1 + history.below(7));
      const std::size_t from = history.below(3) == 0 ? history.below(done + 1) : done;
      const auto outcome = store.record(std::span(facts).subspan(from, end - from),
                                        LogAdvance{"log", from, end, "state"});
      ASSERT_TRUE(outcome) << outcome.error().describe();
      ASSERT_EQ(outcome->recorded, from == done);
      if (outcome->recorded) done = end;
    }
  }

  void set_status(const char* id, WorkspaceStatus status) {
    auto row = *store.find_workspace(WorkspaceId(id));
    row->status = status;
    ASSERT_TRUE(store.put_workspace(*row));
  }

  void expect_equal(const test::ReferenceModel& model, const LocalTime& local, Timestamp now) {
    const auto tiles = query_tiles(store, local, now);
    ASSERT_TRUE(tiles) << tiles.error().describe();
    const Tiles expected = model.tiles(local, now);
    EXPECT_EQ(tiles->sessions_24h, expected.sessions_24h);
    EXPECT_EQ(tiles->sessions_day_before, expected.sessions_day_before);
    EXPECT_EQ(tiles->sessions_by_hour, expected.sessions_by_hour);
    EXPECT_EQ(tiles->sessions_today, expected.sessions_today);
    EXPECT_EQ(tiles->sessions_error_30d, expected.sessions_error_30d);
    EXPECT_EQ(tiles->additions_today, expected.additions_today);
    EXPECT_EQ(tiles->deletions_today, expected.deletions_today);
    EXPECT_EQ(tiles->commits_today, expected.commits_today);
    EXPECT_EQ(tiles->commits_by_day, expected.commits_by_day);
    EXPECT_EQ(tiles->additions_7d, expected.additions_7d);
    EXPECT_EQ(tiles->deletions_7d, expected.deletions_7d);
    EXPECT_EQ(tiles->sessions_ended_30d, expected.sessions_ended_30d);
    EXPECT_EQ(tiles->sessions_ok_30d, expected.sessions_ok_30d);
    EXPECT_EQ(tiles->cost_30d.nano_dollars, expected.cost_30d.nano_dollars);
    EXPECT_EQ(tiles->cost_today.nano_dollars, expected.cost_today.nano_dollars);
    EXPECT_EQ(tiles->cost_by_day, expected.cost_by_day);
    EXPECT_EQ(tiles->usage_30d, expected.usage_30d);
    EXPECT_EQ(tiles->api_calls_30d, expected.api_calls_30d);
    expect_equal_sessions(model);
    expect_equal_workspaces(model);
    std::map<std::string, std::int64_t> commands;
    const auto told = query_slash_commands(store).value();
    for (const CommandCount& command : told) commands[command.name] = command.uses;
    EXPECT_EQ(commands, model.commands());
  }

  void expect_equal_sessions(const test::ReferenceModel& model) {
    const auto sessions = query_sessions(store).value();
    for (const SessionFigures& figures : sessions) {
      const auto sums = model.session(figures.session.id.value);
      SCOPED_TRACE(figures.session.id.value);
      EXPECT_EQ(figures.turns, sums.turns);
      EXPECT_EQ(figures.usage, sums.usage);
      EXPECT_EQ(figures.cost.nano_dollars, sums.cost.nano_dollars);
      EXPECT_EQ(figures.last_outcome ? to_string(*figures.last_outcome) : "", sums.last_outcome);
      std::vector<std::string> open;
      for (const OpenRequest& request : figures.requests) open.push_back(request.request.value);
      std::sort(open.begin(), open.end());
      EXPECT_EQ(open, sums.open_requests);
      std::map<std::string, std::int64_t> costs;
      const auto turns = query_turns(store, figures.session.id).value();
      for (const TurnFigures& turn : turns)
        if (turn.cost.nano_dollars != 0) costs[turn.id.value] = turn.cost.nano_dollars;
      EXPECT_EQ(costs, sums.turn_costs);
    }
  }

  void expect_equal_workspaces(const test::ReferenceModel& model) {
    const auto workspaces = query_workspaces(store).value();
    for (const WorkspaceFigures& figures : workspaces) {
      const auto sums = model.workspace(figures.workspace.id.value);
      EXPECT_EQ(figures.commits, sums.commits);
      EXPECT_EQ(figures.net, sums.net);
      EXPECT_EQ(figures.uncommitted, sums.uncommitted);
    }
  }
};

TEST_P(RandomHistory, GivesTheFiguresOfPlainLoops) {
  constexpr std::array kZones{"Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata"};
  // Around both clock changes of both zones, and an ordinary day.
  constexpr std::array kNows{"2026-03-29T21:30:00Z", "2026-03-09T03:30:00Z", "2026-10-25T22:30:00Z",
                             "2026-11-02T04:30:00Z", "2026-11-21T05:00:00Z"};
  const auto seed = static_cast<std::size_t>(GetParam());
  const test::TimeZone zone(kZones[seed % kZones.size()]);
  const SystemLocalTime local;
  const Timestamp now = *parse_iso8601(kNows[seed % kNows.size()]);

  History history(seed + 1, now);
  std::vector<Fact> facts = history.draw(60);
  // Witnesses overtake each other and repeat themselves.
  for (std::size_t i = facts.size(); i > 1; --i)
    if (history.below(3) == 0) std::swap(facts[i - 1], facts[history.below(i)]);
  for (int i = 0; i < 20; ++i) facts.push_back(facts[history.below(facts.size())]);

  test::ReferenceModel model;
  for (const Fact& fact : facts) model.tell(fact);
  record_with_crashes(facts, history);
  if (HasFatalFailure()) return;
  expect_equal(model, local, now);

  set_status("w1", WorkspaceStatus::archived);
  set_status("w2", WorkspaceStatus::deleted);
  ASSERT_TRUE(store.forget_transcripts(WorkspaceId("w2")));
  ASSERT_TRUE(store.record(facts));
  expect_equal(model, local, now);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomHistory, testing::Range(0, 60));

}  // namespace
}  // namespace orchard::metrics
