#include "app/view_model/dialogs/export_view.h"
#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/figures/figure_text.h"
#include "app/view_model/figures/filter_bar_view.h"
#include "app/view_model/figures/rows_view.h"
#include "tests/support/sample_figures.h"
#include "tests/view_model/time_zone.h"

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FigureRows commits() {
  FigureRows rows;
  rows.columns = {{"counted_at", CellUnit::time},
                  {"commit"},
                  {"summary"},
                  {"author_email"},
                  {"additions", CellUnit::lines},
                  {"deletions", CellUnit::lines},
                  {"workspace"},
                  {"workspace_status"}};
  rows.rows = {
      {test::sample_now() - std::chrono::hours(1),
       std::string("0123456789abcdef0123456789abcdef01234567"), std::string("Add \x1b[31ma header"),
       std::string("mara@example.org"), std::int64_t{1302}, std::int64_t{518},
       std::string("oauth-device-flow"), std::string("archived")},
      {test::sample_now() - std::chrono::hours(30), std::monostate(), std::monostate(),
       std::monostate(), std::int64_t{0}, std::int64_t{0}, std::monostate(), std::monostate()}};
  rows.list = "commits counted then";
  return rows;
}

FigureAnswer answer_to(const FigureDrill& drill, FigureRows rows) {
  FigureAnswer answer;
  answer.question.drill = drill;
  answer.rows = std::move(rows);
  return answer;
}

std::vector<std::string> texts(const RowsLine& line) {
  std::vector<std::string> all;
  for (const Figure& cell : line.cells) all.push_back(cell.text);
  return all;
}

TEST(RowsView, ShowsWhatStandsBehindAFigure) {
  const test::TimeZone zone("UTC0");
  const FigureDrill drill = drill_of_figure("commits_today", "");
  const FigureAnswer answer = answer_to(drill, commits());
  const auto book = test::make_sample_book();
  const RowsView view = make_rows_view(drill, &answer, book.get(), test::sample_now());
  EXPECT_EQ(view.title, "Commits today");
  EXPECT_EQ(view.sentence, "Commits authored on this calendar day.");
  EXPECT_EQ(view.scope, "2 commits counted then");
  std::vector<std::string> titles;
  for (const RowsColumn& column : view.columns) titles.push_back(column.title);
  EXPECT_THAT(titles, ElementsAre("WHEN", "COMMIT", "SUMMARY", "ADDED", "DELETED", "WORKSPACE"));
  ASSERT_EQ(view.lines.size(), 2U);
  EXPECT_THAT(texts(view.lines[0]), ElementsAre("15:42", "0123456789", "Add a header", "+1,302",
                                                "\u2212518", "oauth-device-flow (archived)"));
  EXPECT_THAT(texts(view.lines[1]),
              ElementsAre("19 Nov 2026 10:42", "\u2013", "\u2013", "+0", "\u22120", "\u2013"));
  EXPECT_EQ(view.lines[0].cells[0].hover, "Fri 20 Nov 2026, 15:42:00");
  EXPECT_EQ(view.lines[0].cells[1].hover, "0123456789abcdef0123456789abcdef01234567");
  EXPECT_FALSE(view.leads_to_turns);
}

TEST(RowsView, ALineOfASessionLeadsToIt) {
  FigureRows rows;
  rows.columns = {{"session"}, {"title"}, {"turns", CellUnit::count}};
  rows.rows = {{std::string("s-1"), std::string("Add a header"), std::int64_t{3}}};
  const FigureDrill drill = drill_of_figure("sessions_24h", "Sessions");
  const FigureAnswer answer = answer_to(drill, rows);
  const RowsView view = make_rows_view(drill, &answer, nullptr, test::sample_now());
  EXPECT_TRUE(view.leads_to_turns);
  EXPECT_EQ(view.columns.size(), 2U);
  EXPECT_EQ(view.lines[0].session->value, "s-1");
  EXPECT_EQ(view.lines[0].title, "Add a header");
}

TEST(RowsView, WaitsForItsOwnAnswerAndSaysWhyThereIsNone) {
  const FigureDrill drill = drill_of_figure("commits_today", "");
  const FigureDrill older = drill_of_figure("cost_today", "");
  FigureAnswer answer = answer_to(older, commits());
  EXPECT_TRUE(make_rows_view(drill, nullptr, nullptr, test::sample_now()).loading);
  EXPECT_TRUE(make_rows_view(drill, &answer, nullptr, test::sample_now()).loading);
  answer = answer_to(drill, {});
  EXPECT_EQ(make_rows_view(drill, &answer, nullptr, test::sample_now()).empty_text,
            "No rows: the figure is zero.");
  answer.rows.reset();
  answer.problem = "There is no workspace w-9 in the ledger.";
  EXPECT_EQ(make_rows_view(drill, &answer, nullptr, test::sample_now()).empty_text, answer.problem);
}

TEST(RowsView, SaysWhenThereAreMore) {
  const FigureDrill drill = drill_of_figure("commits_today", "");
  FigureRows rows = commits();
  rows.more = true;
  const FigureAnswer answer = answer_to(drill, rows);
  EXPECT_THAT(make_rows_view(drill, &answer, nullptr, test::sample_now()).scope,
              HasSubstr("The newest 2 commits"));
}

