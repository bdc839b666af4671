#include "metrics/usage/blocks/block_query.h"

#include "metrics/filter/window_parts.h"
#include "metrics/ledger/read_view.h"
#include "metrics/plan/limit_word.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <map>
#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Duration;
using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

constexpr std::string_view kCalls =
    "SELECT at, model, input, output, cache_write_5m, cache_write_1h, cache_read, cost, "
    "iif(flags & 32, cost, 0) "
    "FROM api_call WHERE at / 3600000000 >= ?1 AND at >= ?2 ORDER BY at / 3600000000, at, key";

// In the order of sight, whoever told.
constexpr std::string_view kResets =
    "SELECT resets_at, at FROM rate_limit_sample WHERE kind = 'five_hour' AND at >= ?1 "
    "AND resets_at IS NOT NULL UNION ALL SELECT resets_at, at FROM plan_sample "
    "WHERE kind = 'five_hour' AND at >= ?1 AND resets_at IS NOT NULL ORDER BY at";

// In the order of sight; without `used`: only that the limit is not reached.
constexpr std::string_view kLimits =
    "SELECT kind, at, utilization, resets_at, source FROM rate_limit_sample "
    "WHERE (utilization IS NOT NULL OR status <> 'rejected') AND resets_at > ?1 UNION ALL "
    "SELECT kind, at, used, resets_at, '' FROM plan_sample "
    "WHERE used IS NOT NULL AND resets_at > ?1 ORDER BY at";

constexpr std::string_view kFresh =
    "SELECT COALESCE(SUM(input + output), 0) FROM api_call "
    "WHERE at / 3600000000 >= ?1 AND at > ?2 AND at <= ?3";

constexpr std::string_view kNewest =
    "SELECT utilization, resets_at FROM rate_limit_sample WHERE kind = ?1 ORDER BY at DESC LIMIT 1";

/// The first moment from which blocks are divided the same whatever came before: after a pause
/// longer than a block that lies before `since`.
Result<Timestamp> find_beginning(Database& database, Timestamp since, Duration length) {
  const std::int64_t pause = length.count() / kMicrosAQuarter + 1;
  ORCHARD_TRY(Statement quarters,
              database.prepare("SELECT DISTINCT quarter FROM usage_session_quarter "
                               "WHERE quarter <= ?1 ORDER BY quarter DESC"));
  quarters.bind(1, micros(since) / kMicrosAQuarter);
  std::int64_t after = micros(since) / kMicrosAQuarter;
  while (true) {
    ORCHARD_TRY(const bool found, quarters.step());
    if (!found || after - quarters.integer(0) > pause) return timestamp(after * kMicrosAQuarter);
    after = quarters.integer(0);
  }
}

Result<void> divide_calls(Database& database, Timestamp from, BlockDivider& divider) {
  ORCHARD_TRY(Statement rows, database.prepare(kCalls));
  rows.bind_all(micros(from) / kMicrosAnHour, micros(from));
  return rows.each([&](const Statement& row) {
    divider.add({timestamp(row.integer(0)),
                 {row.integer(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)},
                 {row.integer(7)},
                 row.integer(1),
                 {row.integer(8)}});
  });
}

}  // namespace

Result<std::vector<OfficialWindow>> query_official_windows(Store& store, Timestamp since) {
  std::vector<Timestamp> resets;
  ORCHARD_TRY(Statement rows, store.database().prepare(kResets));
  // A window is told of while it lasts.
  rows.bind(1, micros(since - kBlockLength));
  ORCHARD_CHECK(
      rows.each([&](const Statement& row) { resets.push_back(timestamp(row.integer(0))); }));
  return official_windows(resets);
}

