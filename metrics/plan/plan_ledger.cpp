#include "metrics/plan/plan_ledger.h"

#include "metrics/schema/columns.h"

#include <chrono>

namespace orchard::metrics {

using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

constexpr std::string_view kPlan =
    "SELECT answered_at, source, plan, tier, extra_enabled, extra_limit, extra_used, "
    "extra_fraction, extra_currency, failed_at, problem, detail, retry_after FROM plan_usage";

constexpr std::string_view kPutAnswer =
    "INSERT INTO plan_usage (key, answered_at, source, plan, tier, extra_enabled, extra_limit, "
    "extra_used, extra_fraction, extra_currency) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
    "ON CONFLICT DO UPDATE SET answered_at = ?1, source = ?2, plan = ?3, tier = ?4, "
    "extra_enabled = ?5, extra_limit = ?6, extra_used = ?7, extra_fraction = ?8, "
    "extra_currency = ?9, failed_at = NULL, problem = '', detail = '', retry_after = NULL";

constexpr std::string_view kOutside =
    "SELECT COALESCE(SUM(c.cost), 0) FROM api_call c JOIN session s ON s.key = c.session "
    "WHERE c.at / 3600000000 >= ?1 / 3600000000 AND c.at >= ?1 AND c.at < ?2 AND s.outside = 1";

constexpr std::string_view kSpending =
    "SELECT at / 300000000 AS slot, SUM(cost) FROM api_call "
    "WHERE at / 3600000000 >= ?1 / 3600000000 AND at >= ?1 / 300000000 * 300000000 AND at < ?2 "
    "AND (?3 = '' OR model IN (SELECT key FROM model WHERE INSTR(name, ?3) > 0)) "
    "GROUP BY slot ORDER BY slot";

void read_answer(const Statement& row, PlanRecord& record) {
  record.source = core::parse_plan_source(row.text(1)).value_or(core::PlanSource::claude);
  record.usage.plan = row.text(2);
  record.usage.tier = row.text(3);
  if (row.is_null(4)) return;
  record.usage.extra = core::ExtraUsage{row.integer(4) != 0, row.optional_integer(5),
                                        row.optional_integer(6), row.optional_real(7), row.text(8)};
}

void read_problem(const Statement& row, PlanRecord& record) {
  record.problem.kind =
      core::parse_plan_problem_kind(row.text(10)).value_or(core::PlanProblemKind::claude_failed);
  record.problem.detail = row.text(11);
  if (!row.is_null(12)) record.problem.retry_after = core::Duration(row.integer(12));
}

}  // namespace

Result<PlanRecord> query_plan(Store& store) {
  PlanRecord record;
  {
    ORCHARD_TRY(Statement row, store.database().prepare(kPlan));
    ORCHARD_TRY(const bool found, row.step());
    if (!found) return record;
    record.answered_at = timestamp(row.optional_integer(0));
    record.failed_at = timestamp(row.optional_integer(9));
    if (record.answered_at) read_answer(row, record);
    if (record.failed_at) read_problem(row, record);
  }
  if (!record.answered_at) return record;
  ORCHARD_TRY(Statement windows,
              store.database().prepare("SELECT kind, used, resets_at FROM plan_sample "
                                       "WHERE at = ?1 ORDER BY kind"));
  windows.bind(1, micros(*record.answered_at));
  ORCHARD_CHECK(windows.each([&](const Statement& row) {
    record.usage.windows.push_back(
        {row.text(0), row.optional_real(1), timestamp(row.optional_integer(2))});
  }));
  return record;
}

