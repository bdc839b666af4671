#include "metrics/billing/billing.h"

#include "metrics/analytics/usage_views.h"
#include "metrics/definition/figures.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/metrics/support/time_zone.h"

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using core::parse_iso8601;
using std::chrono::days;
using std::chrono::year;

CivilDay day(int y, unsigned m, unsigned d) {
  return year(y) / std::chrono::month(m) / std::chrono::day(d);
}

TEST(BillingPeriod, BeginsOnItsDayOrTheLastOfTheMonth) {
  struct Case {
    CivilDay today;
    int first_day;
    CivilDay from;
    CivilDay to;
  };
  const Case cases[] = {{day(2026, 11, 20), 1, day(2026, 11, 1), day(2026, 12, 1)},
                        {day(2026, 11, 1), 1, day(2026, 11, 1), day(2026, 12, 1)},
                        {day(2026, 11, 20), 21, day(2026, 10, 21), day(2026, 11, 21)},
                        {day(2026, 11, 20), 20, day(2026, 11, 20), day(2026, 12, 20)},
                        {day(2026, 1, 5), 15, day(2025, 12, 15), day(2026, 1, 15)},
                        {day(2026, 2, 27), 31, day(2026, 1, 31), day(2026, 2, 28)},
                        {day(2026, 2, 28), 31, day(2026, 2, 28), day(2026, 3, 31)},
                        {day(2028, 2, 29), 30, day(2028, 2, 29), day(2028, 3, 30)}};
  for (const Case& one : cases) {
    const BillingPeriod period = billing_period(one.today, one.first_day);
    EXPECT_EQ(period.from, one.from);
    EXPECT_EQ(period.to, one.to);
  }
}

TEST(BillingPeriod, FollowsOneAnotherWithoutGaps) {
  for (int first_day = 1; first_day <= 31; ++first_day) {
    CivilDay today = day(2023, 12, 1);
    BillingPeriod before = billing_period(today, first_day);
    for (int i = 0; i < 800; ++i, today += days(1)) {
      const BillingPeriod period = billing_period(today, first_day);
      ASSERT_LE(period.from, today);
      ASSERT_GT(period.to, today);
      ASSERT_TRUE(period.from == before.from || period.from == before.to);
      before = period;
    }
  }
}

class SpendingTest : public test::LedgerFixture {
 protected:
  Question question(int billing_day) {
    Question question{{}, Window::week, local, test::at(100)};
    question.billing_day = billing_day;
    return question;
  }
  void call_at(const std::string& id, const char* when) {
    record({test::call(id, session, *parse_iso8601(when))});
  }
  test::TimeZone zone{"Europe/Berlin"};
  SystemLocalTime local;
};

TEST_F(SpendingTest, TheFigureCountsTheDaysOfTheUser) {
  call_at("before", "2026-10-31T22:59:00Z");  // still October there
  call_at("first", "2026-10-31T23:00:00Z");
  call_at("now", "2026-11-20T12:00:00Z");
  const FigureDefinition* figure = find_figure("billing_period").value();
  const auto table = figure->query(store, question(1)).value();
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(std::get<std::int64_t>(table.rows[0][5]), 2);
  EXPECT_EQ(std::get<CivilDay>(table.rows[0][1]), day(2026, 11, 1));
  EXPECT_EQ(std::get<CivilDay>(table.rows[0][2]), day(2026, 11, 30));
  EXPECT_EQ(std::get<std::int64_t>(table.rows[0][3]), 10) << "days left";
  EXPECT_EQ(query_rows_behind(store, *figure, question(1), 10)->rows.size(), 2U);
  EXPECT_EQ(query_rows_behind(store, *figure, question(31), 10)->rows.size(), 3U);
}

TEST_F(SpendingTest, DaysEndWhereTheWindowEnds) {
  call_at("a", "2026-11-03T10:00:00Z");
  call_at("b", "2026-11-05T22:59:00Z");
  call_at("c", "2026-11-05T23:00:00Z");  // the 6th there
  const TimeRange range{local.start_of(day(2026, 11, 2)), local.start_of(day(2026, 11, 6))};
  const auto told = query_days(store, local, test::at(100), {}, range).value();
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told.front().day, day(2026, 11, 2));
  EXPECT_EQ(told.back().day, day(2026, 11, 5));
  EXPECT_EQ(told.back().sums.calls, 1);
  const TimeRange ahead{local.start_of(day(2026, 11, 19)), local.start_of(day(2027, 11, 6))};
  EXPECT_EQ(query_days(store, local, test::at(100), {}, ahead)->size(), 2U)
      << "days to come hold nothing";
}

TEST_F(SpendingTest, SessionsOfABucketAreThoseThatItCounts) {
  using core::SessionId;
  using core::TurnFinished;
  using core::TurnId;
  using core::TurnStarted;
  const auto took = [&](const char* id, int seconds) {
    TurnFinished finished;
    finished.session = SessionId(id);
    finished.turn = TurnId(std::string("t-") + id);
    finished.at = test::at(seconds);
    record({core::SessionSeen{SessionId(id), workspace.id, "m", "default", "2", test::at(0),
                              std::nullopt},
            TurnStarted{SessionId(id), finished.turn, "go", false, test::at(0)}, finished});
  };
  took("s-a", 0);
  took("s-b", 60);
  took("s-c", 61);
  record({TurnStarted{session, TurnId("t-open"), "go", false, test::at(0)}});
  const auto rows = [&](std::optional<core::Duration> above, std::optional<core::Duration> up_to) {
    RowChoice choice;
    choice.longer_than = above;
    choice.at_most = up_to;
    return query_rows(store, RowKind::sessions_begun, {}, {}, 10, choice)->rows.size();
  };
  const core::Duration minute = std::chrono::minutes(1);
  EXPECT_EQ(rows(core::Duration(-1), minute), 2U);
  EXPECT_EQ(rows(minute, 5 * minute), 1U);
  EXPECT_EQ(rows(core::Duration(-1), std::nullopt), 3U) << "not the one without an end";
  EXPECT_EQ(rows(std::nullopt, std::nullopt), 4U);
}

}  // namespace
}  // namespace orchard::metrics
