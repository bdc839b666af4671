#include "app/ui/panels/usage/record_lines.h"

#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/table/column_head.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace orchard::app::ui {
namespace {

constexpr float kRow = 28;
constexpr float kPad = 11;
/// Of kRecordFigures, at the card's own width.
constexpr std::array<float, kRecordFigures.size()> kWidths = {96, 80, 78, 80, 88, 94, 100};
constexpr float kSource = 108;
constexpr float kDot = 26;
constexpr float kCardWidth = 1128;
constexpr float kLeastName = 150;
/// What goes first where room is short: the least telling.
constexpr std::array<std::size_t, 6> kLeaving = {5, 0, 2, 3, 1, 6};

constexpr std::array<Colour, kUsageSources> kBadges = {Colour::badge_1, Colour::badge_2,
                                                       Colour::badge_3, Colour::badge_4};
constexpr std::array<Colour, kUsageSources> kBadgeTexts = {
    Colour::badge_text_1, Colour::badge_text_2, Colour::badge_text_3, Colour::badge_text_4};

void draw_source(const Canvas& canvas, const Rect& row, UsageSource source, float badge) {
  const auto index = static_cast<std::size_t>(source);
  if (badge <= 0) {
    canvas.disc({row.x + kPad + 4, row.middle_y()}, 4, kBadgeTexts.at(index));
    return;
  }
  const std::string_view text = source_badge(source);
  const float width = canvas.width(Font::caps_11, text) + 14;
  canvas.capsule({row.x + kPad, row.y + 5, width, 17}, kBadges.at(index));
  canvas.text(Font::caps_11, kBadgeTexts.at(index), row.x + kPad + 7, row.y + 7, text);
}

void draw_name(const Canvas& canvas, float y, const RecordLine& line,
               const RecordColumns& columns) {
  float x = columns.name_left;
  const auto room = [&] { return std::max(0.0F, columns.name_right - x); };
  x += canvas.text_cut(Font::medium_13, Colour::text, x, y + 5, room(), line.name);
  const float note = line.note.empty() ? 0 : canvas.width(Font::regular_12, line.note) + 10;
  if (!line.title.empty() && room() - note > 24) {
    x += canvas.text(Font::regular_12, Colour::faint, x + 5, y + 6, "/") + 10;
    x += canvas.text_cut(Font::regular_12, Colour::muted, x, y + 6, std::max(0.0F, room() - note),
                         line.title);
  }
  if (note > 0 && room() > 40)
    canvas.text_cut(Font::regular_12, colour_of(line.note_role), x + 10, y + 6, room() - 10,
                    line.note);
}

Font font_of(RecordColumn column) {
  return column == RecordColumn::model || column == RecordColumn::time ? Font::regular_12
                                                                       : Font::mono_12;
}

void draw_head(const FigureFrame& frame, const Rect& cell, RecordColumn column, bool words) {
  RecordsWanted& wanted = frame.figures.usage.wanted;
  ColumnHead head{record_column_title(column), record_column_hover(column), words};
  if (wanted.sort.column == column)
    head.order = wanted.sort.descending ? ColumnOrder::descending : ColumnOrder::ascending;
  if (!column_head(frame.canvas, cell, head)) return;
  wanted.sort = sort_after_press(wanted.sort, column);
  wanted.page = 0;
}

}  // namespace

RecordColumns lay_out_records(const Rect& card) {
  RecordColumns columns;
  const float stretch = std::clamp(card.w / kCardWidth, 1.0F, 1.7F);
  float sum = 0;
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    columns.width.at(i) = std::round(kWidths.at(i) * stretch);
    sum += columns.width.at(i);
  }
  columns.badge = std::round(kSource * std::min(stretch, 1.2F));
  for (const std::size_t column : kLeaving) {
    if (card.w - sum - columns.badge >= kLeastName) break;
    sum -= columns.width.at(column);
    columns.width.at(column) = 0;
  }
  if (card.w - sum - columns.badge < kLeastName) columns.badge = 0;
  float right = card.right() - kPad;
  for (std::size_t i = kWidths.size(); i-- > 0;) {
    columns.right.at(i) = right;
    right -= columns.width.at(i);
  }
  columns.name_left = card.x + (columns.badge > 0 ? kPad + columns.badge : kPad + kDot - 8);
  columns.name_right = right - 12;
  return columns;
}

