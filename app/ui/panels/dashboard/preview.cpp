#include "app/ui/panels/dashboard/preview.h"

#include "app/ui/charts/charts.h"

#include <algorithm>
#include <cmath>

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

void repositories(const Canvas& canvas, const Rect& box, const std::vector<PreviewRow>& rows) {
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
    y += 22;
  }
}

void draw_card(const Canvas& canvas, std::size_t index, const Rect& box,
               const AnalyticsPreviewView& view) {
  switch (index) {
    case 0:
      repositories(canvas, box, view.repositories);
      break;
    case 1:
      title(canvas, box, "TURNS, 13 WEEKS");
      heat_calendar(canvas, box.x + 15, box.y + 36, view.weeks);
      break;
    case 2:
      title(canvas, box, "TURNS PER SESSION 7D");
      histogram(canvas, {box.x + 15, box.y + 31, box.w - 30, 106}, view.histogram);
      break;
    default:
      title(canvas, box, "SLASH COMMANDS 7D");
      if (view.commands.empty()) {
        nothing(canvas, box, "No slash command was used in the last 7 days.");
      } else {
        command_bars(canvas, {box.x + 15, box.y + 35, box.w - 30, 100}, view.commands);
      }
      break;
  }
}

}  // namespace

float draw_preview(const Canvas& canvas, float x, float y, float width,
                   const AnalyticsPreviewView& view) {
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
      draw_card(canvas, i, {at, top, edge - at, kHeight}, view);
      at = edge + kGap;
    }
    top += kHeight + kGap;
  }
  return top - kGap - y;
}

}  // namespace orchard::app::ui
