#include "app/ui/panels/figures/timeline.h"

#include "app/ui/charts/cell_pick.h"
#include "app/ui/widgets/marks.h"
#include "app/view_model/figures/figure_drills.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orchard::app::ui {
namespace {

constexpr float kTop = 38;
constexpr float kAxis = 24;
constexpr float kLine = 13;
constexpr float kLaneGap = 6;
constexpr float kMark = 14;

float plot_width(float card_width) {
  const float names = std::min(92.0F, card_width * 0.18F);
  return std::max(100.0F, card_width - names - 38);
}

float lanes_height(const TimelineView& view) {
  float height = 0;
  for (const TimelineLane& lane : view.lanes)
    height += kLine * static_cast<float>(lane.lines) + kLaneGap;
  return height;
}

Colour colour_of_dot(DotKind kind) {
  switch (kind) {
    case DotKind::waiting:
      return Colour::warn;
    case DotKind::failed:
      return Colour::danger;
    case DotKind::interrupted:
      return Colour::muted;
    case DotKind::stopped:
      return Colour::faint;
    case DotKind::running:
    case DotKind::finished:
      break;
  }
  return Colour::accent;
}

void draw_mark(const Canvas& canvas, Point centre, DotKind kind) {
  const float x = centre.x - kMark / 2;
  const float y = centre.y - kMark / 2;
  switch (kind) {
    case DotKind::running:
      state_mark(canvas, x, y, StateMark::running, Colour::surface);
      break;
    case DotKind::waiting:
      state_mark(canvas, x, y, StateMark::waiting, Colour::surface);
      break;
    case DotKind::finished:
      canvas.disc(centre, 4.5F, Colour::accent);
      break;
    case DotKind::interrupted:
      canvas.disc(centre, 7, Colour::surface);
      state_mark(canvas, x, y, StateMark::interrupted, Colour::surface);
      break;
    case DotKind::failed:
      canvas.disc(centre, 7, Colour::surface);
      state_mark(canvas, x, y, StateMark::failed, Colour::surface);
      break;
    case DotKind::stopped:
      canvas.disc(centre, 7, Colour::surface);
      state_mark(canvas, x, y, StateMark::idle, Colour::surface);
      break;
  }
}

/// Gives where the legend begins.
float draw_legend(const Canvas& canvas, float right, float y, float least_left,
                  const TimelineView& view) {
  float x = right;
  for (auto entry = view.legend.rbegin(); entry != view.legend.rend(); ++entry) {
    const float width = canvas.width(Font::regular_12, entry->text) +
                        canvas.width(Font::mono_12, entry->count) + 26;
    if (x - width < least_left) break;
    canvas.text_right(Font::mono_12, Colour::text, x, y, entry->count);
    canvas.text(Font::regular_12, Colour::muted, x - width + 20, y, entry->text);
    draw_mark(canvas, {x - width + 7, y + 8}, entry->kind);
    x -= width + 14;
  }
  return x;
}

void draw_axis(const Canvas& canvas, const Rect& plot, const TimelineView& view) {
  float free = plot.right() - 34;
  for (auto mark = view.grid.rbegin(); mark != view.grid.rend(); ++mark) {
    const float x = plot.x + plot.w * static_cast<float>(mark->at);
    canvas.hairline_down(x, plot.y, plot.h, Colour::line);
    const float half = canvas.width(Font::mono_11, mark->label) / 2;
    // Labels leave room for each other and for "now".
    if (x + half > free || x - half < plot.x - 4) continue;
    canvas.text_centred(Font::mono_11, Colour::faint, x, plot.bottom() + 4, mark->label);
    free = x - half - 12;
  }
  canvas.hairline_down(plot.right(), plot.y, plot.h, Colour::text);
  canvas.text_right(Font::mono_11, Colour::text, plot.right() + 8, plot.bottom() + 4, "now");
}

}  // namespace

float timeline_mark(float card_width) {
  return kMark / plot_width(card_width);
}

float timeline_height(const TimelineView& view) {
  return kTop + lanes_height(view) + kAxis;
}

void draw_timeline(const FigureFrame& frame, const Rect& card, const TimelineView& view,
                   const std::vector<RecentSession>& sessions) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("timeline");
  const float width = plot_width(card.w);
  const float right =
      figure_card_head(frame, card, "Sessions, last 24 hours", "", "recent_sessions");
  const float title = card.x + 15 + canvas.width(Font::semibold_13, "Sessions, last 24 hours") + 12;
  const float legend = draw_legend(canvas, right - 6, card.y + 14, title, view);
  card_note(canvas, Colour::faint, title, card.y + 14, std::max(0.0F, legend - title - 8),
            view.note);
  const Rect plot{card.right() - 22 - width, card.y + kTop, width, card.h - kTop - kAxis};
  draw_axis(canvas, plot, view);
  if (sessions.empty()) {
    canvas.text_centred(Font::regular_13, Colour::faint, plot.middle_x(), plot.middle_y() - 9,
                        "No session was active in the last 24 hours.");
    return;
  }
  std::vector<Rect> cells;
  std::vector<const TimelineDot*> dots;
  float y = plot.y;
  for (const TimelineLane& lane : view.lanes) {
    canvas.text_cut(Font::regular_12, Colour::muted, card.x + 15, y - 2, plot.x - card.x - 22,
                    lane.name);
    for (const TimelineDot& dot : lane.dots) {
      const float from = plot.x + plot.w * static_cast<float>(dot.from);
      const float to = plot.x + plot.w * static_cast<float>(dot.to);
      const float middle = y + kLine * static_cast<float>(dot.line) + kLine / 2;
      if (to > from + 1)
        canvas.fill({from, middle - 2, to - from, 4}, colour_of_dot(dot.kind), 2, Corners::all,
                    0.45F);
      draw_mark(canvas, {from, middle}, dot.kind);
      cells.push_back(
          {from - kMark / 2, middle - kLine / 2, std::max(kMark, to - from + kMark / 2), kLine});
      dots.push_back(&dot);
    }
    y += kLine * static_cast<float>(lane.lines) + kLaneGap;
    if (&lane != &view.lanes.back())
      canvas.hairline(card.x + 15, y - kLaneGap / 2, plot.right() - card.x - 15, Colour::line);
  }
  const Rect area{plot.x - kMark / 2, plot.y, plot.w + kMark / 2, y - plot.y};
  const CellPick pick = pick_cells(canvas, "dots", area, cells);
  if (pick.shown >= 0 && !pick.by_key)
    figure_hint(frame, area, "recent_sessions", dots[static_cast<std::size_t>(pick.shown)]->hover);
  if (pick.pressed < 0) return;
  const RecentSession& session = sessions[dots[static_cast<std::size_t>(pick.pressed)]->session];
  open_drill(frame.state, drill_of_session(session.session, session.title));
}

}  // namespace orchard::app::ui
