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
    bool is_whole = false;  ///< never cut
  };

  explicit Table(std::vector<Column> columns);
  void add_row(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Header, rows, each line ended by a newline, two blanks between columns, no trailing blanks.
  /// Lines longer than `limit` are made to fit by cutting the longest texts, "…" at their ends; not
  /// below 8 characters and never numbers and what is to stay whole. 0: as long as they are.
  [[nodiscard]] std::string to_text(std::size_t limit = 0) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t limit) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Makes foreign text safe for a terminal: control characters (escape sequences too) become '?'.
[[nodiscard]] std::string terminal_text(std::string_view text);

}  // namespace orchard::app
