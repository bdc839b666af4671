#include "metrics/calls/call_rows.h"
#include "metrics/calls/tell_call.h"
#include "metrics/recorder/keys.h"
#include "metrics/recorder/write_facts.h"

namespace orchard::metrics {

using core::ApiCallSeen;
using core::Database;
using core::Result;

namespace {

/// The store as a book of calls: every entry is a statement.
class StoredCalls {
 public:
  StoredCalls(Database& database, const PriceTable& prices)
      : database_(database), prices_(prices) {}

  Result<std::optional<CallRow>> find_message(std::int64_t hash) {
    return find_call_by_message(database_, hash);
  }
  Result<std::optional<CallRow>> find_request(std::int64_t hash) {
    return find_call_by_request(database_, hash);
  }
  Result<std::int64_t> save(CallRow row) {
    if (row.model == 0) {
      ORCHARD_TRY(row.model, model_key(database_, ""));
    }
    ORCHARD_TRY(const std::string model, model_name(database_, row.model));
    const std::int64_t cost = put_price(row, prices_.prices_of(model));
    return save_call(database_, row, cost);
  }
  Result<void> remove(std::int64_t key) { return remove_call(database_, key); }
  Result<void> move_message(std::int64_t hash, std::int64_t key) {
    return metrics::move_message(database_, hash, key);
  }
  Result<void> move_request(std::int64_t hash, std::int64_t key) {
    return metrics::move_request(database_, hash, key);
  }
  Result<void> name_message(std::int64_t hash, std::int64_t key) {
    return metrics::name_message(database_, hash, key);
  }
  Result<void> name_request(std::int64_t hash, std::int64_t key) {
    return metrics::name_request(database_, hash, key);
  }
  Result<void> note_session(std::int64_t session) { return note_change(database_, session); }
  Result<bool> has_smaller_id(std::int64_t a, std::int64_t b) {
    return metrics::has_smaller_id(database_, a, b);
  }
  Result<bool> has_smaller_name(std::int64_t a, std::int64_t b) {
    return metrics::has_smaller_name(database_, a, b);
  }

 private:
  Database& database_;
  const PriceTable& prices_;
};

Result<CallRow> stored_row_of(Database& database, const ApiCallSeen& fact,
                              const CallDetails& details) {
  CallRow row = row_of(fact, details);
  ORCHARD_TRY(row.session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(row.turn, turn_key(database, row.session, fact.turn));
  if (!fact.model.empty()) {
    ORCHARD_TRY(row.model, model_key(database, fact.model));
  }
  ORCHARD_TRY(row.branch, branch_key(database, details.branch));
  if (row.has(call_flag::kSubAgent)) {
    ORCHARD_TRY(row.agent, agent_key(database, details.agent));
  }
  return row;
}

}  // namespace

Result<void> write_api_call(Database& database, const PriceTable& prices, const ApiCallSeen& fact,
                            const CallDetails& details) {
  if (fact.call.empty() && fact.request_id.empty()) return {};
  CallIds ids;
  if (!fact.call.empty()) ids.message = message_hash(fact.call.value, fact.session.value);
  ORCHARD_TRY(const CallRow seen, stored_row_of(database, fact, details));
  if (!fact.request_id.empty())
    ids.request = request_hash(fact.request_id, fact.call.value);
  else if (seen.has(call_flag::kNamedByLines))
    ids.request = copy_hash(fact.call.value, fact.at, fact.model, fact.usage);
  ids.of_api = is_api_id(fact.call.value);
  ids.bare_request = bare_request_hash(fact.request_id, fact.call.value);
  StoredCalls book(database, prices);
  return tell_call(book, seen, ids);
}

}  // namespace orchard::metrics
