#include "app/ui/panels/figures/leaderboard.h"

#include "app/ui/charts/cell_pick.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/marks.h"
#include "app/ui/widgets/table/column_head.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr float kHead = 40;
constexpr float kRow = 28;
constexpr float kFoot = 32;
constexpr float kPad = 10;
/// Words stand left in their column, and figures right with their pad beyond it.
constexpr float kWordsLeft = 20;
/// Of the repository, then of kLeaderFigures, at the card's own width.
constexpr std::array<float, 8> kWidths = {82, 48, 54, 80, 66, 70, 62, 62};
constexpr float kCardWidth = 760;
/// What goes first where room is short: the least telling.
constexpr std::array<std::size_t, 6> kLeaving = {0, 1, 5, 4, 6, 3};

/// Where the columns end; 0 for one that is not shown. [0] is the repository.
struct Columns {
  std::array<float, 8> width{};
  std::array<float, 8> right{};
  float name_right = 0;

  [[nodiscard]] bool shows(std::size_t column) const { return width.at(column) > 0; }
};

Columns lay_out(const Rect& card, LeaderKind kind) {
  Columns columns;
  // A wide card spreads the figures a little, so that lines stay easy to follow.
  const float stretch = std::clamp(card.w / kCardWidth, 1.0F, 1.8F);
  float sum = 0;
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    columns.width.at(i) = std::round(kWidths.at(i) * stretch);
    sum += columns.width.at(i);
  }
  if (kind == LeaderKind::repositories) {
    sum -= columns.width[0];
    columns.width[0] = 0;
  }
  constexpr float kLeastName = 170;
  for (const std::size_t column : kLeaving) {
    if (card.w - sum >= kLeastName) break;
    sum -= columns.width.at(column);
    columns.width.at(column) = 0;
  }
  float right = card.right() - kPad;
  for (std::size_t i = kWidths.size(); i-- > 0;) {
    columns.right.at(i) = right;
    right -= columns.width.at(i);
  }
  columns.name_right = columns.shows(0) ? right + kWordsLeft - 8 : right - 4;
  return columns;
}

LeaderColumn column_at(std::size_t index) {
  return index == 0 ? LeaderColumn::repository : kLeaderFigures.at(index - 1);
}

void draw_column_head(const FigureFrame& frame, const Rect& cell, LeaderColumn column, bool words) {
  LeaderSort& sort = frame.figures.sort;
  const std::string title = leader_column_title(column, frame.figures.kind);
  const std::string hover = leader_column_hover(column);
  ColumnHead head{title, hover, words};
  if (sort.column == column)
    head.order = sort.descending ? ColumnOrder::descending : ColumnOrder::ascending;
  if (column_head(frame.canvas, cell, head)) sort = sort_after_press(sort, column);
}

void draw_heads(const FigureFrame& frame, const Rect& row, const Columns& columns) {
  const Scope scope("heads");
  const float x = row.x + kPad;
  draw_column_head(frame, {x, row.y, std::min(columns.name_right - x, 120.0F), row.h},
                   LeaderColumn::name, true);
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    if (!columns.shows(i)) continue;
    const float left = columns.right.at(i) - columns.width.at(i) + (i == 0 ? kWordsLeft : 4);
    draw_column_head(frame, {left, row.y, columns.right.at(i) - left, row.h}, column_at(i), i == 0);
  }
  frame.canvas.hairline(row.x + 1, row.bottom() - 1, row.w - 2, Colour::line);
}

void draw_figures(const Canvas& canvas, float y, const Columns& columns,
                  const std::array<Figure, 7>& figures, bool faint, Font font,
                  LeaderColumn strong) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures.at(i);
    if (!columns.shows(i + 1) || figure.text.empty()) continue;
    const bool is_strong = kLeaderFigures.at(i) == strong;
    const Colour own = colour_of(figure.role);
    const Colour colour = is_strong && own == Colour::muted ? Colour::text : own;
    canvas.text_right(is_strong && !faint ? Font::mono_bold_12 : font,
                      faint ? Colour::faint : colour, columns.right.at(i + 1), y, figure.text);
  }
}