Result<void> record_plan_answer(Store& store, const core::PlanUsage& usage, core::PlanSource source,
                                Timestamp at) {
  core::Database& database = store.database();
  ORCHARD_TRY(core::Transaction transaction, database.begin());
  const core::ExtraUsage extra = usage.extra.value_or(core::ExtraUsage{});
  std::optional<std::int64_t> enabled;
  if (usage.extra) enabled = usage.extra->enabled ? 1 : 0;
  ORCHARD_CHECK(database.execute(kPutAnswer, micros(at), core::to_string(source), clean(usage.plan),
                                 clean(usage.tier), enabled, extra.limit, extra.used,
                                 extra.used_fraction, clean(extra.currency)));
  for (const core::PlanWindow& window : usage.windows)
    ORCHARD_CHECK(database.execute(
        "INSERT INTO plan_sample (kind, at, used, resets_at) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO UPDATE SET used = ?3, resets_at = ?4",
        clean(window.kind), micros(at), window.used, micros(window.resets_at)));
  return transaction.commit();
}

Result<void> record_plan_problem(Store& store, const core::PlanProblem& problem, Timestamp at) {
  std::optional<std::int64_t> wait;
  if (problem.retry_after) wait = problem.retry_after->count();
  return store.database().execute(
      "INSERT INTO plan_usage (key, failed_at, problem, detail, retry_after) "
      "VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
      "failed_at = ?1, problem = ?2, detail = ?3, retry_after = ?4",
      micros(at), core::to_string(problem.kind), clean(problem.detail), wait);
}

Result<void> forget_plan(Store& store) {
  return store.database().execute("DELETE FROM plan_usage");
}

Result<std::vector<PlanSample>> query_plan_samples(Store& store, std::string_view kind,
                                                   Timestamp since) {
  ORCHARD_TRY(Statement rows, store.database().prepare(
                                  "SELECT at, used, resets_at FROM plan_sample "
                                  "WHERE kind = ?1 AND at >= ?2 AND used IS NOT NULL ORDER BY at"));
  rows.bind_all(kind, micros(since));
  std::vector<PlanSample> samples;
  ORCHARD_CHECK(rows.each([&](const Statement& row) {
    samples.push_back({timestamp(row.integer(0)), row.real(1), timestamp(row.optional_integer(2))});
  }));
  return samples;
}

Result<core::Cost> query_cost_outside(Store& store, Timestamp since, Timestamp until) {
  ORCHARD_TRY(Statement sum, store.database().prepare(kOutside));
  sum.bind_all(micros(since), micros(until));
  core::Cost cost;
  ORCHARD_CHECK(sum.each([&](const Statement& row) { cost.nano_dollars = row.integer(0); }));
  return cost;
}

Result<std::vector<Spending>> query_spending(Store& store, Timestamp since, Timestamp until,
                                             std::string_view family) {
  ORCHARD_TRY(Statement rows, store.database().prepare(kSpending));
  rows.bind_all(micros(since), micros(until), family);
  std::vector<Spending> all;
  ORCHARD_CHECK(rows.each([&](const Statement& row) {
    all.push_back({Timestamp(std::chrono::minutes(5) * row.integer(0)), {row.integer(1)}});
  }));
  return all;
}

Result<void> record_network_request(Store& store, const NetworkRequest& request) {
  return store.database().execute(
      "INSERT INTO network_request (at, host, purpose, via, outcome, sent, received) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      micros(request.at), clean(request.host), clean(request.purpose), clean(request.via),
      clean(request.outcome), request.sent, request.received);
}

Result<std::vector<NetworkRequest>> query_network_requests(Store& store, std::int64_t most) {
  ORCHARD_TRY(Statement rows,
              store.database().prepare("SELECT at, host, purpose, via, outcome, sent, received "
                                       "FROM network_request ORDER BY at DESC, key DESC LIMIT ?1"));
  rows.bind(1, most);
  std::vector<NetworkRequest> requests;
  ORCHARD_CHECK(rows.each([&](const Statement& row) {
    requests.push_back({timestamp(row.integer(0)), row.text(1), row.text(2), row.text(3),
                        row.text(4), row.optional_integer(5), row.optional_integer(6)});
  }));
  return requests;
}

}  // namespace orchard::metrics
