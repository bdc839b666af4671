#include "metrics/analytics/leaderboard.h"

#include "metrics/filter/turn_moments.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kCommits =
    "SELECT workspace, additions, deletions, files FROM counted_commit "
    "WHERE counted_at >= ?1 AND counted_at < ?2";

constexpr std::string_view kPlaces =
    "SELECT w.key, r.key, w.id, w.name, w.branch, w.status, r.id, r.name, "
    "r.removed_at IS NOT NULL, w.created_at FROM workspace w "
    "JOIN repository r ON r.key = w.repository";

constexpr std::string_view kLastActive =
    "SELECT COALESCE(workspace, 0), MAX(last_active_at) FROM session WHERE outside = 0 "
    "GROUP BY workspace";

/// Sums by place: the key of a workspace or of a repository, 0 for sessions without a workspace.
class Collector {
 public:
  Collector(Database& database, const Scope& scope, LeaderKind kind, const TimeRange& range)
      : database_(database), scope_(scope), kind_(kind), range_(range) {}

  Result<void> collect() {
    ORCHARD_CHECK(collect_turns());
    ORCHARD_CHECK(collect_commits());
    return each_session_usage(database_, scope_, range_,
                              [&](std::int64_t session, std::int64_t, const UsageSums& sums) {
                                at(scope_.workspace_of(session)).usage += sums;
                              });
  }

  std::int64_t place_of(std::int64_t workspace) const {
    return kind_ == LeaderKind::workspaces ? workspace : scope_.repository_of(workspace);
  }
  const Activity* find(std::int64_t place) const {
    const auto found = by_place_.find(place);
    return found == by_place_.end() || found->second.is_nothing() ? nullptr : &found->second;
  }

 private:
  Activity& at(std::int64_t workspace) { return by_place_[place_of(workspace)]; }
  Result<void> collect_turns() {
    ORCHARD_TRY(const auto by_session, count_turns(database_, scope_, range_));
    for (const auto& [session, turns] : by_session) {
      Activity& activity = at(scope_.workspace_of(session));
      activity.turns += turns;
      ++activity.sessions;
    }
    return {};
  }
  Result<void> collect_commits() {
    using Limits = std::numeric_limits<std::int64_t>;
    ORCHARD_TRY(Statement commits, database_.prepare(kCommits));
    commits.bind_all(micros(range_.from).value_or(Limits::min()),
                     micros(range_.to).value_or(Limits::max()));
    return commits.each([&](const Statement& row) {
      if (!scope_.has_workspace(row.integer(0))) return;
      Activity& activity = at(row.integer(0));
      ++activity.commits;
      activity.lines += {row.integer(1), row.integer(2), row.integer(3)};
    });
  }

  Database& database_;
  const Scope& scope_;
  LeaderKind kind_;
  TimeRange range_;
  std::unordered_map<std::int64_t, Activity> by_place_;
};

Result<std::unordered_map<std::int64_t, std::int64_t>> read_last_active(Database& database) {
  std::unordered_map<std::int64_t, std::int64_t> last;
  ORCHARD_TRY(Statement statement, database.prepare(kLastActive));
  ORCHARD_CHECK(
      statement.each([&](const Statement& row) { last[row.integer(0)] = row.integer(1); }));
  return last;
}

LeaderRow row_of_workspace(const Statement& row) {
  LeaderRow leader;
  leader.workspace = core::WorkspaceId(row.text(2));
  leader.name = row.text(3);
  leader.branch = row.text(4);
  leader.status = core::parse_workspace_status(row.text(5)).value_or(core::WorkspaceStatus::active);
  return leader;
}

Result<void> add_places(Database& database, LeaderKind kind, const Collector& collector,
                        Leaderboard& board) {
  ORCHARD_TRY(auto last_active, read_last_active(database));
  std::unordered_map<std::int64_t, std::size_t> rows;
  ORCHARD_TRY(Statement places, database.prepare(kPlaces));
  ORCHARD_CHECK(places.each([&](const Statement& row) {
    const std::int64_t place = collector.place_of(row.integer(0));
    const Activity* activity = collector.find(place);
    if (activity == nullptr) return;
    const auto [entry, is_new] = rows.try_emplace(place, board.rows.size());
    if (is_new) {
      LeaderRow& leader = board.rows.emplace_back();
      if (kind == LeaderKind::workspaces) leader = row_of_workspace(row);
      leader.repository = core::RepositoryId(row.text(6));
      leader.repository_name = row.text(7);
      if (kind == LeaderKind::repositories) leader.name = leader.repository_name;
      leader.repository_removed = row.integer(8) != 0;
      leader.activity = *activity;
    }
    LeaderRow& leader = board.rows[entry->second];
    const std::int64_t active = std::max(last_active[row.integer(0)], row.integer(9));
    leader.last_active_at = std::max(leader.last_active_at, timestamp(active));
  }));
  if (const Activity* outside = collector.find(0)) {
    LeaderRow& leader = board.rows.emplace_back();
    leader.activity = *outside;
    leader.last_active_at = timestamp(last_active[0]);
  }
  return {};
}

}  // namespace

Activity& Activity::operator+=(const Activity& other) {
  sessions += other.sessions;
  turns += other.turns;
  commits += other.commits;
  lines += other.lines;
  usage += other.usage;
  return *this;
}

bool Activity::is_nothing() const {
  return sessions == 0 && turns == 0 && commits == 0 && usage.calls == 0;
}

Result<Leaderboard> query_leaderboard(Store& store, LeaderKind kind, const Filter& filter,
                                      const TimeRange& range) {
  Database& database = store.database();
  ORCHARD_TRY(const Scope scope, Scope::resolve_with_places(database, filter));
  Collector collector(database, scope, kind, range);
  ORCHARD_CHECK(collector.collect());
  Leaderboard board;
  ORCHARD_CHECK(add_places(database, kind, collector, board));
  for (const LeaderRow& row : board.rows) board.total += row.activity;
  sort_leaders(board.rows, LeaderColumn::turns, SortOrder::descending);
  return board;
}

}  // namespace orchard::metrics
