#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

enum class SpanStyle { plain, bold, italic, bold_italic, code, strike };

/// A run of text in one style. A non-empty `link` makes it clickable.
struct MarkdownSpan {
  SpanStyle style = SpanStyle::plain;
  std::string text;  ///< may hold '\n' for hard breaks; never in code
  std::string link;

  bool operator==(const MarkdownSpan&) const = default;
};

using MarkdownSpans = std::vector<MarkdownSpan>;

/// One block. Nested lists and quotes are flattened: `depth` and `quote` say where it stands.
struct MarkdownBlock {
  enum class Kind { paragraph, heading, item, code, table, rule };
  Kind kind = Kind::paragraph;
  int level = 0;         ///< of a heading, 1–6
  int depth = 0;         ///< list nesting: 0 outside, 1 in a list
  int quote = 0;         ///< nesting of quotes
  std::string marker;    ///< of an item's first block: "•", "3.", "☐", "☑"; else empty
  std::string language;  ///< of a code block, lower case
  MarkdownSpans spans;   ///< paragraph, heading, item
  std::string code;      ///< code block without its last newline
  std::vector<std::vector<MarkdownSpans>> rows;  ///< table: the head first

  bool operator==(const MarkdownBlock&) const = default;
};

/// Reads Markdown (GitHub flavour, raw HTML shown as text). Never fails: what is not Markdown is
/// text. Nesting beyond 16 is flattened; the text is made displayable.
[[nodiscard]] std::vector<MarkdownBlock> parse_markdown(std::string_view source);

}  // namespace orchard::app
