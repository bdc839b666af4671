#include "metrics/query/analytics.h"

#include "metrics/calendar/day_window.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <limits>
#include <map>

namespace orchard::metrics {

using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

constexpr std::string_view kCommands =
    "SELECT name, COUNT(*) AS uses FROM slash_command_use WHERE at >= ?1 "
    "GROUP BY name ORDER BY uses DESC, name";

// Per repository: sessions with a turn begun in the window.
constexpr std::string_view kRepositorySessions =
    "SELECT w.repository, COUNT(DISTINCT t.session) FROM turn t "
    "JOIN session s ON s.key = t.session JOIN workspace w ON w.key = s.workspace "
    "WHERE t.started_at >= ?1 AND t.started_at < ?2 GROUP BY 1";

// Per repository: commits made in its workspaces, without merges, by author date.
constexpr std::string_view kRepositoryCommits =
    "SELECT c.repository, COUNT(*), SUM(c.additions), SUM(c.deletions) FROM commit_seen c "
    "WHERE c.authored_at >= ?1 AND c.authored_at < ?2 AND c.is_merge = 0 "
    "AND EXISTS (SELECT 1 FROM workspace_commit m WHERE m.commit_key = c.key) GROUP BY 1";

// Per repository: what API calls of the window cost.
constexpr std::string_view kRepositoryCost =
    "SELECT w.repository, SUM(c.cost) FROM api_call c JOIN session s ON s.key = c.session "
    "JOIN workspace w ON w.key = s.workspace "
    "WHERE c.at / 3600000000 >= ?1 / 3600000000 AND c.at >= ?1 AND c.at < ?2 GROUP BY 1";

constexpr std::string_view kTurnStarts =
    "SELECT started_at FROM turn WHERE started_at >= ?1 AND started_at < ?2";

constexpr std::string_view kTurnsPerSession =
    "SELECT COUNT(*) FROM turn WHERE started_at IS NOT NULL OR finished_at IS NOT NULL "
    "GROUP BY session";

// The newest sample of each kind.
constexpr std::string_view kPlanLimits =
    "SELECT s.id, l.kind, l.status, l.utilization, l.resets_at, MAX(l.at) "
    "FROM rate_limit_sample l JOIN session s ON s.key = l.session GROUP BY l.kind ORDER BY l.kind";

}  // namespace

Result<std::vector<CommandCount>> query_slash_commands(Store& store,
                                                       std::optional<Timestamp> since) {
  ORCHARD_TRY(Statement statement, store.database().prepare(kCommands));
  statement.bind(1, since ? micros(*since) : std::numeric_limits<std::int64_t>::min());
  std::vector<CommandCount> commands;
  ORCHARD_CHECK(statement.each([&](const Statement& row) {
    commands.push_back({row.text(0), row.integer(1)});
  }));
  return commands;
}

Result<std::vector<RepositoryTotals>> query_repositories_7d(Store& store, const LocalTime& local,
                                                            Timestamp now) {
  const DayWindow week(local, now, 7);
  std::map<std::int64_t, RepositoryTotals> by_key;
  const auto collect = [&](std::string_view sql, auto&& fill) -> Result<void> {
    ORCHARD_TRY(Statement statement, store.database().prepare(sql));
    statement.bind_all(micros(week.start()), micros(week.end()));
    return statement.each([&](const Statement& row) { fill(by_key[row.integer(0)], row); });
  };
  ORCHARD_CHECK(collect(kRepositorySessions, [](RepositoryTotals& totals, const Statement& row) {
    totals.sessions = row.integer(1);
  }));
  ORCHARD_CHECK(collect(kRepositoryCommits, [](RepositoryTotals& totals, const Statement& row) {
    totals.commits = row.integer(1);
    totals.additions = row.integer(2);
    totals.deletions = row.integer(3);
  }));
  ORCHARD_CHECK(collect(kRepositoryCost, [](RepositoryTotals& totals, const Statement& row) {
    totals.cost = {row.integer(1)};
  }));
  std::vector<RepositoryTotals> all;
  ORCHARD_TRY(Statement names, store.database().prepare("SELECT key, id, name FROM repository"));
  ORCHARD_CHECK(names.each([&](const Statement& row) {
    const auto found = by_key.find(row.integer(0));
    if (found == by_key.end()) return;
    found->second.id = core::RepositoryId(row.text(1));
    found->second.name = row.text(2);
    all.push_back(found->second);
  }));
  std::sort(all.begin(), all.end(), [](const RepositoryTotals& a, const RepositoryTotals& b) {
    return a.cost != b.cost ? a.cost > b.cost : a.name < b.name;
  });
  return all;
}

Result<ActivityByDay> query_activity(Store& store, const LocalTime& local, Timestamp now) {
  ActivityByDay activity;
  activity.today_weekday = weekday_of(local.day_of(now));
  const int days = static_cast<int>(activity.turns.size() - 1) * 7 + activity.today_weekday + 1;
  const DayWindow window(local, now, days);
  ORCHARD_TRY(Statement turns, store.database().prepare(kTurnStarts));
  turns.bind_all(micros(window.start()), micros(window.end()));
  ORCHARD_CHECK(turns.each([&](const Statement& row) {
    const std::size_t day = window.index_of(timestamp(row.integer(0)));
    ++activity.turns[day / 7][day % 7];
  }));
  return activity;
}

Result<std::array<std::int64_t, 8>> query_turn_histogram(Store& store) {
  constexpr std::array<std::int64_t, 7> kEdges{2, 4, 8, 16, 32, 64, 128};
  std::array<std::int64_t, 8> histogram{};
  ORCHARD_TRY(Statement turns, store.database().prepare(kTurnsPerSession));
  ORCHARD_CHECK(turns.each([&](const Statement& row) {
    const auto edge = std::lower_bound(kEdges.begin(), kEdges.end(), row.integer(0));
    ++histogram[static_cast<std::size_t>(edge - kEdges.begin())];
  }));
  return histogram;
}

Result<std::vector<core::RateLimitSample>> query_plan_limits(Store& store) {
  ORCHARD_TRY(Statement limits, store.database().prepare(kPlanLimits));
  std::vector<core::RateLimitSample> samples;
  ORCHARD_CHECK(limits.each([&](const Statement& row) {
    samples.push_back({core::SessionId(row.text(0)), row.text(1), row.text(2), row.optional_real(3),
                       timestamp(row.optional_integer(4)), timestamp(row.integer(5))});
  }));
  return samples;
}

}  // namespace orchard::metrics
