// Sessions, their prompts and what was said in them.

#include "metrics/ledger/store.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <string>
#include <string_view>

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

Session read_session(const Statement& row) {
  Session session;
  session.id = core::SessionId(row.text(0));
  if (!row.is_null(1)) session.workspace = core::WorkspaceId(row.text(1));
  session.model = row.text(2);
  session.permission_mode = row.text(3);
  session.cli_version = row.text(4);
  session.started_at = timestamp(row.integer(5));
  if (!row.is_null(6)) session.continues = core::SessionId(row.text(6));
  session.launched_as = core::SessionId(row.text(7));
  return session;
}

constexpr std::string_view kAllSessions = "session s LEFT JOIN workspace w ON w.key = s.workspace";
constexpr std::string_view kOfWorkspace = "workspace w JOIN session s ON s.workspace = w.key";

/// Asks for what read_session() reads; `which` is the rest of the statement.
std::string select_sessions(std::string_view from, std::string_view which) {
  std::string sql =
      "SELECT s.id, w.id, s.model, s.permission_mode, s.cli_version, "
      "COALESCE(s.started_at, s.last_active_at), c.id, COALESCE(l.id, s.id) FROM ";
  sql += from;
  sql +=
      " LEFT JOIN session c ON c.key = s.continues LEFT JOIN session l ON l.key = s.launched_as ";
  sql += which;
  return sql;
}

Result<std::vector<Session>> read_sessions(Statement& statement) {
  std::vector<Session> sessions;
  ORCHARD_CHECK(
      statement.each([&](const Statement& row) { sessions.push_back(read_session(row)); }));
  return sessions;
}

}  // namespace

Result<void> Store::create_session(const core::SessionId& id, const core::WorkspaceId& workspace,
                                   std::string_view model, std::string_view permission_mode,
                                   core::Timestamp at) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(const auto place,
              find_integer(database_, "SELECT key FROM workspace WHERE id = ?1", workspace.value));
  if (!place)
    return core::fail(core::ErrorCode::not_found,
                      "There is no workspace " + workspace.value + "; see orchard workspace list.");
  ORCHARD_TRY(const std::int64_t key, active_session_key(database_, id, at));
  ORCHARD_CHECK(database_.execute(
      "UPDATE session SET model = CASE WHEN model = '' THEN ?2 ELSE model END, "
      "permission_mode = CASE WHEN permission_mode = '' THEN ?3 ELSE permission_mode END, "
      "started_at = MIN(COALESCE(started_at, ?4), ?4) WHERE key = ?1",
      key, model, permission_mode, micros(at)));
  ORCHARD_CHECK(
      database_.execute("UPDATE session SET workspace = ?2 "
                        "WHERE workspace IS NULL AND (key = ?1 OR launched_as = ?1)",
                        key, *place));
  ORCHARD_CHECK(note_own_change(database_, id));
  return transaction.commit();
}

Result<std::optional<Session>> Store::find_session(const core::SessionId& id) {
  ORCHARD_TRY(Statement statement,
              database_.prepare(select_sessions(kAllSessions, "WHERE s.id = ?1")));
  statement.bind(1, id.value);
  ORCHARD_TRY(const bool found, statement.step());
  return found ? std::optional(read_session(statement)) : std::nullopt;
}

Result<std::vector<Session>> Store::sessions_of(const core::WorkspaceId& workspace) {
  ORCHARD_TRY(Statement statement,
              database_.prepare(select_sessions(
                  kOfWorkspace,
                  "WHERE w.id = ?1 "
                  "ORDER BY COALESCE(s.started_at, s.last_active_at) DESC, s.key DESC")));
  statement.bind(1, workspace.value);
  return read_sessions(statement);
}

Result<std::vector<Session>> Store::sessions() {
  ORCHARD_TRY(Statement statement,
              database_.prepare(select_sessions(
                  kAllSessions,
                  "WHERE s.outside = 0 "
                  "ORDER BY COALESCE(s.started_at, s.last_active_at) DESC, s.key DESC")));
  return read_sessions(statement);
}

Result<std::optional<Session>> Store::latest_session(const core::WorkspaceId& workspace) {
  // A launch that failed leaves a session without turn or prompt.
  ORCHARD_TRY(Statement statement,
              database_.prepare(select_sessions(
                  kOfWorkspace,
                  "WHERE w.id = ?1 "
                  "ORDER BY s.continues IS NOT NULL "
                  "OR EXISTS (SELECT 1 FROM turn t WHERE t.session = s.key) "
                  "OR EXISTS (SELECT 1 FROM outbox o WHERE o.session = s.key) DESC, "
                  "COALESCE(s.started_at, s.last_active_at) DESC, s.key DESC LIMIT 1")));
  statement.bind(1, workspace.value);
  ORCHARD_TRY(const bool found, statement.step());
  return found ? std::optional(read_session(statement)) : std::nullopt;
}

