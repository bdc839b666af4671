#include "metrics/rows/leader_sessions.h"

#include "metrics/filter/scope.h"
#include "metrics/filter/turn_moments.h"
#include "metrics/query/first_line.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace orchard::metrics {

namespace {

constexpr std::string_view kSession =
    "SELECT id, last_active_at, COALESCE((SELECT prompt FROM turn WHERE session = s.key "
    "AND prompt <> '' ORDER BY started_at LIMIT 1), '') FROM session s WHERE key = ?1";

}  // namespace

core::Result<std::vector<LeaderSession>> query_leader_sessions(Store& store, const Filter& filter,
                                                               const TimeRange& range) {
  core::Database& database = store.database();
  ORCHARD_TRY(const Scope scope, Scope::resolve(database, filter));
  std::unordered_map<std::int64_t, LeaderSession> by_key;
  ORCHARD_TRY(const auto turns, count_turns(database, scope, range));
  for (const auto& [session, count] : turns) by_key[session].turns = count;
  ORCHARD_CHECK(each_session_usage(database, scope, range,
                                   [&](std::int64_t session, std::int64_t, const UsageSums& sums) {
                                     by_key[session].usage += sums;
                                   }));
  ORCHARD_TRY(core::Statement statement, database.prepare(kSession));
  std::vector<LeaderSession> sessions;
  sessions.reserve(by_key.size());
  for (auto& [key, session] : by_key) {
    statement.bind(1, key);
    ORCHARD_CHECK(statement.each([&](const core::Statement& row) {
      session.session = core::SessionId(row.text(0));
      session.last_active_at = timestamp(row.integer(1));
      session.title = first_line(row.text(2), 200);
    }));
    sessions.push_back(std::move(session));
  }
  std::ranges::sort(sessions, [](const LeaderSession& a, const LeaderSession& b) {
    return std::pair(b.last_active_at, b.session) < std::pair(a.last_active_at, a.session);
  });
  return sessions;
}

}  // namespace orchard::metrics
