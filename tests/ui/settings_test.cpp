#include "app/ui/panels/settings/settings_page.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/usage/plan_view.h"
#include "tests/support/samples/sample_plan.h"
#include "tests/ui/imgui_harness.h"

#include <chrono>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::ui::Page;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kEscape = app::ui::key::kEscape;

void open_usage(ImguiHarness& ui) {
  ui.snapshot.plan = make_sample_plan(ui.now);
  ui.snapshot.settings.usage_insights = true;
  ui.state.page = Page::settings;
  ui.state.settings_section = "usage";
}

TEST(Settings, TheListLeadsToEverySection) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  struct Case {
    const char* section;
    const char* text;
  };
  for (const Case& c :
       {Case{"Agents", "Permissions"}, Case{"Git", "Branch prefix"},
        Case{"Appearance", "Reduced motion"}, Case{"Notifications", "Call when an agent needs you"},
        Case{"Privacy", "Network ledger"}, Case{"Storage", "ON THE DISK"},
        Case{"Experimental", "Usage Insights is off"}, Case{"General", "Claude Code sign-in"}}) {
    ASSERT_TRUE(ui.click(c.section)) << c.section;
    EXPECT_TRUE(ui.find(c.text)) << c.section;
  }
  EXPECT_FALSE(ui.find("Usage")) << "the gate is closed";
  EXPECT_TRUE(ui.wanted<app::ChangeSettings>().empty()) << "looking changes nothing";
}

TEST(Settings, UseOutsideCanBeLeftAlone) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.state.settings_section = "privacy";
  ui.frames(2);
  EXPECT_TRUE(ui.find("Network ledger"));
  const auto name = ui.find("Count use outside Orchard");
  ASSERT_TRUE(name);
  ui.click_at(name->box.x + 680, name->box.y + 25);
  const auto changes = ui.wanted<app::ChangeSettings>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].count_outside_use, false);
}

TEST(Settings, EscapeLeadsBackToWhereTheyWereOpened) {
  ImguiHarness ui;
  ui.frame();
  ui.key('J', true);
  ASSERT_EQ(ui.state.page, Page::workspace);
  const auto workspace = ui.state.workspace;
  ui.key(44, true);
  ASSERT_EQ(ui.state.page, Page::settings);
  ui.intents.clear();
  ui.key(kEscape);
  EXPECT_EQ(ui.state.page, Page::workspace);
  EXPECT_EQ(ui.state.workspace, workspace);
  const auto opened = ui.wanted<app::OpenConversation>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].workspace, workspace);
  ui.key('0', true);
  ui.key(44, true);
  ASSERT_TRUE(ui.click("Settings"));
  EXPECT_EQ(ui.state.page, Page::dashboard);
}

TEST(Settings, TheGateIsExplainedBeforeItIsOpened) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.state.settings_section = "usage";
  ui.snapshot.plan.stream = {{"five_hour", "allowed", 0.42, ui.now + hours(2), ui.now}};
  ui.frames(2);
  EXPECT_TRUE(ui.shows("opens no credential file"));
  EXPECT_TRUE(ui.shows("Pro or Max"));
  EXPECT_TRUE(ui.find("Network ledger: 0 requests"));
  EXPECT_TRUE(ui.find("reported by an agent just now"));
  EXPECT_TRUE(ui.intents.empty()) << "nothing is asked behind a closed gate";
  ASSERT_TRUE(ui.click("Turn on"));
  auto changes = ui.wanted<app::ChangeSettings>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].usage_insights, true);
  EXPECT_TRUE(ui.wanted<app::LookAtPlan>().empty());
  ui.snapshot.settings.usage_insights = true;
  ui.snapshot.plan = make_sample_plan(ui.now);
  ui.frame();
  EXPECT_TRUE(ui.find("5-hour window")) << "opens with the gate";
  ASSERT_EQ(ui.wanted<app::LookAtPlan>().size(), 1U);
}

TEST(Settings, AddressesStayWhole) {
  for (float width = 480; width <= 1100; width += 31) {
    ImguiHarness ui(width, 700);
    ui.state.page = Page::settings;
    ui.state.settings_section = "experimental";
    ui.frames(2);
    EXPECT_TRUE(ui.shows("api.anthropic.com")) << width;
  }
}