Result<void> Store::set_launch_options(const core::SessionId& id, std::string_view model,
                                       std::string_view permission_mode) {
  ORCHARD_CHECK(
      database_.execute("UPDATE session SET model = CASE WHEN ?2 = '' THEN model ELSE ?2 END, "
                        "permission_mode = CASE WHEN ?3 = '' THEN permission_mode ELSE ?3 END, "
                        "revision = revision + 1 WHERE id = ?1",
                        id.value, model, permission_mode));
  if (database_.changes() == 0)
    return core::fail(core::ErrorCode::not_found,
                      "There is no session " + id.value + "; see orchard sessions.");
  return {};
}

Result<void> Store::enqueue_prompt(const OutboxPrompt& prompt) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(const std::int64_t session, active_session_key(database_, prompt.session, prompt.at));
  ORCHARD_CHECK(database_.execute(
      "INSERT INTO outbox (uuid, session, text, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
      prompt.uuid.value, session, clean(prompt.text), micros(prompt.at)));
  ORCHARD_CHECK(note_own_change(database_, prompt.session));
  return transaction.commit();
}

Result<std::vector<OutboxPrompt>> Store::unacknowledged_prompts(const core::SessionId& session) {
  // What was meant for a former id and sent before `/clear` belongs to the id that follows it.
  ORCHARD_TRY(
      Statement statement,
      database_.prepare(
          "WITH RECURSIVE chain(key, until) AS ("
          "  SELECT key, NULL FROM session WHERE id = ?1 "
          "  UNION SELECT s.continues, s.started_at FROM chain JOIN session s ON s.key = chain.key "
          "    WHERE s.continues IS NOT NULL) "
          "SELECT o.uuid, o.text, o.at FROM chain JOIN outbox o ON o.session = chain.key "
          "WHERE o.acknowledged_at IS NULL AND CASE WHEN chain.until IS NOT NULL "
          "  THEN o.at <= chain.until "
          "  ELSE NOT EXISTS (SELECT 1 FROM session n WHERE n.continues = chain.key "
          "    AND n.key <> chain.key AND o.at <= n.started_at) END "
          "ORDER BY o.key"));
  statement.bind(1, session.value);
  std::vector<OutboxPrompt> prompts;
  ORCHARD_CHECK(statement.each([&](const Statement& row) {
    prompts.push_back(
        {session, core::MessageId(row.text(0)), row.text(1), timestamp(row.integer(2))});
  }));
  return prompts;
}

Result<std::optional<core::Timestamp>> Store::prompt_time(const core::MessageId& uuid) {
  ORCHARD_TRY(const auto at,
              find_integer(database_, "SELECT at FROM outbox WHERE uuid = ?1", uuid.value));
  if (!at) return std::nullopt;
  return timestamp(*at);
}

Result<bool> Store::withdraw_prompt(const core::MessageId& uuid) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_CHECK(
      database_.execute("UPDATE session SET revision = revision + 1 WHERE key = "
                        "(SELECT session FROM outbox WHERE uuid = ?1 AND acknowledged_at IS NULL)",
                        uuid.value));
  ORCHARD_CHECK(database_.execute("DELETE FROM outbox WHERE uuid = ?1 AND acknowledged_at IS NULL",
                                  uuid.value));
  const bool gone = database_.changes() > 0;
  ORCHARD_CHECK(transaction.commit());
  return gone;
}

Result<void> Store::forget_transcripts(const core::WorkspaceId& workspace) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(const auto key, find_integer(database_,
                                           "SELECT key FROM workspace WHERE id = ?1 AND "
                                           "status = 'deleted'",
                                           workspace.value));
  if (!key)
    return core::fail(core::ErrorCode::not_found,
                      "There is no deleted workspace " + workspace.value +
                          "; only what was said in a deleted workspace can be forgotten.");
  for (const std::string_view sql : {
           std::string_view("DELETE FROM message WHERE session IN "
                            "(SELECT key FROM session WHERE workspace = ?1)"),
           std::string_view("DELETE FROM outbox WHERE session IN "
                            "(SELECT key FROM session WHERE workspace = ?1)"),
           std::string_view("UPDATE turn SET prompt = '', result = '', error = '' WHERE session IN "
                            "(SELECT key FROM session WHERE workspace = ?1)"),
           std::string_view("UPDATE tool_call SET summary = '', input_json = '', result = '' "
                            "WHERE session IN (SELECT key FROM session WHERE workspace = ?1)"),
           std::string_view("UPDATE permission_request SET summary = '', input_json = '', "
                            "suggestions_json = '', reason = '' WHERE session IN "
                            "(SELECT key FROM session WHERE workspace = ?1)"),
       })
    ORCHARD_CHECK(database_.execute(sql, *key));
  return transaction.commit();
}

}  // namespace orchard::metrics
