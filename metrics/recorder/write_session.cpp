#include "metrics/reconcile/unechoed_command.h"
#include "metrics/recorder/keys.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;

namespace {

// A session without workspace belongs to the workspace of the conversation it continues.
Result<void> inherit_workspace(Database& database, std::int64_t launched_as) {
  return database.execute(
      "UPDATE session SET workspace = (SELECT workspace FROM session WHERE key = ?1) "
      "WHERE launched_as = ?1 AND workspace IS NULL",
      launched_as);
}

Result<void> link_to_former_id(Database& database, std::int64_t session,
                               const core::SessionId& former_id) {
  ORCHARD_TRY(const std::int64_t former, session_key(database, former_id));
  ORCHARD_TRY(
      const auto root,
      find_integer(database, "SELECT COALESCE(launched_as, key) FROM session WHERE key = ?1",
                   former));
  if (*root == session) return {};
  ORCHARD_CHECK(database.execute(
      "UPDATE session SET continues = ?2 WHERE key = ?1 AND continues IS NULL", session, former));
  ORCHARD_CHECK(database.execute(
      "UPDATE session SET launched_as = ?2 WHERE key = ?1 OR launched_as = ?1", session, *root));
  return inherit_workspace(database, *root);
}

}  // namespace

Result<void> write(Database& database, const core::SessionSeen& fact) {
  ORCHARD_TRY(const std::int64_t key, active_session_key(database, fact.session, fact.at));
  ORCHARD_CHECK(
      database.execute("UPDATE session SET "
                       "model = CASE WHEN ?3 <> '' AND (model = '' OR ?2 >= described_at) "
                       "  THEN ?3 ELSE model END, "
                       "permission_mode = CASE WHEN ?4 <> '' AND (permission_mode = '' OR "
                       "  ?2 >= described_at) THEN ?4 ELSE permission_mode END, "
                       "cli_version = CASE WHEN ?5 <> '' AND (cli_version = '' OR "
                       "  ?2 >= described_at) THEN ?5 ELSE cli_version END, "
                       "described_at = MAX(described_at, ?2), "
                       "started_at = MIN(COALESCE(started_at, ?2), ?2), "
                       "workspace = COALESCE(workspace, (SELECT key FROM workspace WHERE id = ?6)) "
                       "WHERE key = ?1",
                       key, micros(fact.at), clean(fact.model), clean(fact.permission_mode),
                       clean(fact.cli_version), id_text(fact.workspace)));
  if (fact.continues && !fact.continues->empty() && *fact.continues != fact.session)
    ORCHARD_CHECK(link_to_former_id(database, key, *fact.continues));
  return inherit_workspace(database, key);
}

Result<void> write(Database& database, const core::TurnStarted& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_CHECK(database.execute(
      "UPDATE session SET started_at = ?2 WHERE key = ?1 AND COALESCE(started_at, ?2) >= ?2",
      session, micros(fact.at)));
  ORCHARD_TRY(const std::int64_t turn, turn_key(database, session, fact.turn));
  ORCHARD_TRY(const auto is_new,
              find_integer(database, "SELECT started_at IS NULL FROM turn WHERE key = ?1", turn));
  if (*is_new == 0) return {};
  ORCHARD_TRY(const std::int64_t place, take_place(database, session));
  return database.execute(
      "UPDATE turn SET place = ?2, prompt = ?3, from_background_task = ?4, started_at = ?5 "
      "WHERE key = ?1",
      turn, place, clean(fact.prompt), fact.from_background_task, micros(fact.at));
}

Result<void> write(Database& database, const core::TurnFinished& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(const std::int64_t turn, turn_key(database, session, fact.turn));
  ORCHARD_TRY(const auto is_new,
              find_integer(database, "SELECT finished_at IS NULL FROM turn WHERE key = ?1", turn));
  if (*is_new == 0) return {};
  if (fact.outcome == core::TurnOutcome::ok)
    ORCHARD_CHECK(acknowledge_unechoed_command(database, session, turn, fact.at));
  ORCHARD_TRY(const std::int64_t place, take_place(database, session));
  return database.execute(
      "UPDATE turn SET finish_place = ?2, finished_at = ?3, outcome = ?4, result = ?5, "
      "error = ?6, http_status = ?7, duration = ?8 WHERE key = ?1",
      turn, place, micros(fact.at), core::to_string(fact.outcome), clean(fact.result),
      clean(fact.error), fact.http_status, fact.duration.count());
}

Result<void> write(Database& database, const core::SlashCommandUsed& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  return database.execute(
      "INSERT INTO slash_command_use (session, message, name, at) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO NOTHING",
      session, fact.message.value, clean(fact.name), micros(fact.at));
}

Result<void> write(Database& database, const core::RateLimitSample& fact) {
  ORCHARD_TRY(const std::int64_t session, session_key(database, fact.session));
  return database.execute(
      "INSERT INTO rate_limit_sample (kind, at, session, status, utilization, resets_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
      clean(fact.kind), micros(fact.at), session, clean(fact.status), fact.utilization,
      micros(fact.resets_at));
}

}  // namespace orchard::metrics
