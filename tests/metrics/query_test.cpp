#include "metrics/analytics/activity.h"
#include "metrics/analytics/commands.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/plan_limits.h"
#include "metrics/calendar/local_time.h"
#include "metrics/ledger/read_view.h"
#include "metrics/query/sessions.h"
#include "metrics/query/tiles.h"
#include "metrics/query/transcript.h"
#include "metrics/query/workspaces.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/metrics/support/time_zone.h"

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

using namespace core;
using test::at;
using testing::ElementsAre;

class QueryTest : public test::LedgerFixture {
 protected:
  MessageSeen message(const char* id, MessageKind kind, const char* text, int seconds) {
    return {session, TurnId("t-1"), MessageId(id), 0, kind, std::nullopt, text, at(seconds)};
  }
  TurnFinished finished(const char* turn, TurnOutcome outcome, int seconds) {
    TurnFinished fact;
    fact.session = session;
    fact.turn = TurnId(turn);
    fact.outcome = outcome;
    fact.error = outcome == TurnOutcome::error ? "It broke." : "";
    fact.duration = std::chrono::seconds(2);
    fact.at = at(seconds);
    return fact;
  }
  BranchObserved branch(const char* head, const char* base, std::vector<const char*> oids,
                        int seconds) {
    BranchObserved seen;
    seen.repository = repository.id;
    seen.workspace = workspace.id;
    seen.head = CommitOid(head);
    seen.merge_base = CommitOid(base);
    for (const char* oid : oids) {
      CommitInfo commit;
      commit.oid = CommitOid(oid);
      commit.authored_at = commit.committed_at = at(0);
      commit.stat = {10, 1, 1};
      seen.commits.push_back(commit);
    }
    seen.at = at(seconds);
    return seen;
  }
  std::int64_t commits_today() { return query_tiles(store, local, at(100))->commits_today; }
  std::int64_t commits_on_branch() { return query_workspaces(store)->front().commits; }

  test::TimeZone zone{"UTC"};
  SystemLocalTime local;
};

TEST_F(QueryTest, GivesZerosForAnEmptyStore) {
  auto empty = Store::open(directory / "empty.db").value();
  const auto tiles = query_tiles(empty, local, at(0));
  ASSERT_TRUE(tiles);
  EXPECT_EQ(tiles->cost_30d.nano_dollars, 0);
  EXPECT_EQ(tiles->sessions_ended_30d, 0);
  EXPECT_TRUE(query_sessions(empty)->empty());
  EXPECT_TRUE(query_workspaces(empty)->empty());
  EXPECT_TRUE(query_slash_commands(empty)->empty());
  EXPECT_TRUE(query_plan_limits(empty)->empty());
  const auto board = query_leaderboard(empty, LeaderKind::workspaces, {}, {}).value();
  EXPECT_TRUE(board.rows.empty());
  EXPECT_TRUE(board.total.is_nothing());
  EXPECT_EQ(query_heatmap(empty, local, {}, {})->peak_hour(), std::nullopt);
  EXPECT_EQ(query_session_durations(empty, {}, {})->count, 0);
  EXPECT_EQ(query_call_pace(empty, {}, {})->per_minute(), 0);
  EXPECT_TRUE(query_recent_sessions(empty, at(0), {})->empty());
  EXPECT_FALSE(query_session(empty, session));
}

TEST_F(QueryTest, AgreesWithItselfWhileOthersRecord) {
  auto other = Store::open(directory / "orchard.db").value();
  {
    const ReadView view = ReadView::open(store.database()).value();
    EXPECT_EQ(query_session(store, session)->cost.nano_dollars, 0);
    ASSERT_TRUE(other.record(std::vector<Fact>{test::call("msg_1", session, at(1))}));
    { const ReadView inner = ReadView::open(store.database()).value(); }
    EXPECT_EQ(query_tiles(store, local, at(100))->cost_30d.nano_dollars, 0);
  }
  EXPECT_EQ(query_tiles(store, local, at(100))->cost_30d.nano_dollars, 140'317'500);
}

TEST_F(QueryTest, TakesNoAdviceForTheConversation) {
  core::ApiCallSeen advice = test::call("msg_1:advisor:0", session, at(2));
  advice.model = "claude-fable-9";
  advice.usage = {500'000, 90'000, 0, 0, 0};
  core::ApiCallSeen reply = test::call("msg_1", session, at(2));
  reply.turn = advice.turn = TurnId("t-1");
  record({TurnStarted{session, TurnId("t-1"), "go", false, at(1)}, reply, advice});
  EXPECT_EQ(query_session(store, session)->context_tokens, 3 + 14638 + 4879);
  const auto turns = query_turns(store, session).value();
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].model, "claude-opus-4-8");
  EXPECT_EQ(turns[0].usage.input, 500'003);
}

