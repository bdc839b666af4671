#include "app/services/figures/figure_book.h"
#include "tests/integration/support/live_window.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

namespace orchard::test {
namespace {

using app::AppSnapshot;
using app::ExportOutcome;
using app::FigureQuestion;
using testing::HasSubstr;
using testing::StartsWith;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

FigureQuestion page() {
  FigureQuestion question;
  question.analytics = true;
  return question;
}

FigureQuestion rows_of(const std::string& figure) {
  FigureQuestion question;
  question.drill.emplace();
  question.drill->figure = figure;
  return question;
}

class LiveFigures : public testing::Test {
 protected:
  LiveFigures() : window_(machine_.machine()) {
    window_.want(app::AddRepository{machine_.scratch.make_repository().string()});
    const auto added = window_.await([](const AppSnapshot& s) { return !s.repositories.empty(); });
    EXPECT_TRUE(added);
    window_.want(app::CreateWorkspace{added->repositories.front().id, "apple", "",
                                      "[[write a.txt one]] [[commit Add one]] [[say Done]]"});
    EXPECT_TRUE(window_.await([](const AppSnapshot& s) {
      const auto* workspace = workspace_of(s, "apple");
      return has_finished(s, "apple") && workspace->commits == 1;
    }));
  }

  std::shared_ptr<const AppSnapshot> export_to(const std::filesystem::path& path, bool replace) {
    app::FigureExport wish;
    wish.number = ++number_;
    wish.figure = "workspace_leaderboard";
    wish.path = path.string();
    wish.replace = replace;
    window_.want(app::ExportFigure{wish});
    return window_.await(
        [this](const AppSnapshot& s) { return s.export_outcome.number == number_; });
  }

  LiveMachine machine_;
  LiveWindow window_;
  std::uint64_t number_ = 0;
};

TEST_F(LiveFigures, AreAskedWhileSomebodyLooks) {
  EXPECT_EQ(window_.now()->figures, nullptr);
  EXPECT_FALSE(window_.now()->figure_book->figures.empty());
  window_.want(app::LookAtFigures{page()});
  const auto first = window_.await([](const AppSnapshot& s) {
    return s.figures && s.figures->analytics && s.figures->analytics->total.turns == 1 &&
           s.figures->analytics->total.commits == 1;
  });
  ASSERT_TRUE(first);
  const app::AnalyticsFigures& figures = *first->figures->analytics;
  ASSERT_EQ(figures.workspaces.size(), 1U);
  EXPECT_EQ(figures.workspaces[0].name, "apple");
  EXPECT_EQ(figures.recent.size(), 1U);
  EXPECT_EQ(figures.histogram[0], 1);
  EXPECT_EQ(first->figures->choices.workspaces.size(), 1U);

  const auto* apple = workspace_of(*first, "apple");
  window_.want(app::SendMessage{apple->id, apple->sessions[0].id, "[[say again]]", "", ""});
  EXPECT_TRUE(window_.await([](const AppSnapshot& s) {
    return s.figures && s.figures->analytics && s.figures->analytics->total.turns == 2;
  })) << "a finished turn shows without being asked again";

  window_.want(app::LookAtFigures{});
  EXPECT_TRUE(window_.await([](const AppSnapshot& s) { return !s.figures; }));
}

TEST_F(LiveFigures, TheRowsBehindAFigureAgreeWithIt) {
  window_.want(app::LookAtFigures{rows_of("commits_today")});
  // Tiles and rows are read at paces of their own: they agree once both know the commit.
  const auto commits = window_.await([](const AppSnapshot& s) {
    return s.figures && s.figures->rows && s.tiles.commits_today == 1 &&
           std::ssize(s.figures->rows->rows) == s.tiles.commits_today;
  });
  ASSERT_TRUE(commits);
  EXPECT_EQ(commits->figures->rows->list, "commits counted then");
  window_.want(app::LookAtFigures{rows_of("active_sessions")});
  const auto active = window_.await([](const AppSnapshot& s) {
    return s.figures && s.figures->rows && s.figures->question == rows_of("active_sessions");
  });
  ASSERT_TRUE(active);
  EXPECT_TRUE(active->figures->rows->rows.empty()) << "nobody works";
}

TEST_F(LiveFigures, AFilterBySomethingUnknownIsAnsweredInWords) {
  FigureQuestion question = page();
  question.filter.workspace = core::WorkspaceId("nobody");
  window_.want(app::LookAtFigures{question});
  const auto answer =
      window_.await([](const AppSnapshot& s) { return s.figures && !s.figures->problem.empty(); });
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->figures->analytics);
}

TEST_F(LiveFigures, AnExportNeverOverwritesSilently) {
  const TempDir folder;
  const auto path = folder / "board.csv";
  auto told = export_to(path, false);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->export_outcome.kind, ExportOutcome::Kind::written) << told->export_outcome.text;
  EXPECT_THAT(told->export_outcome.text, HasSubstr("Wrote 1 row to " + path.string()));
  EXPECT_THAT(content_of(path), StartsWith("workspace,branch,status"));
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));

  std::ofstream(path) << "mine";
  told = export_to(path, false);
  EXPECT_EQ(told->export_outcome.kind, ExportOutcome::Kind::exists);
  EXPECT_EQ(content_of(path), "mine");
  told = export_to(path, true);
  EXPECT_EQ(told->export_outcome.kind, ExportOutcome::Kind::written);
  EXPECT_THAT(content_of(path), HasSubstr("apple"));
  told = export_to(folder / "missing" / "board.csv", false);
  EXPECT_EQ(told->export_outcome.kind, ExportOutcome::Kind::failed);
  told = export_to("board.csv", false);
  EXPECT_EQ(told->export_outcome.kind, ExportOutcome::Kind::failed) << "a whole path is needed";
}

TEST(FigureBook, ReadsTheDownloadFolderOfTheUser) {
  const std::vector<std::string> environment = {"PATH=/bin", "HOME=/home/mara"};
  struct Case {
    const char* file;
    const char* folder;
  };
  const Case cases[] = {{"# comment\nXDG_DOWNLOAD_DIR=\"$HOME/Loads\"\n", "/home/mara/Loads"},
                        {"XDG_DOWNLOAD_DIR=\"/data/down\"", "/data/down"},
                        {"#XDG_DOWNLOAD_DIR=\"$HOME/Loads\"\n", ""},
                        {"XDG_DOWNLOAD_DIR=\"relative\"\n", ""},
                        {"XDG_DOWNLOAD_DIR=\"$HOME/open", ""},
                        {"", ""}};
  for (const auto& [file, folder] : cases)
    EXPECT_EQ(app::download_folder(environment, file), folder) << file;
}

TEST(FigureBook, NamesTheZone) {
  EXPECT_EQ(app::zone_name("", "/usr/share/zoneinfo/Europe/Berlin"), "Europe/Berlin");
  EXPECT_EQ(app::zone_name(":Asia/Tokyo", ""), "Asia/Tokyo");
  EXPECT_EQ(app::zone_name("UTC", "/usr/share/zoneinfo/Europe/Berlin"), "UTC");
  EXPECT_EQ(app::zone_name("CET-1CEST,M3.5.0,M10.5.0/3", ""), "");
  EXPECT_EQ(app::zone_name("", "/somewhere/else"), "");
}

}  // namespace
}  // namespace orchard::test
