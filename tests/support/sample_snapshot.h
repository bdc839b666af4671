#pragma once

#include "app/model/app_snapshot.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace orchard::test {

/// The moment the sample shows: Fri 20 Nov 2026, 16:42 UTC.
inline core::Timestamp sample_now() {
  using namespace std::chrono;
  return sys_days(year{2026} / November / 20) + hours(16) + minutes(42);
}

struct SampleWorkspace {
  std::string name;
  std::string branch;
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  std::int64_t commits = 0;
  std::int64_t turns = 0;
  std::int64_t tokens = 0;
  std::int64_t cents = 0;
  std::chrono::seconds age{0};
  std::string message;
};

inline std::shared_ptr<app::WorkspaceState> make_sample_workspace(const std::string& repository,
                                                                  const SampleWorkspace& given) {
  auto workspace = std::make_shared<app::WorkspaceState>();
  workspace->id = core::WorkspaceId("w-" + given.name);
  workspace->repository = core::RepositoryId("r-" + repository);
  workspace->repository_name = repository;
  workspace->name = given.name;
  workspace->branch = given.branch;
  workspace->base = "main";
  workspace->path = "/home/mara/worktrees/" + repository + "/" + given.name;
  workspace->commits = given.commits;
  workspace->net = {given.additions, given.deletions, 4};
  workspace->created_at = sample_now() - std::chrono::hours(72);
  workspace->last_active_at = sample_now() - given.age;
  app::SessionSummary session;
  session.id = core::SessionId("s-" + given.name);
  session.title = "First prompt of " + given.name;
  session.state = core::SessionState::stopped;
  session.last_outcome = core::TurnOutcome::ok;
  session.model = "claude-opus-4-5";
  session.turns = given.turns;
  session.usage.input = given.tokens / 10;
  session.usage.cache_read = given.tokens - given.tokens / 10;
  session.cost.nano_dollars = given.cents * 10'000'000;
  session.context_tokens = 71'800;
  session.context_window = 200'000;
  session.started_at = sample_now() - given.age - std::chrono::hours(1);
  session.last_active_at = sample_now() - given.age;
  session.last_message = given.message;
  workspace->sessions.push_back(std::move(session));
  return workspace;
}

inline void make_running(app::WorkspaceState& workspace, std::chrono::seconds since,
                         const std::string& tool) {
  app::SessionSummary& session = workspace.sessions.front();
  session.state = core::SessionState::running;
  session.last_outcome.reset();
  session.turn_started_at = sample_now() - since;
  session.current_tool = tool;
}

inline void make_waiting(app::WorkspaceState& workspace, std::chrono::seconds since,
                         const std::string& tool, const std::string& summary,
                         const std::string& input_json) {
  make_running(workspace, since, "");
  app::SessionSummary& session = workspace.sessions.front();
  session.state = core::SessionState::waiting;
  session.requests.push_back({.session = session.id,
                              .request = core::PermissionRequestId("q-" + workspace.name),
                              .tool = tool,
                              .summary = summary,
                              .input_json = input_json,
                              .asked_at = sample_now() - since});
}

inline app::RepositoryState make_sample_repository(const std::string& name) {
  app::RepositoryState repository;
  repository.id = core::RepositoryId("r-" + name);
  repository.name = name;
  repository.path = "/home/mara/" + name;
  repository.base = "main";
  repository.branches = {"main", "develop"};
  return repository;
}

