#include "metrics/ledger/reprice.h"

#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

/// No table has it: prices are to be looked at again.
constexpr std::int64_t kUnknown = 0;

constexpr std::string_view kHolds = "SELECT fingerprint FROM price_state WHERE key = 1";
constexpr std::string_view kHold =
    "INSERT INTO price_state (key, fingerprint) VALUES (1, ?1) "
    "ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint";

constexpr std::string_view kCalls =
    "SELECT key, model, at, input, output, cache_write_5m, cache_write_1h, cache_read, "
    "web_searches, flags, cost FROM api_call WHERE flags & 1024 = 0";

struct Change {
  std::int64_t key = 0;
  std::int64_t flags = 0;
  core::Cost cost;
};

using PricesByModel = std::unordered_map<std::int64_t, ModelPrices>;

Result<PricesByModel> read_models(Database& database, const PriceTable& prices) {
  PricesByModel models;
  ORCHARD_TRY(Statement names, database.prepare("SELECT key, name FROM model"));
  ORCHARD_CHECK(names.each([&](const Statement& row) {
    models.emplace(row.integer(0), prices.prices_of(row.text(1)));
  }));
  return models;
}

Result<std::vector<Change>> find_changes(Database& database, const PriceTable& prices,
                                         Repricing& repricing) {
  ORCHARD_TRY(const auto models, read_models(database, prices));
  std::vector<Change> changes;
  ORCHARD_TRY(Statement calls, database.prepare(kCalls));
  ORCHARD_CHECK(calls.each([&](const Statement& row) {
    const std::int64_t flags = row.integer(9);
    const Price price =
        models.at(row.integer(1)).at(timestamp(row.integer(2)), (flags & call_flag::kUsOnly) != 0);
    const core::TokenUsage usage{row.integer(3), row.integer(4), row.integer(5), row.integer(6),
                                 row.integer(7)};
    Change change{row.integer(0), flags & ~call_flag::kEstimated,
                  cost_of(usage, price, (flags & call_flag::kFast) != 0, row.integer(8))};
    if (price.kind == PriceKind::estimated) change.flags |= call_flag::kEstimated;
    if (change.flags == flags && change.cost.nano_dollars == row.integer(10)) return;
    repricing.before += {row.integer(10)};
    repricing.after += change.cost;
    changes.push_back(change);
  }));
  repricing.calls = static_cast<std::int64_t>(changes.size());
  return changes;
}

}  // namespace

Result<Repricing> reprice(Store& store) {
  Database& database = store.database();
  const std::int64_t fingerprint = store.prices().fingerprint();
  Repricing repricing;
  ORCHARD_TRY(const auto held, find_integer(database, kHolds));
  if (held == fingerprint) return repricing;
  ORCHARD_TRY(core::Transaction transaction, database.begin());
  ORCHARD_TRY(const auto holds, find_integer(database, kHolds));
  if (holds == fingerprint) return repricing;  // another Orchard was faster
  ORCHARD_TRY(const auto changes, find_changes(database, store.prices(), repricing));
  for (const Change& change : changes)
    ORCHARD_CHECK(database.execute("UPDATE api_call SET flags = ?2, cost = ?3 WHERE key = ?1",
                                   change.key, change.flags, change.cost.nano_dollars));
  ORCHARD_CHECK(database.execute(kHold, fingerprint));
  ORCHARD_CHECK(transaction.commit());
  return repricing;
}

Result<void> note_prices(Database& database, const PriceTable& prices) {
  ORCHARD_TRY(const auto holds, find_integer(database, kHolds));
  if (!holds || *holds == kUnknown || *holds == prices.fingerprint()) return {};
  return database.execute(kHold, kUnknown);
}

}  // namespace orchard::metrics
