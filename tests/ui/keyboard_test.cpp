#include "app/ui/widgets/interact.h"
#include "tests/support/sample_conversation.h"
#include "tests/support/sample_figures.h"
#include "tests/ui/imgui_harness.h"

#include <set>

#include <gtest/gtest.h>
#include <imgui_internal.h>

namespace orchard::test {
namespace {

using app::ui::Dialog;
using app::ui::Page;

constexpr int kTab = 258;
constexpr int kRight = 262;
constexpr int kLeft = 263;
constexpr int kDown = 264;
constexpr int kUp = 265;
constexpr int kEnter = app::ui::key::kEnter;
constexpr int kEscape = app::ui::key::kEscape;

// Long enough for a question to be answered by keys.
void settle(ImguiHarness& ui) {
  ui.frames(40);
}

std::string opened(const ImguiHarness& ui) {
  return ui.state.page == Page::workspace && ui.state.workspace ? ui.state.workspace->value : "";
}

void open_conversation(ImguiHarness& ui) {
  ui.snapshot = make_sample_conversation();
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-rate-limit-headers");
  ui.state.focus_composer = true;
  ui.frames(3);
}

TEST(Keyboard, ArrowsWalkTheCardsAndEnterOpensOne) {
  struct Case {
    std::vector<int> keys;
    const char* workspace;
  };
  // Two rows of three large cards, then two of resting ones.
  const Case cases[] = {
      {{kRight}, "w-rate-limit-headers"},
      {{kDown, kRight}, "w-onboarding-flow"},
      {{kRight, kDown}, "w-arena-allocator"},
      {{kRight, kRight, kRight, kDown, kDown, kLeft}, "w-i18n-plurals"},
      {{kDown, kDown, kDown, kUp}, "w-arena-allocator"},
  };
  for (const auto& [keys, workspace] : cases) {
    ImguiHarness ui;
    ui.frames(2);
    for (const int key : keys) ui.key(key);
    EXPECT_EQ(opened(ui), "") << "walking opens nothing";
    ui.key(kEnter);
    EXPECT_EQ(opened(ui), workspace);
    EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty()) << "Enter belongs to the ring";
  }
}

TEST(Keyboard, WalkingDownScrollsToCardsOutOfSight) {
  ImguiHarness ui(1440, 500);
  ui.frames(2);
  ui.key(kRight);
  for (int i = 0; i < 3; ++i) ui.key(kDown);
  settle(ui);
  ui.key(kEnter);
  EXPECT_EQ(opened(ui), "w-quiet-fern");
}

TEST(Keyboard, TabReachesEverythingOnEveryPage) {
  for (const Page page :
       {Page::dashboard, Page::analytics, Page::needs_you, Page::settings, Page::workspace}) {
    ImguiHarness ui;
    if (page == Page::workspace) {
      open_conversation(ui);
    } else {
      ui.state.page = page;
    }
    if (page == Page::analytics) ui.snapshot.figures = make_sample_answer();
    ui.frames(2);
    // The page asks for its figures when it comes.
    ui.intents.clear();
    std::set<std::uint32_t> reached;
    const ImGuiContext& imgui = *ImGui::GetCurrentContext();
    std::set<std::uint32_t> all(ui.areas.begin(), ui.areas.end());
    for (std::size_t i = 0; i < all.size() + 40; ++i) {
      ui.key(kTab);
      all.insert(ui.areas.begin(), ui.areas.end());
      reached.insert(imgui.NavId);
    }
    std::size_t missed = 0;
    for (const std::uint32_t area : all) missed += reached.contains(area) ? 0U : 1U;
    EXPECT_EQ(missed, 0U) << "page " << static_cast<int>(page) << " of " << all.size();
    EXPECT_TRUE(ui.intents.empty() || page == Page::workspace) << "walking does nothing";
  }
}

TEST(Keyboard, TabGoesBackWithShift) {
  ImguiHarness ui;
  ui.frames(2);
  ui.key(kTab);
  ui.key(kTab);
  const auto second = ImGui::GetCurrentContext()->NavId;
  ui.key(kTab);
  EXPECT_NE(ImGui::GetCurrentContext()->NavId, second);
  ui.key(kTab, false, true);
  EXPECT_EQ(ImGui::GetCurrentContext()->NavId, second);
}

TEST(Keyboard, TabLeavesTheComposerAndComesBack) {
  ImguiHarness ui;
  open_conversation(ui);
  ui.type("a");
  ui.key(kTab);
  ui.type("b");
  EXPECT_EQ(ui.state.drafts["s-rate-limit-headers"].text, "a");
  ui.key(kTab, false, true);
  ui.type("c");
  EXPECT_EQ(ui.state.drafts["s-rate-limit-headers"].text, "ac");
}

TEST(Keyboard, TabStaysInsideADialog) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.type("first");
  for (int i = 0; i < 12; ++i) ui.key(kTab);
  EXPECT_EQ(ui.state.dialog, Dialog::create_workspace);
  EXPECT_EQ(ui.state.create.prompt, "first");
  std::set<std::uint32_t> reached;
  for (int i = 0; i < 12; ++i) {
    ui.key(kTab);
    reached.insert(ImGui::GetCurrentContext()->ActiveId != 0 ? ImGui::GetCurrentContext()->ActiveId
                                                             : ImGui::GetCurrentContext()->NavId);
  }
  EXPECT_EQ(reached.size(), 6U) << "two lists, two fields, two buttons";
}

