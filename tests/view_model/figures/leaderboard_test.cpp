#include "app/view_model/figures/leaderboard_view.h"
#include "tests/support/sample_figures.h"

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Board {
 public:
  LeaderboardView make(LeaderSort sort = {}, LeaderKind kind = LeaderKind::workspaces) {
    return make_leaderboard(figures, kind, sort, opened, {}, {snapshot, {}, test::sample_now()});
  }
  std::vector<std::string> names(LeaderSort sort, LeaderKind kind = LeaderKind::workspaces) {
    std::vector<std::string> all;
    for (const LeaderLine& line : make(sort, kind).lines) all.push_back(line.name);
    return all;
  }

  AnalyticsFigures figures = test::make_sample_figures();
  AppSnapshot snapshot = test::make_sample_snapshot();
  std::set<core::WorkspaceId> opened;
};

TEST(LeaderboardView, SortsByEachColumn) {
  struct Case {
    LeaderSort sort;
    const char* first;
    const char* last;
  };
  const Case cases[] = {
      {{LeaderColumn::commits, true}, "oauth-device-flow", "dusk-wren"},
      {{LeaderColumn::commits, false}, "a11y-dialogs", "oauth-device-flow"},
      {{LeaderColumn::name, false}, "a11y-dialogs", "virtual-scroll"},
      {{LeaderColumn::repository, false}, "api-reference", "old-harbour"},
      {{LeaderColumn::sessions, true}, "oauth-device-flow", "quiet-fern"},
      {{LeaderColumn::turns, true}, "oauth-device-flow", "quiet-fern"},
      {{LeaderColumn::additions, true}, "oauth-device-flow", "dusk-wren"},
      {{LeaderColumn::deletions, true}, "oauth-device-flow", "flaky-ci-retry"},
      {{LeaderColumn::tokens, false}, "quiet-fern", "oauth-device-flow"},
      {{LeaderColumn::cost, false}, "quiet-fern", "oauth-device-flow"},
  };
  for (const auto& [sort, first, last] : cases) {
    const auto names = Board().names(sort);
    ASSERT_EQ(names.size(), 14U);
    EXPECT_EQ(names.front(), first) << leader_column_title(sort.column, LeaderKind::workspaces);
    EXPECT_TRUE(sort.column == LeaderColumn::repository || names.back() == last) << names.back();
  }
}

TEST(LeaderboardView, EqualOnesStandByCostThenByName) {
  Board board;
  for (Leader& leader : board.figures.workspaces) leader.totals.commits = 1;
  board.figures.workspaces[0].totals.cost = board.figures.workspaces[1].totals.cost;
  const auto names = board.names({LeaderColumn::commits, true});
  EXPECT_EQ(names[0], "oauth-device-flow");
  EXPECT_EQ(names[1], "virtual-scroll");
  EXPECT_EQ(names[2], "rate-limit-headers");
}

TEST(LeaderboardView, MarksArchivedAndDeletedOnes) {
  Board board;
  std::map<std::string, std::pair<std::string, StateMark>> seen;
  for (const LeaderLine& line : board.make().lines) seen[line.name] = {line.note, *line.mark};
  EXPECT_EQ(seen["oauth-device-flow"], std::pair(std::string("archived"), StateMark::archived));
  EXPECT_EQ(seen["old-harbour"], std::pair(std::string("deleted"), StateMark::deleted));
  EXPECT_EQ(seen["virtual-scroll"], std::pair(std::string(), StateMark::running));
  EXPECT_EQ(seen["rate-limit-headers"], std::pair(std::string(), StateMark::waiting));
  board.figures.repositories[0].repository_removed = true;
  EXPECT_EQ(board.make({}, LeaderKind::repositories).lines[0].note, "removed");
}

TEST(LeaderboardView, ShowsTheSessionsOfAnOpenedOne) {
  Board board;
  Leader& leader = board.figures.workspaces[3];
  leader.sessions = {
      test::make_leader_session("Headers", 15, 2'400'000, 274, std::chrono::hours(0)),
      test::make_leader_session("Redis limiter", 19, 3'400'000, 396, std::chrono::hours(24))};
  board.opened = {*leader.workspace};
  const LeaderboardView view = board.make();
  ASSERT_EQ(view.lines.size(), 16U);
  EXPECT_TRUE(view.lines[3].opened);
  EXPECT_EQ(view.lines[4].name, "Headers");
  EXPECT_EQ(view.lines[4].figures[1].text, "15");
  EXPECT_EQ(view.lines[4].figures[2].text, "") << "a commit belongs to no session";
  EXPECT_EQ(view.lines[5].figures[6].text, "$3.96");
  EXPECT_EQ(view.lines[5].note, "yesterday");
}

TEST(LeaderboardView, SumsUpAndSaysExactly) {
  const LeaderboardView view = Board().make();
  EXPECT_EQ(view.count, "14 workspaces");
  std::vector<std::string> total;
  total.reserve(view.total.size());
  for (const Figure& figure : view.total) total.push_back(figure.text);
  EXPECT_THAT(total, ElementsAre("40", "505", "58", "+5,664", "\u22122,063", "50.5M", "$60.01"));
  EXPECT_THAT(view.lines[0].figures[5].hover, HasSubstr("10,100,000 tokens in 708 API calls"));
  EXPECT_THAT(view.lines[0].figures[5].hover, HasSubstr("9,090,000 read from the cache"));
  EXPECT_EQ(view.lines[0].figures[6].hover, "$12.47");
}

