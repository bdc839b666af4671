#include "metrics/analytics/activity.h"
#include "metrics/filter/turn_moments.h"
#include "metrics/query/first_line.h"

#include <algorithm>
#include <set>
#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

// Whose last turn ended since; an earlier one may have ended then although the last did not.
constexpr std::string_view kEndedSince = "SELECT session FROM session_total WHERE ended >= ?1";

constexpr std::string_view kSession =
    "SELECT s.id, w.id, COALESCE(w.name, ''), COALESCE(r.name, ''), t.turns, t.outcome, "
    "  COALESCE((SELECT prompt FROM turn WHERE session = s.key AND prompt <> '' "
    "    ORDER BY started_at LIMIT 1), '') "
    "FROM session s JOIN session_total t ON t.session = s.key "
    "LEFT JOIN workspace w ON w.key = s.workspace "
    "LEFT JOIN repository r ON r.key = w.repository WHERE s.key = ?1";

constexpr std::string_view kTurns =
    "SELECT COALESCE(started_at, finished_at), finished_at FROM turn WHERE session = ?1 "
    "AND COALESCE(started_at, finished_at) < ?2 ORDER BY 1, COALESCE(place, finish_place)";

/// False when no turn of it began or ended in the window.
Result<bool> fill_times(Database& database, std::int64_t session, const TimeRange& range,
                        Timestamp now, SessionDot& dot) {
  ORCHARD_TRY(Statement turns, database.prepare(kTurns));
  turns.bind_all(session, micros(*range.to));
  bool is_there = false;
  ORCHARD_CHECK(turns.each([&](const Statement& row) {
    const Timestamp began = timestamp(row.integer(0));
    const auto ended = timestamp(row.optional_integer(1));
    dot.open = !ended;
    const bool ended_inside = ended && range.contains(*ended);
    if (!range.contains(began) && !ended_inside) return;
    if (!is_there) dot.from = std::max(began, *range.from);
    dot.to = std::max({is_there ? dot.to : dot.from, began, ended_inside ? *ended : began});
    is_there = true;
  }));
  if (dot.open) dot.to = now;
  return is_there;
}

}  // namespace

Result<std::vector<SessionDot>> query_recent_sessions(Store& store, Timestamp now,
                                                      const Filter& filter) {
  Database& database = store.database();
  const TimeRange range{now - std::chrono::hours(24) + core::Duration(1), now + core::Duration(1)};
  ORCHARD_TRY(const Scope scope, Scope::resolve(database, filter));
  std::set<std::int64_t> sessions;
  ORCHARD_CHECK(each_turn(database, scope, range,
                          [&](Timestamp, std::int64_t session) { sessions.insert(session); }));
  ORCHARD_TRY(Statement ended, database.prepare(kEndedSince));
  ended.bind(1, *micros(range.from));
  ORCHARD_CHECK(ended.each([&](const Statement& row) {
    if (scope.has_session(row.integer(0))) sessions.insert(row.integer(0));
  }));
  std::vector<SessionDot> dots;
  ORCHARD_TRY(Statement facts, database.prepare(kSession));
  for (const std::int64_t session : sessions) {
    SessionDot dot;
    ORCHARD_TRY(const bool is_there, fill_times(database, session, range, now, dot));
    if (!is_there) continue;
    facts.bind(1, session);
    ORCHARD_CHECK(facts.each([&](const Statement& row) {
      dot.session = core::SessionId(row.text(0));
      if (!row.is_null(1)) dot.workspace = core::WorkspaceId(row.text(1));
      dot.workspace_name = row.text(2);
      dot.repository_name = row.text(3);
      dot.turns = row.integer(4);
      if (!row.is_null(5)) dot.outcome = core::parse_turn_outcome(row.text(5));
      dot.title = first_line(row.text(6), 200);
    }));
    dots.push_back(std::move(dot));
  }
  std::sort(dots.begin(), dots.end(), [](const SessionDot& a, const SessionDot& b) {
    return std::pair(b.to, b.session) < std::pair(a.to, a.session);
  });
  return dots;
}

}  // namespace orchard::metrics