TEST(Settings, ThePanelShowsTheAnswer) {
  ImguiHarness ui;
  open_usage(ui);
  ui.frames(2);
  for (const char* text :
       {"Max 5x", "Signed in", "tier default_claude_max_5x", "5-hour window", "42%", "7-day window",
        "61%", "Extra usage", "$4.20", " of $50.00", "8% used, $45.80 left", "Forecast, 5 hours",
        "This 5-hour window, by workspace", "virtual-scroll", "14%", "/extra-usage"})
    EXPECT_TRUE(ui.find(text)) << text;
  EXPECT_TRUE(ui.shows("resets in 2h 18m"));
  EXPECT_TRUE(ui.shows("through the CLI (get_usage)"));
  ASSERT_TRUE(ui.click("Open in browser"));
  EXPECT_EQ(ui.wanted<app::OpenUsagePage>().size(), 1U);
}

TEST(Settings, ThePanelAsksWhenOpenedAndOnceAMinute) {
  ImguiHarness ui;
  ui.snapshot.plan = make_sample_plan(ui.now);
  ui.snapshot.settings.usage_insights = true;
  ui.frames(2);
  EXPECT_TRUE(ui.wanted<app::LookAtPlan>().empty()) << "the dashboard asks nobody";
  open_usage(ui);
  ui.frames(20);
  auto looks = ui.wanted<app::LookAtPlan>();
  ASSERT_EQ(looks.size(), 1U);
  EXPECT_TRUE(looks[0].reopened);
  ASSERT_TRUE(app::ui::next_settings_frame(ui.state));
  const auto due = *app::ui::next_settings_frame(ui.state);
  EXPECT_GE(due - ui.now, seconds(60)) << "at most one frame a minute";
  ui.now = due;
  ui.frames(20);
  looks = ui.wanted<app::LookAtPlan>();
  ASSERT_EQ(looks.size(), 2U);
  EXPECT_FALSE(looks[1].reopened);
  ui.key(kEscape);
  EXPECT_FALSE(app::ui::next_settings_frame(ui.state));
  open_usage(ui);
  ui.frames(2);
  looks = ui.wanted<app::LookAtPlan>();
  ASSERT_EQ(looks.size(), 3U);
  EXPECT_TRUE(looks[2].reopened) << "closed and opened again";
}

TEST(Settings, RefreshIsHeldUpWhileSomebodyAsks) {
  ImguiHarness ui;
  open_usage(ui);
  ui.frames(2);
  ASSERT_TRUE(ui.click("Refresh"));
  EXPECT_EQ(ui.wanted<app::LookAtPlan>().size(), 2U);
  ui.snapshot.plan.asking = true;
  ASSERT_TRUE(ui.click("Refresh"));
  EXPECT_EQ(ui.wanted<app::LookAtPlan>().size(), 2U);
}

TEST(Settings, EveryProblemHasItsSentenceAndWhatToDo) {
  using Kind = core::PlanProblemKind;
  for (const Kind kind :
       {Kind::signed_out, Kind::api_key, Kind::environment_token, Kind::other_provider,
        Kind::no_claude, Kind::old_claude, Kind::claude_failed, Kind::timed_out, Kind::empty,
        Kind::unauthorized, Kind::forbidden, Kind::rate_limited, Kind::server_error, Kind::offline,
        Kind::unreadable}) {
    ImguiHarness ui;
    open_usage(ui);
    ui.snapshot.plan.answered_at.reset();
    ui.snapshot.plan.windows.clear();
    ui.snapshot.plan.problem = core::PlanProblem{kind, "", std::nullopt};
    ui.frames(2);
    EXPECT_TRUE(ui.shows(app::sentence_of(*ui.snapshot.plan.problem).substr(0, 20)));
    EXPECT_TRUE(ImguiHarness::vertices_are_sane());
  }
}