TEST(FigureText, WritesEveryKindOfCell) {
  const test::TimeZone zone("UTC0");
  struct Case {
    FigureCell cell;
    CellUnit unit;
    const char* text;
    const char* exact;
  };
  const Case cases[] = {
      {std::monostate(), CellUnit::count, "\u2013", "\u2013"},
      {std::int64_t{1234567}, CellUnit::tokens, "1.2M", "1,234,567"},
      {std::int64_t{1234}, CellUnit::count, "1,234", "1,234"},
      {std::int64_t{7}, CellUnit::hour, "07:00", "07:00"},
      {0.92154, CellUnit::share, "92.2%", "92.154%"},
      {0.0 / 1.0, CellUnit::per_minute, "0.00", "0.0000"},
      {true, CellUnit::none, "yes", "yes"},
      {core::Cost{4'211'300}, CellUnit::dollars, "$0.0042", "$0.0042113"},
      {core::Duration(std::chrono::seconds(192)), CellUnit::duration, "3m 12s", "3m 12s"},
      {std::chrono::sys_days(std::chrono::year(2026) / 11 / 20), CellUnit::day, "20 Nov 2026",
       "20 Nov 2026"},
      {std::string("a\nb"), CellUnit::none, "a b", "a b"}};
  for (const auto& [cell, unit, text, exact] : cases) {
    EXPECT_EQ(cell_text(cell, unit, test::sample_now()), text);
    EXPECT_EQ(cell_exact(cell, unit), exact);
  }
}

TEST(FigureText, HoversHoldValueAndDefinition) {
  const auto book = test::make_sample_book();
  EXPECT_EQ(explained(book.get(), "commits_today", "7"),
            "7\n\nCommits today: Commits authored on this calendar day.");
  EXPECT_EQ(explained(book.get(), "unknown", "7"), "7");
  EXPECT_EQ(explained(nullptr, "commits_today", "7"), "7");
}

TEST(FilterBar, OffersTheWorkspacesOfTheChosenRepository) {
  auto answer = test::make_sample_answer();
  answer->choices.repositories[1].removed = true;
  FigureFilter filter;
  FilterBarView view = make_filter_bar(filter, answer->choices, test::make_sample_book().get());
  EXPECT_EQ(view.workspaces.size(), 15U);
  EXPECT_EQ(view.window, 1);
  EXPECT_EQ(view.repositories[2], "tidewater (removed)");
  EXPECT_EQ(view.zone, "Europe/Berlin, week starts Monday");
  EXPECT_FALSE(view.narrowed);

  filter = with_repository(filter, answer->choices, 2);
  view = make_filter_bar(filter, answer->choices, nullptr);
  EXPECT_EQ(view.repository, 2);
  EXPECT_THAT(view.workspaces,
              ElementsAre("All workspaces", "oauth-device-flow (archived)", "rate-limit-headers",
                          "old-harbour (deleted)", "flaky-ci-retry"));
  EXPECT_TRUE(view.narrowed);

  filter = with_workspace(filter, answer->choices, 2);
  EXPECT_EQ(filter.workspace->value, "w-rate-limit-headers");
  EXPECT_EQ(make_filter_bar(filter, answer->choices, nullptr).workspace, 2);
  EXPECT_TRUE(with_repository(filter, answer->choices, 2).workspace) << "it is still offered";
  EXPECT_FALSE(with_repository(filter, answer->choices, 1).workspace) << "of another repository";
  EXPECT_FALSE(with_workspace(filter, answer->choices, 0).workspace);

  EXPECT_EQ(with_model(filter, answer->choices, 2).model, "claude-sonnet-4-6");
  EXPECT_EQ(with_model(filter, answer->choices, 0).model, "");
  EXPECT_EQ(with_window(filter, 4).window, FigureWindow::all);
}

TEST(FilterBar, AnEmptyFilterMeansAllModels) {
  FigureChoices choices;
  choices.models = {"claude-opus-4-8", ""};
  const FilterBarView view = make_filter_bar({}, choices, nullptr);
  EXPECT_EQ(view.models[static_cast<std::size_t>(view.model)], "All models");
  EXPECT_FALSE(view.narrowed);
}

TEST(ExportView, NamesAFileForEachFigure) {
  struct Case {
    const char* figure;
    bool rows;
    FigureWindow window;
    ExportFormat format;
    const char* path;
  };
  const Case cases[] = {
      {"workspace_leaderboard", false, FigureWindow::week, ExportFormat::csv,
       "/d/orchard-workspace_leaderboard-7d.csv"},
      {"workspace_leaderboard", true, FigureWindow::all, ExportFormat::json,
       "/d/orchard-workspace_leaderboard-all-rows.json"},
      {"cost_30d", true, FigureWindow::week, ExportFormat::csv, "/d/orchard-cost_30d-rows.csv"},
      {"recent_sessions", false, FigureWindow::day, ExportFormat::csv,
       "/d/orchard-recent_sessions-24h.csv"}};
  for (const auto& [figure, rows, window, format, path] : cases) {
    FigureFilter asked;
    asked.window = window;
    EXPECT_EQ(export_path("/d/", figure, rows, asked, format), path);
  }
  FigureFilter filter;
  filter.days = DayRange{std::chrono::sys_days(std::chrono::year(2026) / 11 / 3),
                         std::chrono::sys_days(std::chrono::year(2026) / 11 / 9)};
  EXPECT_EQ(export_path("/d/", "cost_by_day", false, filter, ExportFormat::csv),
            "/d/orchard-cost_by_day-2026-11-03-to-2026-11-09.csv");
}

TEST(ExportView, TheEndingFollowsTheFormat) {
  EXPECT_EQ(with_ending("/d/a.csv", ExportFormat::json), "/d/a.json");
  EXPECT_EQ(with_ending("/d/a.json", ExportFormat::json), "/d/a.json");
  EXPECT_EQ(with_ending("/d/a.txt", ExportFormat::json), "/d/a.txt") << "the user's own";
}

}  // namespace
}  // namespace orchard::app
