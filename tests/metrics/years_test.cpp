#include "metrics/analytics/cards.h"
#include "metrics/analytics/commands.h"
#include "metrics/analytics/usage_views.h"
#include "metrics/export/figure_table.h"
#include "metrics/query/tiles.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/metrics/support/reference_analytics.h"
#include "tests/metrics/support/time_zone.h"
#include "tests/metrics/support/years_of_history.h"

#include <algorithm>
#include <array>

namespace orchard::metrics {
namespace {

using namespace core;
using test::YearsOfHistory;

constexpr int kSequencesEach = 40;

// One store serves many sequences: each begins with nothing recorded.
constexpr std::string_view kForgetEverything = R"sql(
PRAGMA foreign_keys=OFF;
DELETE FROM api_call; DELETE FROM api_call_message; DELETE FROM api_call_request;
DELETE FROM turn; DELETE FROM session_total; DELETE FROM slash_command_use;
DELETE FROM workspace_commit; DELETE FROM commit_seen; DELETE FROM session; DELETE FROM log_offset;
UPDATE workspace SET observed_at = NULL, head = '', merge_base = '', commits = 0,
  net_additions = 0, net_deletions = 0, net_files = 0, uncommitted_additions = 0,
  uncommitted_deletions = 0, uncommitted_files = 0, status = 'active';
UPDATE repository SET removed_at = NULL;
)sql";

class YearsTest : public test::LedgerFixture, public testing::WithParamInterface<int> {
 protected:
  YearsTest() {
    Repository second = repository;
    second.id = RepositoryId("r2");
    second.name = "moss";
    second.common_dir = "/src/moss/.git";
    EXPECT_TRUE(store.put_repository(second));
    for (int i = 2; i <= YearsOfHistory::kWorkspaces; ++i) {
      Workspace other = workspace;
      other.id = WorkspaceId("w" + std::to_string(i));
      other.name = other.id.value;
      if (i == YearsOfHistory::kWorkspaces) other.repository = second.id;
      EXPECT_TRUE(store.put_workspace(other));
      repositories[other.id.value] = other.repository.value;
    }
    repositories["w1"] = "r1";
  }

  /// Recorders stop anywhere and begin again; some have old positions.
  void record_with_crashes(const std::vector<Fact>& facts, YearsOfHistory& history) {
    std::size_t done = 0;
    while (done < facts.size()) {
      const std::size_t end = std::min<std::size_t>(facts.size(), done + 1 + history.below(30));
      const std::size_t from = history.below(4) == 0 ? history.below(done + 1) : done;
      const auto outcome = store.record(std::span(facts).subspan(from, end - from),
                                        LogAdvance{"log", from, end, ""});
      ASSERT_TRUE(outcome) << outcome.error().describe();
      if (outcome->recorded) done = end;
    }
  }

  void archive_restore_and_delete(YearsOfHistory& history) {
    for (const auto& [id, repository_id] : repositories) {
      auto row = *store.find_workspace(WorkspaceId(id));
      row->status = static_cast<WorkspaceStatus>(history.below(3));
      ASSERT_TRUE(store.put_workspace(*row));
      if (row->status == WorkspaceStatus::deleted) {
        ASSERT_TRUE(store.forget_transcripts(WorkspaceId(id)));
      }
    }
    if (history.below(2) == 0) {
      ASSERT_TRUE(store.remove_repository(RepositoryId("r2"), test::at(0)));
    }
  }

  void expect_equal_tiles(const test::ReferenceModel& model) {
    const Tiles tiles = query_tiles(store, local, now).value();
    const Tiles expected = model.tiles(local, now);
    EXPECT_EQ(tiles.sessions_24h, expected.sessions_24h);
    EXPECT_EQ(tiles.sessions_today, expected.sessions_today);
    EXPECT_EQ(tiles.sessions_by_hour, expected.sessions_by_hour);
    EXPECT_EQ(tiles.commits_by_day, expected.commits_by_day);
    EXPECT_EQ(tiles.commits_today, expected.commits_today);
    EXPECT_EQ(tiles.commits_today_by_agents, expected.commits_today_by_agents);
    EXPECT_EQ(tiles.additions_7d, expected.additions_7d);
    EXPECT_EQ(tiles.deletions_7d, expected.deletions_7d);
    EXPECT_EQ(tiles.sessions_ended_30d, expected.sessions_ended_30d);
    EXPECT_EQ(tiles.sessions_ok_30d, expected.sessions_ok_30d);
    EXPECT_EQ(tiles.sessions_error_30d, expected.sessions_error_30d);
    EXPECT_EQ(tiles.cost_by_day, expected.cost_by_day);
    EXPECT_EQ(tiles.usage_30d, expected.usage_30d);
    EXPECT_EQ(tiles.api_calls_30d, expected.api_calls_30d);
  }