void draw_name(const Canvas& canvas, const Rect& row, const LeaderLine& line,
               const Columns& columns, Colour ground) {
  float x = row.x + kPad;
  if (line.session) {
    x += 40;
  } else if (line.mark) {
    if (line.can_open)
      canvas.icon(Font::icon_11, Colour::faint, {x, row.y, 10, row.h},
                  line.opened ? icon::kAngleDown : icon::kAngleRight);
    state_mark(canvas, x + 17, row.y + 7, *line.mark, ground);
    x += 39;
  }
  const float note = line.note.empty() ? 0 : canvas.width(Font::regular_12, line.note) + 14;
  const bool at_rest = !line.session && !line.note.empty();
  const float room = columns.name_right - x;
  const float width = canvas.text_cut(line.session ? Font::regular_12 : Font::medium_13,
                                      line.session ? Colour::muted
                                      : at_rest    ? Colour::muted
                                                   : Colour::text,
                                      x, row.y + (line.session ? 6.0F : 5.0F),
                                      std::max(40.0F, room - note), line.name);
  if (room - width >= note)
    canvas.text(Font::regular_12, Colour::faint, x + width + 14, row.y + 6, line.note);
  if (columns.shows(0) && !line.repository.empty())
    canvas.text_cut(Font::regular_12, Colour::muted,
                    columns.right[0] - columns.width[0] + kWordsLeft, row.y + 6,
                    columns.width[0] - 14, line.repository);
}

void toggle(std::set<core::WorkspaceId>& opened, const core::WorkspaceId& workspace) {
  if (opened.erase(workspace) == 0) opened.insert(workspace);
}

FigureDrill drill_of(const LeaderLine& line, const Leader& leader, LeaderColumn column,
                     const FigureFilter& filter) {
  return line.session ? drill_of_leader_session(leader.sessions[*line.session], column, filter)
                      : drill_of_leader(leader, column, filter);
}

void draw_line(const FigureFrame& frame, const Rect& row, const LeaderLine& line,
               const Leader& leader, const Columns& columns) {
  const Canvas& canvas = frame.canvas;
  const std::string id = (leader.workspace    ? leader.workspace->value
                          : leader.repository ? leader.repository->value
                                              : "") +
                         (line.session ? leader.sessions[*line.session].session.value : "");
  // The name first, then the figures: one stop of the keyboard, walked by right and left.
  std::array<Rect, 8> cells{};
  cells[0] = {row.x, row.y, columns.right[0] - row.x, row.h};
  for (std::size_t i = 0; i < line.figures.size(); ++i) {
    if (!columns.shows(i + 1) || line.figures.at(i).text.empty()) continue;
    const float left = columns.right.at(i + 1) - columns.width.at(i + 1);
    cells.at(i + 1) = {left + 6, row.y + 1, columns.width.at(i + 1), row.h - 2};
  }
  const bool hovered = is_under_mouse(canvas, row);
  const Colour ground = hovered        ? Colour::hover
                        : line.session ? Colour::sunken
                        : line.opened  ? Colour::raised
                                       : Colour::surface;
  if (ground != Colour::surface) canvas.fill({row.x, row.y, row.w, row.h - 1}, ground);
  draw_name(canvas, row, line, columns, ground);
  draw_figures(canvas, row.y + 6, columns, line.figures, line.session.has_value(), Font::mono_12,
               frame.figures.sort.column);
  canvas.hairline(row.x, row.bottom() - 1, row.w, Colour::line);
  const CellPick pick = pick_cells(canvas, id, row, cells, Walk::across);
  if (pick.shown == 0 && !pick.by_key) hint(canvas, row, line.hover);
  if (pick.shown > 0) {
    const auto index = static_cast<std::size_t>(pick.shown - 1);
    const Rect& cell = cells.at(index + 1);
    const float w = canvas.width(Font::mono_12, line.figures.at(index).text);
    canvas.hairline(columns.right.at(index + 1) - w, row.y + 22, w, Colour::faint);
    if (!pick.by_key)
      hint(canvas, cell,
           line.figures.at(index).hover + "\n\n" + leader_column_hover(kLeaderFigures.at(index)));
  }
  if (pick.pressed < 0) return;
  if (pick.pressed == 0 && line.can_open && leader.workspace) {
    toggle(frame.figures.opened, *leader.workspace);
  } else {
    const LeaderColumn of_name =
        leader.totals.sessions > 0 ? LeaderColumn::sessions : LeaderColumn::commits;
    const LeaderColumn column =
        pick.pressed == 0 ? of_name : kLeaderFigures.at(static_cast<std::size_t>(pick.pressed - 1));
    open_drill(frame.state, drill_of(line, leader, column, frame.figures.filter));
  }
}

