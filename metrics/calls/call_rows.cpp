#include "metrics/calls/call_rows.h"

#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;

namespace {

Result<std::optional<CallRow>> find(Database& database, std::string_view sql, std::int64_t hash) {
  ORCHARD_TRY(const auto key, find_integer(database, sql, hash));
  if (!key) return std::nullopt;
  ORCHARD_TRY(CallRow row, load_call(database, *key));
  return row;
}

/// What a comparison of the rows with these two keys gives; false where one is not there.
Result<bool> holds(Database& database, std::string_view sql, std::int64_t a, std::int64_t b) {
  ORCHARD_TRY(const auto answer, find_integer(database, sql, a, b));
  return answer.value_or(0) != 0;
}

}  // namespace

Result<CallRow> load_call(Database& database, std::int64_t key) {
  ORCHARD_TRY(
      core::Statement statement,
      database.prepare("SELECT c.session, c.turn, iif(m.name = '', 0, m.key), c.at, "
                       "c.input, c.output, c.cache_write_5m, c.cache_write_1h, "
                       "c.cache_read, c.web_searches, c.flags, c.cost, c.branch, "
                       "c.duration, c.agent FROM api_call c JOIN model m ON m.key = c.model "
                       "WHERE c.key = ?1"));
  statement.bind(1, key);
  ORCHARD_TRY(const bool found, statement.step());
  if (!found)
    return core::fail(core::ErrorCode::corrupt,
                      "An API call is missing from the ledger though its id is known; "
                      "restore the database from its backup.");
  CallRow row;
  row.key = key;
  row.session = statement.integer(0);
  row.turn = statement.optional_integer(1);
  row.model = statement.integer(2);
  row.at = statement.integer(3);
  row.usage = {statement.integer(4), statement.integer(5), statement.integer(6),
               statement.integer(7), statement.integer(8)};
  row.web_searches = statement.integer(9);
  row.flags = statement.integer(10);
  row.reported = row.has(call_flag::kReported) ? statement.integer(11) : 0;
  row.branch = statement.optional_integer(12);
  row.duration = statement.optional_integer(13);
  row.agent = statement.optional_integer(14);
  return row;
}

Result<std::optional<CallRow>> find_call_by_message(Database& database, std::int64_t hash) {
  return find(database, "SELECT call FROM api_call_message WHERE hash = ?1", hash);
}

Result<std::optional<CallRow>> find_call_by_request(Database& database, std::int64_t hash) {
  return find(database, "SELECT call FROM api_call_request WHERE hash = ?1", hash);
}

Result<std::int64_t> save_call(Database& database, const CallRow& row, std::int64_t cost) {
  const std::optional<std::int64_t> key = row.key == 0 ? std::nullopt : std::optional(row.key);
  ORCHARD_CHECK(database.execute(
      "INSERT INTO api_call (key, session, turn, model, at, input, output, cache_write_5m, "
      "cache_write_1h, cache_read, web_searches, flags, cost, branch, duration, agent) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
      "ON CONFLICT (key) DO UPDATE SET session = excluded.session, turn = excluded.turn, "
      "model = excluded.model, at = excluded.at, input = excluded.input, "
      "output = excluded.output, cache_write_5m = excluded.cache_write_5m, "
      "cache_write_1h = excluded.cache_write_1h, cache_read = excluded.cache_read, "
      "web_searches = excluded.web_searches, flags = excluded.flags, cost = excluded.cost, "
      "branch = excluded.branch, duration = excluded.duration, agent = excluded.agent",
      key, row.session, row.turn, row.model, row.at, row.usage.input, row.usage.output,
      row.usage.cache_write_5m, row.usage.cache_write_1h, row.usage.cache_read, row.web_searches,
      row.flags, cost, row.branch, row.duration, row.agent));
  return row.key == 0 ? database.last_insert_rowid() : row.key;
}

Result<void> remove_call(Database& database, std::int64_t key) {
  return database.execute("DELETE FROM api_call WHERE key = ?1", key);
}

Result<void> move_message(Database& database, std::int64_t hash, std::int64_t key) {
  return database.execute("UPDATE api_call_message SET call = ?2 WHERE hash = ?1", hash, key);
}

Result<void> move_request(Database& database, std::int64_t hash, std::int64_t key) {
  return database.execute("UPDATE api_call_request SET call = ?2 WHERE hash = ?1", hash, key);
}

Result<void> name_message(Database& database, std::int64_t hash, std::int64_t key) {
  return database.execute(
      "INSERT INTO api_call_message (hash, call) VALUES (?1, ?2) ON CONFLICT DO NOTHING", hash,
      key);
}

Result<void> name_request(Database& database, std::int64_t hash, std::int64_t key) {
  return database.execute(
      "INSERT INTO api_call_request (hash, call) VALUES (?1, ?2) ON CONFLICT DO NOTHING", hash,
      key);
}

Result<bool> has_smaller_id(Database& database, std::int64_t a, std::int64_t b) {
  return holds(database,
               "SELECT (SELECT id FROM session WHERE key = ?1) < "
               "(SELECT id FROM session WHERE key = ?2)",
               a, b);
}

Result<bool> has_smaller_name(Database& database, std::int64_t a, std::int64_t b) {
  return holds(database,
               "SELECT (SELECT name FROM agent WHERE key = ?1) < "
               "(SELECT name FROM agent WHERE key = ?2)",
               a, b);
}

}  // namespace orchard::metrics