void draw_record_heads(const FigureFrame& frame, const Rect& row, const RecordColumns& columns) {
  const Scope scope("heads");
  if (columns.badge > 0)
    draw_head(frame, {row.x + kPad, row.y, columns.badge - 16, row.h}, RecordColumn::source, true);
  const float name = std::min(columns.name_right - columns.name_left, 120.0F);
  if (name > 0) draw_head(frame, {columns.name_left, row.y, name, row.h}, RecordColumn::name, true);
  for (std::size_t i = 0; i < kRecordFigures.size(); ++i) {
    if (!columns.shows(i)) continue;
    const float left = columns.right.at(i) - columns.width.at(i);
    const bool words = kRecordFigures.at(i) == RecordColumn::model;
    const Rect cell{left + (words ? 0.0F : 4.0F), row.y,
                    columns.width.at(i) - (words ? 8.0F : 4.0F), row.h};
    draw_head(frame, cell, kRecordFigures.at(i), words);
  }
  frame.canvas.hairline(row.x + 1, row.bottom() - 1, row.w - 2, Colour::line);
}

std::optional<core::SessionId> draw_record_lines(const FigureFrame& frame, const Rect& room,
                                                 std::span<const RecordLine> lines,
                                                 const RecordColumns& columns) {
  const Canvas& canvas = frame.canvas;
  std::optional<core::SessionId> opened;
  ScrollArea scroll(canvas, "lines", room);
  float y = scroll.y();
  for (std::size_t index = 0; index < lines.size(); ++index, y += kRow) {
    const RecordLine& line = lines[index];
    const Rect row{room.x, y, room.w, kRow};
    // The next line is there for the keyboard before it can be seen.
    if (!canvas.visible(row.inset(0, -kRow))) continue;
    const Press pressed = line.leads ? press(canvas, std::to_string(index), row) : Press{};
    const bool hovered = pressed.hovered || (!line.leads && is_under_mouse(canvas, row));
    if (hovered) canvas.fill({row.x, row.y, row.w, row.h - 1}, Colour::hover);
    draw_source(canvas, row, line.source, columns.badge);
    draw_name(canvas, y, line, columns);
    for (std::size_t i = 0; i < kRecordFigures.size(); ++i) {
      if (!columns.shows(i)) continue;
      const Figure& figure = line.figures.at(i);
      const RecordColumn column = kRecordFigures.at(i);
      if (column == RecordColumn::model) {
        canvas.text_cut(font_of(column), colour_of(figure.role),
                        columns.right.at(i) - columns.width.at(i), y + 6, columns.width.at(i) - 8,
                        figure.text);
      } else {
        canvas.text_right(font_of(column), colour_of(figure.role), columns.right.at(i), y + 6,
                          figure.text);
      }
    }
    canvas.hairline(row.x, row.bottom() - 1, row.w, Colour::line);
    if (pressed.focused) focus_ring(canvas, row.inset(3), 4);
    if (hovered) hint(canvas, row, line.hover);
    if (pressed.clicked) opened = line.session;
  }
  scroll.set_content_height(y - scroll.y());
  return opened;
}

bool draw_page_step(const Canvas& canvas, std::string_view id, const Rect& box, const char* glyph,
                    std::string_view words, bool enabled) {
  if (!enabled) {
    canvas.framed(box, Colour::surface, Colour::line, 6);
    canvas.icon(Font::icon_12, Colour::faint, box, glyph);
    return false;
  }
  return icon_button(canvas, id, box, glyph, words, true, Font::icon_12);
}

}  // namespace orchard::app::ui
