#include "app/ui/panels/figures/activity_cards.h"

#include "app/ui/charts/charts.h"
#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/figures/figure_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

constexpr float kTop = 43;  ///< below the head of a card
constexpr float kGap = 3;

// What the ring of the keyboard stands on is said in the head: there is no mouse beside it.
std::string note_or(const std::string& note, const std::string& shown) {
  return shown.empty() ? note : shown;
}

/// A grid of cells with their steps, whole px each.
struct Grid {
  float x = 0;
  float y = 0;
  float across = 0;
  float down = 0;

  [[nodiscard]] Rect cell(int column, int row) const {
    const float left = x + std::round(across * static_cast<float>(column));
    const float top = y + std::round(down * static_cast<float>(row));
    return {left, top, std::round(across - kGap), std::round(down - kGap)};
  }
};

void draw_hours_axis(const Canvas& canvas, const Rect& card, const Grid& grid) {
  for (int day = 0; day < 7; ++day) {
    const Rect cell = grid.cell(0, day);
    canvas.text(Font::mono_11, Colour::faint, card.x + 15, cell.middle_y() - 7, weekday_name(day));
  }
  const float y = grid.cell(0, 6).bottom() + 6;
  const int step = grid.across < 18 ? 6 : 3;
  for (int hour = 0; hour < 24; hour += step)
    canvas.text(Font::mono_11, Colour::faint, grid.cell(hour, 0).x, y, fmt::format("{:02}", hour));
}

}  // namespace

void draw_hours_card(const FigureFrame& frame, const Rect& card, const HourHeat& heat) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("hours");
  const Grid grid{card.x + 47, card.y + kTop - 2, (card.w - 64) / 24, (card.h - 72) / 7};
  std::array<Rect, std::size_t{7} * 24> cells{};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const Rect area{grid.x, grid.y, std::round(grid.across * 24), std::round(grid.down * 7)};
  std::size_t place = 0;
  for (int day = 0; day < 7; ++day)
    for (int hour = 0; hour < 24; ++hour, ++place)
      if (!heat.cells.at(place / 24).at(place % 24).to_come) cells.at(place) = grid.cell(hour, day);
  const CellPick pick = pick_cells(canvas, "cells", area, cells);
  const auto at = [&](int index) -> const HourCell& {
    return heat.cells.at(static_cast<std::size_t>(index / 24))
        .at(static_cast<std::size_t>(index % 24));
  };
  const std::string shown = pick.shown >= 0 ? at(pick.shown).hover : std::string();
  const float right = figure_card_head(frame, card, "Weekday and hour", "", "activity_heatmap");
  const float legend = heat_legend(canvas, right - 6, card.y + 14, heat.top);
  const float x = card.x + 15 + canvas.width(Font::semibold_13, "Weekday and hour") + 12;
  card_note(canvas, shown.empty() ? Colour::faint : Colour::text, x, card.y + 14, legend - x - 8,
            note_or(heat.note, shown));
  for (int day = 0; day < 7; ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      const HourCell& cell = at(24 * day + hour);
      const Rect box = grid.cell(hour, day);
      if (cell.to_come) {
        canvas.outline(box, Colour::line, 2);
      } else {
        canvas.fill(box, heat_colour(cell.level), 2);
      }
    }
  }
  if (heat.busiest)
    canvas.outline(grid.cell(heat.busiest->second, heat.busiest->first).inset(-1), Colour::text, 3);
  draw_hours_axis(canvas, card, grid);
  if (pick.shown >= 0 && pick.by_key)
    focus_ring(canvas, grid.cell(pick.shown % 24, pick.shown / 24), 3);
  if (pick.shown >= 0 && !pick.by_key) figure_hint(frame, area, "activity_heatmap", shown);
  if (pick.pressed >= 0)
    open_drill(frame.state,
               drill_of_hour(pick.pressed / 24, pick.pressed % 24, frame.figures.filter));
}

