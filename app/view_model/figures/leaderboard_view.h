#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/overview/workspace_face.h"
#include "app/view_model/role.h"

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orchard::app {

/// The columns with a figure, from left to right.
inline constexpr std::array kLeaderFigures{
    LeaderColumn::sessions,  LeaderColumn::turns,  LeaderColumn::commits, LeaderColumn::additions,
    LeaderColumn::deletions, LeaderColumn::tokens, LeaderColumn::cost};

struct LeaderSort {
  LeaderColumn column = LeaderColumn::commits;
  bool descending = true;

  bool operator==(const LeaderSort&) const = default;
};

/// Figures are in the order of kLeaderFigures; an empty text stands for no figure at all.
struct LeaderLine {
  std::size_t leader = 0;                ///< index into what was given
  std::optional<std::size_t> session{};  ///< of that leader: a line below it
  std::optional<StateMark> mark{};
  std::string name;
  std::string note;        ///< "archived", "deleted", "removed"; of a session how old
  std::string repository;  ///< of a workspace
  std::string hover;       ///< of the name
  bool can_open = false;
  bool opened = false;
  std::array<Figure, 7> figures{};
};

struct LeaderboardView {
  std::vector<LeaderLine> lines;
  std::string count;  ///< "14 workspaces"
  std::array<Figure, 7> total{};
  std::string empty_text;  ///< why there is no line
};

enum class LeaderKind { workspaces, repositories };

/// What the lines of both kinds need beside the figures.
struct LeaderContext {
  const AppSnapshot& snapshot;
  const SeenTimes& seen;
  core::Timestamp now;
};

[[nodiscard]] LeaderboardView make_leaderboard(const AnalyticsFigures& figures, LeaderKind kind,
                                               LeaderSort sort,
                                               const std::set<core::WorkspaceId>& opened,
                                               const FigureFilter& filter,
                                               const LeaderContext& context);

/// "SESS", "TURNS", …
[[nodiscard]] std::string leader_column_title(LeaderColumn column, LeaderKind kind);
/// What the column counts, for its head.
[[nodiscard]] std::string leader_column_hover(LeaderColumn column);
/// The order after a press on a column's head: figures from the top first, names from A.
[[nodiscard]] LeaderSort sort_after_press(LeaderSort sort, LeaderColumn column);

}  // namespace orchard::app