  void expect_equal_leaders(const test::ReferenceAnalytics& expected, const Filter& filter,
                            Window window) {
    const TimeRange range = range_of(window, local, now);
    const auto leaders = expected.leaders(window);
    const auto board = query_leaderboard(store, LeaderKind::workspaces, filter, range).value();
    EXPECT_EQ(board.rows.size(), leaders.size());
    Activity total;
    std::map<std::string, Activity> by_repository;
    for (const auto& [place, activity] : leaders) {
      total += activity;
      by_repository[place.empty() ? "" : repositories.at(place)] += activity;
    }
    for (const LeaderRow& row : board.rows) {
      const std::string place = row.workspace ? row.workspace->value : "";
      ASSERT_TRUE(leaders.contains(place)) << place;
      expect_equal(row.activity, leaders.at(place));
    }
    expect_equal(board.total, total);
    const auto sums = query_leaderboard(store, LeaderKind::repositories, filter, range).value();
    EXPECT_EQ(sums.rows.size(), by_repository.size());
    for (const LeaderRow& row : sums.rows)
      expect_equal(row.activity, by_repository[row.repository ? row.repository->value : ""]);
  }

  static void expect_equal(const Activity& actual, const Activity& expected) {
    EXPECT_EQ(actual.sessions, expected.sessions);
    EXPECT_EQ(actual.turns, expected.turns);
    EXPECT_EQ(actual.commits, expected.commits);
    EXPECT_EQ(actual.lines, expected.lines);
    expect_equal(actual.usage, expected.usage);
  }

  static void expect_equal(const UsageSums& actual, const UsageSums& expected) {
    EXPECT_EQ(actual.calls, expected.calls);
    EXPECT_EQ(actual.tokens, expected.tokens);
    EXPECT_EQ(actual.cost.nano_dollars, expected.cost.nano_dollars);
  }

  void expect_equal_usage(const test::ReferenceAnalytics& expected, const Filter& filter,
                          Window window) {
    const TimeRange range = range_of(window, local, now);
    auto models = expected.models(window);
    const auto told = query_models(store, filter, range).value();
    EXPECT_EQ(told.size(), models.size());
    for (const ModelUsage& model : told) expect_equal(model.sums, models[model.model]);
    const auto pace = query_call_pace(store, filter, range).value();
    const auto expected_pace = expected.pace(window);
    EXPECT_EQ(pace.calls, expected_pace.calls);
    EXPECT_EQ(pace.active_quarters, expected_pace.active_quarters);
    EXPECT_EQ(pace.peak_calls, expected_pace.peak_calls);
    EXPECT_EQ(pace.peak_at, expected_pace.peak_at);
    if (window == Window::day) return;
    auto days = expected.days(window);
    const auto told_days = query_days(store, local, now, filter, range).value();
    for (const DayUsage& day : told_days) {
      expect_equal(day.sums, days[to_iso8601(day.day)]);
      days.erase(to_iso8601(day.day));
    }
    EXPECT_TRUE(days.empty());
  }

  void expect_equal_views(const test::ReferenceAnalytics& expected, const Filter& filter,
                          Window window) {
    const TimeRange range = range_of(window, local, now);
    EXPECT_EQ(query_heatmap(store, local, filter, range)->turns, expected.heatmap(window));
    EXPECT_EQ(query_turns_per_session(store, filter, range)->sessions,
              expected.turns_per_session(window));
    const auto durations = query_session_durations(store, filter, range).value();
    const auto expected_durations = expected.durations(window);
    EXPECT_EQ(durations.sessions, expected_durations.sessions);
    EXPECT_EQ(durations.count, expected_durations.count);
    EXPECT_EQ(durations.median, expected_durations.median);
    EXPECT_EQ(durations.longest, expected_durations.longest);
    EXPECT_EQ(durations.total, expected_durations.total);
    std::map<std::string, std::int64_t> commands;
    const auto told = query_slash_commands(store, filter, range).value();
    for (const CommandCount& command : told) commands[command.name] = command.uses;
    EXPECT_EQ(commands, expected.commands(window));
  }

