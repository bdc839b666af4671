#include "app/ui/panels/usage/records_table.h"

#include "app/ui/panels/usage/record_lines.h"
#include "app/ui/panels/usage/usage_filters.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 17;
constexpr float kHead = 44;
constexpr float kFoot = 36;
constexpr float kRow = 28;
constexpr float kRoomy = 860;  ///< narrower: what narrows takes a line of its own
constexpr int kSlash = 47;

float head_height(float width) {
  return width >= kRoomy ? kHead : 2 * kHead - 6;
}

/// A narrowing that a press takes back; gives its width.
float chip(const Canvas& canvas, std::string_view id, float x, float y, float room,
           std::string_view text, bool& pressed) {
  const float width = std::min(room, canvas.width(Font::medium_12, text) + 36);
  if (width < 50) return 0;
  const Rect box{x, y, width, 24};
  const Press state = press(canvas, id, box);
  canvas.framed(box, state.hovered ? Colour::hover : Colour::raised, Colour::accent_line, 6);
  if (state.focused) focus_ring(canvas, box, 6);
  canvas.text_cut(Font::medium_12, Colour::text, x + 10, y + 4, width - 34, text);
  canvas.icon(Font::icon_11, Colour::faint, {box.right() - 21, y, 12, 24}, icon::kCross);
  hint(canvas, box, "Show all again (Esc)");
  pressed = state.clicked;
  return width + 8;
}

void draw_chips(const Canvas& canvas, float x, float y, float right, UsageState& usage) {
  RecordsWanted& wanted = usage.wanted;
  if (wanted.span) {
    bool pressed = false;
    x += chip(canvas, "span", x, y, right - x, span_words(*wanted.span), pressed);
    if (pressed) {
      wanted.span.reset();
      wanted.page = 0;
    }
  }
  if (!wanted.consumer.empty()) {
    bool pressed = false;
    x += chip(canvas, "consumer", x, y, right - x, usage.consumer, pressed);
    if (pressed) {
      wanted.consumer.clear();
      usage.consumer.clear();
      wanted.page = 0;
    }
  }
}

void draw_sources(const Canvas& canvas, float x, float y, float width,
                  const std::vector<std::string>& names, UsageState& usage) {
  const int chosen = usage.wanted.source ? static_cast<int>(*usage.wanted.source) + 1 : 0;
  const int source = width < segmented_width(canvas, names, true)
                         ? drop_down(canvas, "source", {x, y, width, 24}, names, chosen)
                         : segmented(canvas, "source", x, y, names, chosen, true);
  if (source < 0) return;
  usage.wanted.page = 0;
  usage.wanted.source.reset();
  if (source > 0) usage.wanted.source = kAllSources.at(static_cast<std::size_t>(source - 1));
}

void draw_search(const FigureFrame& frame, const Rect& box) {
  const Canvas& canvas = frame.canvas;
  RecordsWanted& wanted = frame.figures.usage.wanted;
  const bool asked = frame.state.dialog == Dialog::none && !typing() && key_pressed(kSlash) &&
                     !ImGui::GetIO().KeyShift;
  const InputEvent typed = input_line(
      canvas, box,
      {.id = "search", .placeholder = "Filter by name", .icon = icon::kSearch, .take_focus = asked},
      wanted.search);
  if (typed.changed) wanted.page = 0;
  if (wanted.search.empty()) {
    if (!typed.active) key_cap(canvas, box.right() - 27, box.y + 5, "/");
    return;
  }
  if (icon_button(canvas, "clear", {box.right() - 27, box.y + 2, 24, 24}, icon::kCross,
                  "Show all names", false, Font::icon_11)) {
    wanted.search.clear();
    wanted.page = 0;
  }
}

