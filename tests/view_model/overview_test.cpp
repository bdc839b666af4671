#include "app/view_model/overview/needs_you_view.h"
#include "app/view_model/overview/sidebar_view.h"
#include "app/view_model/overview/workspace_face.h"
#include "tests/view_model/sample.h"
#include "tests/view_model/time_zone.h"

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using core::SessionState;
using test::at;
using test::sample_now;

TEST(WorkspaceFace, FollowsTheMostUrgentSession) {
  struct Case {
    std::vector<SessionState> states;
    std::optional<core::TurnOutcome> newest_outcome;
    Face face;
    std::size_t session;
  };
  const Case cases[] = {
      {{SessionState::idle, SessionState::waiting, SessionState::running},
       core::TurnOutcome::ok,
       Face::waiting,
       1},
      {{SessionState::stopped, SessionState::running}, core::TurnOutcome::error, Face::running, 1},
      {{SessionState::stopped, SessionState::idle}, core::TurnOutcome::error, Face::failed, 0},
      {{SessionState::idle}, core::TurnOutcome::ok, Face::done, 0},
      {{SessionState::stopped}, core::TurnOutcome::interrupted, Face::interrupted, 0},
      {{SessionState::stopped}, std::nullopt, Face::idle, 0},
  };
  for (const auto& [states, outcome, face, session] : cases) {
    auto workspace = test::sample_workspace("a");
    for (const auto state : states) {
      workspace.sessions.push_back(test::sample_session("s", state));
    }
    workspace.sessions.front().last_outcome = outcome;
    const auto result = face_of(workspace, {}, sample_now());
    EXPECT_EQ(result.face, face);
    EXPECT_EQ(result.session, &workspace.sessions[session]);
  }
}

TEST(WorkspaceFace, DoneFadesWhenSeenOrOldAndFailureDoesNot) {
  auto workspace = test::sample_workspace("a");
  workspace.sessions.push_back(test::sample_session("s", SessionState::idle));
  auto& session = workspace.sessions.front();
  session.last_outcome = core::TurnOutcome::ok;
  const SeenTimes seen_before{{workspace.id, at("2026-11-20T16:39:00Z")}};
  const SeenTimes seen_after{{workspace.id, at("2026-11-20T16:41:00Z")}};
  EXPECT_EQ(face_of(workspace, seen_before, sample_now()).face, Face::done);
  EXPECT_EQ(face_of(workspace, seen_after, sample_now()).face, Face::idle);
  EXPECT_EQ(face_of(workspace, {}, at("2026-11-20T18:41:00Z")).face, Face::idle);
  session.last_outcome = core::TurnOutcome::error;
  EXPECT_EQ(face_of(workspace, seen_after, at("2026-11-25T00:00:00Z")).face, Face::failed);
  workspace.status = core::WorkspaceStatus::archived;
  EXPECT_EQ(face_of(workspace, seen_after, sample_now()).face, Face::archived);
}

TEST(SidebarView, ShowsRepositoriesRowsAndFooter) {
  AppSnapshot snapshot;
  snapshot.loaded = true;
  auto repository = test::sample_repository("tidewater");
  auto waiting = test::sample_workspace("rate-limit-headers");
  waiting.sessions.push_back(test::sample_session("s", SessionState::waiting));
  waiting.sessions.front().requests.push_back(test::sample_request("cargo test"));
  auto running = test::sample_workspace("flaky");
  running.sessions.push_back(test::sample_session("t", SessionState::running));
  running.sessions.front().queued_prompts = {"then this"};
  running.net = {};
  test::add(repository, waiting);
  test::add(repository, running);
  snapshot.repositories.push_back(repository);

  const auto view = make_sidebar_view(snapshot, core::WorkspaceId("w-flaky"), {}, sample_now());
  EXPECT_EQ(view.needs_you, "1");
  EXPECT_EQ(view.footer, "1 working \u00b7 1 queued");
  EXPECT_FALSE(view.empty);
  EXPECT_FALSE(view.five_hour);
  ASSERT_EQ(view.groups.size(), 1U);
  const auto& rows = view.groups[0].rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].mark, StateMark::waiting);
  EXPECT_EQ(rows[0].branch, "mara/rate-limit-headers");
  EXPECT_EQ(rows[0].additions, "+612");
  EXPECT_EQ(rows[0].deletions, "\u2212148");
  EXPECT_FALSE(rows[0].selected);
  EXPECT_TRUE(rows[1].selected);
  EXPECT_EQ(rows[1].additions, "");
}

TEST(SidebarView, ShowsTheLimitOnlyWhileItIsKnown) {
  AppSnapshot snapshot;
  EXPECT_TRUE(make_sidebar_view(snapshot, std::nullopt, {}, sample_now()).loading);
  snapshot.loaded = true;
  EXPECT_TRUE(make_sidebar_view(snapshot, std::nullopt, {}, sample_now()).empty);
  snapshot.five_hour = PlanLimit{"five_hour", 0.42, at("2026-11-20T19:00:00Z"), sample_now()};
  auto view = make_sidebar_view(snapshot, std::nullopt, {}, sample_now());
  ASSERT_TRUE(view.five_hour);
  EXPECT_EQ(view.five_hour->percent, "42%");
  EXPECT_EQ(view.five_hour->resets, "resets 2h 18m");
  EXPECT_EQ(view.five_hour->role, Role::accent);
  snapshot.five_hour->utilization = 0.93;
  view = make_sidebar_view(snapshot, std::nullopt, {}, sample_now());
  EXPECT_EQ(view.five_hour->role, Role::warn);
  snapshot.five_hour->resets_at = at("2026-11-20T16:00:00Z");
  EXPECT_FALSE(make_sidebar_view(snapshot, std::nullopt, {}, sample_now()).five_hour);
}

TEST(NeedsYouView, ListsTheLongestWaitingFirstAndWalksRound) {
  AppSnapshot snapshot;
  auto repository = test::sample_repository("tidewater");
  for (const auto* name : {"a", "b", "c"}) {
    auto workspace = test::sample_workspace(name);
    workspace.sessions.push_back(test::sample_session("s", SessionState::waiting));
    auto request = test::sample_request("make");
    if (workspace.name == "b") request.asked_at = at("2026-11-20T16:00:00Z");
    workspace.sessions.front().requests.push_back(request);
    test::add(repository, workspace);
  }
  snapshot.repositories.push_back(repository);
  const auto view = make_needs_you_view(snapshot, sample_now());
  ASSERT_EQ(view.items.size(), 3U);
  EXPECT_EQ(view.items[0].place, "tidewater / b");
  EXPECT_EQ(view.items[0].asked, "42m 00s");
  EXPECT_EQ(view.items[1].asked, "2m 05s");
  EXPECT_EQ(next_that_needs_you(view, std::nullopt)->workspace.value, "w-b");
  EXPECT_EQ(next_that_needs_you(view, core::WorkspaceId("w-b"))->workspace.value, "w-a");
  EXPECT_EQ(next_that_needs_you(view, core::WorkspaceId("w-c"))->workspace.value, "w-b");
  EXPECT_EQ(next_that_needs_you(view, core::WorkspaceId("gone"))->workspace.value, "w-b");
  EXPECT_FALSE(next_that_needs_you(make_needs_you_view({}, sample_now()), std::nullopt));
}

}  // namespace
}  // namespace orchard::app