void draw_lines(const FigureFrame& frame, const Rect& area, const LeaderboardView& view,
                const std::vector<Leader>& leaders, const Columns& columns) {
  const Canvas& canvas = frame.canvas;
  ScrollArea scroll(canvas, "lines", area);
  if (!view.empty_text.empty())
    canvas.text_centred(Font::regular_13, Colour::faint, area.middle_x(), area.middle_y() - 9,
                        view.empty_text);
  float y = scroll.y();
  for (const LeaderLine& line : view.lines) {
    const Rect row{area.x, y, area.w, kRow};
    // The next line is there for the keyboard before it can be seen.
    if (line.leader < leaders.size() && canvas.visible(row.inset(0, -kRow)))
      draw_line(frame, row, line, leaders[line.leader], columns);
    y += kRow;
  }
  scroll.set_content_height(y - scroll.y());
}

void draw_total(const FigureFrame& frame, const Rect& row, const LeaderboardView& view,
                const Columns& columns, bool scrolls) {
  const Canvas& canvas = frame.canvas;
  canvas.hairline(row.x + 1, row.y, row.w - 2, Colour::border);
  const float w = canvas.text(Font::semibold_13, Colour::text, row.x + kPad, row.y + 7, view.count);
  if (scrolls && columns.name_right - row.x - kPad - w > 90)
    canvas.text(Font::regular_12, Colour::faint, row.x + kPad + w + 8, row.y + 8, "scroll for all");
  for (std::size_t i = 0; i < view.total.size(); ++i) {
    if (!columns.shows(i + 1)) continue;
    const Figure& figure = view.total.at(i);
    const Colour own = colour_of(figure.role);
    canvas.text_right(Font::mono_bold_12, own == Colour::muted ? Colour::text : own,
                      columns.right.at(i + 1), row.y + 8, figure.text);
    hint(canvas,
         {columns.right.at(i + 1) - columns.width.at(i + 1) + 6, row.y, columns.width.at(i + 1) - 6,
          row.h},
         figure.hover + "\n\n" + leader_column_hover(kLeaderFigures.at(i)));
  }
}

}  // namespace

void draw_leaderboard(const FigureFrame& frame, const Rect& card, const LeaderboardView& view,
                      const AnalyticsFigures& figures) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("leaderboard");
  FiguresState& chosen = frame.figures;
  const bool of_workspaces = chosen.kind == LeaderKind::workspaces;
  (void)figure_card_head(frame, card, "Leaderboard", "",
                         of_workspaces ? "workspace_leaderboard" : "repository_leaderboard");
  const float x = card.x + 15 + canvas.width(Font::semibold_13, "Leaderboard") + 16;
  const int kind = segmented(canvas, "kind", x, card.y + 10, {"Workspaces", "Repositories"},
                             of_workspaces ? 0 : 1, true);
  if (kind >= 0) chosen.kind = kind == 0 ? LeaderKind::workspaces : LeaderKind::repositories;
  const Columns columns = lay_out(card, chosen.kind);
  draw_heads(frame, {card.x, card.y + kHead, card.w, kRow}, columns);
  const Rect lines{card.x + 1, card.y + kHead + kRow, card.w - 2, card.h - kHead - kRow - kFoot};
  draw_lines(frame, lines, view, of_workspaces ? figures.workspaces : figures.repositories,
             columns);
  const bool scrolls = kRow * static_cast<float>(view.lines.size()) > lines.h;
  draw_total(frame, {card.x, card.bottom() - kFoot, card.w, kFoot}, view, columns, scrolls);
}

}  // namespace orchard::app::ui
