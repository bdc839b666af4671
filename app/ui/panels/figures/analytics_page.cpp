#include "app/ui/panels/figures/analytics_page.h"

#include "app/ui/panels/figures/activity_cards.h"
#include "app/ui/panels/figures/filter_bar.h"
#include "app/ui/panels/figures/leaderboard.h"
#include "app/ui/panels/figures/timeline.h"
#include "app/ui/panels/frame/page_header.h"
#include "app/ui/panels/spending/spending_cards.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr float kMargin = 24;
constexpr float kGap = 12;
constexpr float kBelowBar = 6;  ///< what is scrolled away ends so far from the filters
constexpr float kLeastBoard = 260;
constexpr float kBoard = 382;
constexpr float kHeat = 212;
constexpr float kTimeline = 172;
constexpr float kSpending = 252;
constexpr float kHighest = 880;  ///< what stands above it
constexpr float kSideColumn = 356;
constexpr float kTwoColumns = 880;     ///< narrower: one below the other
constexpr float kThreeColumns = 2000;  ///< on very large screens cards stay near each other

/// Where the cards stand; heights grow with the window, and beyond it the page scrolls.
struct Places {
  Rect board;
  Rect turns;
  Rect commands;
  Rect hours;
  Rect weeks;
  Rect timeline;
  Rect days;
  Rect models;
  Rect clock;
  Rect lengths;
};

Places beside_each_other(float x, float y, float width, float room, float timeline) {
  const float side = std::round(std::clamp(width * 0.315F, kSideColumn, 720.0F));
  const float main = width - side - kGap;
  const float used = kBoard + kHeat + std::max(kTimeline, timeline) + 2 * kGap;
  const float spare = room - used;
  const float board = std::round(std::max(kLeastBoard, kBoard + std::min(spare, 0.0F)) +
                                 std::max(spare, 0.0F) * 0.5F);
  const float heat = std::round(kHeat + std::max(spare, 0.0F) * 0.3F);
  const float last = std::max({kTimeline, timeline, room - board - heat - 2 * kGap});
  Places places;
  const float right = x + main + kGap;
  const float half = std::round((board - kGap) / 2);
  places.board = {x, y, main, board};
  places.turns = {right, y, side, half};
  places.commands = {right, y + half + kGap, side, board - half - kGap};
  y += board + kGap;
  places.hours = {x, y, main, heat};
  places.weeks = {right, y, side, heat};
  places.timeline = {x, y + heat + kGap, width, last};
  y += heat + kGap + last + kGap;
  places.days = {x, y, main, kSpending};
  places.models = {right, y, side, kSpending};
  y += kSpending + kGap;
  places.clock = {x, y, main, kHeat};
  places.lengths = {right, y, side, kHeat};
  return places;
}

Places in_three_columns(float x, float y, float width, float room, float timeline) {
  const float board = std::round(width * 0.42F);
  const float middle = std::round(width * 0.33F);
  const float last = width - board - middle - 2 * kGap;
  const float below = std::max(timeline, std::clamp(room * 0.22F, kTimeline, 420.0F));
  const float height = std::round(std::clamp(room - below - kGap, 2 * kHeat + kGap, 1400.0F));
  const float half = std::round((height - kGap) / 2);
  Places places;
  places.board = {x, y, board, height};
  const float second = x + board + kGap;
  places.hours = {second, y, middle, half};
  places.weeks = {second, y + half + kGap, middle, height - half - kGap};
  const float third = second + middle + kGap;
  places.turns = {third, y, last, half};
  places.commands = {third, y + half + kGap, last, height - half - kGap};
  places.timeline = {x, y + height + kGap, width, below};
  y += height + kGap + below + kGap;
  places.days = {x, y, board, 2 * kHeat + kGap};
  places.models = {second, y, middle, 2 * kHeat + kGap};
  places.clock = {third, y, last, kHeat};
  places.lengths = {third, y + kHeat + kGap, last, kHeat};
  return places;
}

Places below_each_other(float x, float y, float width, float timeline) {
  Places places;
  const bool pairs = width >= 620;
  const float half = std::round((width - kGap) / 2);
  places.board = {x, y, width, 340};
  y += 340 + kGap;
  places.hours = {x, y, width, kHeat};
  y += kHeat + kGap;
  const auto pair = [&](Rect& first, Rect& second, float height) {
    if (pairs) {
      first = {x, y, half, height};
      second = {x + half + kGap, y, width - half - kGap, height};
      y += height + kGap;
    } else {
      first = {x, y, width, height};
      second = {x, y + height + kGap, width, height};
      y += 2 * (height + kGap);
    }
  };
  pair(places.weeks, places.turns, kHeat);
  places.commands = {x, y, width, 185};
  y += 185 + kGap;
  places.timeline = {x, y, width, std::max(kTimeline, timeline)};
  y += places.timeline.h + kGap;
  places.days = {x, y, width, kHeat};
  y += kHeat + kGap;
  places.models = {x, y, width, 185};
  y += 185 + kGap;
  pair(places.clock, places.lengths, kHeat);
  return places;
}

