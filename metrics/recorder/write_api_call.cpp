#include "metrics/recorder/keys.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"

#include <algorithm>

namespace orchard::metrics {

using core::ApiCallSeen;
using core::Database;
using core::Result;
using core::TokenUsage;

namespace {

/// One row of api_call.
struct Row {
  std::int64_t key = 0;  ///< 0: not stored yet
  std::int64_t session = 0;
  std::optional<std::int64_t> turn;
  std::string model;
  std::int64_t at = 0;
  TokenUsage usage;
  std::int64_t web_searches = 0;
  std::int64_t flags = 0;

  [[nodiscard]] bool has(std::int64_t flag) const { return (flags & flag) != 0; }
};

/// Ids of the API are unique everywhere. A relay may make up its own and repeat them.
std::int64_t message_hash(const ApiCallSeen& fact) {
  if (fact.call.value.starts_with("msg_")) return hash_id(fact.call.value);
  return hash_id(fact.session.value + "/" + fact.call.value);
}

Result<Row> load(Database& database, std::int64_t key) {
  ORCHARD_TRY(core::Statement statement,
              database.prepare("SELECT c.session, c.turn, m.name, c.at, c.input, c.output, "
                               "c.cache_write_5m, c.cache_write_1h, c.cache_read, c.web_searches, "
                               "c.flags FROM api_call c JOIN model m ON m.key = c.model "
                               "WHERE c.key = ?1"));
  statement.bind(1, key);
  ORCHARD_TRY(const bool found, statement.step());
  if (!found)
    return core::fail(core::ErrorCode::corrupt,
                      "An API call is missing from the ledger though its id is known; "
                      "restore the database from its backup.");
  Row row;
  row.key = key;
  row.session = statement.integer(0);
  row.turn = statement.optional_integer(1);
  row.model = statement.text(2);
  row.at = statement.integer(3);
  row.usage = {statement.integer(4), statement.integer(5), statement.integer(6),
               statement.integer(7), statement.integer(8)};
  row.web_searches = statement.integer(9);
  row.flags = statement.integer(10);
  return row;
}

Result<std::optional<Row>> find(Database& database, std::string_view sql, std::int64_t hash) {
  ORCHARD_TRY(const auto key, find_integer(database, sql, hash));
  if (!key) return std::nullopt;
  ORCHARD_TRY(Row row, load(database, *key));
  return row;
}

Result<Row> row_of(Database& database, const ApiCallSeen& fact) {
  Row row;
  ORCHARD_TRY(row.session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(row.turn, turn_key(database, row.session, fact.turn));
  row.model = clean(fact.model);
  row.at = micros(fact.at);
  row.usage = fact.usage;
  row.web_searches = fact.web_searches;
  row.flags =
      (fact.complete ? call_flag::kComplete : 0) | (fact.fast ? call_flag::kFast : 0) |
      (fact.sub_agent ? call_flag::kSubAgent : 0) |
      (fact.witness == core::Witness::stream ? call_flag::kStream : call_flag::kTranscript) |
      (fact.call.empty() ? call_flag::kNoMessage : 0) |
      (fact.cache_split_known ? 0 : call_flag::kUnsplit) |
      (fact.request_id.empty() ? 0 : call_flag::kHasRequest);
  return row;
}

/// A sum without its split says nothing of its parts: the larger number of each field would count
/// those writes twice. What a sum tells beyond a split counts at the shorter life.
void merge_cache_writes(Row& row, const Row& kept, const Row& seen) {
  if (kept.has(call_flag::kUnsplit) == seen.has(call_flag::kUnsplit)) {
    row.usage.cache_write_5m = std::max(kept.usage.cache_write_5m, seen.usage.cache_write_5m);
    row.usage.cache_write_1h = std::max(kept.usage.cache_write_1h, seen.usage.cache_write_1h);
    return;
  }
  const bool kept_is_split = seen.has(call_flag::kUnsplit);
  const TokenUsage& split = kept_is_split ? kept.usage : seen.usage;
  const TokenUsage& sum = kept_is_split ? seen.usage : kept.usage;
  row.usage.cache_write_1h = split.cache_write_1h;
  row.usage.cache_write_5m =
      split.cache_write_5m + std::max<std::int64_t>(0, sum.cache_write() - split.cache_write());
}

/// Joins two sightings of one response; the result does not depend on their order, but for which of
/// two sessions without the stream's word came first.
Row merge(const Row& kept, const Row& seen) {
  Row row = kept;
  // Only the session that really asked streams a reply; copies of it stand in forked transcripts.
  const bool seen_owns = seen.has(call_flag::kStream) && !kept.has(call_flag::kStream);
  if (seen_owns && seen.session != kept.session) {
    row.session = seen.session;
    row.turn = seen.turn;
  } else if (!row.turn && seen.session == kept.session) {
    row.turn = seen.turn;
  }
  if (row.model.empty()) row.model = seen.model;
  row.at = std::min(kept.at, seen.at);
  row.usage.input = std::max(kept.usage.input, seen.usage.input);
  row.usage.output = std::max(kept.usage.output, seen.usage.output);
  merge_cache_writes(row, kept, seen);
  row.usage.cache_read = std::max(kept.usage.cache_read, seen.usage.cache_read);
  row.web_searches = std::max(kept.web_searches, seen.web_searches);
  row.flags = kept.flags | seen.flags;
  if (!kept.has(call_flag::kUnsplit) || !seen.has(call_flag::kUnsplit))
    row.flags &= ~call_flag::kUnsplit;
  // A side question repeats replies of its parent: whoever saw it in the main conversation is
  // right.
  if (!kept.has(call_flag::kSubAgent) || !seen.has(call_flag::kSubAgent))
    row.flags &= ~call_flag::kSubAgent;
  if (!kept.has(call_flag::kNoMessage) || !seen.has(call_flag::kNoMessage))
    row.flags &= ~call_flag::kNoMessage;
  return row;
}

Result<std::int64_t> save(Database& database, const PriceTable& prices, Row row) {
  const Price price = prices.price(row.model, timestamp(row.at));
  const core::Cost cost = cost_of(row.usage, price, row.has(call_flag::kFast), row.web_searches);
  row.flags &= ~call_flag::kEstimated;
  if (price.kind == PriceKind::estimated) row.flags |= call_flag::kEstimated;
  ORCHARD_TRY(const std::int64_t model, model_key(database, row.model));
  const std::optional<std::int64_t> key = row.key == 0 ? std::nullopt : std::optional(row.key);
  ORCHARD_CHECK(database.execute(
      "INSERT INTO api_call (key, session, turn, model, at, input, output, cache_write_5m, "
      "cache_write_1h, cache_read, web_searches, flags, cost) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
      "ON CONFLICT (key) DO UPDATE SET session = excluded.session, turn = excluded.turn, "
      "model = excluded.model, at = excluded.at, input = excluded.input, "
      "output = excluded.output, cache_write_5m = excluded.cache_write_5m, "
      "cache_write_1h = excluded.cache_write_1h, cache_read = excluded.cache_read, "
      "web_searches = excluded.web_searches, flags = excluded.flags, cost = excluded.cost",
      key, row.session, row.turn, model, row.at, row.usage.input, row.usage.output,
      row.usage.cache_write_5m, row.usage.cache_write_1h, row.usage.cache_read, row.web_searches,
      row.flags, cost.nano_dollars));
  return row.key == 0 ? database.last_insert_rowid() : row.key;
}

/// Which stored response a sighting tells of. By message id, unless a relay repeats that id: then
/// two different request ids of the main conversation are two responses.
bool is_same_response(const Row& by_message, const Row& seen) {
  if (!by_message.has(call_flag::kHasRequest) || !seen.has(call_flag::kHasRequest)) return true;
  return by_message.has(call_flag::kSubAgent) || seen.has(call_flag::kSubAgent);
}

/// Two rows turn out to tell of one response when one witness knew only the message id and another
/// only the request id: gives the row that stays. `row` is `by_request` with the sighting merged
/// in.
Result<Row> join(Database& database, const Row& by_message, const Row& by_request, const Row& row,
                 std::int64_t message, std::int64_t request) {
  if (by_request.has(call_flag::kNoMessage)) {
    ORCHARD_CHECK(database.execute("UPDATE api_call_request SET call = ?2 WHERE hash = ?1", request,
                                   by_message.key));
    ORCHARD_CHECK(database.execute("DELETE FROM api_call WHERE key = ?1", by_request.key));
    return merge(by_message, row);
  }
  if (!by_message.has(call_flag::kHasRequest)) {
    ORCHARD_CHECK(database.execute("UPDATE api_call_message SET call = ?2 WHERE hash = ?1", message,
                                   by_request.key));
    ORCHARD_CHECK(database.execute("DELETE FROM api_call WHERE key = ?1", by_message.key));
    Row joined = merge(by_message, row);
    joined.key = by_request.key;
    return joined;
  }
  return row;
}

}  // namespace

Result<void> write_api_call(Database& database, const PriceTable& prices, const ApiCallSeen& fact) {
  // Without any id a response cannot be told from its own repetition.
  if (fact.call.empty() && fact.request_id.empty()) return {};
  const std::int64_t message = message_hash(fact);
  const std::int64_t request = hash_id(fact.request_id);
  ORCHARD_TRY(const Row seen, row_of(database, fact));

  std::optional<Row> by_message;
  std::optional<Row> by_request;
  if (!fact.call.empty()) {
    ORCHARD_TRY(by_message,
                find(database, "SELECT call FROM api_call_message WHERE hash = ?1", message));
  }
  if (!fact.request_id.empty()) {
    ORCHARD_TRY(by_request,
                find(database, "SELECT call FROM api_call_request WHERE hash = ?1", request));
  }

  Row row = seen;
  if (by_request) {
    row = merge(*by_request, seen);
    if (by_message && by_message->key != by_request->key) {
      ORCHARD_TRY(row, join(database, *by_message, *by_request, row, message, request));
    }
  } else if (by_message && is_same_response(*by_message, seen)) {
    row = merge(*by_message, seen);
  }
  ORCHARD_TRY(const std::int64_t key, save(database, prices, row));
  // It may have been, or be, another session's.
  for (const std::optional<Row>* stood : {&by_message, &by_request})
    if (*stood && (*stood)->session != seen.session)
      ORCHARD_CHECK(note_change(database, (*stood)->session));
  if (!fact.call.empty())
    ORCHARD_CHECK(database.execute(
        "INSERT INTO api_call_message (hash, call) VALUES (?1, ?2) ON CONFLICT DO NOTHING", message,
        key));
  if (!fact.request_id.empty())
    ORCHARD_CHECK(database.execute(
        "INSERT INTO api_call_request (hash, call) VALUES (?1, ?2) ON CONFLICT DO NOTHING", request,
        key));
  return {};
}

}  // namespace orchard::metrics