Result<BlockReport> query_blocks(Store& store, Timestamp now, std::optional<Timestamp> since,
                                 Duration length, bool anchored) {
  Database& database = store.database();
  ORCHARD_TRY(const ReadView view, ReadView::open(database));
  Timestamp from;
  if (since) {
    ORCHARD_TRY(from, find_beginning(database, *since, length));
  }
  std::vector<OfficialWindow> windows;
  if (anchored && length == kBlockLength) {
    // The window that ended in the hour of a first call says where its block begins.
    ORCHARD_TRY(windows, query_official_windows(store, from - std::chrono::hours(1)));
  }
  BlockDivider divider(length, windows);
  ORCHARD_CHECK(divide_calls(database, from, divider));
  BlockReport report;
  report.blocks = std::move(divider).finish(now);
  if (since) std::erase_if(report.blocks, [&](const Block& block) { return block.end <= *since; });
  ORCHARD_TRY(Statement names, database.prepare("SELECT key, name FROM model"));
  ORCHARD_CHECK(
      names.each([&](const Statement& row) { report.models[row.integer(0)] = row.text(1); }));
  return report;
}

Result<double> query_fresh_tokens_per_minute(Store& store, Timestamp now) {
  const std::int64_t since = micros(now) - kMicrosAnHour;
  ORCHARD_TRY(const auto tokens,
              find_integer(store.database(), kFresh, since / kMicrosAnHour, since, micros(now)));
  return static_cast<double>(tokens.value_or(0)) / 60;
}

Result<std::vector<OfficialLimit>> query_official_limits(Store& store, Timestamp now) {
  std::map<std::string, OfficialLimit> newest;
  {
    ORCHARD_TRY(Statement rows, store.database().prepare(kLimits));
    rows.bind(1, micros(now));
    ORCHARD_CHECK(rows.each([&](const Statement& row) {
      const auto used = row.optional_real(2);
      const auto known = newest.find(row.text(0));
      if (used) {
        const PlanSample said{timestamp(row.integer(1)), *used, timestamp(row.integer(3))};
        newest[row.text(0)] = {row.text(0), said, std::nullopt,
                               core::parse_plan_source(row.text(4))};
      } else if (known != newest.end() && known->second.said.used >= 1) {
        // An agent was let on after it was used up.
        newest.erase(known);
      }
    }));
  }
  std::vector<OfficialLimit> limits;
  for (auto& [kind, limit] : newest) {
    if (const auto length = plan_window_length(kind)) {
      ORCHARD_TRY(const auto spending, query_spending(store, *limit.said.resets_at - *length, now));
      limit.forecast = forecast_plan(kind, limit.said, spending, now);
    }
    limits.push_back(std::move(limit));
  }
  return limits;
}

Result<void> record_told_limit(Store& store, std::string_view session, std::string_view kind,
                               const PlanSample& said) {
  Database& database = store.database();
  {
    ORCHARD_TRY(Statement newest, database.prepare(kNewest));
    newest.bind(1, kind);
    ORCHARD_TRY(const bool found, newest.step());
    if (found && newest.optional_real(0) == said.used &&
        newest.optional_integer(1) == micros(said.resets_at))
      return {};
  }
  // A terminal that rests goes on telling of the window it saw last.
  if (said.resets_at && !can_reset(kind, *said.resets_at, said.at)) return {};
  ORCHARD_TRY(core::Transaction transaction, database.begin());
  ORCHARD_CHECK(database.execute(
      "INSERT INTO session (id, outside, last_active_at) VALUES (?1, 1, ?2) ON CONFLICT DO NOTHING",
      session, micros(said.at)));
  ORCHARD_CHECK(database.execute(
      "INSERT INTO rate_limit_sample (kind, at, session, status, utilization, resets_at, source) "
      "SELECT ?1, ?2, key, ?3, ?4, ?5, ?7 FROM session WHERE id = ?6 ON CONFLICT DO NOTHING",
      kind, micros(said.at), said.used < 1 ? "allowed" : "rejected", said.used,
      micros(said.resets_at), session, core::to_string(core::PlanSource::status_line)));
  return transaction.commit();
}

}  // namespace orchard::metrics
