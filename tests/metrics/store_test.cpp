#include "metrics/ledger/store.h"

#include "core/io/line_framer.h"
#include "metrics/query/sessions.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using test::at;
using test::LedgerFixture;
using testing::ElementsAre;
using testing::IsEmpty;

using StoreTest = LedgerFixture;

TEST_F(StoreTest, KeepsRepositoriesThroughRemovalAndReturn) {
  ASSERT_TRUE(store.remove_repository(repository.id, at(5)));
  EXPECT_THAT(*store.repositories(), IsEmpty());
  EXPECT_EQ(store.repositories(true)->size(), 1U);
  auto found = *store.find_repository_by_common_dir(repository.common_dir);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->removed_at, at(5));
  found->removed_at.reset();
  ASSERT_TRUE(store.put_repository(*found));
  EXPECT_EQ(store.repositories()->front().id, repository.id);

  Repository twin = repository;
  twin.id = core::RepositoryId("another");
  EXPECT_EQ(store.put_repository(twin).error().code, core::ErrorCode::already_exists);
  EXPECT_EQ(store.remove_repository(core::RepositoryId("none"), at(1)).error().code,
            core::ErrorCode::not_found);
}

TEST_F(StoreTest, AddsARepositoryOnceAndFindsARemovedOneAgain) {
  Repository again = repository;
  again.id = core::RepositoryId("another");
  again.added_at = at(7);
  const auto refused = store.add_repository(again);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, core::ErrorCode::already_exists);
  EXPECT_EQ(refused.error().message, "The repository " + repository.path +
                                         " is there already, as '" + repository.name + "'.");

  ASSERT_TRUE(store.remove_repository(repository.id, at(5)));
  const auto returned = store.add_repository(again);
  ASSERT_TRUE(returned);
  EXPECT_EQ(returned->id, repository.id);
  EXPECT_EQ(returned->added_at, repository.added_at);
  EXPECT_EQ(store.repositories()->size(), 1U);
}

TEST_F(StoreTest, RefusesASecondActiveWorkspaceOfOneName) {
  Workspace twin = workspace;
  twin.id = core::WorkspaceId("w2");
  EXPECT_EQ(store.put_workspace(twin).error().code, core::ErrorCode::already_exists);

  workspace.status = core::WorkspaceStatus::archived;
  workspace.archived_at = at(10);
  workspace.archive_ref = "refs/orchard/archive/w1";
  ASSERT_TRUE(store.put_workspace(workspace));
  ASSERT_TRUE(store.put_workspace(twin));
  EXPECT_THAT(*store.names_in_use(repository.id), ElementsAre("quiet-fern"));

  const auto kept = *store.find_workspace(workspace.id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->status, core::WorkspaceStatus::archived);
  EXPECT_EQ(kept->archived_at, at(10));
  EXPECT_EQ(kept->archive_ref, "refs/orchard/archive/w1");
  EXPECT_EQ(store.workspaces()->size(), 2U);
}

TEST_F(StoreTest, NeverChangesWhichBranchWasCreated) {
  Workspace other = workspace;
  other.id = core::WorkspaceId("w2");
  other.name = "other";
  other.created_branch = "me/other";
  ASSERT_TRUE(store.put_workspace(other));
  other.created_branch = "somebody/elses";
  other.branch = "shown";
  ASSERT_TRUE(store.put_workspace(other));
  EXPECT_EQ((*store.find_workspace(other.id))->created_branch, "me/other");
  EXPECT_EQ((*store.find_workspace(other.id))->branch, "shown");
}

