#include "app/ui/widgets/interact.h"
#include "tests/ui/usage/usage_window.h"

#include <gtest/gtest.h>
#include <imgui_internal.h>

namespace orchard::test {
namespace {

using app::FigureWindow;
using app::RecordColumn;
using app::RecordSort;
using app::UsageSource;
using app::UsageStep;
using app::ui::Dialog;
using app::ui::Page;

constexpr int kEscape = app::ui::key::kEscape;
constexpr int kSlash = 47;

bool tooltip_is_shown() {
  const ImGuiWindow* tooltip = ImGui::FindWindowByName("##Tooltip_00");
  return tooltip != nullptr && tooltip->Active;
}

void hover(ImguiHarness& ui, float x, float y) {
  ImGui::GetIO().MousePos = {x, y};
  ui.frames(3);
}

TEST(Usage, AsksWhileItIsOpenAndNoLonger) {
  ImguiHarness ui;
  ASSERT_TRUE(ui.click("Usage"));
  ui.frames(2);
  auto wanted = ui.wanted<app::LookAtFigures>();
  ASSERT_EQ(wanted.size(), 1U);
  ASSERT_TRUE(wanted[0].question && wanted[0].question->usage);
  EXPECT_EQ(wanted[0].question->usage->filter.window, FigureWindow::month);
  EXPECT_EQ(wanted[0].question->usage->step, UsageStep::day);
  EXPECT_FALSE(wanted[0].question->analytics);
  EXPECT_TRUE(ui.shows("Reading the ledger"));
  ASSERT_TRUE(ui.click("Dashboard"));
  ui.frames(2);
  EXPECT_FALSE(ui.wanted<app::LookAtFigures>().back().question);
}

TEST(Usage, KeysOpenIt) {
  ImguiHarness ui;
  ui.frames(2);
  ui.key('U', true, true);
  EXPECT_EQ(ui.state.page, Page::usage);
}

TEST(Usage, ShowsEveryPart) {
  ImguiHarness ui;
  open_usage(ui);
  for (const char* text : {"24h",
                           "7d",
                           "30d",
                           "All repositories",
                           "All workspaces",
                           "All branches",
                           "All models",
                           "Export",
                           "TOTAL COST",
                           "$214.90",
                           "INPUT TOKENS",
                           "177.4M",
                           "OUTPUT TOKENS",
                           "3.4M",
                           "API CALLS",
                           "3,204",
                           "AVG / CALL",
                           "$0.0671",
                           "Cost over time",
                           "Europe/Berlin",
                           "Daily",
                           "Hourly",
                           "Bars",
                           "Line",
                           "Interactive",
                           "Sub-agents",
                           "Background",
                           "Outside Orchard",
                           "$15",
                           "26 Oct",
                           "today",
                           "Cost by source",
                           "30 days",
                           "62%",
                           "Top consumers",
                           "image-pipeline",
                           "$24.16",
                           "19.8M",
                           "Records",
                           "Filter by name",
                           "SOURCE",
                           "NAME",
                           "MODEL",
                           "INPUT",
                           "CACHED",
                           "OUTPUT",
                           "COST",
                           "DURATION",
                           "TIME",
                           "Sub-agent",
                           "Outside",
                           "rate-limit-headers",
                           "Headers",
                           "Opus 4.5",
                           "71.8K",
                           "89%",
                           "812",
                           "$0.0768",
                           "11.4 s",
                           "2 m ago",
                           "1 to 20 of 3,204, $214.90 together",
                           "1 / 161"})
    EXPECT_TRUE(ui.find(text)) << text;
}

TEST(Usage, APeriodChangesWhatIsAsked) {
  ImguiHarness ui;
  open_usage(ui);
  ASSERT_TRUE(ui.click("24h"));
  EXPECT_EQ(asked(ui).filter.window, FigureWindow::day);
  EXPECT_EQ(asked(ui).step, UsageStep::hour) << "what suits it";
  ASSERT_TRUE(ui.click("7d"));
  EXPECT_EQ(asked(ui).filter.window, FigureWindow::week);
  EXPECT_EQ(asked(ui).step, UsageStep::day);
  ASSERT_TRUE(ui.click("Hourly"));
  EXPECT_EQ(asked(ui).step, UsageStep::hour);
  ASSERT_TRUE(ui.click("Line"));
  EXPECT_TRUE(ui.state.figures.usage.as_line);
  ASSERT_TRUE(ui.click("Tokens"));
  EXPECT_EQ(asked(ui).order, app::ConsumerOrder::tokens);
}

TEST(Usage, FiltersByPlaceBranchAndModel) {
  ImguiHarness ui;
  open_usage(ui);
  ASSERT_TRUE(ui.click("All branches"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("mara/perf-virtual-scroll", 1));
  EXPECT_EQ(asked(ui).branch, "mara/perf-virtual-scroll");
  ASSERT_TRUE(ui.click("All models"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("claude-sonnet-4-6"));
  EXPECT_EQ(asked(ui).filter.model, "claude-sonnet-4-6");
  ASSERT_TRUE(ui.click("All repositories"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("tidewater", 1));
  EXPECT_EQ(asked(ui).filter.repository->value, "r-tidewater");
  EXPECT_EQ(asked(ui).branch, "") << "the branch was another repository's";
}

TEST(Usage, FiltersByAFolderThatIsNoRepository) {
  ImguiHarness ui;
  open_usage(ui);
  ASSERT_TRUE(ui.click("All repositories"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("mara-notes"));
  EXPECT_EQ(asked(ui).folder, "/home/mara/mara-notes");
  EXPECT_FALSE(asked(ui).filter.repository);
  auto answer = std::make_shared<app::FigureAnswer>(*ui.snapshot.figures);
  answer->usage->folders.clear();
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find("/home/mara/mara-notes")) << "it became a repository and is chosen still";
  // A repository, also one that was chosen on another page, goes before it.
  ui.state.figures.filter.repository = core::RepositoryId("r-tidewater");
  ui.frames(2);
  EXPECT_EQ(asked(ui).folder, "");
  ASSERT_TRUE(ui.click("tidewater", 1));
  ui.frames(2);
  ASSERT_TRUE(ui.click("All repositories"));
  EXPECT_EQ(asked(ui).folder, "");
  EXPECT_FALSE(asked(ui).filter.repository);
}

TEST(Usage, AColumnNarrowsTheRecordsToItsDay) {
  ImguiHarness ui;
  open_usage(ui);
  const auto today = ui.find("today");
  const auto monday = ui.find("16 Nov");
  ASSERT_TRUE(today && monday);
  // Two days after Monday, the 16th.
  const float day = (ui.find("16 Nov")->box.middle_x() - ui.find("9 Nov")->box.middle_x()) / 7;
  const float x = monday->box.middle_x() + 2 * day;
  hover(ui, x, monday->box.y - 40);
  EXPECT_TRUE(ui.find("Wed 18 Nov")) << "in the head of the card";
  EXPECT_TRUE(ui.find("$14.98"));
  EXPECT_TRUE(ui.find("$10.24")) << "in the legend";
  EXPECT_TRUE(tooltip_is_shown());
  ui.click_at(x, monday->box.y - 40);
  ASSERT_TRUE(asked(ui).records.span);
  EXPECT_EQ(asked(ui).records.span->from,
            core::Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 18)));
  hover(ui, 3, 3);
  EXPECT_TRUE(ui.find("Wed 18 Nov", 1)) << "in the head of the records too";
  ui.key(kEscape);
  EXPECT_FALSE(asked(ui).records.span);
  EXPECT_EQ(ui.state.page, Page::usage);
}

TEST(Usage, ASliceNarrowsTheRecordsToItsSource) {
  ImguiHarness ui;
  open_usage(ui);
  const auto centre = ui.find("30 days");
  ASSERT_TRUE(centre);
  // The first slice lies right of twelve o'clock.
  ui.click_at(centre->box.middle_x() + 58, centre->box.y - 3);
  EXPECT_EQ(asked(ui).records.source, UsageSource::interactive);
  ui.click_at(centre->box.middle_x() + 58, centre->box.y - 3);
  EXPECT_FALSE(asked(ui).records.source) << "a second press takes it back";
  ASSERT_TRUE(ui.click("Outside Orchard"));
  EXPECT_EQ(asked(ui).records.source, UsageSource::outside);
  ASSERT_TRUE(ui.click("All"));
  EXPECT_FALSE(asked(ui).records.source);
}

TEST(Usage, AConsumerNarrowsTheRecordsToItself) {
  ImguiHarness ui;
  open_usage(ui);
  ui.state.figures.usage.wanted.page = 3;
  ASSERT_TRUE(ui.click("socket-pool"));
  EXPECT_EQ(asked(ui).records.consumer, "c-socket-pool");
  EXPECT_EQ(asked(ui).records.page, 0);
  ImGui::GetIO().MousePos = {3, 3};  // its hover names it too
  ui.frames(2);
  ASSERT_TRUE(ui.click("socket-pool", 1)) << "the mark in the head of the records";
  EXPECT_EQ(asked(ui).records.consumer, "");
}

TEST(Usage, SearchesAsOneTypes) {
  ImguiHarness ui;
  open_usage(ui);
  ui.key(kSlash);
  ui.type("foo");
  EXPECT_EQ(asked(ui).records.search, "foo");
  ui.type("/b");
  EXPECT_EQ(asked(ui).records.search, "foo/b");
  EXPECT_EQ(asked(ui).records.page, 0);
}

TEST(Usage, PagesLeadThroughTheRecords) {
  ImguiHarness ui;
  open_usage(ui);
  const auto page = ui.find("1 / 161");
  ASSERT_TRUE(page);
  const float next = page->box.right() + 25;
  ui.click_at(page->box.x - 25, page->box.middle_y());
  EXPECT_EQ(ui.state.figures.usage.wanted.page, 0) << "there is none before the first";
  ui.click_at(next, page->box.middle_y());
  EXPECT_EQ(asked(ui).records.page, 1);
  auto answer = make_usage_answer();
  answer->question.usage->records.page = 1;
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find("21 to 40 of 3,204, $214.90 together"));
  const auto second = ui.find("2 / 161");
  ASSERT_TRUE(second);
  ui.click_at(second->box.x - 25, second->box.middle_y());
  EXPECT_EQ(asked(ui).records.page, 0);
}

TEST(Usage, HeadsSortTheRecords) {
  ImguiHarness ui;
  open_usage(ui);
  ui.state.figures.usage.wanted.page = 2;
  ASSERT_TRUE(ui.click("COST"));
  EXPECT_EQ(asked(ui).records.sort, (RecordSort{RecordColumn::cost, true}));
  EXPECT_EQ(asked(ui).records.page, 0);
  ASSERT_TRUE(ui.click("COST"));
  EXPECT_EQ(asked(ui).records.sort, (RecordSort{RecordColumn::cost, false}));
  ASSERT_TRUE(ui.click("NAME"));
  EXPECT_EQ(asked(ui).records.sort, (RecordSort{RecordColumn::name, false}));
}

TEST(Usage, ARecordLeadsToItsConversation) {
  ImguiHarness ui;
  open_usage(ui);
  ASSERT_TRUE(ui.click("Headers"));
  EXPECT_EQ(ui.state.page, Page::workspace);
  EXPECT_EQ(ui.state.workspace->value, "w-rate-limit-headers");
}

TEST(Usage, ARecordFromOutsideLeadsNowhereAndDoesNotLookIt) {
  ImguiHarness ui;
  open_usage(ui);
  const auto outside = ui.find("~/notes");
  const auto inside = ui.find("Headers");
  ASSERT_TRUE(outside && inside);
  hover(ui, inside->box.middle_x(), inside->box.middle_y());
  EXPECT_EQ(ImGui::GetMouseCursor(), ImGuiMouseCursor_Hand);
  hover(ui, outside->box.middle_x(), outside->box.middle_y());
  EXPECT_EQ(ImGui::GetMouseCursor(), ImGuiMouseCursor_Arrow);
  EXPECT_TRUE(tooltip_is_shown()) << "what it cost can still be read";
  ui.click_at(outside->box.middle_x(), outside->box.middle_y());
  EXPECT_EQ(ui.state.page, Page::usage);
}

TEST(Usage, HoverSaysTheValueAndWhatItMeans) {
  ImguiHarness ui;
  open_usage(ui);
  for (const char* text : {"$214.90", "177.4M", "$0.0671", "62%", "theme-editor", "$0.0768",
                           "Cost over time", "Top consumers", "DURATION"}) {
    hover(ui, 3, 3);
    EXPECT_FALSE(tooltip_is_shown());
    const auto found = ui.find(text);
    ASSERT_TRUE(found) << text;
    hover(ui, found->box.middle_x(), found->box.middle_y());
    EXPECT_TRUE(tooltip_is_shown()) << text;
  }
}

TEST(Usage, ExportsTheRecordsAsTheyAreNarrowed) {
  ImguiHarness ui;
  open_usage(ui);
  ASSERT_TRUE(ui.click("socket-pool"));
  ASSERT_TRUE(ui.click("Export"));
  ASSERT_EQ(ui.state.dialog, Dialog::export_figure);
  ASSERT_TRUE(ui.click("JSON"));
  ASSERT_TRUE(ui.click("Write"));
  auto written = ui.wanted<app::ExportFigure>();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].what.figure, "usage_records");
  EXPECT_EQ(written[0].what.format, app::ExportFormat::json);
  EXPECT_EQ(written[0].what.path, "/home/mara/Downloads/orchard-usage_records-30d.json");
  ASSERT_TRUE(written[0].what.usage);
  EXPECT_EQ(written[0].what.usage->records.consumer, "c-socket-pool");
  EXPECT_FALSE(written[0].what.replace);
}

