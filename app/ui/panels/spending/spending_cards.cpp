#include "app/ui/panels/spending/spending_cards.h"

#include "app/ui/charts/charts.h"
#include "app/ui/charts/column_chart.h"
#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/spending/day_chart.h"
#include "app/view_model/spending/spending_bars.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orchard::app::ui {
namespace {

constexpr float kTop = 43;  ///< below the head of a card
constexpr float kRow = 24;

void draw_empty(const Canvas& canvas, const Rect& card, const std::string& text) {
  canvas.text_wrapped(Font::regular_12, Colour::faint, card.x + 17, card.y + kTop - 3, card.w - 34,
                      text, 3);
}

// What the ring of the keyboard stands on is said below the head: there is no mouse beside it.
void say_by_key(const Canvas& canvas, const Rect& card, const CellPick& pick, std::string shown) {
  if (pick.shown < 0 || !pick.by_key) return;
  std::ranges::replace(shown, '\n', ' ');
  canvas.text_cut(Font::regular_12, Colour::text, card.x + 15, card.y + 29, card.w - 30, shown);
}

/// The billing period in the head of the card, right of the note; a press opens its calls.
float draw_billing(const FigureFrame& frame, const Rect& card, float least,
                   const BillingTotals& billing, const FigureFilter& filter) {
  const Canvas& canvas = frame.canvas;
  const BillingView view = make_billing_view(billing);
  const float right = card.right() - 46;
  const float cost = canvas.width(Font::mono_12, view.cost);
  const float width = canvas.width(Font::regular_12, view.text) + 8 + cost;
  if (right - width < least) return right;
  const Rect box{right - width - 4, card.y + 10, width + 8, 22};
  const Press pressed = press(canvas, "billing", box);
  if (pressed.hovered) canvas.fill(box, Colour::hover, 4);
  if (pressed.focused) focus_ring(canvas, box, 4);
  canvas.text(Font::regular_12, Colour::faint, right - width, card.y + 14, view.text);
  canvas.text_right(Font::mono_12, Colour::text, right, card.y + 14, view.cost);
  figure_hint(frame, box, "billing_period", view.hover);
  if (pressed.clicked) open_drill(frame.state, drill_of_billing(filter));
  return right - width - 12;
}

/// One line: name, bar, tokens, cost.
void draw_model(const Canvas& canvas, const Rect& row, const ModelBar& bar, bool rest) {
  constexpr float kTokens = 58;
  constexpr float kCost = 78;
  const float name = std::min(150.0F, row.w * 0.32F);
  const float track_x = row.x + name + 8;
  const float track_right = row.right() - kTokens - kCost - 8;
  canvas.text_cut(Font::regular_12, rest ? Colour::faint : Colour::text, row.x, row.y + 4, name,
                  bar.name);
  if (track_right - track_x >= 20) {
    const Rect track{track_x, row.y + 8, track_right - track_x, 8};
    canvas.fill(track, Colour::track, 2);
    const auto share = static_cast<float>(std::clamp(bar.share, 0.0, 1.0));
    if (share > 0)
      canvas.fill({track.x, track.y, std::max(2.0F, std::round(track.w * share)), track.h},
                  rest ? Colour::faint : Colour::accent, 2);
  }
  canvas.text_right(Font::mono_12, Colour::muted, row.right() - kCost, row.y + 4, bar.tokens);
  canvas.text_right(Font::mono_12, Colour::text, row.right(), row.y + 4, bar.cost);
}

}  // namespace

void draw_days_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                    const FigureFilter& filter) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("days");
  const Rect area{card.x + 15, card.y + kTop, card.w - 30, card.h - kTop - 9};
  const DayChart chart = make_day_chart(figures.days, filter, column_room(area.w));
  (void)figure_card_head(frame, card, chart.title, chart.note, "cost_by_day");
  std::vector<ChartColumn> columns;
  for (const DayColumn& column : chart.columns) columns.push_back({column.share, column.label});
  const CellPick pick = column_chart(canvas, "columns", area, chart.ticks, columns);
  const auto at = [&](int index) -> const DayColumn& {
    return chart.columns[static_cast<std::size_t>(index)];
  };
  const std::string shown = pick.shown >= 0 ? at(pick.shown).hover : std::string();
  const float title = canvas.width(Font::semibold_13, chart.title);
  const float note = canvas.width(Font::regular_12, chart.note);
  say_by_key(canvas, card, pick, shown);
  (void)draw_billing(frame, card, card.x + 15 + title + 12 + note + 20, figures.billing, filter);
  if (!chart.empty_text.empty()) return draw_empty(canvas, card, chart.empty_text);
  if (pick.shown >= 0 && !pick.by_key) figure_hint(frame, area, "cost_by_day", shown);
  if (pick.pressed >= 0) open_drill(frame.state, drill_of_days(at(pick.pressed).days, filter));
}