TEST_F(QueryTest, ShowsARunningSession) {
  ASSERT_TRUE(store.enqueue_prompt({session, MessageId("later"), "and then this", at(3)}));
  record({TurnStarted{session, TurnId("t-1"), "\n Fix the parser\nplease", false, at(1)},
          message("a", MessageKind::text, "Looking.", 2),
          ToolCallStarted{session, TurnId("t-1"), ToolCallId("c"), std::nullopt, "Bash",
                          "ctest -L draw", "{}", at(3)},
          PermissionRequested{session, TurnId("t-1"), PermissionRequestId("q"), ToolCallId("c"),
                              "Bash", "ctest -L draw", "{}", "[]", at(4)},
          test::call("msg_1", session, at(2))});
  auto figures = query_session(store, session).value();
  EXPECT_EQ(figures.title, "Fix the parser");
  EXPECT_EQ(figures.turn_started_at, at(1));
  EXPECT_EQ(figures.current_tool, "Bash ctest -L draw");
  EXPECT_EQ(figures.last_message, "Looking.");
  EXPECT_EQ(figures.context_tokens, 3 + 14638 + 4879);
  EXPECT_THAT(figures.queued_prompts, ElementsAre("and then this"));
  ASSERT_EQ(figures.requests.size(), 1U);
  EXPECT_EQ(figures.requests[0].request.value, "q");
  EXPECT_FALSE(figures.last_outcome);

  record({finished("t-1", TurnOutcome::error, 9)});
  figures = query_session(store, session).value();
  EXPECT_FALSE(figures.turn_started_at);
  EXPECT_TRUE(figures.current_tool.empty());
  EXPECT_TRUE(figures.requests.empty());
  EXPECT_EQ(figures.last_outcome, TurnOutcome::error);
  EXPECT_EQ(figures.last_error, "It broke.");
  EXPECT_EQ(figures.last_active_at, at(9));
}

TEST_F(QueryTest, WeavesTheTranscript) {
  MessageSeen inside = message("d", MessageKind::text, "inner", 5);
  inside.parent = ToolCallId("c");
  const std::vector<Fact> facts{
      TurnStarted{session, TurnId("t-1"), "Hello", false, at(1)},
      message("a", MessageKind::thinking, "hm", 2),
      message("b", MessageKind::text, "On it.", 2),
      ToolCallStarted{session, TurnId("t-1"), ToolCallId("c"), std::nullopt, "Bash", "ls", "{}",
                      at(3)},
      inside,
      message("e", MessageKind::tool_result, "out", 5),
      ToolCallFinished{session, ToolCallId("c"), false, "out", at(5)},
      message("f", MessageKind::text, "Done.", 2),
      test::call("msg_1", session, at(4)),
      finished("t-1", TurnOutcome::ok, 6),
      TurnStarted{session, TurnId("t-2"), "ignored", false, at(7)},
      message("t-2", MessageKind::user, "Again", 7),
  };
  record(facts);
  record(facts);
  const auto items = query_transcript(store, session).value();
  std::vector<std::string> lines;
  for (const TranscriptItem& item : items)
    lines.push_back(std::to_string(static_cast<int>(item.kind)) + (item.depth > 0 ? "> " : " ") +
                    item.id + " " + (item.tool.empty() ? item.text : item.result));
  EXPECT_THAT(lines, ElementsAre("0 t-1/prompt Hello", "2 a/0 hm", "1 b/0 On it.", "3 c out",
                                 "1> d/0 inner", "1 f/0 Done.", "6 t-1/end ", "0 t-2/0 Again"));
  const TurnFigures& turn = items[6].turn;
  EXPECT_EQ(turn.number, 1);
  EXPECT_EQ(turn.cost.nano_dollars, 140'317'500);
  EXPECT_EQ(turn.usage.cache_write(), 14638 + 4879);
  EXPECT_EQ(turn.model, "claude-opus-4-8");
  EXPECT_EQ(turn.duration, std::chrono::seconds(2));
}

TEST_F(QueryTest, ReplacesAmendedCommitsAndKeepsLandedOnes) {
  record({branch("c1", "m0", {"c1"}, 1)});
  EXPECT_EQ(commits_today(), 1);
  record({branch("a1", "m0", {"a1"}, 2)});  // amended
  EXPECT_EQ(commits_today(), 1);
  record({branch("a2", "m0", {"a2", "a1"}, 3)});
  EXPECT_EQ(commits_today(), 2);
  EXPECT_EQ(commits_on_branch(), 2);
  record({branch("a2", "a2", {}, 4)});  // the base moved up to it
  EXPECT_EQ(commits_today(), 2);
  EXPECT_EQ(commits_on_branch(), 0);
  record({branch("a3", "a2", {"a3"}, 5)});  // work goes on
  EXPECT_EQ(commits_today(), 3);
  EXPECT_EQ(commits_on_branch(), 1);
  record({branch("a2", "a2", {}, 6)});  // and is thrown away
  EXPECT_EQ(commits_today(), 2);
  record({branch("a9", "m0", {"a9", "a2", "a1"}, 5)});  // an older look comes late
  EXPECT_EQ(commits_today(), 2);
}

