#include "metrics/definition/figures.h"
#include "metrics/rows/leader_sessions.h"
#include "metrics/rows/rows.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/metrics/support/time_zone.h"

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

using namespace core;
using test::at;
using testing::ElementsAre;

constexpr int kHour = 3600;

/// Friday 12:00 UTC is `at(0)`; in Berlin the clocks show 13:00.
class RowChoiceTest : public test::LedgerFixture {
 protected:
  RowChoiceTest() {
    other.id = WorkspaceId("w2");
    other.repository = repository.id;
    other.name = "old-oak";
    other.created_at = at(-900);
    other.status = WorkspaceStatus::archived;
    EXPECT_TRUE(store.put_workspace(other));
    EXPECT_TRUE(store.create_session(second, other.id, "", "", at(0)));
    turn("t1", session, 10);
    turn("t2", session, 20);
    turn("t3", session, kHour + 10);
    turn("t4", second, 30);
    record({test::call("msg_1", session, at(11)), test::call("msg_2", session, at(21)),
            test::call("msg_3", second, at(31)),
            SlashCommandUsed{session, MessageId("m1"), "/plan", at(12)},
            SlashCommandUsed{second, MessageId("m2"), "/review", at(32)}});
  }

  void turn(const std::string& id, const SessionId& whose, int seconds) {
    record({TurnStarted{whose, TurnId(id), "prompt of " + id, false, at(seconds)}});
  }

  /// A column of the rows, as text.
  std::vector<std::string> ask(RowKind kind, const RowChoice& choice, const char* column,
                               const Filter& filter = {}) {
    const auto table = query_rows(store, kind, filter, {}, 100, choice);
    EXPECT_TRUE(table) << table.error().describe();
    std::vector<std::string> texts;
    if (!table) return texts;
    for (std::size_t i = 0; i < table->columns.size(); ++i)
      if (table->columns[i].name == column)
        for (const auto& row : table->rows) texts.push_back(std::get<std::string>(row[i]));
    return texts;
  }

  Workspace other;
  SessionId second{"s-2"};
  test::TimeZone zone{"Europe/Berlin"};
  SystemLocalTime local;
};

TEST_F(RowChoiceTest, AsksTurnsOfAWeekdayAndAnHour) {
  RowChoice choice;
  choice.local = &local;
  choice.weekday = 4;
  choice.hour = 13;
  EXPECT_THAT(ask(RowKind::turns, choice, "turn"), ElementsAre("t4", "t2", "t1"));
  choice.hour = 14;
  EXPECT_THAT(ask(RowKind::turns, choice, "turn"), ElementsAre("t3"));
  choice.hour.reset();
  EXPECT_EQ(ask(RowKind::turns, choice, "turn").size(), 4U);
  choice.weekday = 3;
  EXPECT_TRUE(ask(RowKind::turns, choice, "turn").empty());
}

TEST_F(RowChoiceTest, AsksWhatOneSessionDid) {
  RowChoice choice;
  choice.session = "s-2";
  EXPECT_THAT(ask(RowKind::turns, choice, "turn"), ElementsAre("t4"));
  EXPECT_THAT(ask(RowKind::calls, choice, "session"), ElementsAre("s-2"));
  EXPECT_THAT(ask(RowKind::commands, choice, "command"), ElementsAre("/review"));
  EXPECT_THAT(ask(RowKind::sessions_active, choice, "session"), ElementsAre("s-2"));
  EXPECT_THAT(ask(RowKind::sessions_begun, choice, "session"), ElementsAre("s-2"));
  choice.session = "nobody";
  EXPECT_TRUE(ask(RowKind::sessions_active, choice, "session").empty());
}

TEST_F(RowChoiceTest, AsksSessionsByTheirTurns) {
  RowChoice few;
  few.least_turns = 1;
  few.most_turns = 2;
  EXPECT_THAT(ask(RowKind::sessions_active, few, "session"), ElementsAre("s-2"));
  RowChoice more;
  more.least_turns = 3;
  EXPECT_THAT(ask(RowKind::sessions_active, more, "session"), ElementsAre("s-1"));
}

TEST_F(RowChoiceTest, AsksUsesOfOneCommand) {
  RowChoice choice;
  choice.command = "/plan";
  EXPECT_THAT(ask(RowKind::commands, choice, "session"), ElementsAre("s-1"));
}

TEST_F(RowChoiceTest, AsksWhatBelongsToNoWorkspace) {
  RowChoice choice;
  choice.without_workspace = true;
  EXPECT_TRUE(ask(RowKind::turns, choice, "turn").empty());
  EXPECT_TRUE(ask(RowKind::commits, choice, "commit").empty());
}

TEST_F(RowChoiceTest, StopsAtTheLimitOfWhatWasChosen) {
  RowChoice choice;
  choice.session = "s-1";
  const auto table = query_rows(store, RowKind::turns, {}, {}, 2, choice);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows.size(), 2U);
}

TEST_F(RowChoiceTest, SessionsOfALeaderComeToItsFigures) {
  Filter filter;
  filter.workspace = workspace.id;
  const TimeRange range{at(0), at(kHour)};
  const auto sessions = query_leader_sessions(store, filter, range);
  ASSERT_TRUE(sessions) << sessions.error().describe();
  ASSERT_EQ(sessions->size(), 1U);
  EXPECT_EQ(sessions->front().session, session);
  EXPECT_EQ(sessions->front().title, "prompt of t1");
  EXPECT_EQ(sessions->front().turns, 2) << "one began after the window";
  EXPECT_EQ(sessions->front().usage.calls, 2);
  const auto everybody = query_leader_sessions(store, {}, {});
  ASSERT_TRUE(everybody);
  EXPECT_EQ(everybody->size(), 2U);
}

}  // namespace
}  // namespace orchard::metrics
