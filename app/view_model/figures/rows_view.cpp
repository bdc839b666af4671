#include "app/view_model/figures/rows_view.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

struct ColumnWords {
  std::string_view name;
  std::string_view title;
};
/// Where the name of the export reads badly.
constexpr std::array kTitles{ColumnWords{"turns_ok", "OK"},
                             ColumnWords{"turns_error", "FAILED"},
                             ColumnWords{"turns_interrupted", "STOPPED"},
                             ColumnWords{"api_calls", "CALLS"},
                             ColumnWords{"cost_usd", "COST"},
                             ColumnWords{"counted_at", "WHEN"},
                             ColumnWords{"at", "WHEN"},
                             ColumnWords{"additions", "ADDED"},
                             ColumnWords{"deletions", "DELETED"},
                             ColumnWords{"cache_write_5m", "WRITE 5M"},
                             ColumnWords{"cache_write_1h", "WRITE 1H"},
                             ColumnWords{"cache_read", "CACHE READ"},
                             ColumnWords{"web_searches", "SEARCHES"},
                             ColumnWords{"turn_began", "TURN BEGAN"}};
/// Ids, and what another column says already; exports hold them.
constexpr std::array<std::string_view, 6> kHidden{
    "session", "turn", "author_email", "workspace_status", "authored_at", "committed_at"};
constexpr std::array<std::string_view, 2> kMono{"commit", "model"};

std::string title_of(const std::string& name) {
  const auto found = std::ranges::find(kTitles, name, &ColumnWords::name);
  if (found != kTitles.end()) return std::string(found->title);
  std::string title;
  for (const char c : name)
    title += c == '_' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return title;
}

std::optional<std::size_t> find_column(const FigureRows& rows, std::string_view name) {
  const auto found = std::ranges::find(rows.columns, name, &FigureColumn::name);
  if (found == rows.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows.columns.begin());
}

std::string text_at(const std::vector<FigureCell>& row, std::optional<std::size_t> column) {
  if (!column || *column >= row.size()) return {};
  const auto* text = std::get_if<std::string>(&row[*column]);
  return text == nullptr ? std::string() : *text;
}

bool is_figure(CellUnit unit) {
  return unit != CellUnit::none && unit != CellUnit::time && unit != CellUnit::day;
}

Role role_of(std::string_view column, const Figure& figure) {
  if (column == "additions") return Role::added;
  if (column == "deletions") return Role::deleted;
  if (column == "cost_usd" || column == "commits") return Role::text;
  if (column == "outcome" || column == "error") {
    if (figure.text == "ok") return Role::accent;
    return figure.text == "interrupted" ? Role::muted : Role::danger;
  }
  if (column == "title" || column == "prompt" || column == "summary" || column == "command")
    return Role::text;
  return Role::muted;
}

Figure figure_of(const FigureColumn& column, const std::vector<FigureCell>& row, std::size_t index,
                 std::optional<std::size_t> status, core::Timestamp now) {
  const FigureCell& cell = row[index];
  Figure figure{cell_text(cell, column.unit, now), Role::text, cell_exact(cell, column.unit)};
  if (const auto* lines = std::get_if<std::int64_t>(&cell); lines != nullptr) {
    if (column.name == "additions") figure.text = additions_text(*lines);
    if (column.name == "deletions") figure.text = deletions_text(*lines);
  }
  if (column.name == "commit") figure.text = figure.text.substr(0, 10);
  if (column.name == "workspace") {
    const std::string marked = text_at(row, status);
    if (!marked.empty() && marked != "active") figure.text += " (" + marked + ")";
  }
  figure.role =
      std::holds_alternative<std::monostate>(cell) ? Role::faint : role_of(column.name, figure);
  if (figure.text == figure.hover && figure.text.size() < 24) figure.hover.clear();
  return figure;
}

void fill(RowsView& view, const FigureRows& rows, core::Timestamp now) {
  const auto status = find_column(rows, "workspace_status");
  const auto session = find_column(rows, "session");
  const auto title = find_column(rows, "title");
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    const FigureColumn& column = rows.columns[i];
    if (std::ranges::find(kHidden, column.name) != kHidden.end()) continue;
    const bool mono = std::ranges::find(kMono, column.name) != kMono.end();
    view.columns.push_back({title_of(column.name), is_figure(column.unit), mono, i});
  }
  for (const auto& row : rows.rows) {
    RowsLine& line = view.lines.emplace_back();
    for (const RowsColumn& column : view.columns)
      line.cells.push_back(figure_of(rows.columns[column.from], row, column.from, status, now));
    if (const std::string id = text_at(row, session); !id.empty())
      line.session = core::SessionId(id);
    line.title = text_at(row, title);
  }
  view.leads_to_turns = session && title;
}

std::string_view rows_word(const FigureRows& rows) {
  return rows.list.empty() ? std::string_view("rows") : std::string_view(rows.list);
}

std::string scope_of(const FigureDrill& drill, const FigureRows& rows) {
  const auto count = static_cast<std::int64_t>(rows.rows.size());
  std::string text = rows.more
                         ? fmt::format("The newest {} {}", grouped_number(count), rows_word(rows))
                         : fmt::format("{} {}", grouped_number(count), rows_word(rows));
  if (!drill.filter.model.empty())
    text += fmt::format(", model {}", displayable_line(drill.filter.model));
  return text;
}

}  // namespace

RowsView make_rows_view(const FigureDrill& drill, const FigureAnswer* answer,
                        const FigureBook* book, core::Timestamp now) {
  RowsView view;
  view.title = drill.title.empty() ? figure_title(book, drill.figure) : drill.title;
  view.sentence = figure_sentence(book, drill.figure);
  if (answer == nullptr || answer->question.drill != drill) {
    view.loading = true;
    return view;
  }
  if (!answer->rows) {
    view.empty_text = answer->problem.empty() ? "Nothing stands behind this figure."
                                              : displayable_line(answer->problem);
    return view;
  }
  fill(view, *answer->rows, now);
  view.scope = scope_of(drill, *answer->rows);
  if (view.lines.empty()) view.empty_text = "No rows: the figure is zero.";
  return view;
}

}  // namespace orchard::app
