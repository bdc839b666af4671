#include "app/ui/panels/dashboard/preview.h"

#include "app/ui/charts/charts.h"
#include "app/view_model/figures/figure_drills.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

constexpr float kHeight = 142;
constexpr float kGap = 12;
constexpr std::array<float, 4> kWidths = {380, 224, 248, 240};

void title(const Canvas& canvas, const Rect& box, std::string_view text) {
  canvas.framed(box, Colour::surface, Colour::border, 8);
  canvas.text_cut(Font::caps_11, Colour::muted, box.x + 15, box.y + 13, box.w - 30, text);
}

void nothing(const Canvas& canvas, const Rect& box, std::string_view why) {
  canvas.text_wrapped(Font::regular_12, Colour::faint, box.x + 15, box.y + 40, box.w - 30, why, 3);
}

void open_repository(const FigureFrame& frame, const PreviewRow& row, LeaderColumn column) {
  Leader leader;
  leader.repository = row.repository;
  leader.name = row.name;
  open_drill(frame.state, drill_of_leader(leader, column, {}));
}

void repositories(const FigureFrame& frame, const Rect& box, const std::vector<PreviewRow>& rows) {
  const Canvas& canvas = frame.canvas;
  title(canvas, box, "REPOSITORIES 7D");
  if (rows.empty()) {
    nothing(canvas, box, "Nothing was recorded in the last 7 days.");
    return;
  }
  const float cost = box.right() - 15;
  const float lines = cost - 58;
  const float commits = lines - 118;
  const float sessions = commits - 44;
  const float head = box.y + 33;
  canvas.text_right(Font::mono_11, Colour::faint, sessions, head, "sess");
  canvas.text_right(Font::mono_11, Colour::faint, commits, head, "comm");
  canvas.text_right(Font::mono_11, Colour::faint, lines, head, "lines");
  canvas.text_right(Font::mono_11, Colour::faint, cost, head, "cost");
  float y = box.y + 50;
  for (const PreviewRow& row : rows) {
    if (y + 16 > box.bottom() - 6) break;
    canvas.text_cut(Font::medium_12, Colour::text, box.x + 15, y, sessions - 40 - box.x, row.name);
    canvas.text_right(Font::mono_12, Colour::muted, sessions, y, row.sessions);
    canvas.text_right(Font::mono_12, Colour::muted, commits, y, row.commits);
    const float w = canvas.text_right(Font::mono_12, Colour::deleted, lines, y, row.deletions);
    canvas.text_right(Font::mono_12, Colour::added, lines - w - 7, y, row.additions);
    canvas.text_right(Font::mono_12, Colour::text, cost, y, row.cost);
    const std::array<Rect, 4> cells = {{{box.x + 8, y - 3, sessions - box.x - 4, 22},
                                        {sessions + 6, y - 3, commits - sessions, 22},
                                        {commits + 6, y - 3, lines - commits, 22},
                                        {lines + 6, y - 3, cost - lines, 22}}};
    constexpr std::array kColumns{LeaderColumn::sessions, LeaderColumn::commits,
                                  LeaderColumn::additions, LeaderColumn::cost};
    const Rect whole{box.x + 8, y - 3, box.w - 16, 22};
    const CellPick pick = pick_cells(canvas, row.repository.value, whole, cells, Walk::across);
    if (pick.shown >= 0 && !pick.by_key)
      figure_hint(frame, whole, "repository_leaderboard",
                  fmt::format("{} in 7 days\n{} sessions, {} commits, {} {} lines, {}", row.name,
                              row.sessions, row.commits, row.additions, row.deletions, row.cost));
    if (pick.pressed >= 0)
      open_repository(frame, row, kColumns.at(static_cast<std::size_t>(pick.pressed)));
    y += 22;
  }
}

void weeks(const FigureFrame& frame, const Rect& box, const AnalyticsPreviewView& view) {
  const Canvas& canvas = frame.canvas;
  title(canvas, box, "TURNS, 13 WEEKS");
  const Rect area{box.x + 15, box.y + 36, 13 * 15 - 3, 7 * 14 - 3};
  const CellPick pick = heat_calendar(canvas, "weeks", area, 3, view.weeks);
  if (pick.shown < 0) return;
  const auto week = static_cast<std::size_t>(pick.shown / 7);
  const auto day = static_cast<std::size_t>(pick.shown % 7);
  if (!pick.by_key) figure_hint(frame, area, "activity_calendar", view.weeks[week][day].hover);
  if (pick.pressed >= 0)
    open_drill(frame.state, drill_of_day(view.first_day + std::chrono::days(pick.pressed), {}));
}

void turns(const FigureFrame& frame, const Rect& box, const AnalyticsPreviewView& view) {
  title(frame.canvas, box, "TURNS PER SESSION 7D");
  const Rect area{box.x + 15, box.y + 31, box.w - 30, 106};
  const CellPick pick = histogram(frame.canvas, "turns", area, 4, view.histogram);
  if (pick.shown >= 0 && !pick.by_key) {
    const auto index = static_cast<std::size_t>(pick.shown);
    figure_hint(
        frame, area, "turn_histogram",
        fmt::format("{}: {}", drill_of_bucket(index, {}).title, view.histogram.at(index).count));
  }
  if (pick.pressed >= 0)
    open_drill(frame.state, drill_of_bucket(static_cast<std::size_t>(pick.pressed), {}));
}

void commands(const FigureFrame& frame, const Rect& box, const AnalyticsPreviewView& view) {
  title(frame.canvas, box, "SLASH COMMANDS 7D");
  if (view.commands.empty()) {
    nothing(frame.canvas, box, "No slash command was used in the last 7 days.");
    return;
  }
  const Rect area{box.x + 15, box.y + 35, box.w - 30, 100};
  const CellPick pick = command_bars(frame.canvas, "commands", area, 100, view.commands);
  if (pick.shown >= 0 && !pick.by_key) {
    const CommandBar& bar = view.commands[static_cast<std::size_t>(pick.shown)];
    figure_hint(frame, area, "slash_commands", fmt::format("{}: {}", bar.name, bar.uses));
  }
  if (pick.pressed >= 0)
    open_drill(frame.state,
               drill_of_command(view.command_names[static_cast<std::size_t>(pick.pressed)], {}));
}

void draw_card(const FigureFrame& frame, std::size_t index, const Rect& box,
               const AnalyticsPreviewView& view) {
  switch (index) {
    case 0:
      repositories(frame, box, view.repositories);
      break;
    case 1:
      weeks(frame, box, view);
      break;
    case 2:
      turns(frame, box, view);
      break;
    default:
      commands(frame, box, view);
      break;
  }
}

}  // namespace

float draw_preview(const FigureFrame& frame, float x, float y, float width,
                   const AnalyticsPreviewView& view) {
  const Scope scope("preview");
  const std::size_t columns = width >= 1060 ? 4 : width >= 660 ? 2 : 1;
  float top = y;
  for (std::size_t first = 0; first < kWidths.size(); first += columns) {
    const std::size_t last = std::min(first + columns, kWidths.size());
    float sum = 0;
    for (std::size_t i = first; i < last; ++i) sum += kWidths[i];
    const float room = width - kGap * static_cast<float>(last - first - 1);
    float at = x;
    for (std::size_t i = first; i < last; ++i) {
      const float edge = i + 1 == last ? x + width : std::round(at + kWidths[i] * room / sum);
      draw_card(frame, i, {at, top, edge - at, kHeight}, view);
      at = edge + kGap;
    }
    top += kHeight + kGap;
  }
  return top - kGap - y;
}

}  // namespace orchard::app::ui
