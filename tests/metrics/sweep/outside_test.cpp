#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/usage_views.h"
#include "metrics/filter/usage.h"
#include "metrics/query/tiles.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/rows/rows.h"
#include "tests/metrics/support/ledger_fixture.h"

namespace orchard::metrics {
namespace {

using namespace core;
using test::at;

/// A ledger in which one session is known from transcripts alone.
class OutsideTest : public test::LedgerFixture {
 protected:
  OutsideTest() {
    EXPECT_TRUE(store.database().execute_script(
        "INSERT INTO project (path, name) VALUES ('/home/me/notes', 'notes');"
        "INSERT INTO session (id, outside, project) SELECT 's-out', 1, key FROM project "
        "WHERE name = 'notes'"));
    ApiCallSeen seen = test::call("msg_out", outside, at(5));
    seen.witness = Witness::transcript;
    record({seen, test::call("msg_own", session, at(6))});
  }

  std::int64_t calls_in(Reach reach) {
    const Scope scope = Scope::resolve(store.database(), {}, reach).value();
    std::int64_t calls = 0;
    EXPECT_TRUE(each_session_usage(
        store.database(), scope, {},
        [&](std::int64_t, std::int64_t, const UsageSums& sums) { calls += sums.calls; }));
    std::int64_t by_quarter = 0;
    EXPECT_TRUE(
        each_quarter_usage(store.database(), scope, {},
                           [&](Timestamp, const UsageSums& sums) { by_quarter += sums.calls; }));
    EXPECT_EQ(calls, by_quarter);
    return calls;
  }

  SessionId outside{"s-out"};
  SystemLocalTime local;
};

TEST_F(OutsideTest, StaysOutOfWhatOrchardSaysOfItsOwnWork) {
  EXPECT_EQ(query_tiles(store, local, at(10)).value().api_calls_30d, 1);
  EXPECT_EQ(query_models(store, {}, {}).value().at(0).sums.calls, 1);
  EXPECT_EQ(query_leaderboard(store, LeaderKind::workspaces, {}, {}).value().rows.size(), 1U);
  EXPECT_EQ(query_rows(store, RowKind::calls, {}, {}, 10).value().rows.size(), 1U);
  EXPECT_EQ(store.sessions().value().size(), 1U);
  EXPECT_EQ(calls_in(Reach::orchard), 1);
  EXPECT_EQ(calls_in(Reach::machine), 2);
}

TEST_F(OutsideTest, BecomesOrchardsOwnWhenItsStreamTellsOfIt) {
  record({test::call("msg_out", outside, at(5))});
  EXPECT_EQ(count("SELECT outside FROM session WHERE id = 's-out'"), 0);
  EXPECT_EQ(query_tiles(store, local, at(10)).value().api_calls_30d, 2);
  EXPECT_EQ(calls_in(Reach::orchard), 2);
}

TEST_F(OutsideTest, BecomesOrchardsOwnWithAWorkspace) {
  ASSERT_TRUE(store.create_session(outside, workspace.id, "", "", at(20)));
  EXPECT_EQ(query_tiles(store, local, at(10)).value().api_calls_30d, 2);
  EXPECT_EQ(count("SELECT p.repository IS NOT NULL FROM session s JOIN project p "
                  "ON p.key = s.project WHERE s.id = 's-out'"),
            1);
}

TEST_F(OutsideTest, StaysOutsideWhenAnOwnTranscriptCopiesIt) {
  ApiCallSeen copy = test::call("msg_out_2", outside, at(7));
  copy.witness = Witness::transcript;
  record({copy});
  EXPECT_EQ(count("SELECT outside FROM session WHERE id = 's-out'"), 1);
  EXPECT_EQ(calls_in(Reach::orchard), 1);
  EXPECT_EQ(calls_in(Reach::machine), 3);
}

TEST_F(OutsideTest, BelongsToARepositoryThatIsAddedLater) {
  Repository notes;
  notes.id = RepositoryId("r2");
  notes.name = "notes";
  notes.path = "/home/me/notes";
  notes.common_dir = "/home/me/notes/.git";
  notes.base = "main";
  ASSERT_TRUE(store.put_repository(notes));
  Filter filter;
  filter.repository = notes.id;
  const Scope own = Scope::resolve(store.database(), filter).value();
  const Scope all = Scope::resolve(store.database(), filter, Reach::machine).value();
  const std::int64_t key = count("SELECT key FROM session WHERE id = 's-out'");
  EXPECT_FALSE(own.has_session(key));
  EXPECT_TRUE(all.has_session(key));
}

TEST_F(OutsideTest, KeepsBranchDurationAndReportedPrice) {
  const auto told = [&](const char* id, const CallDetails& details) {
    ApiCallSeen seen = test::call(id, session, at(4));
    seen.witness = Witness::transcript;
    auto transaction = store.database().begin().value();
    EXPECT_TRUE(write_api_call(store.database(), store.prices(), seen, details));
    EXPECT_TRUE(transaction.commit());
  };
  told("msg_own", {true, "fix/leak", "", std::chrono::milliseconds(1500), Cost{12'000}});
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call c JOIN branch b ON b.key = c.branch "
                  "WHERE b.name = 'fix/leak' AND c.duration = 1500 AND c.cost = 12000 "
                  "AND c.flags & 1024"),
            1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call WHERE flags & 512"), 0)
      << "the stream saw it in the conversation";
  told("msg_3", {true, "", "", std::nullopt, std::nullopt});
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_session_day WHERE origin = 2"), 1);
}

TEST_F(OutsideTest, ForkedCopiesBelongToOneSessionWhateverIsReadFirst) {
  for (const bool turned : {false, true}) {
    std::vector<Fact> sightings;
    for (const char* id : {"s-b", "s-a", "s-c"}) {
      ApiCallSeen seen = test::call(turned ? "msg_x" : "msg_y", SessionId(id), at(3));
      seen.witness = Witness::transcript;
      sightings.emplace_back(seen);
    }
    if (turned) std::reverse(sightings.begin(), sightings.end());
    record(sightings);
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call c JOIN session s ON s.key = c.session "
                  "WHERE s.id = 's-a'"),
            2);
}

}  // namespace
}  // namespace orchard::metrics
