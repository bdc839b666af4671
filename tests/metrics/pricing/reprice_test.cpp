#include "metrics/ledger/reprice.h"

#include "metrics/schema/columns.h"
#include "metrics/usage/call_explanation.h"
#include "tests/metrics/support/ledger_fixture.h"

namespace orchard::metrics {
namespace {

using test::at;
using test::call;

class RepriceTest : public test::LedgerFixture {
 protected:
  RepriceTest() {
    const auto path = directory / "orchard.db";
    cheap = std::make_unique<PriceTable>(PriceTable::built_in()
                                             .with_overrides(R"({"models": [
              {"model": "claude-opus-4-8", "prices": [{"standard": {"input": 1, "output": 1}}]},
              {"model": "acme-9", "prices": [{"standard": {"input": 2, "output": 2}}]}]})")
                                             .value()
                                             .table);
    core::ApiCallSeen unknown = call("msg_2", session, at(60));
    unknown.model = "acme-9";
    core::ApiCallSeen other = call("msg_3", session, at(4000));
    other.model = "claude-haiku-4-5";
    record({call("msg_1", session, at(0)), unknown, other, call("msg_4", session, at(90'000))});
    EXPECT_TRUE(reprice(store));
  }

  Store open(const PriceTable& prices) {
    return Store::open(directory / "orchard.db", prices).value();
  }
  std::int64_t cost_of_model(const char* name) {
    return find_integer(store.database(),
                        "SELECT SUM(c.cost) FROM api_call c JOIN model m ON m.key = c.model "
                        "WHERE m.name = ?1",
                        name)
        .value()
        .value_or(-1);
  }
  /// Everything of all calls but the cost and its mark.
  std::string facts() {
    std::string text;
    auto rows = store.database()
                    .prepare(
                        "SELECT key, session, COALESCE(turn, 0), model, at, input, output, "
                        "cache_write_5m, cache_write_1h, cache_read, web_searches, "
                        "flags & ~32 FROM api_call ORDER BY key")
                    .value();
    EXPECT_TRUE(rows.each([&](const core::Statement& row) {
      for (int i = 0; i < 12; ++i) text += std::to_string(row.integer(i)) + " ";
    }));
    return text;
  }
  void expect_rollups_of_a_recount() {
    for (const char* table : {"usage_session_quarter", "usage_session_day"})
      EXPECT_EQ(count(std::string("SELECT COUNT(*) FROM (SELECT session, model, SUM(calls) AS n, "
                                  "SUM(cost) AS c, SUM(estimated) AS e FROM ") +
                      table +
                      " GROUP BY 1, 2 EXCEPT SELECT session, model, COUNT(*), SUM(cost), "
                      "SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2)"),
                0);
    EXPECT_EQ(count("SELECT SUM(cost) FROM usage_quarter"),
              count("SELECT SUM(cost) FROM api_call"));
    EXPECT_EQ(count("SELECT SUM(estimated) FROM usage_quarter"),
              count("SELECT SUM(cost) FROM api_call WHERE flags & 32"));
  }

  std::unique_ptr<PriceTable> cheap;
};

TEST_F(RepriceTest, ChangesCostsAndNothingElse) {
  const std::string before = facts();
  const std::int64_t haiku = cost_of_model("claude-haiku-4-5");
  EXPECT_EQ(cost_of_model("claude-opus-4-8"), 2 * 140'317'500);
  Store other = open(*cheap);
  const auto repricing = reprice(other).value();
  EXPECT_EQ(repricing.calls, 3);
  // 3 + 1 tokens at 1000, 14,638 at 1250 and 4,879 at 2000.
  EXPECT_EQ(cost_of_model("claude-opus-4-8"), 2 * (4'000 + 14'638 * 1'250 + 4'879 * 2'000));
  EXPECT_EQ(repricing.after.nano_dollars,
            cost_of_model("claude-opus-4-8") + cost_of_model("acme-9"));
  EXPECT_EQ(cost_of_model("claude-haiku-4-5"), haiku);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call WHERE flags & 32"), 0);
  EXPECT_EQ(facts(), before);
  expect_rollups_of_a_recount();
  EXPECT_EQ(reprice(other).value().calls, 0);
  // And back again.
  EXPECT_EQ(reprice(store).value().calls, 3);
  EXPECT_EQ(cost_of_model("claude-opus-4-8"), 2 * 140'317'500);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call WHERE flags & 32"), 1);
  expect_rollups_of_a_recount();
}

TEST_F(RepriceTest, LeavesCostsAloneThatWereReported) {
  ASSERT_TRUE(store.database().execute(
      "UPDATE api_call SET flags = flags | 1024, cost = 77 WHERE at = ?1", micros(at(0))));
  Store other = open(*cheap);
  EXPECT_EQ(reprice(other).value().calls, 2);
  EXPECT_EQ(count("SELECT cost FROM api_call WHERE flags & 1024"), 77);
  expect_rollups_of_a_recount();
}

TEST_F(RepriceTest, CatchesWhatAnOlderProgramRecordsMeanwhile) {
  Store other = open(*cheap);
  ASSERT_EQ(reprice(other).value().calls, 3);
  // This store still has the prices of before.
  record({call("msg_5", session, at(5))});
  const auto repricing = reprice(other).value();
  EXPECT_EQ(repricing.calls, 1);
  EXPECT_EQ(cost_of_model("claude-opus-4-8"), 3 * (4'000 + 14'638 * 1'250 + 4'879 * 2'000));
}

TEST_F(RepriceTest, IsAllOrNothing) {
  ASSERT_TRUE(store.database().execute_script(
      "CREATE TEMP TRIGGER refuse BEFORE UPDATE ON main.api_call WHEN old.at > 0 AND old.key = "
      "(SELECT MAX(key) FROM api_call) BEGIN SELECT RAISE(ABORT, 'no'); END"));
  ASSERT_TRUE(store.database().execute("UPDATE price_state SET fingerprint = 5"));
  ASSERT_TRUE(store.database().execute_script(
      "DROP TRIGGER refuse; UPDATE api_call SET cost = 1; "
      "CREATE TEMP TRIGGER refuse BEFORE UPDATE ON main.api_call WHEN old.key = "
      "(SELECT MAX(key) FROM api_call) BEGIN SELECT RAISE(ABORT, 'no'); END"));
  EXPECT_FALSE(reprice(store));
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call WHERE cost = 1"), 4);
  EXPECT_EQ(count("SELECT fingerprint FROM price_state"), 5);
}

TEST_F(RepriceTest, ExplainsEveryCallToTheRecordedCost) {
  for (const char* which : {"newest", "dearest", "msg_1", "msg_2", "1", "2", "3", "4"}) {
    const auto explanation = explain_call(store, which);
    ASSERT_TRUE(explanation) << explanation.error().describe();
    EXPECT_EQ(explanation->why.total, explanation->record.cost) << which;
  }
  EXPECT_EQ(explain_call(store, "newest")->record.at, at(90'000));
  EXPECT_EQ(explain_call(store, "msg_2")->record.kind, CostKind::estimated);
  EXPECT_EQ(explain_call(store, "msg_2")->priced_as, "claude-sonnet-5");
  for (const char* which : {"msg_9", "0", "-1", "", "99999999999999999999"})
    EXPECT_EQ(explain_call(store, which).error().code, core::ErrorCode::not_found) << which;
}

}  // namespace
}  // namespace orchard::metrics