  void expect_equal_recent(const test::ReferenceAnalytics& expected, const Filter& filter) {
    auto dots = query_recent_sessions(store, now, filter).value();
    auto others = expected.recent();
    ASSERT_EQ(dots.size(), others.size());
    std::ranges::sort(dots, {}, &SessionDot::session);
    std::ranges::sort(others, {}, &SessionDot::session);
    for (std::size_t i = 0; i < dots.size(); ++i) {
      EXPECT_EQ(dots[i].session, others[i].session);
      EXPECT_EQ(dots[i].from, others[i].from);
      EXPECT_EQ(dots[i].to, others[i].to);
      EXPECT_EQ(dots[i].turns, others[i].turns);
      EXPECT_EQ(dots[i].open, others[i].open);
      EXPECT_EQ(dots[i].outcome, others[i].outcome);
    }
  }

  void expect_equal_everywhere(const test::ReferenceModel& model) {
    const std::size_t facts_told = model.facts().size();
    expect_equal_tiles(model);
    const std::array filters{Filter{}, Filter{RepositoryId("r1"), std::nullopt, ""},
                             Filter{std::nullopt, WorkspaceId("w2"), ""},
                             Filter{std::nullopt, std::nullopt, "haiku"},
                             Filter{RepositoryId("r2"), std::nullopt, "opus"}};
    for (std::size_t i = 0; i < filters.size(); ++i) {
      SCOPED_TRACE("filter " + std::to_string(i));
      const test::ReferenceAnalytics expected(model, repositories, now, filters[i]);
      // A model nobody ever called is no filter.
      if (!query_tiles(store, local, now, filters[i])) continue;
      EXPECT_EQ(query_calendar(store, local, now, filters[i])->turns, expected.calendar());
      expect_equal_recent(expected, filters[i]);
      for (const Window window :
           {Window::day, Window::week, Window::month, Window::quarter, Window::all}) {
        // Every window without a filter, one of them with each.
        if (i > 0 && static_cast<std::size_t>(window) != (i + facts_told) % 5) continue;
        SCOPED_TRACE(std::string(to_string(window)));
        expect_equal_leaders(expected, filters[i], window);
        expect_equal_usage(expected, filters[i], window);
        expect_equal_views(expected, filters[i], window);
      }
    }
  }

  std::map<std::string, std::string> repositories;  ///< by workspace
  Timestamp now;
  SystemLocalTime local;
};

TEST_P(YearsTest, GiveTheFiguresOfPlainLoops) {
  constexpr std::array kZones{"Europe/Berlin", "America/New_York", "Asia/Kolkata",
                              "Australia/Lord_Howe", "Pacific/Apia"};
  constexpr std::array kNows{"2026-03-29T21:30:00Z",        "2026-03-09T03:30:00Z",
                             "2026-10-25T22:30:00.000007Z", "2026-11-02T04:30:00Z",
                             "2026-11-21T05:07:11.123456Z", "2026-04-04T14:59:59Z"};
  for (int i = 0; i < kSequencesEach; ++i) {
    const auto seed = static_cast<std::size_t>(GetParam() * kSequencesEach + i);
    SCOPED_TRACE("sequence " + std::to_string(seed));
    const test::TimeZone zone(kZones.at(seed % kZones.size()));
    now = *parse_iso8601(kNows.at(seed % kNows.size()));
    ASSERT_TRUE(store.database().execute_script(kForgetEverything));
    YearsOfHistory history(seed + 1, now);
    const std::vector<Fact> facts = history.draw(8 + static_cast<int>(history.below(60)));
    test::ReferenceModel model;
    for (const Fact& fact : facts) model.tell(fact);
    record_with_crashes(facts, history);
    archive_restore_and_delete(history);
    if (history.below(2) == 0) {
      ASSERT_TRUE(store.record(facts));
      for (const Fact& fact : facts) model.tell(fact);
    }
    expect_equal_everywhere(model);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, YearsTest, testing::Range(0, 50));

}  // namespace
}  // namespace orchard::metrics
