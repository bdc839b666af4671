#include "metrics/recorder/keys.h"

#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;

Result<std::int64_t> session_key(Database& database, const core::SessionId& id) {
  if (id.empty())
    return core::fail(core::ErrorCode::invalid_argument,
                      "A session without an id cannot be recorded; give the id Claude reported.");
  ORCHARD_TRY(const auto known,
              find_integer(database, "SELECT key FROM session WHERE id = ?1", id.value));
  if (known) return *known;
  ORCHARD_CHECK(database.execute("INSERT INTO session (id) VALUES (?1)", id.value));
  return database.last_insert_rowid();
}

Result<std::int64_t> active_session_key(Database& database, const core::SessionId& id,
                                        core::Timestamp at) {
  ORCHARD_TRY(const std::int64_t key, session_key(database, id));
  ORCHARD_CHECK(database.execute(
      "UPDATE session SET last_active_at = ?2 WHERE key = ?1 AND last_active_at < ?2", key,
      micros(at)));
  return key;
}

Result<std::int64_t> turn_key(Database& database, std::int64_t session, const core::TurnId& id) {
  ORCHARD_TRY(const auto known,
              find_integer(database, "SELECT key FROM turn WHERE session = ?1 AND id = ?2", session,
                           id.value));
  if (known) return *known;
  ORCHARD_CHECK(
      database.execute("INSERT INTO turn (session, id) VALUES (?1, ?2)", session, id.value));
  return database.last_insert_rowid();
}

Result<std::optional<std::int64_t>> turn_key(Database& database, std::int64_t session,
                                             const std::optional<core::TurnId>& id) {
  if (!id || id->empty()) return std::nullopt;
  ORCHARD_TRY(const std::int64_t key, turn_key(database, session, *id));
  return key;
}

Result<std::int64_t> model_key(Database& database, std::string_view name) {
  const std::string model = clean(name);
  ORCHARD_TRY(const auto known,
              find_integer(database, "SELECT key FROM model WHERE name = ?1", model));
  if (known) return *known;
  ORCHARD_CHECK(database.execute("INSERT INTO model (name) VALUES (?1)", model));
  return database.last_insert_rowid();
}

Result<std::string> model_name(Database& database, std::int64_t model) {
  ORCHARD_TRY(core::Statement names, database.prepare("SELECT name FROM model WHERE key = ?1"));
  names.bind(1, model);
  ORCHARD_TRY(const bool found, names.step());
  return found ? names.text(0) : std::string();
}

Result<std::optional<std::int64_t>> branch_key(Database& database, std::string_view name) {
  if (name.empty()) return std::nullopt;
  const std::string branch = clean(name);
  ORCHARD_TRY(auto known, find_integer(database, "SELECT key FROM branch WHERE name = ?1", branch));
  if (known) return known;
  ORCHARD_CHECK(database.execute("INSERT INTO branch (name) VALUES (?1)", branch));
  return database.last_insert_rowid();
}

Result<std::optional<std::int64_t>> agent_key(Database& database, std::string_view name) {
  if (name.empty()) return std::nullopt;
  const std::string agent = clean(name);
  ORCHARD_TRY(auto known, find_integer(database, "SELECT key FROM agent WHERE name = ?1", agent));
  if (known) return known;
  ORCHARD_CHECK(database.execute("INSERT INTO agent (name) VALUES (?1)", agent));
  return database.last_insert_rowid();
}

Result<void> note_own_change(Database& database, const core::SessionId& id) {
  return database.execute(
      "UPDATE session SET revision = revision + 1, outside = 0 WHERE id = ?1 "
      "OR key = (SELECT launched_as FROM session WHERE id = ?1)",
      id.value);
}

Result<void> note_change(Database& database, std::int64_t session) {
  return database.execute(
      "UPDATE session SET revision = revision + 1 WHERE key = ?1 "
      "OR key = (SELECT launched_as FROM session WHERE key = ?1)",
      session);
}

Result<std::int64_t> take_place(Database& database, std::int64_t session) {
  ORCHARD_TRY(const auto place,
              find_integer(database, "SELECT next_place FROM session WHERE key = ?1", session));
  ORCHARD_CHECK(
      database.execute("UPDATE session SET next_place = next_place + 1 WHERE key = ?1", session));
  return place.value_or(0);
}

std::int64_t hash_id(std::string_view id) {
  // FNV-1a, then the finaliser of MurmurHash3 so that every input bit reaches every output bit.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : id) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdU;
  hash ^= hash >> 33U;
  hash *= 0xc4ceb9fe1a85ec53U;
  hash ^= hash >> 33U;
  return static_cast<std::int64_t>(hash);
}

}  // namespace orchard::metrics
