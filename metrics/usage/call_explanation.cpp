#include "metrics/usage/call_explanation.h"

#include "metrics/calls/call_row.h"
#include "metrics/ledger/read_view.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orchard::metrics {

using core::Database;
using core::Result;

namespace {

/// The calls that go by a message id. One that is not the API's own names a reply of its session.
Result<std::set<std::int64_t>> find_by_message(Database& database, std::string_view id) {
  std::vector<std::int64_t> hashes;
  if (is_api_id(id)) {
    hashes.push_back(message_hash(id, {}));
  } else {
    ORCHARD_TRY(core::Statement sessions, database.prepare("SELECT id FROM session"));
    ORCHARD_CHECK(sessions.each([&](const core::Statement& session) {
      hashes.push_back(message_hash(id, session.text(0)));
    }));
  }
  std::set<std::int64_t> calls;
  for (const std::int64_t hash : hashes) {
    ORCHARD_TRY(const auto call,
                find_integer(database, "SELECT call FROM api_call_message WHERE hash = ?1", hash));
    if (call) calls.insert(*call);
  }
  return calls;
}

tl::unexpected<core::Error> several_calls(std::string_view which,
                                          const std::set<std::int64_t>& calls) {
  std::string numbers;
  for (const std::int64_t call : calls)
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(call);
  return core::fail(
      core::ErrorCode::ambiguous,
      "'" + std::string(which) + "' names several calls: " + numbers + ". Give the number of one.");
}

Result<std::optional<std::int64_t>> find_call(Database& database, std::string_view which) {
  if (which == "newest")
    return find_integer(database,
                        "SELECT key FROM api_call ORDER BY at / 3600000000 DESC, at DESC LIMIT 1");
  if (which == "dearest")
    return find_integer(database, "SELECT key FROM api_call ORDER BY cost DESC, key LIMIT 1");
  std::int64_t key = 0;
  const auto read = std::from_chars(which.data(), which.data() + which.size(), key);
  if (read.ec == std::errc() && read.ptr == which.data() + which.size()) {
    ORCHARD_TRY(const auto by_number,
                find_integer(database, "SELECT key FROM api_call WHERE key = ?1", key));
    if (by_number) return by_number;
  }
  ORCHARD_TRY(const auto by_message, find_by_message(database, which));
  if (by_message.size() > 1) return several_calls(which, by_message);
  if (!by_message.empty()) return *by_message.begin();
  return find_integer(database, "SELECT call FROM api_call_request WHERE hash = ?1",
                      hash_id(which));
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
