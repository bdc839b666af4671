#include "app/view_model/workspace/changes_view.h"
#include "app/view_model/workspace/composer_view.h"
#include "app/view_model/workspace/header_view.h"
#include "tests/view_model/sample.h"

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using core::SessionState;
using test::sample_now;

TEST(WorkspaceHeaderView, ShowsTabsOldestFirst) {
  auto workspace = test::sample_workspace("rate-limit-headers");
  workspace.sessions = {test::sample_session("new", SessionState::waiting),
                        test::sample_session("old", SessionState::stopped)};
  auto view = make_workspace_header_view(workspace, std::nullopt, false);
  ASSERT_EQ(view.tabs.size(), 2U);
  EXPECT_EQ(view.tabs[0].session.value, "old");
  EXPECT_TRUE(view.tabs[1].selected);
  EXPECT_EQ(view.tabs[1].turns, "15");
  EXPECT_TRUE(view.can_stop);
  EXPECT_TRUE(view.can_archive);
  view = make_workspace_header_view(workspace, core::SessionId("old"), false);
  EXPECT_TRUE(view.tabs[0].selected);
  EXPECT_FALSE(view.can_stop);
  view = make_workspace_header_view(workspace, std::nullopt, true);
  EXPECT_TRUE(view.new_session);
  EXPECT_FALSE(view.tabs[1].selected);
}

TEST(WorkspaceHeaderView, WarnsOfWhatDeletingLoses) {
  auto workspace = test::sample_workspace("a");
  workspace.commits = 1;
  workspace.uncommitted.files = 2;
  EXPECT_EQ(make_workspace_header_view(workspace, std::nullopt, false).delete_warning,
            "Its folder goes, and its branch mara/a if Orchard made it. 1 commit is not on main. "
            "2 files hold uncommitted work. It can be restored for 30 days.");
}

TEST(ComposerView, FollowsTheState) {
  struct Case {
    SessionState state;
    const char* placeholder;
    bool interrupt;
  };
  const Case cases[] = {
      {SessionState::running, "Reply, or queue a message for after this turn", true},
      {SessionState::waiting, "Reply, or queue a message for after this turn", true},
      {SessionState::idle, "Reply\u2026", false},
      {SessionState::stopped, "Reply, which resumes the session", false}};
  const auto workspace = test::sample_workspace("a");
  for (const auto& [state, placeholder, interrupt] : cases) {
    const auto session = test::sample_session("s", state);
    const auto view = make_composer_view(workspace, &session, {}, " \n", "", "");
    EXPECT_EQ(view.placeholder, placeholder);
    EXPECT_EQ(view.can_interrupt, interrupt);
    EXPECT_FALSE(view.can_send);
    EXPECT_EQ(view.model, "Opus 4.5");
    EXPECT_EQ(view.mode, "Ask first");
  }
  EXPECT_TRUE(make_composer_view(workspace, nullptr, {}, "go", "", "plan").can_send);
  EXPECT_EQ(make_composer_view(workspace, nullptr, {}, "go", "", "plan").mode, "Plan");
}

TEST(ComposerView, RefusesArchivedWorkspaces) {
  auto workspace = test::sample_workspace("a");
  workspace.status = core::WorkspaceStatus::archived;
  const auto view = make_composer_view(workspace, nullptr, {}, "go", "", "");
  EXPECT_FALSE(view.can_send);
  EXPECT_FALSE(view.problem.empty());
}

TEST(ComposerView, MetersTheContext) {
  struct Case {
    std::int64_t tokens;
    std::int64_t window;
    int filled;
    Role role;
    const char* used;
    const char* limit;
  };
  const Case cases[] = {{71'800, 200'000, 4, Role::accent, "71.8K", "200K"},
                        {150'000, 200'000, 9, Role::warn, "150.0K", "200K"},
                        {250'000, 200'000, 12, Role::danger, "250.0K", "200K"},
                        {5'000, 0, 0, Role::accent, "5.0K", ""}};
  for (const auto& [tokens, window, filled, role, used, limit] : cases) {
    auto session = test::sample_session("s", SessionState::idle);
    session.context_tokens = tokens;
    session.context_window = window;
    const auto view = make_composer_view(test::sample_workspace("a"), &session, {}, "", "", "");
    ASSERT_TRUE(view.context);
    EXPECT_EQ(view.context->filled, filled);
    EXPECT_EQ(view.context->role, role);
    EXPECT_EQ(view.context->used, used);
    EXPECT_EQ(view.context->limit, limit);
  }
  const auto fresh = test::sample_session("s", SessionState::idle);
  EXPECT_FALSE(make_composer_view(test::sample_workspace("a"), &fresh, {}, "", "", "").context);
}

TEST(ChangesView, GroupsFilesAndCountsEachOnce) {
  auto workspace = test::sample_workspace("a");
  workspace.files = {{FileGroup::committed, "src/http/headers.rs", 'A', {184, 0, 1}},
                     {FileGroup::committed, "docs/api.md", 'M', {27, 27, 1}},
                     {FileGroup::unstaged, "src/http/headers.rs", 'M', {14, 9, 1}},
                     {FileGroup::untracked, "new/", '?', {}}};
  core::CommitInfo commit;
  commit.oid = core::CommitOid("9c41e7b0000");
  commit.summary = "Emit\nheaders";
  commit.authored_at = test::at("2026-11-20T16:28:00Z");
  workspace.log = {commit};
  const auto view = make_changes_view(workspace, sample_now());
  EXPECT_EQ(view.count, "3");
  ASSERT_EQ(view.groups.size(), 3U);
  EXPECT_EQ(view.groups[0].count, "6 commits");
  EXPECT_EQ(view.groups[0].additions, "+211");
  EXPECT_EQ(view.groups[0].deletions, "\u221227");
  EXPECT_EQ(view.groups[0].rows[0].folder, "src/http/");
  EXPECT_EQ(view.groups[0].rows[0].name, "headers.rs");
  EXPECT_EQ(view.groups[1].title, "Unstaged");
  EXPECT_EQ(view.groups[2].rows[0].name, "new/");
  ASSERT_EQ(view.commits.size(), 1U);
  EXPECT_EQ(view.commits[0].oid, "9c41e7b");
  EXPECT_EQ(view.commits[0].summary, "Emit headers");
  EXPECT_EQ(view.commits[0].age, "14 m");
  auto archived = test::sample_workspace("c");
  archived.status = core::WorkspaceStatus::archived;
  EXPECT_EQ(make_changes_view(archived, sample_now()).empty_text,
            "Restore the workspace to see its files.");
  EXPECT_EQ(make_changes_view(test::sample_workspace("b"), sample_now()).empty_text,
            "No file differs from main yet.");
}

TEST(SessionFacts, GiveShortFiguresWithExactHover) {
  const auto facts =
      make_session_facts(test::sample_session("s", SessionState::idle), sample_now());
  ASSERT_GE(facts.size(), 7U);
  EXPECT_EQ(facts[0].value.text, "Opus 4.5");
  EXPECT_EQ(facts[4].value.text, "2.4M");
  EXPECT_EQ(facts[4].value.hover, "2,361,000");
}

}  // namespace
}  // namespace orchard::app