void draw_models_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                      const FigureFilter& filter) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("models");
  const Rect area{card.x + 17, card.y + kTop - 5, card.w - 34, card.h - kTop - 4};
  const auto lines = static_cast<std::size_t>(std::max(2.0F, std::floor(area.h / kRow)));
  const ModelBars view = make_model_bars(figures, filter, lines);
  (void)figure_card_head(frame, card, "Models", view.note, "model_usage");
  if (!view.empty_text.empty()) return draw_empty(canvas, card, view.empty_text);
  const Rect pace{card.x + 15 + canvas.width(Font::semibold_13, "Models") + 12, card.y + 10,
                  canvas.width(Font::regular_12, view.note), 22};
  figure_hint(frame, pace, "calls_per_minute", view.pace_hover);
  std::vector<Rect> rows;
  float y = area.y;
  for (const ModelBar& bar : view.bars) {
    const Rect row{area.x, y, area.w, kRow};
    draw_model(canvas, row, bar, view.has_others && &bar == &view.bars.back());
    rows.push_back(row);
    y += kRow;
  }
  const CellPick pick = pick_cells(canvas, "rows", {area.x, area.y, area.w, y - area.y}, rows);
  if (pick.shown >= 0 && !pick.by_key)
    figure_hint(frame, area, "model_usage", view.bars[static_cast<std::size_t>(pick.shown)].hover);
  if (pick.pressed < 0) return;
  const ModelBar& bar = view.bars[static_cast<std::size_t>(pick.pressed)];
  if (!bar.model.empty()) {
    open_drill(frame.state, drill_of_model(bar.model, filter));
  } else {
    open_drill(frame.state, drill_of_figure("model_usage", "Models, API calls", filter));
  }
}

void draw_clock_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                     const FigureFilter& filter) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("clock");
  const HourBars view = make_hour_bars(figures, filter);
  const Rect area{card.x + 17, card.y + kTop - 14, card.w - 34, card.h - kTop + 2};
  (void)figure_card_head(frame, card, "Hours", view.note, "peak_hours");
  const CellPick pick = histogram(canvas, "bars", area, card.w < 420 ? 2 : 4, view.bars);
  const std::string shown =
      pick.shown >= 0 ? view.hovers.at(static_cast<std::size_t>(pick.shown)) : std::string();
  say_by_key(canvas, card, pick, shown);
  if (pick.shown >= 0 && !pick.by_key) figure_hint(frame, area, "peak_hours", shown);
  if (pick.pressed >= 0) open_drill(frame.state, drill_of_clock_hour(pick.pressed, filter));
}

void draw_lengths_card(const FigureFrame& frame, const Rect& card, const AnalyticsFigures& figures,
                       const FigureFilter& filter) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("lengths");
  const LengthBars view = make_length_bars(figures.lengths);
  const Rect area{card.x + 17, card.y + kTop - 4, card.w - 34, card.h - kTop - 8};
  (void)figure_card_head(frame, card, "Session duration", view.note, "session_durations");
  const CellPick pick = histogram(canvas, "bars", area, 8, view.bars);
  const std::string shown =
      pick.shown >= 0 ? view.hovers.at(static_cast<std::size_t>(pick.shown)) : std::string();
  say_by_key(canvas, card, pick, shown);
  if (pick.shown >= 0 && !pick.by_key) figure_hint(frame, area, "session_durations", shown);
  if (pick.pressed >= 0)
    open_drill(frame.state, drill_of_length(static_cast<std::size_t>(pick.pressed), filter));
}

}  // namespace orchard::app::ui