TEST(Settings, AStaleAnswerIsMarked) {
  ImguiHarness ui;
  open_usage(ui);
  ui.snapshot.plan.fresh = false;
  ui.snapshot.plan.problem = core::PlanProblem{core::PlanProblemKind::offline, "", std::nullopt};
  ui.snapshot.plan.asks_again_at = ui.now + minutes(2);
  ui.frames(2);
  EXPECT_TRUE(ui.find("Stale"));
  EXPECT_TRUE(ui.shows("Stale. Read 2 m ago"));
  EXPECT_TRUE(ui.shows("There is no connection"));
  EXPECT_TRUE(ui.find("asks again at 16:44"));
  EXPECT_TRUE(ui.find("42%")) << "the old answer stays";
}

TEST(Settings, ARefusedLoginLeadsToTheSignIn) {
  ImguiHarness ui;
  open_usage(ui);
  ui.snapshot.plan.problem =
      core::PlanProblem{core::PlanProblemKind::unauthorized, "", std::nullopt};
  ASSERT_TRUE(ui.click("Sign in"));
  EXPECT_EQ(ui.wanted<app::SignIn>().size(), 1U);
  ui.frame();
  EXPECT_TRUE(ui.find("Claude Code sign-in"));
}

TEST(Settings, TheSignInShowsItsOutputAndTakesACode) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.snapshot.health = {{"Claude Code is signed in", app::HealthCheck::Level::failed,
                         "not signed in", "Run `claude auth login`."}};
  ui.frames(2);
  EXPECT_TRUE(ui.find("Not signed in"));
  ASSERT_TRUE(ui.click("Sign in"));
  EXPECT_EQ(ui.wanted<app::SignIn>().size(), 1U);
  ui.snapshot.sign_in.running = true;
  ui.snapshot.sign_in.output =
      "Opening the browser\nIf it stays shut: https://claude.ai/oauth?code=true\nPaste code: ";
  ui.frames(2);
  EXPECT_TRUE(ui.find("Opening the browser"));
  ASSERT_TRUE(ui.click("Copy the address"));
  EXPECT_STREQ(ImGui::GetClipboardText(), "https://claude.ai/oauth?code=true");
  ASSERT_TRUE(ui.click("The code from the browser"));
  ui.type("4711-secret");
  EXPECT_FALSE(ui.shows("4711")) << "what is typed is nobody's business";
  ui.key(app::ui::key::kEnter);
  const auto answers = ui.wanted<app::AnswerSignIn>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].line, "4711-secret");
  EXPECT_TRUE(ui.state.settings.sign_in_line.empty());
  ASSERT_TRUE(ui.click("Cancel"));
  EXPECT_EQ(ui.wanted<app::CancelSignIn>().size(), 1U);
  ui.snapshot.sign_in.running = false;
  ui.snapshot.sign_in.succeeded = true;
  ui.frame();
  EXPECT_TRUE(ui.find("Signed in"));
}

TEST(Settings, TheSidebarLeadsToThePanelWhenTheGateIsOpen) {
  ImguiHarness ui;
  ASSERT_TRUE(ui.click("5-hour limit"));
  EXPECT_EQ(ui.state.page, Page::dashboard) << "with the gate closed it only tells";
  ui.snapshot.plan = make_sample_plan(ui.now);
  ASSERT_TRUE(ui.click("5-hour limit"));
  EXPECT_EQ(ui.state.page, Page::settings);
  EXPECT_EQ(ui.state.settings_section, "usage");
}

TEST(Settings, ARequestOpensItsSection) {
  ImguiHarness ui;
  ui.snapshot.settings_request = {1, "privacy"};
  ui.frames(2);
  EXPECT_EQ(ui.state.page, Page::settings);
  EXPECT_TRUE(ui.find("No request was made."));
  ui.snapshot.plan = make_sample_plan(ui.now);
  ui.snapshot.settings_request = {2, "usage"};
  ui.frames(2);
  EXPECT_TRUE(ui.find("Max 5x"));
  EXPECT_TRUE(ui.wanted<app::LookAtPlan>().empty()) << "the command has asked already";
}

