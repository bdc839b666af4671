#include "app/ui/panels/settings/network_table.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/interact.h"

#include <algorithm>
#include <array>
#include <string>

namespace orchard::app::ui {
namespace {

constexpr float kMostWidth = 1128;
constexpr float kRow = 28;
constexpr float kHead = 44;
constexpr float kPad = 16;

struct Column {
  const char* title;
  float width;  ///< 0: takes the rest
  float needs;  ///< left out when the table is narrower
  bool figure;
  std::string NetworkRow::*text;
};

constexpr std::array<Column, 7> kColumns = {{
    {"TIME", 190, 0, false, &NetworkRow::time},
    {"HOST", 0, 0, false, &NetworkRow::host},
    {"PURPOSE", 110, 0, false, &NetworkRow::purpose},
    {"BY", 80, 560, false, &NetworkRow::via},
    {"OUTCOME", 110, 460, false, &NetworkRow::outcome},
    {"SENT", 86, 760, true, &NetworkRow::sent},
    {"RECEIVED", 96, 660, true, &NetworkRow::received},
}};

float rest_of(float width) {
  float rest = width - 2 * kPad;
  for (const Column& column : kColumns)
    if (width >= column.needs) rest -= column.width;
  return std::max(rest, 60.0F);
}

/// Calls `cell(column, x, width)` for every column there is room for.
template <class Cell>
void each_column(const Rect& table, const Cell& cell) {
  const float rest = rest_of(table.w);
  float x = table.x + kPad;
  for (const Column& column : kColumns) {
    if (table.w < column.needs) continue;
    const float width = column.width > 0 ? column.width : rest;
    cell(column, x, width);
    x += width;
  }
}

void draw_row(const Canvas& canvas, const Rect& row, const NetworkRow& entry) {
  if (!canvas.visible(row)) return;
  canvas.hairline(row.x + 1, row.y, row.w - 2, Colour::line);
  if (is_under_mouse(canvas, row))
    canvas.fill({row.x + 1, row.y + 1, row.w - 2, row.h - 1}, Colour::hover);
  each_column(row, [&](const Column& column, float x, float width) {
    const std::string& text = entry.*column.text;
    if (column.figure) {
      canvas.text_right(Font::mono_12, Colour::text, x + width, row.y + 6, text);
    } else {
      const bool is_time = column.text == &NetworkRow::time;
      canvas.text_cut(is_time ? Font::mono_11 : Font::regular_12,
                      is_time ? Colour::muted : Colour::text, x, row.y + (is_time ? 7.0F : 6.0F),
                      width - 10, text);
    }
  });
}

float no_requests(const Canvas& canvas, const Rect& table) {
  canvas.icon(Font::icon_14, Colour::faint, {table.x + kPad, table.y + kHead + 22, 16, 18},
              icon::kLock);
  canvas.text_cut(Font::medium_13, Colour::text, table.x + kPad + 28, table.y + kHead + 14,
                  table.w - 60, "No request was made.");
  canvas.text_cut(Font::regular_12, Colour::muted, table.x + kPad + 28, table.y + kHead + 34,
                  table.w - 60, "Metrics never leave this machine.");
  return 66;
}

}  // namespace

float draw_network(const Canvas& canvas, const Rect& room, const NetworkView& view) {
  const Scope scope("network");
  Rect table{room.x, room.y, std::min(room.w, kMostWidth), 0};
  const float body = view.rows.empty() ? 66 : 28 + kRow * static_cast<float>(view.rows.size()) + 4;
  table.h = kHead + body;
  canvas.framed(table, Colour::surface, Colour::border, 8);
  const float title =
      canvas.text(Font::semibold_15, Colour::text, table.x + kPad, table.y + 11, "Network ledger");
  canvas.text_cut(Font::regular_12, Colour::faint, table.x + kPad + title + 10, table.y + 15,
                  table.w - title - 40, view.summary);
  canvas.hairline(table.x + 1, table.y + kHead - 1, table.w - 2, Colour::line);
  if (view.rows.empty()) {
    no_requests(canvas, table);
  } else {
    float y = table.y + kHead;
    each_column(table, [&](const Column& column, float x, float width) {
      if (column.figure) {
        canvas.text_right(Font::caps_11, Colour::faint, x + width, y + 7, column.title);
      } else {
        canvas.text(Font::caps_11, Colour::faint, x, y + 7, column.title);
      }
    });
    y += 28;
    for (const NetworkRow& entry : view.rows) {
      draw_row(canvas, {table.x, y, table.w, kRow}, entry);
      y += kRow;
    }
  }
  const float below = table.bottom() + 12;
  return below - room.y +
         canvas.text_wrapped(Font::regular_12, Colour::faint, table.x + 4, below,
                             std::min(table.w - 8, 736.0F), view.note);
}

}  // namespace orchard::app::ui
