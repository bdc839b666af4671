#include "metrics/query/sessions.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <string>

namespace orchard::metrics {
namespace {

using core::SessionId;
using core::TurnId;
using core::TurnOutcome;
using test::at;

constexpr std::int64_t kCall = 140'317'500;  ///< the cost of test::call

class UnexplainedTest : public test::LedgerFixture {
 protected:
  /// A turn with one complete call, which ends with the given running total.
  void turn(int process, std::int64_t total) {
    call();
    end(process, total, TurnOutcome::ok);
  }
  void begin() {
    if (!open_) record({core::TurnStarted{current_, TurnId(name()), "hi", false, at(++now_)}});
    open_ = true;
  }
  core::ApiCallSeen call(bool complete = true) {
    begin();
    core::ApiCallSeen seen = test::call("msg_" + std::to_string(now_), current_, at(now_ + 1));
    ++now_;
    seen.turn = TurnId(name());
    seen.complete = complete;
    record({seen});
    return seen;
  }
  void end(int process, std::int64_t total, TurnOutcome outcome) {
    begin();
    finish(outcome);
    record({core::ProcessTotals{
        session, process, core::Cost{total}, {}, at(now_), current_, TurnId(last_)}});
  }
  void finish(TurnOutcome outcome) {
    core::TurnFinished finished;
    finished.session = current_;
    finished.turn = TurnId(last_ = name());
    finished.outcome = outcome;
    finished.at = at(++now_);
    record({finished});
    ++turn_;
    open_ = false;
  }
  void clear_conversation(const char* id) {
    record({core::SessionSeen{SessionId(id), std::nullopt, "", "", "", at(++now_), current_}});
    current_ = SessionId(id);
  }
  [[nodiscard]] std::string name() const { return "t-" + std::to_string(turn_); }
  std::int64_t unexplained() { return query_session(store, session)->unexplained.nano_dollars; }

 private:
  SessionId current_ = session;
  std::string last_;
  int turn_ = 1;
  int now_ = 0;
  bool open_ = false;
};

TEST_F(UnexplainedTest, NothingIsMissingWhenTotalsBeginAtZeroWithEachProcess) {
  turn(1, kCall);
  turn(1, 2 * kCall);
  turn(2, kCall);
  turn(3, kCall);
  EXPECT_EQ(unexplained(), 0);
}

TEST_F(UnexplainedTest, NothingIsMissingWhenTotalsGoOnAfterACleanEnd) {
  turn(1, kCall);
  turn(2, 2 * kCall);
  turn(2, 3 * kCall);
  turn(3, 4 * kCall);
  EXPECT_EQ(unexplained(), 0);
}

TEST_F(UnexplainedTest, NothingIsMissingWhenAKilledProcessForgetsItsTotal) {
  turn(1, kCall);
  turn(2, 2 * kCall);
  turn(2, 3 * kCall);
  call();
  finish(TurnOutcome::error);  // killed; the next goes on from the last clean end
  turn(3, 2 * kCall);
  EXPECT_EQ(unexplained(), 0);
}

TEST_F(UnexplainedTest, ClearingMayOrMayNotBeginAtZero) {
  turn(1, kCall);
  clear_conversation("s-2");
  end(1, 0, TurnOutcome::ok);
  turn(1, kCall);
  EXPECT_EQ(unexplained(), 0);
  clear_conversation("s-3");
  end(1, kCall, TurnOutcome::ok);
  turn(1, 2 * kCall);
  EXPECT_EQ(unexplained(), 0);
}

TEST_F(UnexplainedTest, AbortedRepliesAreLeftOutWhateverTheAgentMakesOfThem) {
  std::int64_t total = 0;
  for (const std::int64_t guess : {std::int64_t{0}, kCall + 100'000, 3 * kCall}) {
    turn(1, total += kCall);
    call(/*complete=*/false);
    end(1, total += guess, TurnOutcome::interrupted);
    EXPECT_EQ(unexplained(), 0) << guess;
  }
  turn(1, total += kCall + 3);
  EXPECT_EQ(unexplained(), 3);
}

TEST_F(UnexplainedTest, MissingCallsShow) {
  turn(1, kCall + 7);
  EXPECT_EQ(unexplained(), 7);
  turn(1, 2 * kCall + 7);
  EXPECT_EQ(unexplained(), 7);
  turn(2, 3 * kCall + 12);
  EXPECT_EQ(unexplained(), 12);
}

TEST_F(UnexplainedTest, AReplyOfASubAgentIsMissingUntilItsTranscriptIsRead) {
  call();
  core::ApiCallSeen inner = test::call("msg_inner", session, at(2));
  inner.sub_agent = true;
  inner.complete = false;
  record({inner});
  end(1, 2 * kCall, TurnOutcome::ok);
  EXPECT_EQ(unexplained(), kCall);
  inner.complete = true;
  inner.witness = core::Witness::transcript;
  record({inner});
  EXPECT_EQ(unexplained(), 0);
}

}  // namespace
}  // namespace orchard::metrics
