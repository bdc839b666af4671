#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace orchard::app {

enum class CodeTokenKind { plain, keyword, string, number, comment };

/// A part of one line; the parts of a line follow each other without gaps.
struct CodeToken {
  CodeTokenKind kind = CodeTokenKind::plain;
  std::size_t begin = 0;  ///< byte offsets into the line
  std::size_t end = 0;

  bool operator==(const CodeToken&) const = default;
};

/// What a line inherits from the one above: inside a block comment or a multi-line string.
struct CodeState {
  enum class Inside { nothing, block_comment, triple_double, triple_single, backtick };
  Inside inside = Inside::nothing;
};

/// Splits one line (no newline) for colouring. `language` is a Markdown fence name or a file
/// extension; an unknown one gives a single plain token. Linear in the line.
[[nodiscard]] std::vector<CodeToken> tokenize_line(std::string_view line, std::string_view language,
                                                   CodeState& state);

/// The extension of a path without dot, as `language` for tokenize_line.
[[nodiscard]] std::string_view language_of_path(std::string_view path);

}  // namespace orchard::app