inline void fill_sample_tiles(app::Tiles& tiles) {
  tiles.sessions_running = 2;
  tiles.sessions_waiting = 2;
  tiles.sessions_24h = 10;
  tiles.sessions_day_before = 8;
  tiles.sessions_by_hour = {1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 1};
  tiles.commits_today = 7;
  tiles.commits_by_day = {3, 2, 8, 10, 7, 9, 11, 4, 2, 9, 11, 12, 10, 7};
  tiles.additions_7d = 5664;
  tiles.deletions_7d = 2063;
  tiles.sessions_ended_30d = 97;
  tiles.sessions_ok_30d = 89;
  tiles.cost_30d.nano_dollars = 214'900'000'000;
  tiles.cost_today.nano_dollars = 8'900'000'000;
  const std::array<std::int64_t, 30> days = {8, 5, 1,  1, 7, 6, 9, 4, 1, 1, 6,  6,  8,  7, 6,
                                             2, 1, 10, 8, 6, 9, 7, 2, 1, 8, 10, 10, 12, 9, 8};
  for (std::size_t i = 0; i < days.size(); ++i) {
    tiles.cost_by_day[i].nano_dollars = days[i] * 1'000'000'000;
  }
  tiles.usage_30d = {.input = 2'400'000,
                     .output = 3'400'000,
                     .cache_write_5m = 17'100'000,
                     .cache_write_1h = 0,
                     .cache_read = 157'900'000};
}

inline void fill_sample_analytics(app::AnalyticsPreview& preview) {
  const auto row = [&](const char* name, std::int64_t sessions, std::int64_t commits,
                       std::int64_t added, std::int64_t deleted, std::int64_t cents) {
    preview.repositories_7d.push_back({core::RepositoryId(std::string("r-") + name),
                                       name,
                                       sessions,
                                       commits,
                                       added,
                                       deleted,
                                       {cents * 10'000'000}});
  };
  row("lumen-web", 16, 27, 2262, 1024, 2605);
  row("tidewater", 14, 18, 1972, 678, 2244);
  row("ferrite", 4, 7, 846, 302, 801);
  row("almanac", 6, 6, 584, 59, 351);
  preview.turn_histogram = {3, 6, 10, 12, 7, 2, 0, 0};
  preview.commands_7d = {
      {"/review", 21}, {"/plan", 17}, {"/compact", 12}, {"/usage", 9}, {"/test", 8}};
  preview.today_weekday = 4;
  for (std::size_t week = 0; week < 13; ++week) {
    for (std::size_t day = 0; day < 7; ++day) {
      const bool weekend = day > 4;
      const std::size_t noise = (week * 7 + day * 13 + week * day) % 11;
      preview.turns_by_week[week][day] =
          static_cast<std::int64_t>(weekend ? noise : 8 + noise * 4 + week * 3);
    }
  }
}

inline std::vector<app::HealthCheck> make_sample_health() {
  using Level = app::HealthCheck::Level;
  return {{"Claude Code is installed", Level::ok, "claude 2.1.14", ""},
          {"Claude Code is signed in", Level::ok, "the CLI says so", ""},
          {"Git can make worktrees", Level::ok, "git 2.47.1", ""},
          {"Usage Insights", Level::off, "off, no credential is read", ""}};
}