void draw_head(const FigureFrame& frame, const Rect& card, const RecordsView& view) {
  const Canvas& canvas = frame.canvas;
  UsageState& usage = frame.figures.usage;
  float x = card.x + kPad;
  const float title = canvas.text(Font::semibold_13, Colour::text, x, card.y + 14, "Records");
  figure_hint(frame, {x, card.y + 11, title, 22}, "usage_records", "");
  x += title + 9;
  x += canvas.text(Font::mono_12, Colour::faint, x, card.y + 14, view.count) + 14;
  std::vector<std::string> names = {"All"};
  for (const UsageSource source : kAllSources) names.emplace_back(source_short_name(source));
  const float sources = segmented_width(canvas, names, true);
  if (card.w >= kRoomy) {
    const Rect search{card.right() - 13 - 220, card.y + 8, 220, 28};
    draw_chips(canvas, x, card.y + 10, search.x - 20 - sources, usage);
    draw_sources(canvas, search.x - 9 - sources, card.y + 10, sources, names, usage);
    draw_search(frame, search);
    return;
  }
  draw_chips(canvas, x, card.y + 10, card.right() - kPad, usage);
  const float y = card.y + kHead - 4;
  const float left = card.x + kPad - 4;
  constexpr float kLeastSearch = 100;
  constexpr float kDropDown = 120;
  const bool fits = left + sources + 8 + kLeastSearch <= card.right() - 13;
  const float width = fits ? sources : std::min(kDropDown, sources);
  draw_sources(canvas, left, y + 2, width, names, usage);
  const float search = left + width + 8;
  const float room = card.right() - 13 - search;
  if (room >= 90) draw_search(frame, {search, y, room, 28});
}

void draw_foot(const FigureFrame& frame, const Rect& foot, const RecordsView& view) {
  const Canvas& canvas = frame.canvas;
  RecordsWanted& wanted = frame.figures.usage.wanted;
  canvas.hairline(foot.x + 1, foot.y, foot.w - 2, Colour::border);
  if (view.lines.empty()) return;
  float x = foot.right() - 13 - 30;
  if (view.has_before || view.has_after) {
    const float y = foot.y + 6;
    const float page = canvas.width(Font::mono_12, view.page);
    const Rect after{x, y, 30, 24};
    const Rect before{x - 20 - page - 30, y, 30, 24};
    canvas.text(Font::mono_12, Colour::muted, x - 10 - page, foot.y + 10, view.page);
    if (draw_page_step(canvas, "before", before, icon::kAngleLeft,
                       "Newer calls, or the page before", view.has_before))
      --wanted.page;
    if (draw_page_step(canvas, "after", after, icon::kAngleRight, "The next 20 calls",
                       view.has_after))
      ++wanted.page;
    x = before.x - 8;
  }
  canvas.text_cut(Font::regular_12, Colour::muted, foot.x + kPad, foot.y + 10,
                  std::max(40.0F, x - foot.x - kPad), view.range);
}

}  // namespace

RecordsEvent draw_records(const FigureFrame& frame, const Rect& card, const RecordsView& view) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("records");
  canvas.framed(card, Colour::surface, Colour::border, 8);
  draw_head(frame, card, view);
  const float head = head_height(card.w);
  const RecordColumns columns = lay_out_records(card);
  draw_record_heads(frame, {card.x, card.y + head, card.w, kRow}, columns);
  const Rect room{card.x + 1, card.y + head + kRow, card.w - 2, card.h - head - kRow - kFoot};
  RecordsEvent event;
  if (view.lines.empty()) {
    canvas.text_centred(Font::regular_13, Colour::faint, room.middle_x(), room.middle_y() - 9,
                        view.empty_text);
  } else {
    event.opened = draw_record_lines(frame, room, view.lines, columns);
  }
  draw_foot(frame, {card.x, card.bottom() - kFoot, card.w, kFoot}, view);
  return event;
}

float records_height(float width, std::int64_t lines) {
  return head_height(width) + kRow + kRow * static_cast<float>(lines) + kFoot + 1;
}

float least_records_height(float width) {
  return records_height(width, 6);
}

}  // namespace orchard::app::ui
