#include "metrics/query/tiles.h"

#include "metrics/calendar/day_window.h"
#include "metrics/filter/scope.h"
#include "metrics/filter/usage.h"
#include "metrics/schema/columns.h"

#include <algorithm>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

constexpr auto kDay = std::chrono::hours(24);

// A session begins with its first turn.
constexpr std::string_view kSessionStarts =
    "SELECT began, session FROM session_total WHERE began > ?1 AND began < ?2";

constexpr std::string_view kCommits =
    "SELECT counted_at, workspace, additions, deletions, "
    "CASE WHEN counted_at >= ?3 THEN by_agent ELSE 0 END FROM counted_commit "
    "WHERE counted_at >= ?1 AND counted_at < ?2";

// How each session's newest finished turn ended, if that was in the window.
constexpr std::string_view kSessionsEnded =
    "SELECT session, outcome FROM session_total WHERE ended >= ?1 AND ended < ?2";

/// Fills tiles from one store and one scope.
class TileReader {
 public:
  TileReader(Database& database, const Scope& scope, const LocalTime& local, Timestamp now)
      : database_(database), scope_(scope), local_(local), now_(now) {}

  Result<void> sessions(Tiles& tiles) const {
    const DayWindow today(local_, now_, 1);
    ORCHARD_TRY(Statement starts, database_.prepare(kSessionStarts));
    starts.bind_all(micros(now_ - 2 * kDay),
                    micros(std::max(now_ + core::Duration(1), today.end())));
    return starts.each([&](const Statement& row) {
      if (!scope_.has_session(row.integer(1))) return;
      const Timestamp began = timestamp(row.integer(0));
      if (began >= today.start() && began < today.end()) ++tiles.sessions_today;
      if (began <= now_) count_start(now_ - began, tiles);
    });
  }

  Result<void> commits(Tiles& tiles) const {
    const std::size_t last = tiles.commits_by_day.size() - 1;
    const DayWindow days(local_, now_, static_cast<int>(last) + 1);
    ORCHARD_TRY(Statement commits, database_.prepare(kCommits));
    const Timestamp today = local_.start_of(days.today());
    commits.bind_all(micros(days.start()), micros(days.end()), micros(today));
    return commits.each([&](const Statement& row) {
      if (!scope_.has_workspace(row.integer(1))) return;
      const std::size_t day = days.index_of(timestamp(row.integer(0)));
      ++tiles.commits_by_day[day];
      if (day + 7 <= last) return;
      tiles.additions_7d += row.integer(2);
      tiles.deletions_7d += row.integer(3);
      if (day < last) return;
      ++tiles.commits_today;
      tiles.commits_today_by_agents += row.integer(4);
      tiles.additions_today += row.integer(2);
      tiles.deletions_today += row.integer(3);
    });
  }

  Result<void> ended(const DayWindow& days, Tiles& tiles) const {
    ORCHARD_TRY(Statement ended, database_.prepare(kSessionsEnded));
    ended.bind_all(micros(days.start()), micros(days.end()));
    return ended.each([&](const Statement& row) {
      if (!scope_.has_session(row.integer(0))) return;
      ++tiles.sessions_ended_30d;
      const std::string outcome = row.text(1);
      if (outcome == core::to_string(core::TurnOutcome::ok)) ++tiles.sessions_ok_30d;
      if (outcome == core::to_string(core::TurnOutcome::error)) ++tiles.sessions_error_30d;
    });
  }

  Result<void> usage(const DayWindow& days, Tiles& tiles) const {
    return each_quarter_usage(database_, scope_, {days.start(), days.end()},
                              [&](Timestamp begins, const UsageSums& sums) {
                                const std::size_t day = days.index_of(begins);
                                tiles.cost_by_day[day] += sums.cost;
                                if (day + 1 == tiles.cost_by_day.size())
                                  tiles.estimated_cost_today += sums.estimated;
                                tiles.cost_30d += sums.cost;
                                tiles.usage_30d += sums.tokens;
                                tiles.api_calls_30d += sums.calls;
                                tiles.estimated_cost_30d += sums.estimated;
                              });
  }

 private:
  static void count_start(core::Duration age, Tiles& tiles) {
    if (age >= kDay) {
      ++tiles.sessions_day_before;
      return;
    }
    ++tiles.sessions_24h;
    const auto hours_ago = static_cast<std::size_t>(age / std::chrono::hours(1));
    ++tiles.sessions_by_hour[tiles.sessions_by_hour.size() - 1 - hours_ago];
  }

  Database& database_;
  const Scope& scope_;
  const LocalTime& local_;
  Timestamp now_;
};

}  // namespace

Result<Tiles> query_tiles(Store& store, const LocalTime& local, Timestamp now,
                          const Filter& filter) {
  Tiles tiles;
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  const TileReader reader(store.database(), scope, local, now);
  const DayWindow month(local, now, static_cast<int>(tiles.cost_by_day.size()));
  ORCHARD_CHECK(reader.sessions(tiles));
  ORCHARD_CHECK(reader.commits(tiles));
  ORCHARD_CHECK(reader.ended(month, tiles));
  ORCHARD_CHECK(reader.usage(month, tiles));
  tiles.cost_today = tiles.cost_by_day.back();
  return tiles;
}

}  // namespace orchard::metrics
