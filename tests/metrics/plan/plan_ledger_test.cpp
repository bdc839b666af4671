#include "metrics/plan/plan_ledger.h"

#include "tests/metrics/support/ledger_fixture.h"

namespace orchard::metrics {
namespace {

using core::PlanProblemKind;
using test::at;

class PlanLedger : public test::LedgerFixture {};

core::PlanUsage usage(double used) {
  return {"max",
          "default_claude_max_5x",
          {{"five_hour", used, at(7200)}, {"model:Opus 4.8", std::nullopt, at(9000)}},
          core::ExtraUsage{true, std::nullopt, 420, 0.08, "USD"}};
}

TEST_F(PlanLedger, KnowsNothingAtFirst) {
  EXPECT_EQ(query_plan(store).value(), PlanRecord{});
  EXPECT_TRUE(query_plan_samples(store, "five_hour", at(-9)).value().empty());
  EXPECT_TRUE(query_network_requests(store).value().empty());
}

TEST_F(PlanLedger, KeepsTheLastAnswerThroughFailures) {
  ASSERT_TRUE(record_plan_answer(store, usage(0.3), core::PlanSource::claude, at(0)));
  ASSERT_TRUE(record_plan_answer(store, usage(0.4), core::PlanSource::direct, at(400)));
  const core::PlanProblem problem{PlanProblemKind::rate_limited, "slow down",
                                  std::chrono::hours(1)};
  ASSERT_TRUE(record_plan_problem(store, problem, at(800)));
  auto other = Store::open_read_only(directory / "orchard.db").value();
  PlanRecord expected{at(400), core::PlanSource::direct, usage(0.4), at(800), problem};
  EXPECT_EQ(query_plan(other).value(), expected) << "every Orchard sees the same";
  ASSERT_TRUE(record_plan_answer(store, usage(0.5), core::PlanSource::claude, at(1200)));
  EXPECT_FALSE(query_plan(store).value().failed_at);
  const auto samples = query_plan_samples(store, "five_hour", at(400)).value();
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].at, at(400));
  EXPECT_EQ(samples[1].used, 0.5);
  EXPECT_TRUE(query_plan_samples(store, "model:Opus 4.8", at(0)).value().empty());
}

TEST_F(PlanLedger, KeepsAFailureWithoutAnyAnswer) {
  ASSERT_TRUE(record_plan_problem(store, {PlanProblemKind::offline, "no route", {}}, at(1)));
  const PlanRecord record = query_plan(store).value();
  EXPECT_FALSE(record.answered_at);
  EXPECT_EQ(record.problem.kind, PlanProblemKind::offline);
  ASSERT_TRUE(forget_plan(store));
  EXPECT_EQ(query_plan(store).value(), PlanRecord{});
}

TEST_F(PlanLedger, StoresWhateverAnAnswerHolds) {
  core::PlanUsage odd;
  odd.plan = "\xff'; DROP TABLE plan_usage";
  odd.windows = {{"\xfe", 1e300, core::Timestamp(core::Duration(1))}};
  ASSERT_TRUE(record_plan_answer(store, odd, core::PlanSource::claude, at(0)));
  const PlanRecord record = query_plan(store).value();
  EXPECT_EQ(record.usage.windows.size(), 1U);
  EXPECT_FALSE(record.usage.extra);
}

TEST_F(PlanLedger, ListsRequestsNewestFirst) {
  ASSERT_TRUE(record_network_request(
      store, {at(1), "api.anthropic.com", "plan usage", "claude", "ok", {}, {}}));
  ASSERT_TRUE(record_network_request(
      store, {at(2), "api.anthropic.com", "plan usage", "Orchard", "200", 310, 900}));
  const auto requests = query_network_requests(store).value();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].received, 900);
  EXPECT_EQ(requests[1].via, "claude");
  EXPECT_FALSE(requests[1].sent);
  EXPECT_EQ(query_network_requests(store, 1).value().size(), 1U);
}

TEST_F(PlanLedger, KnowsWhatOthersTookOfThePlan) {
  record({test::call("m1", session, at(0)), test::call("m2", session, at(300))});
  EXPECT_EQ(query_cost_outside(store, at(0), at(400))->nano_dollars, 0);
  auto outside = store.database().prepare("UPDATE session SET workspace = NULL, outside = 1");
  ASSERT_TRUE(outside && outside->step());
  const auto both = query_cost_outside(store, at(0), at(400)).value();
  EXPECT_GT(both.nano_dollars, 0);
  EXPECT_EQ(query_cost_outside(store, at(1), at(400))->nano_dollars * 2, both.nano_dollars);
  EXPECT_EQ(query_spending(store, at(0), at(400))->size(), 2U) << "forecasts see all of it";
}

TEST_F(PlanLedger, AddsUpWhatWasSpentInFiveMinutes) {
  record({test::call("m1", session, at(0)), test::call("m2", session, at(299)),
          test::call("m3", session, at(300)), test::call("m4", session, at(9000))});
  const auto spending = query_spending(store, at(10), at(9000)).value();
  ASSERT_EQ(spending.size(), 2U);
  EXPECT_EQ(spending[0].at, at(0));
  EXPECT_GT(spending[1].cost.nano_dollars, 0);
  EXPECT_EQ(spending[0].cost.nano_dollars, 2 * spending[1].cost.nano_dollars);
  EXPECT_TRUE(query_spending(store, at(300), at(300)).value().empty());
  EXPECT_EQ(query_spending(store, at(10), at(9000), "opus").value().size(), spending.size());
  EXPECT_TRUE(query_spending(store, at(10), at(9000), "sonnet").value().empty());
}

}  // namespace
}  // namespace orchard::metrics
