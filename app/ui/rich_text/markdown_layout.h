#pragma once

#include "app/ui/rich_text/text_block.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// Markdown with a place for everything, in logical px from its own corner. Plain value.
struct MarkdownLayout {
  struct Part {
    MarkdownBlock::Kind kind = MarkdownBlock::Kind::paragraph;
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
    int quote = 0;
    std::string marker;
    TextBlock text;                            ///< also the code of a code block
    std::string code;                          ///< what the copy button of a code block gives
    std::vector<float> columns;                ///< table: widths
    std::vector<std::vector<TextBlock>> rows;  ///< table: the head first
    std::vector<float> row_heights;
  };
  std::vector<Part> parts;
  float height = 0;
};

[[nodiscard]] MarkdownLayout layout_markdown(const Canvas& canvas, std::string_view source,
                                             float width);
/// Plain text in the same type: every character as it is, line breaks kept.
[[nodiscard]] MarkdownLayout layout_plain(const Canvas& canvas, std::string_view text,
                                          const TextLook& look, float width);
/// Inside a Scope of its own, because code blocks have buttons.
void draw_markdown(const Canvas& canvas, const MarkdownLayout& layout, float x, float y);

}  // namespace orchard::app::ui
