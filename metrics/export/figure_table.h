#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/quantities.h"
#include "metrics/calendar/local_time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace orchard::metrics {

/// What a number or a column counts.
enum class Unit {
  none,
  count,
  lines,
  tokens,
  dollars,
  share,
  per_minute,
  duration,
  time,
  day,
  hour
};
/// "sessions, turns or other things", "lines", "US dollars", … for people.
[[nodiscard]] std::string_view to_string(Unit unit);

/// One value of a table; monostate: not known, or there is none.
using Cell = std::variant<std::monostate, std::int64_t, double, bool, std::string, core::Cost,
                          core::Duration, core::Timestamp, CivilDay>;

/// A figure, or the rows behind one, as rows and columns: what is exported and what a list shows.
struct FigureTable {
  struct Column {
    std::string name;  ///< snake_case: the key in JSON, the header in CSV
    Unit unit = Unit::none;
  };
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< each as long as `columns`

  /// A new last row; what is not given is not known.
  template <class... Values>
  void add_row(Values&&... values) {
    std::vector<Cell>& row = rows.emplace_back();
    row.reserve(columns.size());
    (row.emplace_back(std::forward<Values>(values)), ...);
    row.resize(columns.size());
  }
};

/// Stable. Texts and days ascend, numbers, money and times descend, unknown ones come last. Errors:
/// invalid_argument with the columns there are.
[[nodiscard]] core::Result<void> sort_rows(FigureTable& table, std::string_view column);

/// RFC 4180 with a header, lines ended by "\n". Money in dollars, times in ISO 8601 (UTC),
/// durations in seconds. Text that a spreadsheet would run as a formula gets an apostrophe in
/// front.
[[nodiscard]] std::string to_csv(const FigureTable& table);
/// An array of objects, two blanks deep, with the same values; unknown ones are null.
[[nodiscard]] std::string to_json(const FigureTable& table);
/// "2026-11-20".
[[nodiscard]] std::string to_iso8601(CivilDay day);

}  // namespace orchard::metrics
