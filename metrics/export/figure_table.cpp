#include "metrics/export/figure_table.h"

#include "core/base/time_text.h"
#include "core/io/line_framer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::metrics {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 11> kUnits{
    "text",           "a count",           "lines",
    "tokens",         "US dollars",        "a share from 0 to 1",
    "calls a minute", "seconds",           "a moment in UTC",
    "a day",          "an hour of the day"};

double seconds_of(core::Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

Json json_of(const Cell& cell) {
  return std::visit(
      [](const auto& value) -> Json {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::monostate>)
          return nullptr;
        else if constexpr (std::is_same_v<T, core::Cost>)
          return value.dollars();
        else if constexpr (std::is_same_v<T, core::Duration>)
          return seconds_of(value);
        else if constexpr (std::is_same_v<T, core::Timestamp>)
          return core::to_iso8601(value);
        else if constexpr (std::is_same_v<T, CivilDay>)
          return to_iso8601(value);
        else if constexpr (std::is_same_v<T, std::string>)
          return core::to_valid_utf8(value);
        else
          return value;
      },
      cell);
}

std::string in_quotes(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

/// Without what a terminal would obey; lines and tabs stay, they are text.
std::string without_controls(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_line = byte == '\n' || byte == '\r' || byte == '\t';
    // C1 controls are the two bytes C2 80 … C2 9F.
    const bool is_c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (is_c1)
      text.replace(i, 2, "?");
    else if ((byte < 0x20 && !is_line) || byte == 0x7F)
      text[i] = '?';
  }
  return text;
}

std::string csv_text(const std::string& text) {
  std::string field = without_controls(core::to_valid_utf8(text));
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (!field.empty() && kFormula.find(field.front()) != std::string_view::npos)
    field.insert(field.begin(), '\'');
  return field.find_first_of("\",\r\n") == std::string::npos ? field : in_quotes(field);
}

std::string csv_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return csv_text(*text);
  if (std::holds_alternative<std::monostate>(cell)) return {};
  if (const auto* cost = std::get_if<core::Cost>(&cell))
    return fmt::format("{:.9f}", cost->dollars());
  const Json value = json_of(cell);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string_view to_string(Unit unit) {
  return kUnits.at(static_cast<std::size_t>(unit));
}

std::string to_iso8601(CivilDay day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_csv(const FigureTable& table) {
  std::string out;
  for (const auto& column : table.columns)
    out += (&column == table.columns.data() ? "" : ",") + csv_text(column.name);
  out += '\n';
  for (const auto& row : table.rows) {
    for (const Cell& cell : row) out += (&cell == row.data() ? "" : ",") + csv_of(cell);
    out += '\n';
  }
  return out;
}

std::string to_json(const FigureTable& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      object[table.columns[i].name] = json_of(row.at(i));
    rows.push_back(std::move(object));
  }
  return rows.dump(2);
}

core::Result<void> sort_rows(FigureTable& table, std::string_view column) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const FigureTable::Column& one) { return one.name == column; });
  if (found == table.columns.end()) {
    std::string known;
    for (const auto& one : table.columns) known += (known.empty() ? "" : ", ") + one.name;
    return core::fail(
        core::ErrorCode::invalid_argument,
        fmt::format("There is no column '{}' to sort by; there are {}.", column, known));
  }
  const auto index = static_cast<std::size_t>(found - table.columns.begin());
  const bool ascends = found->unit == Unit::none || found->unit == Unit::day;
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const auto& a, const auto& b) {
    const bool a_known = a[index].index() != 0;
    const bool b_known = b[index].index() != 0;
    if (!a_known || !b_known) return a_known && !b_known;
    return ascends ? a[index] < b[index] : b[index] < a[index];
  });
  return {};
}

}  // namespace orchard::metrics
