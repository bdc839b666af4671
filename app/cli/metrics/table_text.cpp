#include "app/cli/metrics/charts.h"
#include "app/cli/metrics/metrics_output.h"
#include "app/cli/table.h"
#include "app/view_model/text/format.h"
#include "core/base/time_text.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using metrics::Cell;
using metrics::FigureTable;
using metrics::Unit;

/// "2026-11-20 13:00:07" on the user's clock.
std::string local_time_text(core::Timestamp at, const metrics::LocalTime& local) {
  std::string text = core::to_iso8601(at + local.offset_at(at));
  text.resize(19);
  text[10] = ' ';
  return text;
}

std::string share_text(double share) {
  return percent(static_cast<std::int64_t>(share * 1'000'000), 1'000'000);
}

std::string cell_text(const Cell& cell, Unit unit, const metrics::LocalTime& local) {
  return std::visit(
      [&](const auto& value) -> std::string {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          return "–";
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          return unit == Unit::hour ? fmt::format("{:02}:00", value) : grouped_number(value);
        } else if constexpr (std::is_same_v<T, double>) {
          return unit == Unit::share ? share_text(value) : fmt::format("{:.1f}", value);
        } else if constexpr (std::is_same_v<T, bool>) {
          return value ? "yes" : "no";
        } else if constexpr (std::is_same_v<T, std::string>) {
          return value;
        } else if constexpr (std::is_same_v<T, core::Cost>) {
          return money(value);
        } else if constexpr (std::is_same_v<T, core::Duration>) {
          return elapsed(value);
        } else if constexpr (std::is_same_v<T, core::Timestamp>) {
          return local_time_text(value, local);
        } else {
          return metrics::to_iso8601(value);
        }
      },
      cell);
}

bool is_measured(Unit unit) {
  return unit == Unit::count || unit == Unit::lines || unit == Unit::tokens ||
         unit == Unit::dollars || unit == Unit::per_minute || unit == Unit::share;
}

double number_of(const Cell& cell) {
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*count);
  if (const auto* real = std::get_if<double>(&cell)) return *real;
  if (const auto* cost = std::get_if<core::Cost>(&cell)) return cost->dollars();
  return 0;
}

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

/// The first number that is not what the row is about; none in a table of numbers alone.
std::size_t find_bar_column(const FigureTable& table) {
  for (std::size_t i = 1; i < table.columns.size(); ++i)
    if (is_measured(table.columns[i].unit) && !is_measured(table.columns[0].unit)) return i;
  // A histogram: an edge and a count.
  return table.columns.size() == 2 && table.rows.size() > 1 ? 1 : kNoColumn;
}

std::string title_of(std::string_view name) {
  std::string title(name);
  for (char& c : title) c = c == '_' ? ' ' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return title;
}

}  // namespace

std::string table_text(const FigureTable& table, const metrics::LocalTime& local, std::size_t width,
                       bool with_bars) {
  constexpr std::size_t kBarWidth = 24;
  const std::size_t bar_column = with_bars ? find_bar_column(table) : kNoColumn;
  double most = 0;
  if (bar_column != kNoColumn)
    for (const auto& row : table.rows) most = std::max(most, number_of(row[bar_column]));
  std::vector<Table::Column> columns;
  for (const auto& column : table.columns) {
    const bool is_number = column.unit != Unit::none && column.unit != Unit::time;
    columns.push_back({title_of(column.name), is_number ? Align::right : Align::left});
  }
  if (bar_column != kNoColumn) columns.push_back({""});
  Table text(std::move(columns));
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(cell_text(row[i], table.columns[i].unit, local));
    if (bar_column != kNoColumn) cells.push_back(bar(number_of(row[bar_column]), most, kBarWidth));
    text.add_row(std::move(cells));
  }
  return text.to_text(width);
}

std::string explanation_text(const metrics::FigureDefinition& figure) {
  std::string text = fmt::format("{}: {}\n\n{}\n\n", figure.name, figure.title, figure.sentence);
  text += fmt::format("Unit         {}\n", metrics::to_string(figure.unit));
  text += fmt::format("Read from    {}\n", figure.source);
  if (figure.rows != metrics::RowKind::none)
    text += fmt::format("Rows         {}: orchard metrics {} --rows\n",
                        metrics::to_string(figure.rows), figure.name);
  return text;
}

}  // namespace orchard::app
