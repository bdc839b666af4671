#pragma once

#include "app/model/figure_answer.h"
#include "tests/support/sample_snapshot.h"

#include <memory>
#include <string>
#include <utility>

namespace orchard::test {

inline std::shared_ptr<const app::FigureBook> make_sample_book() {
  auto book = std::make_shared<app::FigureBook>();
  const auto add = [&](const char* name, const char* title, const char* sentence) {
    book->figures.push_back({name, title, sentence, "things"});
  };
  add("active_sessions", "Active sessions", "Sessions with a turn running right now.");
  add("commits_today", "Commits today", "Commits authored on this calendar day.");
  add("commits_14d", "Commits 14d", "Commits on each of the last 14 calendar days.");
  add("workspace_leaderboard", "Workspaces", "Per workspace what happened in the window.");
  add("repository_leaderboard", "Repositories", "The workspace leaderboard by repository.");
  add("activity_heatmap", "Activity by weekday and hour", "Turns begun by weekday and hour.");
  add("activity_calendar", "Activity of 13 weeks", "Turns begun on each calendar day.");
  add("turn_histogram", "Turns per session", "Sessions by the number of their turns.");
  add("slash_commands", "Top slash commands", "How often each slash command was used.");
  add("recent_sessions", "Recent sessions 24h", "Sessions of the last 24 hours.");
  book->zone = "Europe/Berlin";
  book->export_folder = "/home/mara/Downloads/";
  return book;
}

struct SampleLeader {
  const char* name;
  const char* repository;
  core::WorkspaceStatus status = core::WorkspaceStatus::active;
  std::int64_t sessions = 0;
  std::int64_t turns = 0;
  std::int64_t commits = 0;
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  std::int64_t tokens = 0;
  std::int64_t cents = 0;
};

inline app::Leader make_sample_leader(const SampleLeader& given) {
  app::Leader leader;
  leader.workspace = core::WorkspaceId(std::string("w-") + given.name);
  leader.repository = core::RepositoryId(std::string("r-") + given.repository);
  leader.repository_name = given.repository;
  leader.name = given.name;
  leader.branch = std::string("mara/") + given.name;
  leader.status = given.status;
  leader.totals = {.sessions = given.sessions,
                   .turns = given.turns,
                   .commits = given.commits,
                   .additions = given.additions,
                   .deletions = given.deletions,
                   .calls = given.turns * 6,
                   .usage = {.input = given.tokens / 10,
                             .output = 0,
                             .cache_write_5m = 0,
                             .cache_write_1h = 0,
                             .cache_read = given.tokens - given.tokens / 10},
                   .cost = {given.cents * 10'000'000},
                   .estimated = {}};
  leader.last_active_at = sample_now() - std::chrono::hours(1);
  return leader;
}

inline void add_up(app::FigureTotals& sum, const app::FigureTotals& one) {
  sum.sessions += one.sessions;
  sum.turns += one.turns;
  sum.commits += one.commits;
  sum.additions += one.additions;
  sum.deletions += one.deletions;
  sum.calls += one.calls;
  sum.usage += one.usage;
  sum.cost += one.cost;
}

inline app::LeaderSession make_leader_session(const char* title, std::int64_t turns,
                                              std::int64_t tokens, std::int64_t cents,
                                              std::chrono::hours age) {
  app::LeaderSession session;
  session.session = core::SessionId(std::string("s-") + title);
  session.title = title;
  session.totals.sessions = 1;
  session.totals.turns = turns;
  session.totals.calls = turns * 6;
  session.totals.usage.cache_read = tokens;
  session.totals.cost = {cents * 10'000'000};
  session.last_active_at = sample_now() - age;
  return session;
}

inline std::vector<app::Leader> make_sample_leaders() {
  using Status = core::WorkspaceStatus;
  const SampleLeader given[] = {
      {"oauth-device-flow", "tidewater", Status::archived, 9, 118, 11, 1302, 518, 10'100'000, 1247},
      {"virtual-scroll", "lumen-web", Status::active, 4, 67, 9, 1124, 437, 9'500'000, 1138},
      {"arena-allocator", "ferrite", Status::active, 2, 49, 7, 846, 302, 5'700'000, 695},
      {"rate-limit-headers", "tidewater", Status::active, 3, 41, 6, 612, 148, 6'800'000, 792},
      {"dark-mode-tokens", "lumen-web", Status::active, 3, 35, 5, 274, 266, 3'900'000, 441},
      {"onboarding-flow", "lumen-web", Status::active, 1, 12, 4, 388, 71, 3'100'000, 364},
      {"api-reference", "almanac", Status::archived, 5, 55, 4, 451, 39, 2'400'000, 270},
      {"image-lazyload", "lumen-web", Status::active, 3, 30, 3, 209, 54, 2'100'000, 242},
      {"quiet-fern", "almanac", Status::active, 1, 6, 2, 133, 20, 700'000, 81},
      {"i18n-plurals", "lumen-web", Status::active, 2, 21, 2, 96, 31, 1'500'000, 170},
      {"old-harbour", "tidewater", Status::deleted, 2, 26, 2, 71, 112, 1'700'000, 181},
      {"a11y-dialogs", "lumen-web", Status::active, 2, 20, 1, 74, 22, 1'300'000, 139},
      {"flaky-ci-retry", "tidewater", Status::active, 2, 14, 1, 58, 12, 900'000, 124},
      {"dusk-wren", "ferrite", Status::archived, 1, 11, 1, 26, 31, 800'000, 117}};
  std::vector<app::Leader> leaders;
  for (const SampleLeader& one : given) leaders.push_back(make_sample_leader(one));
  return leaders;
}

inline app::RecentSession make_recent(const char* repository, const char* title,
                                      std::chrono::minutes ago, std::chrono::minutes length,
                                      core::TurnOutcome outcome = core::TurnOutcome::ok) {
  app::RecentSession session;
  session.session = core::SessionId(std::string("s-") + title);
  session.title = title;
  session.workspace_name = "some-workspace";
  session.repository_name = repository;
  session.from = sample_now() - ago;
  session.to = session.from + length;
  session.turns = 5;
  session.outcome = outcome;
  return session;
}

inline app::RecentSession make_open(app::RecentSession session, core::SessionState state) {
  session.open = true;
  session.state = state;
  session.to = sample_now();
  return session;
}

/// The week of the sample, as the page shows it.
inline app::AnalyticsFigures make_sample_figures() {
  using std::chrono::minutes;
  using enum core::SessionState;
  app::AnalyticsFigures figures;
  figures.workspaces = make_sample_leaders();
  for (const char* name : {"lumen-web", "tidewater", "ferrite", "almanac"}) {
    app::Leader repository;
    repository.repository = core::RepositoryId(std::string("r-") + name);
    repository.repository_name = repository.name = name;
    repository.last_active_at = sample_now();
    for (const app::Leader& one : figures.workspaces)
      if (one.repository_name == name) add_up(repository.totals, one.totals);
    figures.repositories.push_back(repository);
  }
  for (const app::Leader& one : figures.workspaces) add_up(figures.total, one.totals);
  for (std::size_t day = 0; day < 7; ++day)
    for (std::size_t hour = 7; hour < 23; ++hour)
      figures.heat.at(day).at(hour) =
          day > 4 ? (hour % 5 == 0 ? 2 : 0)
                  : static_cast<std::int64_t>((day * 7 + hour * 5 + day * hour) % 14);
  figures.heat[4] = {};
  for (std::size_t hour = 7; hour < 17; ++hour)
    figures.heat[4].at(hour) = static_cast<std::int64_t>(hour % 12);
  figures.heat[3][15] = 19;
  figures.today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  figures.first_day = figures.today - std::chrono::days(12 * 7 + 4);
  for (std::size_t week = 0; week < 13; ++week)
    for (std::size_t day = 0; day < 7; ++day)
      if (week < 12 || day < 5)
        figures.weeks.at(week).at(day) = static_cast<std::int64_t>(
            day > 4 ? (week + day) % 11
                    : 8 + (week * 7 + day * 13 + week * day) % 11 * 6 + week * 3);
  figures.histogram = {3, 6, 10, 12, 7, 2, 0, 0};
  figures.commands = {{"/review", 21}, {"/plan", 17}, {"/compact", 12}, {"/usage", 9},
                      {"/test", 8},    {"/clear", 6}, {"/init", 3},     {"/model", 2},
                      {"/help", 1},    {"/cost", 1}};
  figures.recent = {
      make_open(make_recent("lumen-web", "Scroll", minutes(152), minutes(0)), running),
      make_open(make_recent("lumen-web", "Onboarding", minutes(62), minutes(0)), waiting),
      make_recent("lumen-web", "Tokens", minutes(232), minutes(48)),
      make_recent("lumen-web", "Lazy", minutes(110), minutes(70)),
      make_recent("lumen-web", "Plural", minutes(475), minutes(34), core::TurnOutcome::interrupted),
      make_recent("lumen-web", "Dialogs", minutes(1230), minutes(18)),
      make_open(make_recent("tidewater", "Headers", minutes(100), minutes(0)), waiting),
      make_recent("tidewater", "Retry", minutes(44), minutes(32), core::TurnOutcome::error),
      make_recent("tidewater", "OAuth", minutes(1416), minutes(37)),
      make_open(make_recent("ferrite", "Arena", minutes(197), minutes(0)), running)};
  return figures;
}

/// The sample's answer to the page's first question.
inline std::shared_ptr<app::FigureAnswer> make_sample_answer() {
  auto answer = std::make_shared<app::FigureAnswer>();
  answer->question.analytics = true;
  answer->now = sample_now();
  answer->analytics = make_sample_figures();
  for (const app::Leader& one : answer->analytics->repositories)
    answer->choices.repositories.push_back({*one.repository, one.name, false});
  for (const app::Leader& one : answer->analytics->workspaces)
    answer->choices.workspaces.push_back({*one.workspace, *one.repository, one.name, one.status});
  answer->choices.models = {"claude-opus-4-8", "claude-sonnet-4-6"};
  return answer;
}

}  // namespace orchard::test
