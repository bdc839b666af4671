#include "app/ui/rich_text/markdown_layout.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <numeric>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

using Kind = MarkdownBlock::Kind;
using Part = MarkdownLayout::Part;

constexpr float kIndent = 18;
constexpr float kQuoteIndent = 16;
constexpr float kCodePadX = 14;
constexpr float kCodePadY = 8;
constexpr float kCellPad = 10;

TextLook heading_look(int level) {
  TextLook look;
  look.plain = level <= 2 ? Font::semibold_18 : Font::semibold_15;
  look.bold = look.plain;
  look.italic = look.plain;
  look.line_height = level <= 2 ? 24 : 23;
  return look;
}

float gap_between(const MarkdownBlock& above, const MarkdownBlock& below) {
  const bool list = above.depth > 0 && below.depth > 0;
  if (list && below.kind == Kind::item) return 4;
  if (above.kind == Kind::paragraph && below.kind == Kind::item) return 4;
  if (below.kind == Kind::heading) return 16;
  if (above.kind == Kind::heading) return 6;
  return 10;
}

void layout_table(const Canvas& canvas, const MarkdownBlock& block, Part& part) {
  std::size_t columns = 0;
  for (const auto& row : block.rows) columns = std::max(columns, row.size());
  if (columns == 0) return;
  TextLook look;
  look.plain = Font::regular_13;
  look.bold = Font::semibold_13;
  look.italic = Font::regular_13;
  look.code = Font::mono_12;
  look.line_height = 20;
  TextLook head = look;
  head.plain = Font::semibold_12;
  head.colour = Colour::muted;
  std::vector<float> wanted(columns, 24);
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    for (std::size_t c = 0; c < block.rows[r].size(); ++c) {
      const auto natural =
          layout_spans(canvas, block.rows[r][c], r == 0 ? head : look, part.width).width;
      wanted[c] = std::max(wanted[c], natural + 2);
    }
  }
  const float pads = 2 * kCellPad * static_cast<float>(columns);
  const float sum = std::accumulate(wanted.begin(), wanted.end(), 0.0F);
  const float shrink = std::min(1.0F, std::max(part.width - pads, 24.0F) / sum);
  for (const float width : wanted) part.columns.push_back(width * shrink + 2 * kCellPad);
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    std::vector<TextBlock> cells;
    float height = 0;
    for (std::size_t c = 0; c < block.rows[r].size(); ++c) {
      cells.push_back(layout_spans(canvas, block.rows[r][c], r == 0 ? head : look,
                                   part.columns[c] - 2 * kCellPad));
      height = std::max(height, cells.back().height());
    }
    part.rows.push_back(std::move(cells));
    part.row_heights.push_back(height + 8);
    part.height += height + 8;
  }
}

Part layout_part(const Canvas& canvas, const MarkdownBlock& block, float width) {
  Part part;
  part.kind = block.kind;
  part.marker = block.marker;
  part.quote = block.quote;
  const float wide_marker = block.marker.size() > 3 ? 4.0F : 0.0F;
  part.x = kIndent * static_cast<float>(block.depth) + wide_marker +
           kQuoteIndent * static_cast<float>(block.quote);
  part.width = std::max(width - part.x, 60.0F);
  switch (block.kind) {
    case Kind::code:
      part.code = block.code;
      part.text = layout_code(canvas, block.code, block.language, Font::mono_12,
                              part.width - 2 * kCodePadX, 20);
      part.height = part.text.height() + 2 * kCodePadY;
      break;
    case Kind::table:
      layout_table(canvas, block, part);
      break;
    case Kind::rule:
      part.height = 9;
      break;
    case Kind::heading:
      part.text = layout_spans(canvas, block.spans, heading_look(block.level), part.width);
      part.height = part.text.height();
      break;
    case Kind::paragraph:
    case Kind::item: {
      TextLook look;
      if (block.quote > 0) look.colour = Colour::muted;
      part.text = layout_spans(canvas, block.spans, look, part.width);
      part.height = part.text.height();
      break;
    }
  }
  return part;
}

