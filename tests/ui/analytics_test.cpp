#include "app/ui/widgets/interact.h"
#include "tests/ui/figures_window.h"

#include <gtest/gtest.h>
#include <imgui_internal.h>

namespace orchard::test {
namespace {

using app::ui::Dialog;
using app::ui::Page;

constexpr int kEnter = app::ui::key::kEnter;
constexpr int kEscape = app::ui::key::kEscape;

bool tooltip_is_shown() {
  const ImGuiWindow* tooltip = ImGui::FindWindowByName("##Tooltip_00");
  return tooltip != nullptr && tooltip->Active;
}

TEST(Analytics, AsksWhileItIsOpenAndNoLonger) {
  ImguiHarness ui;
  ui.frames(2);
  EXPECT_TRUE(ui.intents.empty()) << "the dashboard asks nothing";
  ASSERT_TRUE(ui.click("Analytics"));
  ui.frames(3);
  auto asked = ui.wanted<app::LookAtFigures>();
  ASSERT_EQ(asked.size(), 1U);
  ASSERT_TRUE(asked[0].question);
  EXPECT_TRUE(asked[0].question->analytics);
  EXPECT_EQ(asked[0].question->filter.window, app::FigureWindow::week);
  EXPECT_TRUE(ui.shows("Reading the ledger"));
  ASSERT_TRUE(ui.click("Dashboard"));
  ui.frames(3);
  asked = ui.wanted<app::LookAtFigures>();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_FALSE(asked[1].question);
}

TEST(Analytics, ShowsEveryView) {
  ImguiHarness ui;
  open_page(ui);
  for (const char* text : {"Leaderboard",
                           "oauth-device-flow",
                           "archived",
                           "deleted",
                           "14 workspaces",
                           "+5,664",
                           "$60.01",
                           "Turns per session",
                           "40 sessions, 505 turns",
                           "Top slash commands",
                           "4 others",
                           "80 uses",
                           "Weekday and hour",
                           "turns; busiest Thu 15:00 with 19",
                           "13 weeks",
                           "Sessions, last 24 hours",
                           "Interrupted",
                           "18:00",
                           "now",
                           "Europe/Berlin, week starts Monday",
                           "Archived and deleted"})
    EXPECT_TRUE(ui.find(text)) << text;
}

TEST(Analytics, SortsByThePressedHead) {
  ImguiHarness ui;
  open_page(ui);
  ASSERT_TRUE(ui.click("WORKSPACE"));
  const auto first = ui.find("a11y-dialogs", 1);
  const auto last = ui.find("arena-allocator", 1);
  ASSERT_TRUE(first && last);
  EXPECT_LT(first->box.y, last->box.y);
  ASSERT_TRUE(ui.click("COST"));
  EXPECT_EQ(ui.state.figures.sort, (app::LeaderSort{app::LeaderColumn::cost, true}));
  ASSERT_TRUE(ui.click("COST"));
  EXPECT_FALSE(ui.state.figures.sort.descending);
}

TEST(Analytics, ALineOpensToItsSessions) {
  ImguiHarness ui;
  open_page(ui);
  ASSERT_TRUE(ui.click("rate-limit-headers", 1));
  const auto asked = ui.wanted<app::LookAtFigures>();
  ASSERT_FALSE(asked.empty());
  ASSERT_EQ(asked.back().question->opened.size(), 1U);
  EXPECT_EQ(asked.back().question->opened[0].value, "w-rate-limit-headers");
  auto answer = make_sample_answer();
  answer->analytics->workspaces[3].sessions = {
      make_leader_session("Redis limiter", 19, 3'400'000, 396, std::chrono::hours(24))};
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find("Redis limiter"));
  ASSERT_TRUE(ui.click("19"));
  ASSERT_NE(opened(ui), nullptr);
  EXPECT_EQ(opened(ui)->wanted.session->value, "s-Redis limiter");
}

TEST(Analytics, EveryFigureLeadsToItsRows) {
  struct Case {
    const char* text;
    const char* figure;
    app::RowKindWanted kind;
  };
  using Kind = app::RowKindWanted;
  const Case cases[] = {{"118", "workspace_leaderboard", Kind::turns},
                        {"+1,302", "workspace_leaderboard", Kind::commits},
                        {"$12.47", "workspace_leaderboard", Kind::calls},
                        {"/review", "slash_commands", Kind::own},
                        {"4 others", "slash_commands", Kind::own},
                        {"\u226416", "turn_histogram", Kind::own}};
  for (const auto& [text, figure, kind] : cases) {
    ImguiHarness ui;
    open_page(ui);
    ASSERT_TRUE(ui.click(text)) << text;
    ASSERT_NE(opened(ui), nullptr) << text;
    EXPECT_EQ(opened(ui)->figure, figure);
    EXPECT_EQ(opened(ui)->kind, kind) << text;
    EXPECT_TRUE(ui.shows("Reading the ledger")) << "its rows are still to come";
  }
}

TEST(Analytics, CellsOfChartsLeadToTheirRows) {
  ImguiHarness ui;
  open_page(ui);
  const auto thursday = ui.find("Thu");
  const auto fifteen = ui.find("15");
  ASSERT_TRUE(thursday && fifteen);
  ui.click_at(fifteen->box.x + 5, thursday->box.middle_y());
  ASSERT_NE(opened(ui), nullptr);
  EXPECT_EQ(opened(ui)->wanted.weekday, 3);
  EXPECT_EQ(opened(ui)->wanted.hour, 15);
  ui.key(kEscape);
  ui.frames(2);
  const auto monday = ui.find("Mon", 1);
  const auto october = ui.find("Oct");
  ASSERT_TRUE(monday && october);
  ui.click_at(october->box.x + 5, monday->box.middle_y());
  ASSERT_NE(opened(ui), nullptr);
  EXPECT_EQ(opened(ui)->wanted.day, std::chrono::sys_days(std::chrono::year(2026) / 10 / 5));
}

TEST(Analytics, HoverSaysTheValueAndWhatItMeans) {
  ImguiHarness ui;
  open_page(ui);
  const auto thursday = ui.find("Thu");
  const auto fifteen = ui.find("15");
  ASSERT_TRUE(thursday && fifteen);
  hover(ui, 3, 3);
  EXPECT_FALSE(tooltip_is_shown());
  hover(ui, fifteen->box.x + 5, thursday->box.middle_y());
  EXPECT_TRUE(tooltip_is_shown());
  EXPECT_TRUE(ui.find("19 turns, Thursday 15:00\u201316:00")) << "in the head of the card";
  for (const char* text : {"$12.47", "+5,664", "/review", "12"}) {
    hover(ui, 3, 3);
    const auto found = ui.find(text);
    ASSERT_TRUE(found) << text;
    hover(ui, found->box.middle_x(), found->box.middle_y());
    EXPECT_TRUE(tooltip_is_shown()) << text;
  }
}

TEST(Analytics, NotesWithoutRoomAreLeftOutByParts) {
  for (const auto& [width, note] :
       {std::pair(2600.0F, "median 14m 00s, longest 8h 32m"), {800.0F, "median 14m 00s"}}) {
    ImguiHarness ui(width, 3000);
    open_page(ui);
    EXPECT_TRUE(ui.find(note)) << width;
  }
}

TEST(Analytics, HoversStandOnWholePixels) {
  ImguiHarness ui;
  open_page(ui);
  const auto cost = ui.find("$12.47");
  ASSERT_TRUE(cost);
  hover(ui, cost->box.middle_x(), cost->box.middle_y());
  const auto meaning = ui.find("What the API calls of the window cost at the price of their day");
  ASSERT_TRUE(meaning) << "the last line";
  EXPECT_EQ(meaning->box.y, std::round(meaning->box.y));
}

TEST(Analytics, TilesOfTheDashboardSayWhatTheyMeanAndOpen) {
  for (const char* caption : {"ACTIVE SESSIONS", "SESSIONS 24H", "COMMITS TODAY", "ADD / DEL 7D",
                              "SUCCESS 30D", "COST 30D", "TOKENS 30D"}) {
    ImguiHarness ui;
    ui.snapshot.figure_book = make_sample_book();
    ui.frames(2);
    const auto tile = ui.find(caption);
    ASSERT_TRUE(tile) << caption;
    hover(ui, tile->box.x + 20, tile->box.y + 30);
    EXPECT_TRUE(tooltip_is_shown()) << caption;
    ui.click_at(tile->box.x + 20, tile->box.y + 30);
    ASSERT_NE(opened(ui), nullptr) << caption;
    EXPECT_EQ(ui.wanted<app::LookAtFigures>().back().question->drill, *opened(ui));
    ui.key(kEscape);
    EXPECT_EQ(opened(ui), nullptr);
    EXPECT_EQ(ui.state.page, Page::dashboard);
    EXPECT_TRUE(ui.wanted<app::InterruptTurn>().empty());
  }
}

TEST(Analytics, ThePreviewLeadsToItsRows) {
  for (const char* text : {"$26.05", "/plan", "16"}) {
    ImguiHarness ui(1440, 1000);
    ui.snapshot.figure_book = make_sample_book();
    ASSERT_TRUE(ui.click(text)) << text;
    EXPECT_NE(opened(ui), nullptr) << text;
  }
  ImguiHarness ui(1440, 1000);
  ASSERT_TRUE(ui.click("Open analytics"));
  EXPECT_EQ(ui.state.page, Page::analytics);
}

TEST(FigureRows, AreShownAndLeadBack) {
  ImguiHarness ui;
  open_page(ui);
  ASSERT_TRUE(ui.click("118"));
  answer_rows(ui);
  EXPECT_TRUE(ui.find("oauth-device-flow, turns"));
  EXPECT_TRUE(ui.find("Per workspace what happened in the window."));
  EXPECT_TRUE(ui.find("2 sessions in which a turn began then"));
  ASSERT_TRUE(ui.click("Cut the oak"));
  ASSERT_EQ(ui.state.figures.drills.size(), 2U);
  EXPECT_EQ(opened(ui)->wanted.session->value, "s-2");
  EXPECT_EQ(opened(ui)->kind, app::RowKindWanted::turns);
  ui.key(kEscape);
  EXPECT_EQ(ui.state.figures.drills.size(), 1U);
  ui.key(kEscape);
  EXPECT_TRUE(ui.state.figures.drills.empty());
  EXPECT_EQ(ui.state.page, Page::analytics);
  EXPECT_TRUE(ui.find("Leaderboard")) << "at once, without asking anew";
}

TEST(FigureRows, LeaveWithThePage) {
  ImguiHarness ui;
  open_page(ui);
  ASSERT_TRUE(ui.click("118"));
  ASSERT_TRUE(ui.click("Dashboard"));
  EXPECT_TRUE(ui.state.figures.drills.empty());
}

TEST(FigureExports, WriteWhereTheUserSays) {
  ImguiHarness ui;
  open_page(ui);
  ui.state.figures.filter.model = "claude-opus-4-8";
  const auto title = ui.find("Leaderboard");
  const auto turns = ui.find("Turns per session");
  ASSERT_TRUE(title && turns);
  ui.click_at(turns->box.x - 15 - 12 - 24, title->box.middle_y());
  ASSERT_EQ(ui.state.dialog, Dialog::export_figure);
  ASSERT_TRUE(ui.click("JSON"));
  ASSERT_TRUE(ui.click("Write"));
  auto written = ui.wanted<app::ExportFigure>();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].what.figure, "workspace_leaderboard");
  EXPECT_EQ(written[0].what.format, app::ExportFormat::json);
  EXPECT_EQ(written[0].what.path, "/home/mara/Downloads/orchard-workspace_leaderboard-7d.json");
  EXPECT_EQ(written[0].what.filter.model, "claude-opus-4-8");
  EXPECT_FALSE(written[0].what.replace);

  using Kind = app::ExportOutcome::Kind;
  ui.snapshot.export_outcome = {written[0].what.number, Kind::exists, "There is a file already."};
  ui.frames(2);
  EXPECT_TRUE(ui.shows("There is a file already."));
  ui.key(kEnter);
  EXPECT_EQ(ui.wanted<app::ExportFigure>().size(), 1U) << "Enter alone replaces nothing";
  ASSERT_TRUE(ui.click("Replace"));
  written = ui.wanted<app::ExportFigure>();
  ASSERT_EQ(written.size(), 2U);
  EXPECT_TRUE(written[1].what.replace);
  ui.snapshot.export_outcome = {written[1].what.number, Kind::written, "Wrote 14 rows to /x."};
  ui.frames(2);
  EXPECT_TRUE(ui.shows("Wrote 14 rows to /x."));
  ASSERT_TRUE(ui.click("Done"));
  EXPECT_EQ(ui.state.dialog, Dialog::none);
}

