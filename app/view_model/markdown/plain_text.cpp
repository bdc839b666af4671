#include "app/view_model/markdown/plain_text.h"

#include "app/view_model/markdown/markdown.h"
#include "app/view_model/text/displayable.h"

#include <array>

namespace orchard::app {
namespace {

std::string text_of(const MarkdownSpans& spans) {
  std::string text;
  for (const MarkdownSpan& span : spans) text += span.text;
  return text;
}

void add(std::string& line, std::string_view words) {
  if (words.empty()) return;
  if (!line.empty()) line += ' ';
  line += words;
}

void add_block(std::string& line, const MarkdownBlock& block) {
  add(line, block.marker);
  add(line, text_of(block.spans));
  add(line, block.code);
  for (const auto& row : block.rows) {
    for (const MarkdownSpans& cell : row) add(line, text_of(cell));
  }
}

// Emphasis or code that opens in the last words and whose end was cut off: "see **the" .
void drop_open_mark(MarkdownSpans& spans) {
  if (spans.empty() || spans.back().style == SpanStyle::code) return;
  constexpr std::array<std::string_view, 4> kMarks = {"**", "__", "`", "*"};
  std::string& text = spans.back().text;
  for (const std::string_view mark : kMarks) {
    const auto at = text.rfind(mark);
    if (at == std::string::npos) continue;
    const bool opens = (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(') &&
                       (at + mark.size() == text.size() || text[at + mark.size()] != ' ');
    if (opens) text.erase(at, mark.size());
    return;
  }
}

}  // namespace

std::string plain_text(std::string_view source) {
  auto blocks = parse_markdown(source);
  if (!blocks.empty()) drop_open_mark(blocks.back().spans);
  std::string line;
  for (const MarkdownBlock& block : blocks) add_block(line, block);
  return displayable_line(line);
}

}  // namespace orchard::app
