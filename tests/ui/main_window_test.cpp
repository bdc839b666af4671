#include "app/ui/widgets/interact.h"
#include "tests/ui/imgui_harness.h"

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::ui::Dialog;
using app::ui::Page;

TEST(MainWindow, DashboardShowsTheFigures) {
  ImguiHarness ui;
  ui.frames(2);
  for (const char* text : {"ACTIVE SESSIONS",
                           "4",
                           "2 working, 2 waiting",
                           "SESSIONS 24H",
                           "10",
                           "COMMITS TODAY",
                           "7",
                           "+5,664",
                           "\xe2\x88\x92"
                           "2,063",
                           "92%",
                           "$214.90",
                           "180.8M",
                           "rate-limit-headers",
                           "Needs you",
                           "cargo test --features redis limits::",
                           "Running",
                           "Failed",
                           "All 10",
                           "2 working \xc2\xb7 0 queued",
                           "42%",
                           "REPOSITORIES 7D",
                           "$26.05"}) {
    EXPECT_TRUE(ui.find(text)) << text;
  }
}

TEST(MainWindow, AllowOnTheCardAnswersTheRequest) {
  ImguiHarness ui;
  ui.frames(40);
  ASSERT_TRUE(ui.click("Allow"));
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].request.value, "q-rate-limit-headers");
  EXPECT_EQ(answers[0].session.value, "s-rate-limit-headers");
  EXPECT_TRUE(answers[0].allow);
  EXPECT_FALSE(answers[0].always_in_session);
  EXPECT_EQ(ui.state.page, Page::dashboard) << "the card below must not be opened";
}

TEST(MainWindow, DenyAsksForAReason) {
  ImguiHarness ui;
  ui.frames(40);
  ASSERT_TRUE(ui.click("Deny\xe2\x80\xa6"));
  ASSERT_TRUE(ui.state.deny);
  EXPECT_TRUE(ui.intents.empty());
  ASSERT_TRUE(ui.click("Why? (may stay empty)"));
  ui.frames(40);
  ui.type("not on Friday");
  ASSERT_TRUE(ui.click("Deny"));
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_FALSE(answers[0].allow);
  EXPECT_EQ(answers[0].reason, "not on Friday");
  EXPECT_FALSE(ui.state.deny);
}

TEST(MainWindow, ACardOpensItsWorkspace) {
  ImguiHarness ui;
  ASSERT_TRUE(ui.click("All 23 components use tokens; contrast tests pass."));
  EXPECT_EQ(ui.state.page, Page::workspace);
  ASSERT_TRUE(ui.state.workspace);
  EXPECT_EQ(ui.state.workspace->value, "w-dark-mode-tokens");
  EXPECT_EQ(ui.wanted<app::OpenConversation>().size(), 1U);
}

TEST(MainWindow, FiltersChangeWhatIsShown) {
  ImguiHarness ui;
  ASSERT_TRUE(ui.click("Archived 2"));
  EXPECT_EQ(ui.state.filter, app::DashboardFilter::archived);
  ui.frame();
  EXPECT_FALSE(ui.find("Allow"));
  EXPECT_TRUE(ui.find("oauth-device-flow"));
}

TEST(MainWindow, TheOrderOfCardsCanBeChosen) {
  ImguiHarness ui;
  ASSERT_TRUE(ui.click("by urgency"));
  ASSERT_TRUE(ui.click("by name"));
  EXPECT_EQ(ui.state.order, app::DashboardOrder::name);
}

TEST(MainWindow, ArchivedCardsOfferToRestore) {
  ImguiHarness ui;
  ASSERT_TRUE(ui.click("Archived 2"));
  ui.frame();
  const auto card = ui.find("oauth-device-flow");
  ASSERT_TRUE(card);
  ImGui::GetIO().MousePos = {card->box.x + 5, card->box.y + 5};
  ui.frames(2);
  ASSERT_TRUE(ui.click("Restore"));
  const auto restored = ui.wanted<app::RestoreWorkspace>();
  ASSERT_EQ(restored.size(), 1U);
  EXPECT_EQ(restored[0].workspace.value, "w-oauth-device-flow");
}

TEST(MainWindow, CreateDialogSendsWhatWasTyped) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ASSERT_EQ(ui.state.dialog, Dialog::create_workspace);
  ui.type("Round the header up");
  ASSERT_TRUE(ui.click("Create and start"));
  const auto created = ui.wanted<app::CreateWorkspace>();
  ASSERT_EQ(created.size(), 1U);
  EXPECT_EQ(created[0].repository.value, "r-lumen-web");
  EXPECT_EQ(created[0].first_prompt, "Round the header up");
  EXPECT_EQ(ui.state.dialog, Dialog::none);
  EXPECT_EQ(ui.state.create.prompt, "Round the header up") << "kept until the workspace is there";
}

TEST(MainWindow, ANewWorkspaceOpensWhenItIsThere) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.type("Do it");
  ASSERT_TRUE(ui.click("Create and start"));
  ui.snapshot.repositories[0].workspaces.push_back(make_sample_workspace(
      "lumen-web", {.name = "new-one", .branch = "mara/new-one", .message = ""}));
  ui.frames(2);
  EXPECT_EQ(ui.state.page, Page::workspace);
  ASSERT_TRUE(ui.state.workspace);
  EXPECT_EQ(ui.state.workspace->value, "w-new-one");
  EXPECT_TRUE(ui.state.create.prompt.empty());
}

