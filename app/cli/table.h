#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

enum class Align { left, right };

/// Rows of text in aligned columns for a terminal. Plain value; pure.
class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns);
  void add_row(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Header, rows, each line ended by a newline, two blanks between columns, no trailing blanks.
  [[nodiscard]] std::string to_text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Makes foreign text safe for a terminal: control characters (escape sequences too) become '?'.
[[nodiscard]] std::string terminal_text(std::string_view text);

/// Number of characters, counting every UTF-8 sequence as one.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace orchard::app