inline std::vector<std::shared_ptr<const app::WorkspaceState>> make_sample_archive(
    const std::string& tidewater, const std::string& almanac) {
  using namespace std::chrono;
  auto oauth =
      make_sample_workspace(tidewater, {"oauth-device-flow", "mara/oauth-device", 1302, 518, 11, 13,
                                        1'200'000, 144, hours(25), "Merged."});
  oauth->status = core::WorkspaceStatus::archived;
  auto api = make_sample_workspace(almanac, {"api-reference", "mara/api-reference", 451, 39, 4, 8,
                                             400'000, 41, hours(74), "Merged."});
  api->status = core::WorkspaceStatus::archived;
  return {oauth, api};
}

/// A store in the middle of a working day: waiting, running, failed, done, idle and archived
/// workspaces in four repositories.
inline app::AppSnapshot make_sample_snapshot() {
  using namespace std::chrono;
  app::AppSnapshot snapshot;
  snapshot.version = 1;
  snapshot.built_at = sample_now();
  snapshot.loaded = true;

  auto lumen = make_sample_repository("lumen-web");
  auto onboarding = make_sample_workspace(lumen.name, {"onboarding-flow", "mara/onboarding-v2", 388,
                                                       71, 4, 12, 3'100'000, 364, seconds(41), ""});
  make_waiting(
      *onboarding, seconds(41), "AskUserQuestion", "Skip the team step for single-seat plans?",
      R"({"questions":[{"question":"Skip the team step for single-seat plans?","options":[{"label":"Skip it"},{"label":"Keep it"}]}]})");
  auto scroll = make_sample_workspace(
      lumen.name,
      {"virtual-scroll", "mara/perf-virtual-scroll", 1124, 437, 9, 21, 3'100'000, 376, seconds(5),
       "Row heights are measured in one pass before first paint, so the anchor "
       "survives fast scrolling both ways."});
  make_running(*scroll, seconds(252), "Edit src/list/anchor.ts");
  lumen.workspaces = {
      onboarding,
      scroll,
      make_sample_workspace(lumen.name,
                            {"dark-mode-tokens", "mara/dark-mode", 274, 266, 5, 9, 1'000'000, 116,
                             minutes(38), "All 23 components use tokens; contrast tests pass."}),
      make_sample_workspace(lumen.name, {"image-lazyload", "mara/lazy-images", 209, 54, 3, 14,
                                         1'300'000, 158, hours(3), "Images load lazily."}),
      make_sample_workspace(lumen.name, {"i18n-plurals", "mara/icu-plurals", 96, 31, 2, 7, 600'000,
                                         64, hours(26), "Plurals follow ICU."}),
      make_sample_workspace(lumen.name, {"a11y-dialogs", "mara/focus-trap", 74, 22, 1, 9, 900'000,
                                         102, hours(50), "Focus stays inside."})};

  auto tidewater = make_sample_repository("tidewater");
  auto limits =
      make_sample_workspace(tidewater.name, {"rate-limit-headers", "mara/429-headers", 612, 148, 6,
                                             15, 2'400'000, 274, seconds(125), ""});
  make_waiting(
      *limits, seconds(125), "Bash", "cargo test --features redis limits::",
      R"({"command":"cargo test --features redis limits::","description":"Run the limiter tests against the local Redis"})");
  auto flaky = make_sample_workspace(tidewater.name, {"flaky-ci-retry", "mara/ci-retry", 58, 12, 1,
                                                      11, 700'000, 91, minutes(12), ""});
  flaky->sessions.front().last_outcome = core::TurnOutcome::error;
  flaky->sessions.front().last_error = "API overloaded (529) after 5 retries. Nothing is lost.";
  flaky->uncommitted = {9, 2, 2};
  tidewater.workspaces = {limits, flaky};

  auto ferrite = make_sample_repository("ferrite");
  auto arena = make_sample_workspace(
      ferrite.name,
      {"arena-allocator", "mara/draw-arena", 846, 302, 7, 24, 3'000'000, 358, seconds(3),
       "Moved 41 per-frame vectors of the draw list onto the bump arena. Next is the "
       "sanitizer run over all scenes."});
  make_running(*arena, seconds(98), "Bash ctest -L draw --output-on-failure");
  ferrite.workspaces = {arena};

  auto almanac = make_sample_repository("almanac");
  almanac.workspaces = {make_sample_workspace(
      almanac.name,
      {"quiet-fern", "mara/quiet-fern", 133, 20, 2, 6, 700'000, 81, hours(51), "Done."})};

  snapshot.repositories = {lumen, tidewater, ferrite, almanac};
  snapshot.archived = make_sample_archive(tidewater.name, almanac.name);
  fill_sample_tiles(snapshot.tiles);
  fill_sample_analytics(snapshot.analytics);
  snapshot.five_hour = app::PlanLimit{.kind = "five_hour",
                                      .utilization = 0.42,
                                      .resets_at = sample_now() + minutes(138),
                                      .seen_at = sample_now() - minutes(1)};
  snapshot.health = make_sample_health();
  return snapshot;
}

}  // namespace orchard::test
