#include "metrics/plan/plan_policy.h"

#include "tests/metrics/support/ledger_fixture.h"

#include <chrono>
#include <vector>

namespace orchard::metrics {
namespace {

using core::PlanProblemKind;
using std::chrono::minutes;
using std::chrono::seconds;
using test::at;

PlanRecord answered(int when, std::optional<core::Timestamp> reset = std::nullopt) {
  PlanRecord record;
  record.answered_at = at(when);
  record.usage.plan = "max";
  record.usage.windows = {{"five_hour", 0.42, reset}};
  return record;
}

PlanRecord failed(PlanRecord record, int when, std::optional<core::Duration> wait = std::nullopt) {
  record.failed_at = at(when);
  record.problem = {PlanProblemKind::rate_limited, "", wait};
  return record;
}

TEST(PlanPolicy, DecidesWhetherToAsk) {
  struct Case {
    const char* what;
    PlanRecord record;
    int now;
    PlanStep look;
    PlanStep reopen;
  };
  const std::vector<Case> cases = {
      {"nothing known", {}, 0, PlanStep::ask, PlanStep::ask},
      {"just answered", answered(0), 0, PlanStep::show, PlanStep::ask},
      {"almost five minutes old", answered(0), 299, PlanStep::show, PlanStep::ask},
      {"five minutes old", answered(0), 300, PlanStep::ask, PlanStep::ask},
      {"the clock was set back", answered(10), 0, PlanStep::ask, PlanStep::ask},
      {"failed first", failed({}, 0), 119, PlanStep::show, PlanStep::show},
      {"failed two minutes ago", failed({}, 0), 120, PlanStep::ask, PlanStep::ask},
      {"failed after an answer", failed(answered(0), 60), 179, PlanStep::show, PlanStep::show},
      {"that is over", failed(answered(0), 60), 180, PlanStep::ask, PlanStep::ask},
      {"failed in the future", failed(answered(0), 500), 60, PlanStep::ask, PlanStep::ask},
      {"the server wants ten minutes", failed({}, 0, minutes(10)), 599, PlanStep::show,
       PlanStep::show},
      {"they are over", failed({}, 0, minutes(10)), 600, PlanStep::ask, PlanStep::ask},
      {"the server wants nothing", failed({}, 0, seconds(0)), 119, PlanStep::show, PlanStep::show},
      {"the server wants a day", failed({}, 0, std::chrono::hours(24)), 3600, PlanStep::ask,
       PlanStep::ask},
      {"the server wants the past", failed({}, 0, seconds(-5)), 119, PlanStep::show,
       PlanStep::show},
      {"a window began anew", answered(0, at(60)), 61, PlanStep::ask, PlanStep::ask},
      {"a reset was in the past already", answered(0, at(-60)), 61, PlanStep::show, PlanStep::ask},
      {"a reset is to come", answered(0, at(9000)), 61, PlanStep::show, PlanStep::ask},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(next_plan_step(true, c.record, PlanWish::look, at(c.now)), c.look) << c.what;
    EXPECT_EQ(next_plan_step(true, c.record, PlanWish::reopen, at(c.now)), c.reopen) << c.what;
    EXPECT_EQ(next_plan_step(false, c.record, PlanWish::look, at(c.now)), PlanStep::gate);
    EXPECT_EQ(next_plan_step(false, c.record, PlanWish::reopen, at(c.now)), PlanStep::gate);
  }
}

TEST(PlanPolicy, AsksAgainAtOnceWhereNobodyWasAsked) {
  PlanRecord record = failed({}, 0);
  record.problem.kind = PlanProblemKind::no_claude;
  EXPECT_EQ(next_plan_step(true, record, PlanWish::look, at(1)), PlanStep::ask);
  EXPECT_FALSE(backing_off_until(record, at(1)));
}

TEST(PlanPolicy, ShowsAnAnswerAsStaleOnceSomethingFailed) {
  EXPECT_TRUE(is_plan_fresh(answered(0), at(60)));
  EXPECT_FALSE(is_plan_fresh(failed(answered(0), 30), at(60)));
  EXPECT_FALSE(is_plan_fresh(answered(0), at(301)));
}

TEST(PlanPolicy, HidesAnAnswerThatIsAboutAnotherLogin) {
  for (const auto kind : {PlanProblemKind::signed_out, PlanProblemKind::api_key,
                          PlanProblemKind::environment_token, PlanProblemKind::other_provider})
    EXPECT_TRUE(hides_the_answer(kind));
  for (const auto kind : {PlanProblemKind::empty, PlanProblemKind::unauthorized,
                          PlanProblemKind::offline, PlanProblemKind::rate_limited})
    EXPECT_FALSE(hides_the_answer(kind));
}

}  // namespace
}  // namespace orchard::metrics
