#include "metrics/recorder/keys.h"
#include "metrics/recorder/names.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;

namespace {

Result<std::int64_t> tool_call_key(Database& database, std::int64_t session,
                                   const core::ToolCallId& id) {
  ORCHARD_TRY(const auto known,
              find_integer(database, "SELECT key FROM tool_call WHERE session = ?1 AND id = ?2",
                           session, id.value));
  if (known) return *known;
  ORCHARD_CHECK(
      database.execute("INSERT INTO tool_call (session, id) VALUES (?1, ?2)", session, id.value));
  return database.last_insert_rowid();
}

Result<std::int64_t> request_key(Database& database, std::int64_t session,
                                 const core::PermissionRequestId& id) {
  ORCHARD_TRY(
      const auto known,
      find_integer(database, "SELECT key FROM permission_request WHERE session = ?1 AND id = ?2",
                   session, id.value));
  if (known) return *known;
  ORCHARD_CHECK(database.execute("INSERT INTO permission_request (session, id) VALUES (?1, ?2)",
                                 session, id.value));
  return database.last_insert_rowid();
}

}  // namespace

Result<void> write(Database& database, const core::MessageSeen& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(
      const auto known,
      find_integer(database, "SELECT key FROM message WHERE session = ?1 AND id = ?2 AND part = ?3",
                   session, fact.message.value, fact.part));
  if (known) return {};
  ORCHARD_TRY(const auto turn, turn_key(database, session, fact.turn));
  ORCHARD_TRY(const std::int64_t place, take_place(database, session));
  return database.execute(
      "INSERT INTO message (session, id, part, place, turn, kind, parent, text, at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      session, fact.message.value, fact.part, place, turn, to_string(fact.kind),
      id_text(fact.parent), clean(fact.text), micros(fact.at));
}

Result<void> write(Database& database, const core::ToolCallStarted& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(const std::int64_t call, tool_call_key(database, session, fact.call));
  ORCHARD_TRY(
      const auto is_new,
      find_integer(database, "SELECT started_at IS NULL FROM tool_call WHERE key = ?1", call));
  if (*is_new == 0) return {};
  ORCHARD_TRY(const auto turn, turn_key(database, session, fact.turn));
  ORCHARD_TRY(const std::int64_t place, take_place(database, session));
  return database.execute(
      "UPDATE tool_call SET place = ?2, turn = ?3, parent = ?4, tool = ?5, summary = ?6, "
      "input_json = ?7, started_at = ?8 WHERE key = ?1",
      call, place, turn, id_text(fact.parent), clean(fact.tool), clean(fact.summary),
      clean(fact.input_json), micros(fact.at));
}

Result<void> write(Database& database, const core::ToolCallFinished& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(const std::int64_t call, tool_call_key(database, session, fact.call));
  return database.execute(
      "UPDATE tool_call SET finished_at = ?2, is_error = ?3, result = ?4 "
      "WHERE key = ?1 AND finished_at IS NULL",
      call, micros(fact.at), fact.is_error, clean(fact.result));
}

Result<void> write(Database& database, const core::PermissionRequested& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(const std::int64_t request, request_key(database, session, fact.request));
  ORCHARD_TRY(const auto turn, turn_key(database, session, fact.turn));
  return database.execute(
      "UPDATE permission_request SET turn = ?2, call = ?3, tool = ?4, summary = ?5, "
      "input_json = ?6, suggestions_json = ?7, asked_at = ?8 "
      "WHERE key = ?1 AND asked_at IS NULL",
      request, turn, id_text(fact.call), clean(fact.tool), clean(fact.summary),
      clean(fact.input_json), clean(fact.suggestions_json), micros(fact.at));
}

Result<void> write(Database& database, const core::PermissionResolved& fact) {
  ORCHARD_TRY(const std::int64_t session, active_session_key(database, fact.session, fact.at));
  ORCHARD_TRY(const std::int64_t request, request_key(database, session, fact.request));
  // An answer is recorded when it is sent. An agent that says it took the question back has not
  // read it, whichever was recorded first.
  const bool taken_back =
      fact.decision == core::PermissionDecision::withdrawn && !fact.reason.empty();
  return database.execute(
      "UPDATE permission_request SET decision = ?2, reason = ?3, resolved_at = ?4 "
      "WHERE key = ?1 AND (resolved_at IS NULL OR (?5 AND decision <> 'withdrawn'))",
      request, to_string(fact.decision), clean(fact.reason), micros(fact.at), taken_back);
}

Result<void> write(Database& database, const core::PromptAcknowledged& fact) {
  ORCHARD_TRY([[maybe_unused]] const std::int64_t session,
              active_session_key(database, fact.session, fact.at));
  // By uuid alone: after `/clear` the echo comes under another session id.
  return database.execute(
      "UPDATE outbox SET acknowledged_at = ?2 WHERE uuid = ?1 AND acknowledged_at IS NULL",
      fact.message.value, micros(fact.at));
}

}  // namespace orchard::metrics