TEST(MainWindow, EscapeKeepsTheDraftOfTheDialog) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.type("A long thought");
  ui.key(app::ui::key::kEscape);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
  EXPECT_EQ(ui.state.create.prompt, "A long thought");
}

TEST(MainWindow, TheListOfADialogStaysOpen) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.frames(3);
  const auto tidewater = [&] {
    int count = 0;
    for (const auto& text : ui.texts) count += text.text == "ferrite" ? 1 : 0;
    return count;
  };
  ASSERT_TRUE(ui.find("Repository"));
  const auto label = ui.find("Repository");
  ui.click_at(label->box.x + 40, label->box.y + 36);
  ui.frames(3);
  EXPECT_GE(tidewater(), 2) << "the list shows the repositories";
}

TEST(MainWindow, ShortcutsReachThePages) {
  ImguiHarness ui;
  ui.frame();
  ui.key(44, true);
  EXPECT_EQ(ui.state.page, Page::settings);
  ui.key('0', true);
  EXPECT_EQ(ui.state.page, Page::dashboard);
  ui.key('J', true);
  EXPECT_EQ(ui.state.page, Page::workspace);
  EXPECT_EQ(ui.state.workspace->value, "w-rate-limit-headers") << "the longest waiting";
  ui.key('J', true);
  EXPECT_EQ(ui.state.workspace->value, "w-onboarding-flow");
  ui.key('2', true);
  EXPECT_EQ(ui.state.workspace->value, "w-virtual-scroll");
  ui.key('O', true);
  EXPECT_EQ(ui.state.dialog, Dialog::add_repository);
  ui.key(app::ui::key::kEscape);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
}

TEST(MainWindow, NeedsYouAnswersInPlace) {
  ImguiHarness ui;
  ui.state.page = Page::needs_you;
  ui.frames(40);
  ASSERT_TRUE(ui.click("Always in session"));
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].always_in_session);
  EXPECT_EQ(ui.state.page, Page::needs_you);
}

TEST(MainWindow, SettingsTakeEffectAtOnce) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ASSERT_TRUE(ui.click("Appearance"));
  ASSERT_TRUE(ui.click("Light"));
  const auto changes = ui.wanted<app::ChangeSettings>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].theme, "light");
}

TEST(MainWindow, ASettingIsSentAlone) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ASSERT_TRUE(ui.click("found on PATH"));
  ui.type("/opt/claude");
  EXPECT_TRUE(ui.wanted<app::ChangeSettings>().empty()) << "not with every letter";
  ui.key(258);
  const auto changes = ui.wanted<app::ChangeSettings>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].claude_path, "/opt/claude");
  EXPECT_FALSE(changes[0].theme);
  EXPECT_FALSE(changes[0].text_scale);
  EXPECT_FALSE(changes[0].default_model);
  EXPECT_FALSE(changes[0].branch_prefix_custom);
}

TEST(MainWindow, ChoosingWhatIsChosenChangesNothing) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.state.settings_section = "appearance";
  ASSERT_TRUE(ui.click("Dark"));
  EXPECT_TRUE(ui.wanted<app::ChangeSettings>().empty());
}

TEST(MainWindow, NoticeOffersUndo) {
  ImguiHarness ui;
  ui.snapshot.notices.push_back({.id = 7,
                                 .level = app::NoticeLevel::success,
                                 .text = "quiet-fern was archived.",
                                 .workspace = core::WorkspaceId("w-quiet-fern"),
                                 .at = ui.now,
                                 .undo_archive = true});
  ui.frames(2);
  ASSERT_TRUE(ui.find("quiet-fern was archived."));
  ASSERT_TRUE(ui.click("Undo"));
  ASSERT_EQ(ui.wanted<app::RestoreWorkspace>().size(), 1U);
  EXPECT_EQ(ui.wanted<app::DismissNotice>().size(), 1U);
}

TEST(MainWindow, FirstRunOffersTwoWaysToBegin) {
  ImguiHarness ui;
  ui.snapshot.repositories.clear();
  ui.snapshot.archived.clear();
  ui.snapshot.tiles = {};
  ui.frames(2);
  EXPECT_TRUE(ui.shows("Claude Code is installed"));
  ASSERT_TRUE(ui.click("Try the demo"));
  EXPECT_EQ(ui.wanted<app::RunDemo>().size(), 1U);
  ASSERT_TRUE(ui.click("Add a repository"));
  EXPECT_EQ(ui.state.dialog, Dialog::add_repository);
  ui.type("/srv/code");
  ASSERT_TRUE(ui.click("Add"));
  const auto added = ui.wanted<app::AddRepository>();
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].path, "/srv/code");
}

TEST(MainWindow, AVanishedWorkspaceLeadsBackToTheDashboard) {
  ImguiHarness ui;
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-gone");
  ui.frames(2);
  EXPECT_EQ(ui.state.page, Page::dashboard);
}

}  // namespace
}  // namespace orchard::test
