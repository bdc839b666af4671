#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/markdown/markdown.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// A piece of one line in one style, placed.
struct TextRun {
  Font font = Font::regular_15;
  Colour colour = Colour::text;
  float x = 0;
  float width = 0;
  std::string text;
  std::string link;
  bool boxed = false;  ///< inline code: stands on a raised box
  bool struck = false;
};

struct TextLine {
  float y = 0;
  std::vector<TextRun> runs;
};

/// Wrapped text with its place, in logical px from its own corner. Plain value; made once per
/// width and drawn every frame.
struct TextBlock {
  std::vector<TextLine> lines;
  float line_height = 23;
  float width = 0;  ///< of the widest line
  [[nodiscard]] float height() const { return line_height * static_cast<float>(lines.size()); }
};

/// The fonts a paragraph is set in.
struct TextLook {
  Font plain = Font::regular_15;
  Font bold = Font::semibold_15;
  Font italic = Font::italic_15;
  Font code = Font::mono_13;
  Colour colour = Colour::text;
  float line_height = 23;
};

/// Wraps at spaces; a word wider than `width` breaks between characters.
[[nodiscard]] TextBlock layout_spans(const Canvas& canvas, const MarkdownSpans& spans,
                                     const TextLook& look, float width);

/// Code with colours. Long lines wrap between characters, so that nothing hides.
[[nodiscard]] TextBlock layout_code(const Canvas& canvas, std::string_view code,
                                    std::string_view language, Font font, float width,
                                    float line_height);

/// Draws the lines that are visible. Links show their target while hovered.
void draw_block(const Canvas& canvas, const TextBlock& block, float x, float y);

}  // namespace orchard::app::ui
