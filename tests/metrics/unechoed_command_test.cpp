#include "metrics/query/message_turn.h"
#include "tests/metrics/support/ledger_fixture.h"

namespace orchard::metrics {
namespace {

using core::MessageId;
using core::SessionId;
using core::TurnId;
using core::TurnOutcome;
using test::at;

class UnechoedCommandTest : public test::LedgerFixture {
 protected:
  void send(const char* uuid, const char* text, int seconds) {
    ASSERT_TRUE(store.enqueue_prompt({session, MessageId(uuid), text, at(seconds)}));
  }
  void turn(const SessionId& id, const char* name, const char* prompt, int seconds,
            TurnOutcome outcome = TurnOutcome::ok, bool background = false) {
    core::TurnFinished finished;
    finished.session = id;
    finished.turn = TurnId(name);
    finished.outcome = outcome;
    finished.at = at(seconds + 1);
    const std::vector<core::Fact> facts{
        core::TurnStarted{id, TurnId(name), prompt, background, at(seconds)}, finished};
    record(facts);
    record(facts);
  }
  std::string turn_of(const char* uuid) {
    const auto found = query_turn_of_message(store, session, MessageId(uuid)).value();
    return found ? found->session.value + " " + found->turn.value : "";
  }
  std::int64_t uses() { return count("SELECT COUNT(*) FROM slash_command_use"); }
  std::size_t unread() { return store.unacknowledged_prompts(session)->size(); }
};

TEST_F(UnechoedCommandTest, TheTurnThatNobodyAskedForAnswersTheOldestCommand) {
  send("u1", "/usage", 1);
  send("u2", "/context all", 2);
  turn(session, "i1", "", 3);
  EXPECT_EQ(turn_of("u1"), "s-1 i1");
  EXPECT_EQ(turn_of("u2"), "");
  EXPECT_EQ(unread(), 1U);
  turn(session, "i2", "", 5);
  EXPECT_EQ(turn_of("u2"), "s-1 i2");
  EXPECT_EQ(unread(), 0U);
  EXPECT_EQ(uses(), 2);
  // A late echo of it changes nothing.
  record({core::SlashCommandUsed{session, MessageId("u1"), "/usage", at(9)}});
  EXPECT_EQ(uses(), 2);
}

TEST_F(UnechoedCommandTest, FollowsAClearedConversation) {
  send("u1", "/clear", 1);
  const SessionId cleared("s-2");
  record({core::SessionSeen{cleared, std::nullopt, "", "", "", at(2), session}});
  turn(cleared, "i1", "", 3);
  EXPECT_EQ(turn_of("u1"), "s-2 i1");
  EXPECT_EQ(unread(), 0U);
}

TEST_F(UnechoedCommandTest, LeavesMessagesAloneThatATurnDidNotAnswer) {
  send("u1", "/usage", 1);
  turn(session, "t1", "an ordinary prompt", 3);
  turn(session, "t2", "", 5, TurnOutcome::error);
  turn(session, "t3", "", 7, TurnOutcome::ok, /*background=*/true);
  record({core::MessageSeen{session, TurnId("t4"), MessageId("other"), 0, core::MessageKind::user,
                            std::nullopt, "hello", at(9)}});
  turn(session, "t4", "", 9);
  EXPECT_EQ(turn_of("u1"), "");
  EXPECT_EQ(unread(), 1U);
  EXPECT_EQ(uses(), 0);
}

TEST_F(UnechoedCommandTest, AnOrdinaryMessageWaitsForItsEcho) {
  send("u1", "/usr/bin is empty", 1);
  turn(session, "i1", "", 3);
  EXPECT_EQ(unread(), 1U);
}

}  // namespace
}  // namespace orchard::metrics