TEST_F(QueryTest, ALookFromTheFutureDoesNotFreezeTheBranch) {
  record({branch("f1", "m0", {"f1"}, 86'400)});
  record({branch("f2", "m0", {"f2", "f1"}, 10)});
  EXPECT_EQ(commits_on_branch(), 2);
  record({branch("f1", "m0", {"f1"}, 9)});  // an older look comes late
  EXPECT_EQ(commits_on_branch(), 2);
}

TEST_F(QueryTest, CountsLateEveningsOnTheirOwnDay) {
  const test::TimeZone pacific("America/Los_Angeles");
  const SystemLocalTime there;
  // 23:30 on each of the last 14 days, the clocks change on one of them.
  BranchObserved seen = branch("f1", "m0", {}, 200'000);
  const Timestamp now = *parse_iso8601("2026-11-09T07:45:00Z");
  for (int day = 0; day < 14; ++day) {
    CommitInfo commit;
    commit.oid = CommitOid("c" + std::to_string(day));
    const CivilDay date = there.day_of(now) - std::chrono::days(day);
    commit.authored_at = there.start_of(date + std::chrono::days(1)) - std::chrono::minutes(30);
    commit.committed_at = commit.authored_at;
    seen.commits.push_back(commit);
  }
  record({seen});
  const auto tiles = query_tiles(store, there, now).value();
  EXPECT_THAT(tiles.commits_by_day, testing::Each(1));
  EXPECT_EQ(tiles.commits_today, 1);
}

TEST_F(QueryTest, CountsACommitOnceHoweverManyWorkspacesHoldIt) {
  Workspace second = workspace;
  second.id = WorkspaceId("w2");
  second.name = "other";
  ASSERT_TRUE(store.put_workspace(second));
  BranchObserved merged = branch("x", "m0", {"x", "c1"}, 2);
  merged.workspace = second.id;
  merged.commits[0].is_merge = true;
  merged.branch = "renamed";
  record({branch("c1", "m0", {"c1"}, 1), merged});
  EXPECT_EQ(commits_today(), 1);
  const auto figures = query_workspaces(store).value();
  EXPECT_EQ(figures[1].commits, 1);
  EXPECT_EQ(figures[1].workspace.branch, "renamed");
  EXPECT_EQ(query_branch_log(store, second.id)->size(), 2U);
  EXPECT_EQ(query_tiles(store, local, at(100))->additions_7d, 10);
}

TEST_F(QueryTest, SumsRepositoriesActivityAndLimits) {
  std::vector<Fact> facts{branch("c1", "m0", {"c1"}, 1),
                          test::call("msg_1", session, at(2)),
                          SlashCommandUsed{session, MessageId("1"), "/plan", at(1)},
                          SlashCommandUsed{session, MessageId("2"), "/usage", at(2)},
                          SlashCommandUsed{session, MessageId("3"), "/usage", at(-99'000)},
                          RateLimitSample{session, "five_hour", "allowed", 0.5, at(9), at(1)},
                          RateLimitSample{session, "five_hour", "allowed", 0.7, at(9), at(2)}};
  for (int i = 0; i < 5; ++i)
    facts.push_back(TurnStarted{session, TurnId("t-" + std::to_string(i)), "", false, at(i)});
  record(facts);
  const TimeRange week = range_of(Window::week, local, at(100));
  const auto repositories = query_leaderboard(store, LeaderKind::repositories, {}, week)->rows;
  ASSERT_EQ(repositories.size(), 1U);
  EXPECT_EQ(repositories[0].name, "fern");
  EXPECT_EQ(repositories[0].activity.sessions, 1);
  EXPECT_EQ(repositories[0].activity.turns, 5);
  EXPECT_EQ(repositories[0].activity.commits, 1);
  EXPECT_EQ(repositories[0].activity.lines.additions, 10);
  EXPECT_EQ(repositories[0].activity.usage.cost.nano_dollars, 140'317'500);

  const auto calendar = query_calendar(store, local, at(100), {}).value();
  EXPECT_EQ(weekday_of(calendar.today), 4);
  EXPECT_EQ(calendar.turns[12][4], 5);
  EXPECT_EQ(query_heatmap(store, local, {}, week)->turns[4][12], 5);
  EXPECT_EQ(query_turns_per_session(store, {}, {})->sessions[2], 1);

  const auto commands = query_slash_commands(store).value();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].name, "/usage");
  EXPECT_EQ(commands[0].uses, 2);
  const TimeRange since{at(0), std::nullopt};
  EXPECT_EQ(query_slash_commands(store, {}, since)->size(), 2U);
  EXPECT_EQ(query_slash_commands(store, {}, since)->front().name, "/plan");

  const auto limits = query_plan_limits(store).value();
  ASSERT_EQ(limits.size(), 1U);
  EXPECT_EQ(limits[0].said.utilization, 0.7);
}

}  // namespace
}  // namespace orchard::metrics
