#include "metrics/query/sessions.h"

#include "metrics/query/first_line.h"
#include "metrics/reconcile/unexplained.h"
#include "metrics/recorder/names.h"
#include "metrics/schema/columns.h"

#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

// Turns that began or ended; a turn only mentioned by others does not count yet.
constexpr std::string_view kTurns = "SELECT turns FROM session_total WHERE session = ?1";

// All API calls of the session, those of its sub-agents and aborted ones too.
constexpr std::string_view kUsage =
    "SELECT COALESCE(SUM(input), 0), COALESCE(SUM(output), 0), COALESCE(SUM(cache_write_5m), 0), "
    "COALESCE(SUM(cache_write_1h), 0), COALESCE(SUM(cache_read), 0), COALESCE(SUM(cost), 0), "
    "COALESCE(SUM(estimated), 0) FROM usage_session_day WHERE session = ?1";

// What filled the context at the newest call of the main conversation; sub-agents and advisors have
// their own.
constexpr std::string_view kContext =
    "SELECT input + cache_write_5m + cache_write_1h + cache_read FROM api_call "
    "WHERE session = ?1 AND flags & 4100 = 0 ORDER BY at DESC, key DESC LIMIT 1";

// How the newest finished turn ended.
constexpr std::string_view kLastOutcome =
    "SELECT t.outcome, t.error FROM session_total s JOIN turn t ON t.key = s.last_turn "
    "WHERE s.session = ?1";

// The newest turn runs as long as nothing ended it.
constexpr std::string_view kOpenTurn =
    "SELECT key, started_at FROM (SELECT key, started_at, finished_at FROM turn "
    "  WHERE session = ?1 AND started_at IS NOT NULL ORDER BY started_at DESC, place DESC LIMIT 1) "
    "WHERE finished_at IS NULL";

// The first prompt, sent or still waiting.
constexpr std::string_view kFirstPrompt =
    "SELECT text FROM (SELECT prompt AS text, started_at AS at FROM turn WHERE session = ?1 "
    "  AND prompt <> '' UNION ALL SELECT text, at FROM outbox WHERE session = ?1) "
    "ORDER BY at LIMIT 1";

// The agent's newest words in the main conversation.
constexpr std::string_view kLastMessage =
    "SELECT substr(text, 1, 400) FROM message WHERE session = ?1 AND kind = 'text' "
    "AND parent IS NULL ORDER BY place DESC LIMIT 1";

// The newest tool call of the running turn that has no result yet.
constexpr std::string_view kCurrentTool =
    "SELECT tool, summary FROM tool_call WHERE session = ?1 AND finished_at IS NULL "
    "AND (turn = ?2 OR (turn IS NULL AND started_at >= ?3)) ORDER BY place DESC LIMIT 1";

// Questions without an answer, of turns that did not end since.
constexpr std::string_view kOpenRequests =
    "SELECT p.id, p.tool, p.summary, p.input_json, p.suggestions_json, p.asked_at "
    "FROM permission_request p LEFT JOIN turn t ON t.key = p.turn "
    "WHERE p.session = ?1 AND p.resolved_at IS NULL AND p.asked_at IS NOT NULL "
    "AND t.finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM turn f "
    "  WHERE f.session = p.session AND f.finished_at >= p.asked_at) ORDER BY p.asked_at, p.key";

// What happened to the process a session shares with former ids counts for it too.
constexpr std::string_view kRevisions =
    "SELECT s.key, COALESCE(s.launched_as, s.key), s.workspace, "
    "s.revision + COALESCE(l.revision, 0), COALESCE(s.started_at, s.last_active_at) "
    "FROM workspace w JOIN session s ON s.workspace = w.key "
    "LEFT JOIN session l ON l.key = s.launched_as WHERE w.status <> 'deleted'";

Result<void> fill_sums(Database& database, std::int64_t key, SessionFigures& figures) {
  ORCHARD_TRY(const auto turns, find_integer(database, kTurns, key));
  figures.turns = turns.value_or(0);
  ORCHARD_TRY(Statement usage, database.prepare(kUsage));
  usage.bind(1, key);
  ORCHARD_CHECK(usage.each([&](const Statement& row) {
    figures.usage = {row.integer(0), row.integer(1), row.integer(2), row.integer(3),
                     row.integer(4)};
    figures.cost = {row.integer(5)};
    figures.cost_is_estimated = row.integer(6) != 0;
  }));
  ORCHARD_TRY(const auto context, find_integer(database, kContext, key));
  figures.context_tokens = context.value_or(0);
  return {};
}

Result<void> fill_turns(Database& database, std::int64_t key, SessionFigures& figures) {
  ORCHARD_TRY(Statement outcome, database.prepare(kLastOutcome));
  outcome.bind(1, key);
  ORCHARD_CHECK(outcome.each([&](const Statement& row) {
    figures.last_outcome = core::parse_turn_outcome(row.text(0));
    if (figures.last_outcome == core::TurnOutcome::error) figures.last_error = row.text(1);
  }));
  ORCHARD_TRY(Statement open, database.prepare(kOpenTurn));
  open.bind(1, key);
  ORCHARD_TRY(const bool is_open, open.step());
  if (!is_open) return {};
  figures.turn_started_at = timestamp(open.integer(1));
  ORCHARD_TRY(Statement tool, database.prepare(kCurrentTool));
  tool.bind_all(key, open.integer(0), open.integer(1));
  return tool.each([&](const Statement& row) {
    figures.current_tool = row.text(0);
    if (const std::string summary = row.text(1); !summary.empty())
      figures.current_tool += " " + summary;
  });
}

