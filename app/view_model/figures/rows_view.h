#pragma once

#include "app/model/figure_answer.h"
#include "app/view_model/role.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

struct RowsColumn {
  std::string title;     ///< "BEGAN"
  bool figure = false;   ///< right-aligned, in mono
  bool mono = false;     ///< words in mono: hashes, names of models
  std::size_t from = 0;  ///< the column of the answer
};

struct RowsLine {
  std::vector<Figure> cells;               ///< one per column
  std::optional<core::SessionId> session;  ///< where it leads
  std::string title;                       ///< of that session, as far as the row tells
};

/// The rows behind a figure, or why there are none.
struct RowsView {
  std::string title;
  std::string sentence;  ///< what the figure counts
  std::string scope;     ///< "12 API calls made then, in the last 7 days"
  std::vector<RowsColumn> columns;
  std::vector<RowsLine> lines;
  bool leads_to_turns = false;  ///< a press on a line opens the session's turns
  std::string empty_text;
  bool loading = false;
};

/// `answer` may be an older one, or none: then the rows are still to come.
[[nodiscard]] RowsView make_rows_view(const FigureDrill& drill, const FigureAnswer* answer,
                                      const FigureBook* book, core::Timestamp now);

}  // namespace orchard::app
