#include "metrics/usage/call_explanation.h"

#include "metrics/ledger/read_view.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <charconv>
#include <optional>

namespace orchard::metrics {

using core::Database;
using core::Result;

namespace {

Result<std::optional<std::int64_t>> find_call(Database& database, std::string_view which) {
  if (which == "newest")
    return find_integer(database,
                        "SELECT key FROM api_call ORDER BY at / 3600000000 DESC, at DESC LIMIT 1");
  if (which == "dearest")
    return find_integer(database, "SELECT key FROM api_call ORDER BY cost DESC, key LIMIT 1");
  std::int64_t key = 0;
  const auto read = std::from_chars(which.data(), which.data() + which.size(), key);
  if (read.ec == std::errc() && read.ptr == which.data() + which.size())
    return find_integer(database, "SELECT key FROM api_call WHERE key = ?1", key);
  const std::int64_t hash = hash_id(which);
  ORCHARD_TRY(const auto by_message,
              find_integer(database, "SELECT call FROM api_call_message WHERE hash = ?1", hash));
  if (by_message) return by_message;
  return find_integer(database, "SELECT call FROM api_call_request WHERE hash = ?1", hash);
}

}  // namespace

Result<CallExplanation> explain_call(Store& store, std::string_view which) {
  Database& database = store.database();
  ORCHARD_TRY(const ReadView view, ReadView::open(database));
  ORCHARD_TRY(const auto key, find_call(database, which));
  if (!key)
    return core::fail(core::ErrorCode::not_found,
                      "There is no call '" + std::string(which) +
                          "'; give newest, dearest, a message id, or a number that `orchard usage "
                          "session --id SESSION --json` shows as call.");
  ORCHARD_TRY(const UsagePlaces places, UsagePlaces::read(database));
  ORCHARD_TRY(const auto record, find_usage_record(database, places, *key));
  CallExplanation explanation;
  explanation.record = record.value();
  const ModelPrices prices = store.prices().prices_of(record->model);
  explanation.price = prices.at(record->at, record->us_only);
  explanation.is_regional =
      (prices.is_regional || record->us_only) && explanation.price.regional_percent != 100;
  if (prices.billed_as != nullptr) explanation.priced_as = prices.billed_as->model;
  explanation.why =
      explain_cost(record->tokens, explanation.price, record->fast, record->web_searches);
  return explanation;
}

}  // namespace orchard::metrics