Result<void> fill_words(Database& database, std::int64_t key, SessionFigures& figures) {
  ORCHARD_TRY(Statement prompt, database.prepare(kFirstPrompt));
  prompt.bind(1, key);
  ORCHARD_CHECK(
      prompt.each([&](const Statement& row) { figures.title = first_line(row.text(0), 200); }));
  ORCHARD_TRY(Statement message, database.prepare(kLastMessage));
  message.bind(1, key);
  return message.each(
      [&](const Statement& row) { figures.last_message = cut_to(row.text(0), 400); });
}

Result<void> fill_requests(Database& database, std::int64_t key, SessionFigures& figures) {
  ORCHARD_TRY(Statement requests, database.prepare(kOpenRequests));
  requests.bind(1, key);
  return requests.each([&](const Statement& row) {
    figures.requests.push_back({figures.session.id, core::PermissionRequestId(row.text(0)),
                                row.text(1), row.text(2), row.text(3), row.text(4),
                                timestamp(row.integer(5))});
  });
}

Result<SessionFigures> figures_of(Store& store, Session session) {
  Database& database = store.database();
  SessionFigures figures;
  figures.session = std::move(session);
  std::int64_t key = 0;
  {
    ORCHARD_TRY(Statement row,
                database.prepare("SELECT key, last_active_at FROM session WHERE id = ?1"));
    row.bind(1, figures.session.id.value);
    ORCHARD_CHECK(row.each([&](const Statement& columns) {
      key = columns.integer(0);
      figures.last_active_at = timestamp(columns.integer(1));
    }));
  }
  ORCHARD_CHECK(fill_sums(database, key, figures));
  if (figures.session.launched_as == figures.session.id) {
    ORCHARD_TRY(figures.unexplained, unexplained_cost(database, key));
  }
  ORCHARD_CHECK(fill_turns(database, key, figures));
  ORCHARD_CHECK(fill_words(database, key, figures));
  ORCHARD_CHECK(fill_requests(database, key, figures));
  ORCHARD_TRY(auto queued, store.unacknowledged_prompts(figures.session.id));
  for (OutboxPrompt& prompt : queued) figures.queued_prompts.push_back(std::move(prompt.text));
  return figures;
}

Result<std::vector<SessionFigures>> figures_of(Store& store, std::vector<Session> sessions) {
  std::vector<SessionFigures> all;
  for (Session& session : sessions) {
    ORCHARD_TRY(SessionFigures figures, figures_of(store, std::move(session)));
    all.push_back(std::move(figures));
  }
  return all;
}

}  // namespace

Result<std::vector<SessionRevision>> query_session_revisions(Store& store) {
  ORCHARD_TRY(Statement revisions, store.database().prepare(kRevisions));
  std::vector<SessionRevision> all;
  ORCHARD_CHECK(revisions.each([&](const Statement& row) {
    all.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)});
  }));
  return all;
}

Result<SessionFigures> query_session(Store& store, const SessionRevision& revision) {
  core::SessionId id;
  {
    ORCHARD_TRY(Statement row, store.database().prepare("SELECT id FROM session WHERE key = ?1"));
    row.bind(1, revision.session);
    ORCHARD_CHECK(row.each([&](const Statement& columns) { id.value = columns.text(0); }));
  }
  return query_session(store, id);
}

Result<std::vector<SessionFigures>> query_sessions(Store& store) {
  ORCHARD_TRY(std::vector<Session> sessions, store.sessions());
  return figures_of(store, std::move(sessions));
}

Result<std::vector<SessionFigures>> query_sessions_of(Store& store,
                                                      const core::WorkspaceId& workspace) {
  ORCHARD_TRY(std::vector<Session> sessions, store.sessions_of(workspace));
  return figures_of(store, std::move(sessions));
}

Result<SessionFigures> query_session(Store& store, const core::SessionId& id) {
  ORCHARD_TRY(std::optional<Session> session, store.find_session(id));
  if (!session)
    return core::fail(core::ErrorCode::not_found,
                      "There is no session " + id.value + "; see orchard sessions.");
  return figures_of(store, std::move(*session));
}

Result<std::optional<core::PermissionDecision>> query_decision(
    Store& store, const core::SessionId& session, const core::PermissionRequestId& request) {
  ORCHARD_TRY(Statement row, store.database().prepare(
                                 "SELECT p.decision FROM permission_request p "
                                 "JOIN session s ON s.key = p.session "
                                 "WHERE s.id = ?1 AND p.id = ?2 AND p.resolved_at IS NOT NULL"));
  row.bind_all(session.value, request.value);
  ORCHARD_TRY(const bool found, row.step());
  if (!found) return std::nullopt;
  using enum core::PermissionDecision;
  for (const auto decision : {allowed, denied, withdrawn})
    if (row.text(0) == to_string(decision)) return decision;
  return std::nullopt;
}

}  // namespace orchard::metrics
