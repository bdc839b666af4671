#include "metrics/query/tiles.h"

#include "metrics/calendar/day_window.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

// A session begins with its first turn.
constexpr std::string_view kSessionStarts =
    "SELECT MIN(started_at) AS began FROM turn WHERE started_at IS NOT NULL GROUP BY session "
    "HAVING began > ?1 AND began <= ?2";

// Commits made in any workspace, each once per repository, without merges, by author date.
constexpr std::string_view kCommits =
    "SELECT c.authored_at, c.additions, c.deletions FROM commit_seen c "
    "WHERE c.authored_at >= ?1 AND c.authored_at < ?2 AND c.is_merge = 0 "
    "AND EXISTS (SELECT 1 FROM workspace_commit w WHERE w.commit_key = c.key)";

// How each session's newest finished turn ended, if that was in the window.
constexpr std::string_view kSessionsEnded =
    "SELECT COUNT(*), COALESCE(SUM(outcome = 'ok'), 0) FROM ("
    "  SELECT outcome, MAX(finished_at) AS ended FROM turn WHERE finished_at IS NOT NULL "
    "  GROUP BY session) WHERE ended >= ?1 AND ended < ?2";

// What API calls of the window used and cost, in steps of 15 minutes: every zone's midnight is one.
constexpr std::string_view kUsage =
    "SELECT at / 900000000, SUM(cost), SUM(input), SUM(output), SUM(cache_write_5m), "
    "SUM(cache_write_1h), SUM(cache_read), COUNT(*), SUM(CASE WHEN flags & 32 THEN cost ELSE 0 "
    "END) "
    "FROM api_call WHERE at / 3600000000 >= ?1 / 3600000000 AND at >= ?1 AND at < ?2 GROUP BY 1";

Result<void> fill_sessions(core::Database& database, Timestamp now, Tiles& tiles) {
  constexpr auto kDay = std::chrono::hours(24);
  ORCHARD_TRY(Statement starts, database.prepare(kSessionStarts));
  starts.bind_all(micros(now - 2 * kDay), micros(now));
  return starts.each([&](const Statement& row) {
    const auto age = now - timestamp(row.integer(0));
    if (age >= kDay) {
      ++tiles.sessions_day_before;
      return;
    }
    ++tiles.sessions_24h;
    const auto hours_ago = static_cast<std::size_t>(age / std::chrono::hours(1));
    ++tiles.sessions_by_hour[tiles.sessions_by_hour.size() - 1 - hours_ago];
  });
}

Result<void> fill_commits(core::Database& database, const DayWindow& days, Tiles& tiles) {
  ORCHARD_TRY(Statement commits, database.prepare(kCommits));
  commits.bind_all(micros(days.start()), micros(days.end()));
  const std::size_t last = tiles.commits_by_day.size() - 1;
  return commits.each([&](const Statement& row) {
    const std::size_t day = days.index_of(timestamp(row.integer(0)));
    ++tiles.commits_by_day[day];
    if (day == last) ++tiles.commits_today;
    if (day + 7 <= last) return;
    tiles.additions_7d += row.integer(1);
    tiles.deletions_7d += row.integer(2);
  });
}

Result<void> fill_ended(core::Database& database, const DayWindow& days, Tiles& tiles) {
  ORCHARD_TRY(Statement ended, database.prepare(kSessionsEnded));
  ended.bind_all(micros(days.start()), micros(days.end()));
  return ended.each([&](const Statement& row) {
    tiles.sessions_ended_30d = row.integer(0);
    tiles.sessions_ok_30d = row.integer(1);
  });
}

Result<void> fill_usage(core::Database& database, const DayWindow& days, Tiles& tiles) {
  ORCHARD_TRY(Statement usage, database.prepare(kUsage));
  usage.bind_all(micros(days.start()), micros(days.end()));
  return usage.each([&](const Statement& row) {
    const core::Cost cost{row.integer(1)};
    const Timestamp at(core::Duration(row.integer(0) * 900'000'000));
    tiles.cost_by_day[days.index_of(at)] += cost;
    tiles.cost_30d += cost;
    tiles.usage_30d +=
        {row.integer(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
    tiles.api_calls_30d += row.integer(7);
    tiles.estimated_cost_30d += core::Cost{row.integer(8)};
  });
}

}  // namespace

Result<Tiles> query_tiles(Store& store, const LocalTime& local, Timestamp now) {
  Tiles tiles;
  const DayWindow month(local, now, static_cast<int>(tiles.cost_by_day.size()));
  const DayWindow fortnight(local, now, static_cast<int>(tiles.commits_by_day.size()));
  ORCHARD_CHECK(fill_sessions(store.database(), now, tiles));
  ORCHARD_CHECK(fill_commits(store.database(), fortnight, tiles));
  ORCHARD_CHECK(fill_ended(store.database(), month, tiles));
  ORCHARD_CHECK(fill_usage(store.database(), month, tiles));
  tiles.cost_today = tiles.cost_by_day.back();
  return tiles;
}

}  // namespace orchard::metrics