TEST(FigureExports, TakeTheRowsOfAnOpenList) {
  ImguiHarness ui;
  open_page(ui);
  ASSERT_TRUE(ui.click("118"));
  answer_rows(ui);
  ASSERT_TRUE(ui.click("Export"));
  ASSERT_EQ(ui.state.dialog, Dialog::export_figure);
  ASSERT_TRUE(ui.click("Write"));
  const auto written = ui.wanted<app::ExportFigure>();
  ASSERT_EQ(written.size(), 1U);
  ASSERT_TRUE(written[0].what.drill);
  EXPECT_EQ(*written[0].what.drill, *opened(ui));
}

TEST(AnalyticsFilters, ChangeWhatIsAsked) {
  ImguiHarness ui;
  open_page(ui);
  ASSERT_TRUE(ui.click("30d"));
  EXPECT_EQ(ui.wanted<app::LookAtFigures>().back().question->filter.window,
            app::FigureWindow::month);
  ASSERT_TRUE(ui.click("All repositories"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("tidewater", 1));
  EXPECT_EQ(ui.wanted<app::LookAtFigures>().back().question->filter.repository->value,
            "r-tidewater");
  ASSERT_TRUE(ui.click("Clear"));
  EXPECT_FALSE(ui.wanted<app::LookAtFigures>().back().question->filter.repository);
  EXPECT_EQ(ui.state.figures.filter.window, app::FigureWindow::month) << "the window stays";
}

TEST(AnalyticsFilters, AProblemLeadsBackToEverything) {
  ImguiHarness ui;
  open_page(ui);
  ui.state.figures.filter.model = "gone";
  auto answer = std::make_shared<app::FigureAnswer>();
  answer->question.analytics = true;
  answer->problem = "No model named like gone is in the ledger.";
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find(answer->problem));
  ASSERT_TRUE(ui.click("Show everything"));
  EXPECT_TRUE(ui.state.figures.filter.model.empty());
}

}  // namespace
}  // namespace orchard::test