TEST_F(StoreTest, ChangesTheStatusAndNothingElse) {
  Workspace stale = workspace;
  workspace.branch = "renamed";
  ASSERT_TRUE(store.put_workspace(workspace));
  stale.status = core::WorkspaceStatus::archived;
  stale.archived_at = at(10);
  stale.archive_ref = "refs/orchard/archive/w1";
  stale.archived_branch = "renamed";
  stale.trash_path = "/trash/w1";
  ASSERT_TRUE(store.put_workspace_status(stale));
  const auto kept = *store.find_workspace(workspace.id);
  EXPECT_EQ(kept->branch, "renamed");
  EXPECT_EQ(kept->status, core::WorkspaceStatus::archived);
  EXPECT_EQ(kept->archived_at, at(10));
  EXPECT_EQ(kept->archive_ref, "refs/orchard/archive/w1");
  EXPECT_EQ(kept->archived_branch, "renamed");
  EXPECT_EQ(kept->trash_path, "/trash/w1");
  ASSERT_TRUE(store.forget_archived_work(workspace.id));
  EXPECT_EQ((*store.find_workspace(workspace.id))->archive_ref, "refs/orchard/archive/w1");
  stale.status = core::WorkspaceStatus::deleted;
  ASSERT_TRUE(store.put_workspace_status(stale));
  ASSERT_TRUE(store.forget_archived_work(workspace.id));
  EXPECT_EQ((*store.find_workspace(workspace.id))->archive_ref, "");
  stale.id = core::WorkspaceId("none");
  EXPECT_EQ(store.put_workspace_status(stale).error().code, core::ErrorCode::not_found);
}

TEST_F(StoreTest, PassesModelAndModeOnToTheNextProcess) {
  record({core::SessionSeen{session, std::nullopt, "claude-opus-4-8[1m]", "plan", "2.1", at(2),
                            std::nullopt}});
  record({core::SessionSeen{session, std::nullopt, "old", "default", "2.0", at(1), std::nullopt}});
  const auto found = *store.find_session(session);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->model, "claude-opus-4-8[1m]");
  EXPECT_EQ(found->permission_mode, "plan");
  EXPECT_EQ(found->workspace, workspace.id);
  ASSERT_TRUE(store.set_launch_options(session, "", "acceptEdits"));
  EXPECT_EQ(store.find_session(session).value()->permission_mode, "acceptEdits");
  EXPECT_EQ(store.find_session(session).value()->model, "claude-opus-4-8[1m]");
}

TEST_F(StoreTest, KeepsACLearedConversationInItsWorkspace) {
  const core::SessionId second("s-2");
  const core::SessionId third("s-3");
  // The newest link comes first: facts may arrive in any order.
  record({core::SessionSeen{third, std::nullopt, "m", "", "", at(30), second},
          core::SessionSeen{second, std::nullopt, "m", "", "", at(20), session}});
  for (const auto& id : {second, third}) {
    const auto found = *store.find_session(id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->workspace, workspace.id);
    EXPECT_EQ(found->launched_as, session);
  }
  EXPECT_EQ(store.latest_session(workspace.id).value()->id, third);
  EXPECT_EQ(store.sessions_of(workspace.id)->size(), 3U);
}

TEST_F(StoreTest, AnAnswerThatTheAgentDidNotReadCountsAsTakenBack) {
  using enum core::PermissionDecision;
  const core::PermissionRequestId request("q1");
  core::PermissionRequested asked;
  asked.session = session;
  asked.request = request;
  asked.tool = "Bash";
  asked.at = at(1);
  const core::PermissionResolved answered{session, request, allowed, "", at(3)};
  const core::PermissionResolved taken_back{session, request, withdrawn, "taken back by the agent",
                                            at(2)};
  record({asked, answered});
  record({core::PermissionResolved{session, request, withdrawn, "", at(4)}});
  EXPECT_EQ(*query_decision(store, session, request), allowed) << "a turn's end proves nothing";
  record({taken_back});
  EXPECT_EQ(*query_decision(store, session, request), withdrawn);
  record({answered});
  EXPECT_EQ(*query_decision(store, session, request), withdrawn) << "whichever comes first";
}

TEST_F(StoreTest, SendsAgainWhatWasNotRead) {
  const auto prompt = [&](const char* uuid, int seconds) {
    return OutboxPrompt{session, core::MessageId(uuid), uuid, at(seconds)};
  };
  ASSERT_TRUE(store.enqueue_prompt(prompt("a", 1)));
  ASSERT_TRUE(store.enqueue_prompt(prompt("b", 2)));
  ASSERT_TRUE(store.enqueue_prompt(prompt("b", 2)));
  record({core::PromptAcknowledged{session, core::MessageId("a"), at(3)}});
  ASSERT_EQ(store.unacknowledged_prompts(session)->size(), 1U);
  EXPECT_EQ(store.unacknowledged_prompts(session)->front().uuid.value, "b");

  const core::SessionId cleared("s-2");
  record({core::SessionSeen{cleared, std::nullopt, "m", "", "", at(10), session}});
  ASSERT_TRUE(store.enqueue_prompt(prompt("c", 20)));
  EXPECT_EQ(store.unacknowledged_prompts(cleared)->front().uuid.value, "b");
  EXPECT_EQ(store.unacknowledged_prompts(session)->front().uuid.value, "c");
  record({core::PromptAcknowledged{cleared, core::MessageId("b"), at(21)}});
  EXPECT_THAT(*store.unacknowledged_prompts(cleared), IsEmpty());
  EXPECT_TRUE(*store.withdraw_prompt(core::MessageId("c")));
  EXPECT_FALSE(*store.withdraw_prompt(core::MessageId("a")));
}

