#include "metrics/analytics/cards.h"

#include "metrics/filter/scope.h"
#include "metrics/schema/columns.h"

#include <unordered_map>
#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

// The last row of each workspace is its latest session.
constexpr std::string_view kLatest =
    "SELECT s.workspace, s.key, COALESCE(t.turns, 0) FROM session s "
    "LEFT JOIN session_total t ON t.session = s.key WHERE s.workspace IS NOT NULL "
    "ORDER BY COALESCE(t.turns, 0) > 0, COALESCE(s.started_at, s.last_active_at), s.key";

constexpr std::string_view kSession =
    "SELECT s.id, COALESCE(l.id, s.id), s.model, t.outcome FROM session s "
    "LEFT JOIN session l ON l.key = s.launched_as "
    "LEFT JOIN session_total t ON t.session = s.key WHERE s.key = ?1";

constexpr std::string_view kUsage =
    "SELECT COALESCE(SUM(calls), 0), COALESCE(SUM(input), 0), COALESCE(SUM(output), 0), "
    "COALESCE(SUM(cache_write_5m), 0), COALESCE(SUM(cache_write_1h), 0), "
    "COALESCE(SUM(cache_read), 0), COALESCE(SUM(cost), 0), COALESCE(SUM(estimated), 0) "
    "FROM usage_session_day WHERE session = ?1";

// Commits on a branch that agents made; the branch may hold commits first seen elsewhere.
constexpr std::string_view kByAgents =
    "SELECT m.workspace, COUNT(*) FROM workspace_commit m "
    "JOIN counted_commit c ON c.key = m.commit_key "
    "WHERE m.landed = 0 AND c.by_agent GROUP BY 1";

struct Chosen {
  std::int64_t session = 0;
  std::int64_t turns = 0;
};

Result<std::unordered_map<std::int64_t, Chosen>> choose_sessions(Database& database) {
  std::unordered_map<std::int64_t, Chosen> by_workspace;
  ORCHARD_TRY(Statement latest, database.prepare(kLatest));
  ORCHARD_CHECK(latest.each([&](const Statement& row) {
    by_workspace[row.integer(0)] = {row.integer(1), row.integer(2)};
  }));
  return by_workspace;
}

Result<LatestSession> read_session(Database& database, const Chosen& chosen) {
  LatestSession latest;
  latest.turns = chosen.turns;
  ORCHARD_TRY(Statement session, database.prepare(kSession));
  session.bind(1, chosen.session);
  ORCHARD_CHECK(session.each([&](const Statement& row) {
    latest.id = core::SessionId(row.text(0));
    latest.launched_as = core::SessionId(row.text(1));
    latest.model = row.text(2);
    if (!row.is_null(3)) latest.outcome = core::parse_turn_outcome(row.text(3));
  }));
  ORCHARD_TRY(Statement usage, database.prepare(kUsage));
  usage.bind(1, chosen.session);
  ORCHARD_CHECK(usage.each([&](const Statement& row) {
    latest.usage.calls = row.integer(0);
    latest.usage.tokens = {row.integer(1), row.integer(2), row.integer(3), row.integer(4),
                           row.integer(5)};
    latest.usage.cost = {row.integer(6)};
    latest.usage.estimated = {row.integer(7)};
  }));
  return latest;
}

Result<std::unordered_map<std::int64_t, std::int64_t>> count_by_agents(Database& database) {
  std::unordered_map<std::int64_t, std::int64_t> by_workspace;
  ORCHARD_TRY(Statement counts, database.prepare(kByAgents));
  ORCHARD_CHECK(
      counts.each([&](const Statement& row) { by_workspace[row.integer(0)] = row.integer(1); }));
  return by_workspace;
}

}  // namespace

Result<std::vector<WorkspaceCard>> query_workspace_cards(Store& store, const Filter& filter) {
  Database& database = store.database();
  ORCHARD_TRY(const Scope scope, Scope::resolve(database, filter));
  ORCHARD_TRY(const auto sessions, choose_sessions(database));
  ORCHARD_TRY(const auto by_agents, count_by_agents(database));
  ORCHARD_TRY(std::vector<WorkspaceFigures> all, query_workspaces(store));
  ORCHARD_TRY(Statement key_of, database.prepare("SELECT key FROM workspace WHERE id = ?1"));
  std::vector<WorkspaceCard> cards;
  for (WorkspaceFigures& figures : all) {
    std::int64_t key = 0;
    key_of.bind(1, figures.workspace.id.value);
    ORCHARD_CHECK(key_of.each([&](const Statement& row) { key = row.integer(0); }));
    if (!scope.has_workspace(key)) continue;
    WorkspaceCard& card = cards.emplace_back();
    card.figures = std::move(figures);
    if (const auto found = by_agents.find(key); found != by_agents.end())
      card.commits_by_agents = found->second;
    if (const auto found = sessions.find(key); found != sessions.end()) {
      ORCHARD_TRY(card.latest_session, read_session(database, found->second));
    }
  }
  return cards;
}

}  // namespace orchard::metrics
