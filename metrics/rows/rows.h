#pragma once

#include "core/base/result.h"
#include "metrics/export/figure_table.h"
#include "metrics/filter/filter.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <string_view>

namespace orchard::metrics {

/// What stands behind a figure.
enum class RowKind {
  none,
  sessions_begun,   ///< whose first turn began in the window
  sessions_ended,   ///< whose newest finished turn ended in the window
  sessions_active,  ///< with a turn begun in the window
  turns,            ///< begun in the window
  calls,            ///< API calls made in the window
  commits,          ///< counted in the window
  commands,         ///< slash commands used in the window
};
/// "sessions whose first turn began in the window", …
[[nodiscard]] std::string_view to_string(RowKind kind);

/// Newest first, at most `limit`. Errors: unsupported for `none`; not_found for a filter by
/// something unknown.
[[nodiscard]] core::Result<FigureTable> query_rows(Store& store, RowKind kind, const Filter& filter,
                                                   const TimeRange& range, std::int64_t limit);

}  // namespace orchard::metrics