void draw_code(const Canvas& canvas, const Part& part, float x, float y, std::size_t index) {
  const Rect box{x, y, part.width, part.height};
  canvas.framed(box, Colour::sunken, Colour::line, 6);
  draw_block(canvas, part.text, x + kCodePadX, y + kCodePadY);
  const Scope scope(std::to_string(index));
  const Rect corner{box.right() - 32, y + 4, 28, 24};
  if (icon_button(canvas, "copy", corner, icon::kCopy, "Copy this code")) {
    ImGui::SetClipboardText(part.code.c_str());
  }
}

void draw_table(const Canvas& canvas, const Part& part, float x, float y) {
  const float width = std::accumulate(part.columns.begin(), part.columns.end(), 0.0F);
  for (std::size_t r = 0; r < part.rows.size(); ++r) {
    float cell = x;
    for (std::size_t c = 0; c < part.rows[r].size(); ++c) {
      draw_block(canvas, part.rows[r][c], cell + kCellPad, y + 4);
      cell += part.columns[c];
    }
    y += part.row_heights[r];
    canvas.hairline(x, y - 1, width, r == 0 ? Colour::border : Colour::line);
  }
}

void draw_marker(const Canvas& canvas, const Part& part, float x, float y) {
  if (part.marker == "\u2022") {
    canvas.disc({x - 14, y + 12}, 2.5F, Colour::accent);
  } else if (part.marker == "\u2610" || part.marker == "\u2611") {
    const Rect box{x - 17, y + 6, 11, 11};
    canvas.framed(box, Colour::sunken, Colour::border, 3);
    if (part.marker == "\u2611") canvas.icon(Font::icon_11, Colour::accent, box, icon::kCheck);
  } else {
    canvas.text_right(Font::regular_15, Colour::muted, x - 5, y, part.marker);
  }
}

}  // namespace

MarkdownLayout layout_markdown(const Canvas& canvas, std::string_view source, float width) {
  MarkdownLayout layout;
  const auto blocks = parse_markdown(source);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i > 0) layout.height += gap_between(blocks[i - 1], blocks[i]);
    Part part = layout_part(canvas, blocks[i], width);
    part.y = layout.height;
    layout.height += part.height;
    layout.parts.push_back(std::move(part));
  }
  return layout;
}

MarkdownLayout layout_plain(const Canvas& canvas, std::string_view text, const TextLook& look,
                            float width) {
  MarkdownLayout layout;
  Part part;
  part.width = width;
  part.text = layout_spans(canvas, {{SpanStyle::plain, displayable(text), ""}}, look, width);
  part.height = part.text.height();
  layout.height = part.height;
  layout.parts.push_back(std::move(part));
  return layout;
}

void draw_markdown(const Canvas& canvas, const MarkdownLayout& layout, float x, float y) {
  for (std::size_t i = 0; i < layout.parts.size(); ++i) {
    const Part& part = layout.parts[i];
    const float top = y + part.y;
    if (!canvas.visible({x, top, part.x + part.width, part.height})) continue;
    for (int q = 0; q < part.quote; ++q) {
      canvas.fill({x + kQuoteIndent * static_cast<float>(q), top, 3, part.height}, Colour::border,
                  1.5F);
    }
    if (!part.marker.empty()) draw_marker(canvas, part, x + part.x, top);
    switch (part.kind) {
      case Kind::code:
        draw_code(canvas, part, x + part.x, top, i);
        break;
      case Kind::table:
        draw_table(canvas, part, x + part.x, top);
        break;
      case Kind::rule:
        canvas.hairline(x + part.x, top + 4, part.width, Colour::border);
        break;
      default:
        draw_block(canvas, part.text, x + part.x, top);
        break;
    }
  }
}

}  // namespace orchard::app::ui