TEST_F(StoreTest, RecordsAStretchOfALogOnce) {
  const std::vector<core::Fact> facts{
      core::SlashCommandUsed{session, core::MessageId("m"), "/usage", at(1)}};
  const LogAdvance first{"events/s-1/1", 0, 100, "state one"};
  auto outcome = store.record(facts, first);
  ASSERT_TRUE(outcome) << outcome.error().describe();
  EXPECT_TRUE(outcome->recorded);

  // A second reader of the same stretch, one behind and one ahead.
  const std::vector<core::Fact> other{
      core::SlashCommandUsed{session, core::MessageId("n"), "/plan", at(2)}};
  for (const auto& [from, to] : {std::pair{0, 100}, {0, 250}, {150, 250}}) {
    outcome = store.record(other, LogAdvance{"events/s-1/1", static_cast<std::uint64_t>(from),
                                             static_cast<std::uint64_t>(to), "wrong"});
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->recorded);
    ASSERT_TRUE(outcome->position);
    EXPECT_EQ(outcome->position->offset, 100U);
    EXPECT_EQ(outcome->position->state, "state one");
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM slash_command_use"), 1);
  EXPECT_TRUE(store.record(other, LogAdvance{"events/s-1/1", 100, 250, "two"})->recorded);
  EXPECT_EQ(store.position("events/s-1/1")->offset, 250U);
  EXPECT_EQ(store.position("events/s-1/2")->offset, 0U);
  EXPECT_FALSE(store.record(other, LogAdvance{"events/s-1/1", 250, 1, ""}));
}

TEST_F(StoreTest, LeavesNothingOfAStretchThatFails) {
  core::BranchObserved unknown;
  unknown.workspace = core::WorkspaceId("none");
  const std::vector<core::Fact> facts{
      core::SlashCommandUsed{session, core::MessageId("m"), "/usage", at(1)}, unknown};
  const auto outcome = store.record(facts, LogAdvance{"log", 0, 10, ""});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, core::ErrorCode::not_found);
  EXPECT_EQ(count("SELECT COUNT(*) FROM slash_command_use"), 0);
  EXPECT_EQ(store.position("log")->offset, 0U);
}

TEST_F(StoreTest, StoresForeignTextAsItCan) {
  const std::string foreign("a\xff%n\x1b[2J\0b", 10);
  record({core::MessageSeen{session, std::nullopt, core::MessageId("m"), 0, core::MessageKind::text,
                            std::nullopt, foreign, at(1)}});
  auto statement = *store.database().prepare("SELECT text FROM message");
  ASSERT_TRUE(*statement.step());
  EXPECT_EQ(statement.text(0), core::to_valid_utf8(foreign));
}

TEST_F(StoreTest, ForgetsOnlyWhatWasSaid) {
  record({core::TurnStarted{session, core::TurnId("t"), "secret prompt", false, at(1)},
          core::MessageSeen{session, core::TurnId("t"), core::MessageId("m"), 0,
                            core::MessageKind::text, std::nullopt, "secret", at(2)},
          test::call("msg_1", session, at(2))});
  EXPECT_EQ(store.forget_transcripts(workspace.id).error().code, core::ErrorCode::not_found);
  workspace.status = core::WorkspaceStatus::deleted;
  ASSERT_TRUE(store.put_workspace(workspace));
  ASSERT_TRUE(store.forget_transcripts(workspace.id));
  EXPECT_EQ(count("SELECT COUNT(*) FROM message"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM turn WHERE prompt = ''"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call"), 1);
}

}  // namespace
}  // namespace orchard::metrics