TEST(Settings, TheLedgerListsRequests) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.state.settings_section = "privacy";
  for (int i = 0; i < 1000; ++i)
    ui.snapshot.network.push_back({ui.now - minutes(i), "api.anthropic.com", "plan usage", "claude",
                                   "ok", std::nullopt, 312});
  ui.frames(2);
  EXPECT_TRUE(ui.find("1,000 requests"));
  EXPECT_TRUE(ui.find("api.anthropic.com"));
  EXPECT_TRUE(ui.find("312 B"));
  EXPECT_LT(ui.texts.size(), 1000U) << "what is out of sight is not drawn";
}

TEST(Settings, CleaningUpIsAskedFirst) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.state.settings_section = "storage";
  ui.frames(3);
  EXPECT_EQ(ui.wanted<app::MeasureStorage>().size(), 1U) << "once, when it is opened";
  ui.snapshot.storage.measured_at = ui.now;
  ui.snapshot.storage.parts = {{"store", 1, 4096, 0, 0}, {"trash", 2, 3 << 20, 0, 0}};
  ASSERT_TRUE(ui.click("Clean up\u2026"));
  EXPECT_FALSE(ui.find("Remove")) << "there is nothing";
  ui.snapshot.storage.parts[1] = {"trash", 2, 3 << 20, 1, 2 << 20};
  ASSERT_TRUE(ui.click("Clean up\u2026"));
  EXPECT_TRUE(ui.find("Remove 1 thing for good and free 2.0 MiB?"));
  ASSERT_TRUE(ui.click("Keep everything"));
  EXPECT_TRUE(ui.wanted<app::CleanUpStorage>().empty());
  ASSERT_TRUE(ui.click("Clean up\u2026"));
  ASSERT_TRUE(ui.click("Remove"));
  EXPECT_EQ(ui.wanted<app::CleanUpStorage>().size(), 1U);
  ui.snapshot.storage.clean_up.running = true;
  ui.snapshot.storage.clean_up.all = 1;
  ui.snapshot.storage.clean_up.doing = "Emptying the trash";
  ui.frame();
  EXPECT_TRUE(ui.find("Emptying the trash, 1 of 1"));
  ASSERT_TRUE(ui.click("Cancel"));
  EXPECT_EQ(ui.wanted<app::CancelCleanUp>().size(), 1U);
  ui.snapshot.storage.clean_up = {};
  ui.snapshot.storage.clean_up.ended_at = ui.now;
  ui.snapshot.storage.clean_up.freed_items = 1;
  ui.snapshot.storage.clean_up.freed_bytes = 2 << 20;
  ui.frame();
  EXPECT_TRUE(ui.find("Freed 2.0 MiB: 1 thing was removed."));
}

TEST(Settings, EverySectionDrawsInEverySize) {
  struct Size {
    float width;
    float height;
    float scale;
  };
  for (const Size size : {Size{1440, 900, 1}, {800, 600, 1}, {480, 360, 2}, {3840, 2160, 2}}) {
    ImguiHarness ui(size.width, size.height);
    ui.scale = size.scale;
    open_usage(ui);
    const std::string evil = std::string("%s%n ##id \x1b[31m \xff") + std::string(5000, 'W');
    ui.snapshot.plan.usage.plan = evil;
    ui.snapshot.plan.usage.tier = evil;
    ui.snapshot.plan.windows[0].window.kind = evil;
    ui.snapshot.plan.problem = core::PlanProblem{core::PlanProblemKind::forbidden, evil, {}};
    ui.snapshot.plan.stream = {{evil, evil, 7.0, ui.now, ui.now}};
    ui.snapshot.network.push_back({ui.now, evil, evil, evil, evil, -1, 1});
    ui.snapshot.sign_in = {true, std::nullopt, evil + "\n\n" + evil};
    for (const app::SettingsSection& section : app::settings_sections(true)) {
      ui.state.settings_section = std::string(section.id);
      ui.frames(2);
      EXPECT_TRUE(ImguiHarness::vertices_are_sane()) << section.id;
      EXPECT_TRUE(ui.areas_are_unique()) << section.id;
      EXPECT_FALSE(ui.facts.breathes) << section.id;
    }
  }
}

}  // namespace
}  // namespace orchard::test
