#include "app/services/live/snapshot/known_sessions.h"

#include "app/model/compare.h"
#include "app/services/live/snapshot/to_model.h"
#include "tests/integration/support/engine_room.h"
#include "tests/support/fake_id_source.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using namespace core;

/// Wild things happening to a few sessions of two workspaces.
class Happenings {
 public:
  Happenings(EngineRoom& room, std::uint64_t seed) : room_(room), source_(seed) {
    metrics::Repository repository;
    repository.id = RepositoryId("r");
    repository.name = "r";
    repository.common_dir = "/nowhere/r/.git";
    EngineRoom::must(room_.store().put_repository(repository));
    for (const std::string name : {"one", "two"}) {
      metrics::Workspace workspace;
      workspace.id = WorkspaceId(name);
      workspace.repository = repository.id;
      workspace.name = name;
      workspace.path = "/nowhere/" + name;
      EngineRoom::must(room_.store().put_workspace(workspace));
      workspaces_.push_back(workspace.id);
    }
  }

  void next() {
    room_.clock.advance(std::chrono::milliseconds(1 + below(90'000)));
    switch (below(14)) {
      case 0:
        return EngineRoom::must(
            room_.store().create_session(session(), workspaces_[below(2)], "m", "plan", at()));
      case 1:
        return EngineRoom::must(room_.store().enqueue_prompt(
            {session(), MessageId("p" + number(8)), "go on " + number(9), at()}));
      case 2:
        return (void)EngineRoom::take(room_.store().withdraw_prompt(MessageId("p" + number(8))));
      case 3:
        return (void)room_.store().set_launch_options(session(), "m" + number(3), "default");
      default:
        return record();
    }
  }

 private:
  std::size_t below(std::uint64_t limit) { return source_.next() % limit; }
  std::string number(std::uint64_t limit) { return std::to_string(below(limit)); }
  SessionId session() { return SessionId("s" + number(5)); }
  TurnId turn() { return TurnId("t" + number(4)); }
  Timestamp at() { return room_.clock.now() - std::chrono::seconds(below(300)); }

  Fact draw() {
    switch (below(12)) {
      case 0:
        return SessionSeen{session(), workspaces_[below(2)], "m" + number(3), "plan", "2", at(),
                           {}};
      case 1: {
        // Ids go on from smaller to larger ones, as time does; the last two stay alone.
        const std::size_t former = below(2);
        return SessionSeen{SessionId("s" + std::to_string(former + 1)), {}, "", "", "", at(),
                           SessionId("s" + std::to_string(former))};
      }
      case 2:
        return TurnStarted{session(), turn(), "prompt " + number(9), false, at()};
      case 3: {
        TurnFinished finished;
        finished.session = session();
        finished.turn = turn();
        finished.outcome = below(2) == 0 ? TurnOutcome::ok : TurnOutcome::error;
        finished.error = "why " + number(9);
        finished.at = at();
        return finished;
      }
      case 4: {
        ApiCallSeen call;
        // One reply may be seen in several sessions, by each of its ids.
        if (below(4) > 0) call.call = ApiCallId("msg_" + number(9));
        if (below(2) == 0) call.request_id = "req_" + number(9);
        call.session = session();
        call.witness = below(2) == 0 ? Witness::stream : Witness::transcript;
        call.model = "claude-opus-4-8";
        call.usage.output = static_cast<std::int64_t>(below(5000));
        call.complete = true;
        call.at = at();
        return call;
      }
      case 5:
        return ToolCallStarted{session(), turn(), ToolCallId("u" + number(6)),
                               {},        "Bash", "make " + number(9),
                               "{}",      at()};
      case 6:
        return ToolCallFinished{session(), ToolCallId("u" + number(6)), false, "done", at()};
      case 7:
        return PermissionRequested{session(), turn(), PermissionRequestId("q" + number(6)),
                                   {},        "Bash", "rm",
                                   "{}",      "[]",   at()};
      case 8:
        return PermissionResolved{session(), PermissionRequestId("q" + number(6)),
                                  PermissionDecision::allowed, "", at()};
      case 9:
        return MessageSeen{session(),         turn(), MessageId("m" + number(30)), 0,
                           MessageKind::text, {},     "words " + number(99),       at()};
      case 10:
        return PromptAcknowledged{session(), MessageId("p" + number(8)), at()};
      default: {
        ProcessTotals totals;
        totals.launched_as = session();
        totals.reported = Cost{static_cast<std::int64_t>(below(9'000'000))};
        totals.at = at();
        return totals;
      }
    }
  }

  void record() {
    std::vector<Fact> facts;
    for (std::size_t i = 0; i <= below(3); ++i) facts.push_back(draw());
    (void)EngineRoom::take(room_.store().record(facts));
  }

  EngineRoom& room_;
  FakeIdSource source_;
  std::vector<WorkspaceId> workspaces_;
};

class KnownSessionsTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(KnownSessionsTest, AreThoseOfAFreshLookWhateverHappens) {
  EngineRoom room(Timestamp(std::chrono::hours(24 * 20'000)));
  Happenings happenings(room, GetParam());
  app::KnownSessions known;
  for (int step = 0; step < 300; ++step) {
    happenings.next();
    EngineRoom::must(known.update(room.engine()));
    const auto fresh = EngineRoom::take(app::query_sessions_now(room.engine()));
    for (const std::string name : {"one", "two"}) {
      std::vector<app::SessionSummary> wanted;
      for (const app::SessionNow& session : fresh)
        if (session.figures.session.workspace == WorkspaceId(name))
          wanted.push_back(to_summary(session, nullptr));
      std::vector<app::SessionSummary> given;
      for (const app::SessionNow* session : known.of(WorkspaceId(name)))
        given.push_back(to_summary(*session, nullptr));
      ASSERT_TRUE(given == wanted) << "step " << step << ", workspace " << name;
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, KnownSessionsTest, testing::Range<std::uint64_t>(0, 6));

TEST(KnownSessions, ReadsNothingAgainThatDidNotChange) {
  EngineRoom room(Timestamp(std::chrono::hours(24 * 20'000)));
  Happenings happenings(room, 7);
  const WorkspaceId one("one");
  const Timestamp at = room.clock.now();
  for (const std::string id : {"busy", "quiet"})
    EngineRoom::must(room.store().create_session(SessionId(id), one, "m", "plan", at));
  app::KnownSessions known;
  EngineRoom::must(known.update(room.engine()));
  EXPECT_TRUE(known.changed(one));
  const app::SessionNow* quiet = known.of(one).front();
  ASSERT_EQ(quiet->figures.session.id, SessionId("quiet"));

  EngineRoom::must(known.update(room.engine()));
  EXPECT_TRUE(known.changed(one)) << "nobody said that it was shown";
  known.forget_changes();
  EngineRoom::must(known.update(room.engine()));
  EXPECT_FALSE(known.changed(one));
  const std::vector<Fact> news{SlashCommandUsed{SessionId("busy"), MessageId("x"), "/plan", at}};
  (void)EngineRoom::take(room.store().record(news));
  EngineRoom::must(known.update(room.engine()));
  EXPECT_TRUE(known.changed(one));
  EXPECT_EQ(known.of(one).front(), quiet);
}

}  // namespace
}  // namespace orchard::test