TEST(Keyboard, ControlEnterCreatesTheWorkspaceFromItsMessage) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.type("Mend the\nclock");
  ui.key(kEnter);
  EXPECT_EQ(ui.state.dialog, Dialog::create_workspace) << "Enter begins a line";
  ui.type("today");
  ui.key(kEnter, true);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
  const auto created = ui.wanted<app::CreateWorkspace>();
  ASSERT_EQ(created.size(), 1U);
  EXPECT_EQ(created[0].first_prompt, "Mend the\nclock\ntoday");
}

TEST(Keyboard, TypingReplacesAMessageLeftByEscape) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.type("a message that was left, long enough to be wrapped to the width of its narrow field");
  ui.key(kEscape);
  ASSERT_EQ(ui.state.dialog, Dialog::none);
  ui.key('N', true);
  EXPECT_EQ(ui.state.create.prompt.find("a message"), 0U) << "it comes back";
  ui.type("n");
  ui.type("ew");
  EXPECT_EQ(ui.state.create.prompt, "new");
}

TEST(Keyboard, EnterAllowsTheFirstQuestionOfTheDashboard) {
  ImguiHarness ui;
  settle(ui);
  ui.key(kEnter);
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].request.value, "q-rate-limit-headers");
  EXPECT_TRUE(answers[0].allow);
  EXPECT_FALSE(answers[0].always_in_session);
}

TEST(Keyboard, AKeyDoesNotAnswerWhatHasJustAppeared) {
  ImguiHarness ui;
  ui.frames(2);
  ui.key(kEnter);
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty());
}

TEST(Keyboard, LettersAnswerTheCardWithTheRing) {
  ImguiHarness ui;
  ui.frames(2);
  ui.key(kRight);
  settle(ui);
  ui.key('A');
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].always_in_session);
  ui.key('D');
  ASSERT_TRUE(ui.state.deny);
  ui.type("no");
  ui.key(kEnter);
  ASSERT_EQ(ui.wanted<app::AnswerPermission>().size(), 2U);
  EXPECT_EQ(ui.wanted<app::AnswerPermission>()[1].reason, "no");
}

TEST(Keyboard, DigitsAnswerAQuestion) {
  ImguiHarness ui;
  ui.frames(2);
  ui.key(kRight);
  ui.key(kRight);
  settle(ui);
  ui.key('2');
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].request.value, "q-onboarding-flow");
  ASSERT_EQ(answers[0].answers.size(), 1U);
  EXPECT_EQ(answers[0].answers[0].answer, "Keep it");
}

TEST(Keyboard, EnterOnAButtonOfTheWorkspaceAllowsNothing) {
  ImguiHarness ui;
  open_conversation(ui);
  settle(ui);
  ui.key(kTab);
  ui.key(kEnter);
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty());
}

TEST(Keyboard, EscapeThatClosesAListDoesNothingElse) {
  ImguiHarness ui;
  open_conversation(ui);
  ASSERT_TRUE(ui.click("Ask first"));
  ui.frames(2);
  ASSERT_TRUE(ui.find("Accept edits"));
  ui.key(kEscape);
  EXPECT_FALSE(ui.find("Accept edits"));
  EXPECT_TRUE(ui.wanted<app::InterruptTurn>().empty());
  ui.key(kEscape);
  EXPECT_EQ(ui.wanted<app::InterruptTurn>().size(), 1U);
}

TEST(Keyboard, EscapeThatClosesAListKeepsTheDialog) {
  ImguiHarness ui;
  ui.frame();
  ui.key('N', true);
  ui.frames(3);
  const auto label = ui.find("Repository");
  ASSERT_TRUE(label);
  ui.click_at(label->box.x + 40, label->box.y + 36);
  ui.frames(3);
  ui.key(kEscape);
  EXPECT_EQ(ui.state.dialog, Dialog::create_workspace);
  ui.key(kEscape);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
}

