#include "app/cli/table.h"

#include "app/cli/columns.h"
#include "core/io/line_framer.h"

#include <algorithm>

namespace orchard::app {

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add_row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = terminal_text(cell);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(std::size_t limit) const {
  constexpr std::size_t kNarrowest = 8;
  std::vector<std::size_t> widths;
  std::size_t sum = columns_.empty() ? 0 : 2 * (columns_.size() - 1);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t width = column_count(columns_[c].title);
    for (const auto& row : rows_) width = std::max(width, column_count(row[c]));
    widths.push_back(width);
    sum += width;
  }
  while (limit > 0 && sum > limit) {
    std::size_t* widest = nullptr;
    for (std::size_t c = 0; c < widths.size(); ++c)
      if (columns_[c].align == Align::left && !columns_[c].is_whole && widths[c] > kNarrowest &&
          (widest == nullptr || widths[c] > *widest))
        widest = &widths[c];
    if (widest == nullptr) break;
    --*widest;
    --sum;
  }
  return widths;
}

std::string Table::to_text(std::size_t limit) const {
  const std::vector<std::size_t> widths = this->widths(limit);
  std::string out;
  const auto add_line = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string cell = cut_to_columns(cell_of(c), widths[c]);
      const std::string pad(widths[c] - column_count(cell), ' ');
      if (c > 0) line += "  ";
      line += columns_[c].align == Align::right ? pad + cell : cell + pad;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add_line([&](std::size_t c) -> const std::string& { return columns_[c].title; });
  for (const auto& row : rows_)
    add_line([&](std::size_t c) -> const std::string& { return row[c]; });
  return out;
}

std::string terminal_text(std::string_view text) {
  std::string safe = core::to_valid_utf8(text);
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const auto byte = static_cast<unsigned char>(safe[i]);
    // C1 controls arrive as the two bytes C2 80 … C2 9F.
    const bool c1 =
        byte == 0xC2 && i + 1 < safe.size() && static_cast<unsigned char>(safe[i + 1]) < 0xA0;
    if (c1) safe.replace(i, 2, "?");
    if (byte < 0x20 || byte == 0x7F) safe[i] = byte == '\n' || byte == '\t' ? ' ' : '?';
  }
  return safe;
}

}  // namespace orchard::app