TEST(LeaderboardView, KeepsLargeFiguresShort) {
  Board board;
  FigureTotals& totals = board.figures.workspaces[0].totals;
  totals.additions = 1'250'000;
  totals.deletions = 999'999;
  totals.cost = {1'234'567'000'000};
  const auto figures = board.make().lines[0].figures;
  EXPECT_EQ(figures[3].text, "+1.3M");
  EXPECT_EQ(figures[3].hover, "1,250,000 lines added");
  EXPECT_EQ(figures[4].text, "\u2212999,999");
  EXPECT_EQ(figures[6].text, "$1,234");
  EXPECT_EQ(figures[6].hover, "$1,234.567");
  totals.cost = {2'500'000'000'000'000};
  EXPECT_EQ(board.make().lines[0].figures[6].text, "$2.5M");
}

TEST(LeaderboardView, SaysWhatOfTheCostIsEstimated) {
  Board board;
  board.figures.workspaces[0].totals.estimated = {1'000'000'000};
  EXPECT_THAT(board.make().lines[0].figures[6].hover, HasSubstr("of it $1"));
}

TEST(LeaderboardView, NamesWhatBelongsToNoWorkspace) {
  Board board;
  Leader outside;
  outside.totals.turns = 1;
  outside.totals.sessions = 1;
  board.figures.workspaces = {outside};
  const LeaderboardView view = board.make();
  ASSERT_EQ(view.lines.size(), 1U);
  EXPECT_EQ(view.lines[0].name, "Without workspace");
  EXPECT_FALSE(view.lines[0].can_open);
  EXPECT_TRUE(drill_of_leader(outside, LeaderColumn::turns, {}).wanted.without_workspace);
}

TEST(LeaderboardView, SaysWhyItIsEmpty) {
  Board board;
  board.figures = {};
  EXPECT_EQ(board.make().empty_text, "Nothing was recorded in the last 7 days.");
  EXPECT_EQ(board.make().count, "0 workspaces");
  EXPECT_EQ(board.make().total[6].text, "$0.00");
}

TEST(LeaderboardView, APressOnAHeadSortsAndThenTurnsAround) {
  LeaderSort sort = sort_after_press({LeaderColumn::commits, true}, LeaderColumn::cost);
  EXPECT_EQ(sort, (LeaderSort{LeaderColumn::cost, true}));
  EXPECT_EQ(sort_after_press(sort, LeaderColumn::cost), (LeaderSort{LeaderColumn::cost, false}));
  EXPECT_EQ(sort_after_press(sort, LeaderColumn::name), (LeaderSort{LeaderColumn::name, false}));
}

TEST(FigureDrills, AColumnLeadsToWhatItCounts) {
  const Leader leader = test::make_sample_figures().workspaces[1];
  FigureFilter filter;
  filter.model = "opus";
  struct Case {
    LeaderColumn column;
    RowKindWanted kind;
    const char* title;
  };
  const Case cases[] = {
      {LeaderColumn::sessions, RowKindWanted::sessions, "virtual-scroll, sessions"},
      {LeaderColumn::turns, RowKindWanted::turns, "virtual-scroll, turns"},
      {LeaderColumn::commits, RowKindWanted::commits, "virtual-scroll, commits"},
      {LeaderColumn::additions, RowKindWanted::commits, "virtual-scroll, commits"},
      {LeaderColumn::deletions, RowKindWanted::commits, "virtual-scroll, commits"},
      {LeaderColumn::tokens, RowKindWanted::calls, "virtual-scroll, API calls"},
      {LeaderColumn::cost, RowKindWanted::calls, "virtual-scroll, API calls"}};
  for (const auto& [column, kind, title] : cases) {
    const FigureDrill drill = drill_of_leader(leader, column, filter);
    EXPECT_EQ(drill.kind, kind);
    EXPECT_EQ(drill.title, title);
    EXPECT_EQ(drill.filter.workspace, leader.workspace);
    EXPECT_EQ(drill.filter.model, "opus");
    EXPECT_EQ(drill.figure, "workspace_leaderboard");
  }
}

TEST(FigureDrills, ABarLeadsToItsSessions) {
  struct Case {
    std::size_t bucket;
    std::int64_t least;
    std::optional<std::int64_t> most;
    const char* label;
  };
  const Case cases[] = {{0, 1, 2, "\u22642"},
                        {1, 3, 4, "\u22644"},
                        {6, 65, 128, "\u2264128"},
                        {7, 129, std::nullopt, ">128"}};
  for (const auto& [bucket, least, most, label] : cases) {
    const FigureDrill drill = drill_of_bucket(bucket, {});
    EXPECT_EQ(drill.wanted.least_turns, least);
    EXPECT_EQ(drill.wanted.most_turns, most);
    EXPECT_EQ(bucket_label(bucket), label);
  }
}

}  // namespace
}  // namespace orchard::app