TEST(Keyboard, TheSheetOfKeysOpensAndCloses) {
  constexpr int kF1 = app::ui::key::kF1;
  ImguiHarness ui;
  ui.frame();
  ui.key(kF1);
  EXPECT_EQ(ui.state.dialog, Dialog::help);
  EXPECT_TRUE(ui.find("Interrupt the turn, or close"));
  ui.key(kF1);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
  ui.key('/', false, true);
  EXPECT_EQ(ui.state.dialog, Dialog::help);
  ui.key(kEscape);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
}

TEST(Keyboard, EnterConfirmsArchivingButNotDeleting) {
  for (const bool deletes : {false, true}) {
    ImguiHarness ui;
    ui.frame();
    ui.state.subject = core::WorkspaceId("w-quiet-fern");
    ui.state.open_dialog(deletes ? Dialog::delete_workspace : Dialog::archive_workspace);
    ui.frames(3);
    ui.key(kEnter);
    EXPECT_EQ(ui.state.dialog, Dialog::none);
    EXPECT_EQ(ui.wanted<app::ArchiveWorkspace>().size(), deletes ? 0U : 1U);
    EXPECT_TRUE(ui.wanted<app::DeleteWorkspace>().empty());
  }
}

/// As if its newest agent had told so.
void put_state(ImguiHarness& ui, const core::WorkspaceId& id, core::SessionState state) {
  for (app::RepositoryState& repository : ui.snapshot.repositories)
    for (auto& workspace : repository.workspaces) {
      if (workspace->id != id) continue;
      auto changed = std::make_shared<app::WorkspaceState>(*workspace);
      changed->sessions.front().state = state;
      workspace = std::move(changed);
    }
}

TEST(Keyboard, EnterEndsNoTurnThatBeganWhileTheQuestionWasRead) {
  for (const bool at_once : {false, true}) {
    ImguiHarness ui;
    ui.frame();
    ui.state.subject = core::WorkspaceId("w-virtual-scroll");
    put_state(ui, *ui.state.subject, core::SessionState::idle);
    ui.state.open_dialog(Dialog::archive_workspace);
    ui.frames(3);
    EXPECT_FALSE(ui.shows("will be stopped."));
    put_state(ui, *ui.state.subject, core::SessionState::running);
    if (!at_once) ui.frames(3);
    ui.key(kEnter);
    EXPECT_TRUE(ui.wanted<app::ArchiveWorkspace>().empty());
  }
}

TEST(Keyboard, ArchivingEndsTheTurnsThatTheQuestionNamed) {
  ImguiHarness ui;
  ui.frame();
  ui.state.subject = core::WorkspaceId("w-virtual-scroll");
  ui.state.open_dialog(Dialog::archive_workspace);
  ui.frames(3);
  ASSERT_TRUE(ui.click("Archive", 1));
  ASSERT_EQ(ui.wanted<app::ArchiveWorkspace>().size(), 1U);
  EXPECT_TRUE(ui.wanted<app::ArchiveWorkspace>().front().ends_turns);
}

TEST(Keyboard, EnterEndsNoTurnByArchiving) {
  ImguiHarness ui;
  ui.frame();
  ui.state.subject = core::WorkspaceId("w-virtual-scroll");
  ui.state.open_dialog(Dialog::archive_workspace);
  ui.frames(3);
  EXPECT_TRUE(ui.shows("will be stopped."));
  ui.key(kEnter);
  EXPECT_EQ(ui.state.dialog, Dialog::none);
  EXPECT_TRUE(ui.wanted<app::ArchiveWorkspace>().empty());
}

TEST(Keyboard, FoldsTheSidebar) {
  ImguiHarness ui;
  ui.frame();
  EXPECT_TRUE(ui.find("Orchard"));
  ui.key('B', true);
  EXPECT_FALSE(ui.find("Orchard"));
  EXPECT_FALSE(ui.find("lumen-web \u00b7 x"));
  ui.key('B', true);
  EXPECT_TRUE(ui.find("Orchard"));
}

TEST(Keyboard, ANarrowWindowFoldsTheSidebarUntilAsked) {
  ImguiHarness ui(800, 600);
  ui.frame();
  EXPECT_FALSE(ui.find("Orchard"));
  ui.key('B', true);
  EXPECT_TRUE(ui.find("Orchard"));
}

}  // namespace
}  // namespace orchard::test
