#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

struct DiffLine {
  enum class Kind { same, added, deleted, gap };
  Kind kind = Kind::same;
  std::int64_t old_line = 0;  ///< 1-based, 0 when the line is not in the old text
  std::int64_t new_line = 0;
  std::string text;

  bool operator==(const DiffLine&) const = default;
};

struct LineDiff {
  std::vector<DiffLine> lines;
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
};

/// Compares two texts by lines: shortest edit script, deletions before additions. When the
/// differing middles make more than 4 million pairs of lines, the middle is replaced whole.
/// Unchanged lines further than `context` from a change become one gap line.
[[nodiscard]] LineDiff diff_lines(std::string_view before, std::string_view after, int context);

}  // namespace orchard::app
