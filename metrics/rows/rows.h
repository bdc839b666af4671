#pragma once

#include "core/base/result.h"
#include "metrics/calendar/local_time.h"
#include "metrics/export/figure_table.h"
#include "metrics/filter/filter.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <optional>
#include <string>
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
  machine_calls,    ///< as `calls`, of sessions outside Orchard too
};
/// "sessions whose first turn began in the window", …
[[nodiscard]] std::string_view to_string(RowKind kind);

/// Which of those rows; without values: all. What a kind does not know does not narrow it.
struct RowChoice {
  std::string session;             ///< its id; of sessions, turns, calls and commands
  bool without_workspace = false;  ///< of sessions that belong to none
  /// Turns begun on this weekday (0 = Monday) and in this hour of the clocks of `local`.
  std::optional<int> weekday;
  std::optional<int> hour;
  const LocalTime* local = nullptr;         ///< set with one of the two
  std::optional<std::int64_t> least_turns;  ///< of active sessions, begun in the window
  std::optional<std::int64_t> most_turns;
  std::optional<core::Duration> longer_than;  ///< of sessions begun: first turn's begin to the
  std::optional<core::Duration> at_most;      ///< last one's end; they have one then
  std::string command;                        ///< with its slash; of commands
};

/// Newest first, at most `limit`. Errors: unsupported for `none`; not_found for a filter by
/// something unknown.
[[nodiscard]] core::Result<FigureTable> query_rows(Store& store, RowKind kind, const Filter& filter,
                                                   const TimeRange& range, std::int64_t limit,
                                                   const RowChoice& choice = {});

}  // namespace orchard::metrics