TEST(Usage, ExportsAChartInstead) {
  ImguiHarness ui;
  open_usage(ui);
  ASSERT_TRUE(ui.click("Export"));
  ASSERT_TRUE(ui.click("Usage records", 1));
  ui.frames(2);
  ASSERT_TRUE(ui.click("Cost by source", 1));
  ASSERT_TRUE(ui.click("Write"));
  const auto written = ui.wanted<app::ExportFigure>();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].what.figure, "usage_by_source");
  EXPECT_EQ(written[0].what.path, "/home/mara/Downloads/orchard-usage_by_source-30d.csv");
}

TEST(Usage, AnEmptyLedgerSaysWhatFillsIt) {
  ImguiHarness ui;
  open_usage(ui);
  auto answer = make_usage_answer();
  answer->usage = app::UsageFigures{};
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find("No API call yet"));
  EXPECT_FALSE(ui.find("TOTAL COST"));
  ASSERT_TRUE(ui.click("Try the demo"));
  EXPECT_EQ(ui.wanted<app::RunDemo>().size(), 1U);
}

TEST(Usage, AnEmptyPeriodSaysSo) {
  ImguiHarness ui;
  open_usage(ui);
  auto answer = make_usage_answer();
  answer->usage = app::UsageFigures{};
  answer->usage->ever = true;
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find("Nothing was spent."));
  EXPECT_TRUE(ui.find("Nobody made a call."));
  EXPECT_TRUE(ui.find("No call was made in the last 30 days."));
}

TEST(Usage, AProblemLeadsBackToEverything) {
  ImguiHarness ui;
  open_usage(ui);
  ui.state.figures.filter.model = "gone";
  auto answer = std::make_shared<app::FigureAnswer>();
  answer->question.usage.emplace();
  answer->problem = "No model named like gone is in the ledger.";
  ui.snapshot.figures = answer;
  ui.frames(2);
  EXPECT_TRUE(ui.find(answer->problem));
  ASSERT_TRUE(ui.click("Show everything"));
  EXPECT_EQ(asked(ui).filter.model, "");
}

}  // namespace
}  // namespace orchard::test