Places place_cards(float x, float y, float width, float room, float timeline) {
  if (width >= kThreeColumns) return in_three_columns(x, y, width, room, timeline);
  // What was spent stands below: a high window shows it rather than empty room.
  if (width >= kTwoColumns)
    return beside_each_other(x, y, width, std::min(room, kHighest), timeline);
  return below_each_other(x, y, width, timeline);
}

void draw_problem(const Canvas& canvas, float x, float y, float width, const std::string& problem,
                  FiguresState& figures) {
  const Rect card{x, y, width, 96};
  canvas.framed(card, Colour::surface, Colour::warn_line, 8);
  canvas.text_wrapped(Font::regular_13, Colour::text, x + 17, y + 16, width - 34, problem, 2);
  const ButtonSpec all{.id = "all", .text = "Show everything"};
  if (!button(canvas, x + 17, y + 58, all)) return;
  FigureFilter filter;
  filter.window = figures.filter.window;
  figures.filter = filter;
}

}  // namespace

void AnalyticsPage::take(const AppSnapshot& snapshot) {
  if (snapshot.figures && snapshot.figures->question.analytics) answer_ = snapshot.figures;
}

const LeaderboardView& AnalyticsPage::leaderboard(const AppSnapshot& snapshot, core::Timestamp now,
                                                  const UiState& state) {
  const FiguresState& figures = state.figures;
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  const bool same = board_answer_ == answer_ && board_version_ == snapshot.version &&
                    board_kind_ == figures.kind && board_sort_ == figures.sort &&
                    board_opened_ == figures.opened && board_minute_ == minute;
  if (same) return board_;
  board_answer_ = answer_;
  board_version_ = snapshot.version;
  board_kind_ = figures.kind;
  board_sort_ = figures.sort;
  board_opened_ = figures.opened;
  board_minute_ = minute;
  board_ = make_leaderboard(*answer_->analytics, figures.kind, figures.sort, figures.opened,
                            answer_->question.filter, {snapshot, state.seen, now});
  return board_;
}

void AnalyticsPage::draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                         core::Timestamp now, UiState& state, IntentQueue& intents) {
  (void)intents;
  const Scope scope("analytics");
  take(snapshot);
  draw_page_header(canvas, area, "Analytics", !snapshot.repositories.empty(), state);
  const float x = area.x + kMargin;
  const float width = std::max(260.0F, area.w - 2 * kMargin);
  const FigureFrame frame{canvas, snapshot.figure_book.get(), state.figures, state};
  const float bar =
      draw_filter_bar(frame, x, area.y + kHeaderHeight + 10, width, answer_.get(), now);
  const float top = area.y + kHeaderHeight + 10 + bar + kBelowBar;
  const Rect page{area.x, top, area.w, std::max(40.0F, area.bottom() - top)};
  ScrollArea scroll(canvas, "figures", page);
  const float y = scroll.y() + 10 - kBelowBar;
  if (!answer_) {
    canvas.text_centred(Font::regular_13, Colour::faint, page.middle_x(), page.middle_y() - 9,
                        "Reading the ledger\xe2\x80\xa6");
    return;
  }
  if (!answer_->analytics) {
    draw_problem(canvas, x, y, width, answer_->problem, state.figures);
    scroll.set_content_height(120);
    return;
  }
  const AnalyticsFigures& figures = *answer_->analytics;
  const TimelineView timeline = make_timeline(figures.recent, now, timeline_mark(width));
  const float least = timeline_height(timeline);
  const Places places = place_cards(x, y, width, page.h - 20 + kBelowBar, least);
  const FigureFilter& filter = answer_->question.filter;
  draw_leaderboard(frame, places.board, leaderboard(snapshot, now, state), figures);
  draw_turns_card(frame, places.turns, make_turn_bars(figures.histogram, figures.total.turns));
  draw_commands_card(frame, places.commands, figures.commands);
  draw_hours_card(frame, places.hours, make_hour_heat(figures, filter, now));
  draw_weeks_card(frame, places.weeks, make_week_heat(figures));
  draw_timeline(frame, places.timeline, timeline, figures.recent);
  draw_days_card(frame, places.days, figures, filter);
  draw_models_card(frame, places.models, figures, filter);
  draw_clock_card(frame, places.clock, figures, filter);
  draw_lengths_card(frame, places.lengths, figures, filter);
  const float bottom = std::max(places.lengths.bottom(), places.days.bottom());
  scroll.set_content_height(bottom + 10 - scroll.y());
}

}  // namespace orchard::app::ui
