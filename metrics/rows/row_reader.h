#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/export/figure_table.h"
#include "metrics/filter/scope.h"
#include "metrics/rows/rows.h"
#include "metrics/schema/columns.h"

#include <cstdint>
#include <limits>
#include <string_view>

namespace orchard::metrics {

/// Whose rows are read, and which of them. References live as long as the question.
struct RowQuestion {
  const Scope& scope;
  const TimeRange& range;
  std::int64_t limit = 0;
  const RowChoice& choice;

  [[nodiscard]] bool has_session(std::int64_t session) const {
    return scope.has_session(session) &&
           (!choice.without_workspace || scope.workspace_of(session) == 0);
  }
  [[nodiscard]] bool is_chosen(std::string_view session_id) const {
    return choice.session.empty() || choice.session == session_id;
  }
};

// The lists behind figures, one function each. Every statement has the ends of the window as ?1 and
// ?2 and gives newest first.

[[nodiscard]] core::Result<FigureTable> read_sessions_begun(core::Database& database,
                                                            const RowQuestion& question);
[[nodiscard]] core::Result<FigureTable> read_sessions_ended(core::Database& database,
                                                            const RowQuestion& question);
[[nodiscard]] core::Result<FigureTable> read_sessions_active(core::Database& database,
                                                             const RowQuestion& question);
[[nodiscard]] core::Result<FigureTable> read_turns(core::Database& database,
                                                   const RowQuestion& question);
[[nodiscard]] core::Result<FigureTable> read_calls(core::Database& database,
                                                   const RowQuestion& question);
[[nodiscard]] core::Result<FigureTable> read_commits(core::Database& database,
                                                     const RowQuestion& question);
[[nodiscard]] core::Result<FigureTable> read_commands(core::Database& database,
                                                      const RowQuestion& question);

/// `on_row` says whether the row belongs to the list; stops at `limit`.
template <class OnRow>
[[nodiscard]] core::Result<void> read_rows(core::Database& database, std::string_view sql,
                                           const RowQuestion& question, OnRow&& on_row) {
  using Limits = std::numeric_limits<std::int64_t>;
  ORCHARD_TRY(core::Statement statement, database.prepare(sql));
  statement.bind_all(micros(question.range.from).value_or(Limits::min()),
                     micros(question.range.to).value_or(Limits::max()));
  std::int64_t limit = question.limit;
  while (limit > 0) {
    ORCHARD_TRY(const bool found, statement.step());
    if (!found) break;
    if (on_row(statement)) --limit;
  }
  return {};
}

[[nodiscard]] inline Cell text_cell(const core::Statement& row, int column) {
  return row.is_null(column) ? Cell() : Cell(row.text(column));
}

[[nodiscard]] inline Cell time_cell(const core::Statement& row, int column) {
  return row.is_null(column) ? Cell() : Cell(timestamp(row.integer(column)));
}

}  // namespace orchard::metrics
