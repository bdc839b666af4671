#include "app/view_model/overview/next_change.h"

#include "app/view_model/dialogs/notices_view.h"
#include "app/view_model/overview/sidebar_view.h"
#include "tests/view_model/sample.h"

#include <chrono>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using namespace std::chrono_literals;
using test::sample_now;

Notice notice(NoticeLevel level) {
  return {.id = 1, .level = level, .text = "x", .workspace = {}, .at = sample_now()};
}

AppSnapshot with_session(core::SessionState state, core::Duration ago) {
  AppSnapshot snapshot;
  auto repository = test::sample_repository("tidewater");
  auto workspace = test::sample_workspace("one");
  auto session = test::sample_session("s", state);
  workspace.last_active_at = session.last_active_at = session.started_at = sample_now() - ago;
  workspace.sessions.push_back(session);
  test::add(repository, workspace);
  snapshot.repositories.push_back(repository);
  return snapshot;
}

TEST(NextChange, AnEmptyWindowRests) {
  EXPECT_FALSE(next_change(AppSnapshot{}, sample_now()));
}

TEST(NextChange, WarningsAndErrorsDrawNothing) {
  AppSnapshot snapshot;
  snapshot.notices = {notice(NoticeLevel::warning), notice(NoticeLevel::error)};
  EXPECT_FALSE(next_change(snapshot, sample_now()));
}

TEST(NextChange, GoodNewsLeavesOnce) {
  AppSnapshot snapshot;
  snapshot.notices = {notice(NoticeLevel::success)};
  const auto leaves = next_change(snapshot, sample_now());
  ASSERT_TRUE(leaves);
  EXPECT_EQ(*leaves, sample_now() + 8s);
  EXPECT_EQ(make_notices_view(snapshot, *leaves - 1us).notices.size(), 1U);
  EXPECT_TRUE(make_notices_view(snapshot, *leaves).notices.empty());
  EXPECT_FALSE(next_change(snapshot, *leaves));
}

TEST(NextChange, WorkShowsAndThenCounts) {
  AppSnapshot snapshot;
  snapshot.progress = {{1, "Creating", sample_now()}};
  EXPECT_EQ(next_change(snapshot, sample_now()), sample_now() + 400ms);
  EXPECT_EQ(next_change(snapshot, sample_now() + 400ms), sample_now() + 1s);
  EXPECT_EQ(next_change(snapshot, sample_now() + 1s), sample_now() + 2s);
}

TEST(NextChange, RunningClocksTickBySecondsThenByMinutes) {
  const std::pair<core::Duration, core::Duration> cases[] = {
      {0s, 1s}, {1500ms, 500ms}, {59min, 1s}, {61min + 20s, 40s}, {25h, 1h}, {-3s, 4s}};
  for (const auto& [ago, until] : cases) {
    auto snapshot = with_session(core::SessionState::running, 4000h);
    auto workspace = *snapshot.repositories[0].workspaces[0];
    workspace.sessions[0].turn_started_at = sample_now() - ago;
    snapshot.repositories[0].workspaces = {
        std::make_shared<const WorkspaceState>(std::move(workspace))};
    EXPECT_EQ(next_change(snapshot, sample_now()), sample_now() + until) << until.count();
  }
}

TEST(NextChange, AgesChangeSeldomAndTogether) {
  const auto at = [](core::Duration ago) {
    return next_change(with_session(core::SessionState::stopped, ago), sample_now());
  };
  // The sample's moment is a whole minute.
  EXPECT_EQ(at(20s), sample_now() + 45s) << "40 s rounded up";
  EXPECT_EQ(at(21s), sample_now() + 45s);
  EXPECT_EQ(at(2h + 10min), sample_now() + 50min);
  EXPECT_EQ(at(50h + 10min), sample_now() + 50min);
}

TEST(NextChange, TheLimitCountsDownByMinutes) {
  AppSnapshot snapshot;
  snapshot.five_hour =
      PlanLimit{.kind = "five_hour", .utilization = 0.4, .resets_at = {}, .seen_at = sample_now()};
  const std::pair<core::Duration, core::Duration> cases[] = {
      {2h, 1min}, {90s, 30s}, {60s, 60s}, {59s, 59s}};
  for (const auto& [left, until] : cases) {
    snapshot.five_hour->resets_at = sample_now() + left;
    EXPECT_EQ(next_change(snapshot, sample_now()), sample_now() + until) << left.count();
  }
  const auto resets = [&](core::Duration left) {
    snapshot.five_hour->resets_at = sample_now() + left;
    return make_sidebar_view(snapshot, {}, {}, sample_now()).five_hour->resets;
  };
  EXPECT_EQ(resets(2h + 18min), "resets 2h 18m");
  EXPECT_EQ(resets(18min + 5s), "resets 18m");
  EXPECT_EQ(resets(30s), "resets in under 1m");
}

}  // namespace
}  // namespace orchard::app
