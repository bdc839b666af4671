#include "metrics/schema/first_schema.h"
#include "metrics/schema/migrations.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <array>
#include <string>

namespace orchard::metrics {
namespace {

using namespace core;
using test::at;

// Everything a rollup holds, and the same from the facts. The sums must never differ.
struct Comparison {
  const char* name;
  const char* ready;
  const char* from_facts;
};
constexpr std::array kComparisons{
    Comparison{"usage_quarter", "SELECT * FROM usage_quarter",
               "SELECT at / 900000000, COUNT(*), SUM(input), SUM(output), SUM(cache_write_5m), "
               "SUM(cache_write_1h), SUM(cache_read), SUM(cost), SUM(iif(flags & 32, cost, 0)) "
               "FROM api_call WHERE session IN (SELECT key FROM session WHERE outside = 0) "
               "GROUP BY 1"},
    Comparison{"usage_session_quarter", "SELECT * FROM usage_session_quarter",
               "SELECT at / 900000000, session, model, "
               "iif(flags & 512, 2, iif(flags & 4, 1, 0)), COALESCE(branch, 0), "
               "COALESCE(agent, 0), COUNT(*), SUM(input), SUM(output), "
               "SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost), "
               "SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2, 3, 4, 5, 6"},
    Comparison{"usage_session_day", "SELECT * FROM usage_session_day",
               "SELECT at / 86400000000, session, model, "
               "iif(flags & 512, 2, iif(flags & 4, 1, 0)), COALESCE(branch, 0), "
               "COALESCE(agent, 0), COUNT(*), SUM(input), SUM(output), "
               "SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost), "
               "SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2, 3, 4, 5, 6"},
    Comparison{
        "session_total",
        "SELECT session, turns, ok, error, interrupted, began, ended, outcome "
        "FROM session_total WHERE turns > 0",
        "SELECT t.session, COUNT(*), SUM(t.outcome IS 'ok'), SUM(t.outcome IS 'error'), "
        "SUM(t.outcome IS 'interrupted'), MIN(COALESCE(t.started_at, t.finished_at)), "
        "MAX(t.finished_at), (SELECT l.outcome FROM turn l WHERE l.session = t.session "
        "AND l.finished_at IS NOT NULL ORDER BY l.finished_at DESC, l.key DESC LIMIT 1) "
        "FROM turn t WHERE t.started_at IS NOT NULL OR t.finished_at IS NOT NULL GROUP BY 1"},
    Comparison{"commits", "SELECT key, commits FROM workspace",
               "SELECT key, (SELECT COUNT(*) FROM workspace_commit m JOIN commit_seen c "
               "ON c.key = m.commit_key WHERE m.workspace = workspace.key AND m.landed = 0 "
               "AND c.is_merge = 0) FROM workspace"},
    Comparison{"holders", "SELECT key, holders FROM commit_seen",
               "SELECT key, (SELECT COUNT(*) FROM workspace_commit WHERE commit_key = key) "
               "FROM commit_seen"},
};

class RollupTest : public test::LedgerFixture {
 protected:
  void expect_rollups_hold() {
    for (const Comparison& pair : kComparisons) {
      const std::string ready = pair.ready;
      const std::string facts = pair.from_facts;
      EXPECT_EQ(count("SELECT COUNT(*) FROM (" + ready + " EXCEPT " + facts + ")"), 0) << pair.name;
      EXPECT_EQ(count("SELECT COUNT(*) FROM (" + facts + " EXCEPT " + ready + ")"), 0) << pair.name;
    }
  }
  TurnFinished finished(const char* turn, TurnOutcome outcome, int seconds) {
    TurnFinished fact;
    fact.session = session;
    fact.turn = TurnId(turn);
    fact.outcome = outcome;
    fact.at = at(seconds);
    return fact;
  }
};

TEST_F(RollupTest, FollowsEverySightingOfACall) {
  ApiCallSeen seen = test::call("msg_1", session, at(5));
  seen.complete = false;
  record({seen});
  expect_rollups_hold();
  seen.usage.output = 900;
  seen.model = "claude-nobody-knows-9";
  seen.at = at(-4000);
  record({seen});
  expect_rollups_hold();
  // Another session turns out to own it: nothing stays behind with the first.
  ApiCallSeen owner = test::call("msg_2", SessionId("s-fork"), at(3));
  owner.witness = Witness::transcript;
  record({owner});
  owner.session = session;
  owner.witness = Witness::stream;
  record({owner});
  expect_rollups_hold();
  EXPECT_EQ(count("SELECT COUNT(*) FROM usage_session_day WHERE session = "
                  "(SELECT key FROM session WHERE id = 's-fork')"),
            0);
}

TEST_F(RollupTest, JoinsTwoHalvesOfOneCall) {
  ApiCallSeen by_request = test::call("", session, at(1));
  by_request.request_id = "req_1";
  record({by_request, test::call("msg_1", session, at(2))});
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_quarter"), 2);
  ApiCallSeen both = test::call("msg_1", session, at(3));
  both.request_id = "req_1";
  record({both});
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_quarter"), 1);
  expect_rollups_hold();
}

TEST_F(RollupTest, FollowsTurnsInAnyOrder) {
  record({finished("t-2", TurnOutcome::error, 9)});
  expect_rollups_hold();
  record({TurnStarted{session, TurnId("t-2"), "", false, at(7)},
          TurnStarted{session, TurnId("t-1"), "", false, at(1)},
          finished("t-1", TurnOutcome::ok, 20), finished("t-1", TurnOutcome::error, 30)});
  expect_rollups_hold();
  EXPECT_EQ(count("SELECT began FROM session_total"), at(1).time_since_epoch().count());
  // A turn whose end was known first may begin later than it seemed.
  const SessionId other("s-2");
  TurnFinished end = finished("t-3", TurnOutcome::ok, 50);
  end.session = other;
  record({end, TurnStarted{other, TurnId("t-3"), "", false, at(60)}});
  expect_rollups_hold();
}

TEST_F(RollupTest, AddsUpWhatAnOlderVersionRecorded) {
  const auto path = directory / "older.db";
  const Migration first[] = {{1, "the first schema", kFirstSchema}};
  {
    auto older = Database::open(path, OpenMode::read_write, kApplicationId, first).value();
    ASSERT_TRUE(older.execute_script(R"sql(
      INSERT INTO repository VALUES (1, 'r', 'r', '/r', '/r/.git', 'main', 0, NULL);
      INSERT INTO workspace (key, id, repository, name, branch, branch_created_by_us, base, path,
        status, created_at, observed_at) VALUES (1, 'w', 1, 'w', 'w', 1, 'main', '/w', 'deleted', 0,
        5000);
      INSERT INTO session (key, id, workspace) VALUES (1, 's', 1), (2, 'empty', 1);
      INSERT INTO model VALUES (1, 'm'), (2, 'n');
      INSERT INTO turn (session, id, started_at, finished_at, outcome) VALUES
        (1, 'a', 100, 900, 'ok'), (1, 'b', 50, NULL, NULL), (1, 'c', NULL, 950, 'error'),
        (2, 'd', NULL, NULL, NULL);
      INSERT INTO api_call VALUES (1, 1, 1, 1, 1000, 1, 2, 3, 4, 5, 0, 1, 100),
        (2, 1, NULL, 2, 900000000, 1, 2, 3, 4, 5, 0, 32, 50),
        (3, 1, NULL, 2, 86400000000, 1, 2, 3, 4, 5, 0, 0, 25);
      INSERT INTO commit_seen VALUES (1, 1, 'x', '', '', '', 9000, 9000, 0, 1, 1, 1),
        (2, 1, 'y', '', '', '', 40, 40, 0, 1, 1, 1), (3, 1, 'gone', '', '', '', 40, 40, 0, 1, 1, 1);
      INSERT INTO workspace_commit VALUES (1, 1, 0, 0), (1, 2, 1, 0);
    )sql"));
  }
  store = Store::open(path).value();
  expect_rollups_hold();
  EXPECT_EQ(count("SELECT counted_at FROM commit_seen WHERE oid = 'x'"), 5000);
  EXPECT_EQ(count("SELECT counted_at FROM commit_seen WHERE oid = 'y'"), 40);
  EXPECT_EQ(count("SELECT workspace FROM commit_seen WHERE oid = 'y'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM session_total WHERE session = 1 AND outcome = 'error'"), 1);
}

}  // namespace
}  // namespace orchard::metrics