void draw_weeks_card(const FigureFrame& frame, const Rect& card, const WeekHeat& heat) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("weeks");
  const float right = figure_card_head(frame, card, "13 weeks", "", "activity_calendar");
  const float across = std::floor((card.w - 67) / 13);
  const float down = std::floor((card.h - 72) / 7);
  const Rect area{card.x + 50, card.y + kTop - 2, across * 13 - kGap, down * 7 - kGap};
  const CellPick pick = heat_calendar(canvas, "cells", area, kGap, heat.weeks);
  std::string shown;
  if (pick.shown >= 0)
    shown = heat.weeks.at(static_cast<std::size_t>(pick.shown / 7))
                .at(static_cast<std::size_t>(pick.shown % 7))
                .hover;
  const float legend = heat_legend(canvas, right - 6, card.y + 14, heat.top);
  const float x = card.x + 15 + canvas.width(Font::semibold_13, "13 weeks") + 12;
  card_note(canvas, shown.empty() ? Colour::faint : Colour::text, x, card.y + 14, legend - x - 6,
            note_or(heat.note, shown));
  for (const int day : {0, 2, 4, 6})
    canvas.text(Font::mono_11, Colour::faint, card.x + 15,
                area.y + down * static_cast<float>(day) + (down - kGap) / 2 - 7, weekday_name(day));
  for (const auto& [week, name] : heat.months)
    canvas.text(Font::mono_11, Colour::faint, area.x + across * static_cast<float>(week),
                area.bottom() + 6, name);
  if (pick.shown >= 0 && !pick.by_key) figure_hint(frame, area, "activity_calendar", shown);
  if (pick.pressed >= 0)
    open_drill(frame.state,
               drill_of_day(heat.day(pick.pressed / 7, pick.pressed % 7), frame.figures.filter));
}

void draw_turns_card(const FigureFrame& frame, const Rect& card, const TurnBars& bars) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("turns");
  (void)figure_card_head(frame, card, "Turns per session", bars.note, "turn_histogram");
  const Rect area{card.x + 17, card.y + kTop - 4, card.w - 34, card.h - kTop - 8};
  const CellPick pick = histogram(canvas, "bars", area, 8, bars.bars);
  if (pick.shown >= 0 && !pick.by_key)
    figure_hint(frame, area, "turn_histogram",
                bars.hovers.at(static_cast<std::size_t>(pick.shown)));
  if (pick.pressed >= 0)
    open_drill(frame.state,
               drill_of_bucket(static_cast<std::size_t>(pick.pressed), frame.figures.filter));
}

void draw_commands_card(const FigureFrame& frame, const Rect& card,
                        const std::vector<CommandUses>& commands) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("commands");
  const Rect area{card.x + 17, card.y + kTop - 3, card.w - 34, card.h - kTop - 4};
  const auto lines = static_cast<std::size_t>(std::max(2.0F, (area.h + 4) / 20));
  const CommandBars bars = make_command_bars(commands, lines - 1);
  (void)figure_card_head(frame, card, "Top slash commands", bars.note, "slash_commands");
  if (bars.bars.empty()) {
    canvas.text_wrapped(
        Font::regular_12, Colour::faint, area.x, area.y, area.w,
        fmt::format("No slash command was used {}.", window_words(frame.figures.filter)), 2);
    return;
  }
  std::vector<CommandBar> drawn = bars.bars;
  if (!bars.others.empty()) drawn.push_back({bars.others, bars.others_uses, bars.others_fraction});
  const CellPick pick = command_bars(canvas, "bars", area, std::max(100.0F, area.w - 132), drawn,
                                     !bars.others.empty());
  const auto name_of = [&](int index) {
    const auto i = static_cast<std::size_t>(index);
    return i < bars.names.size() ? bars.names[i] : std::string();
  };
  if (pick.shown >= 0 && !pick.by_key) {
    const CommandBar& bar = drawn[static_cast<std::size_t>(pick.shown)];
    figure_hint(frame, area, "slash_commands",
                fmt::format("{}: {}", bar.name, bar.uses == "1" ? "1 use" : bar.uses + " uses"));
  }
  if (pick.pressed >= 0)
    open_drill(frame.state, drill_of_command(name_of(pick.pressed), frame.figures.filter));
}

}  // namespace orchard::app::ui
