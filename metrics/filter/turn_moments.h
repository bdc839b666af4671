#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/scope.h"
#include "metrics/schema/columns.h"

#include <cstdint>
#include <limits>
#include <unordered_map>

namespace orchard::metrics {

/// Calls `on_turn(moment, session)` for every turn begun in `range`. The moment of a turn is its
/// beginning, or its end where the beginning is not known.
template <class OnTurn>
[[nodiscard]] core::Result<void> each_turn(core::Database& database, const Scope& scope,
                                           const TimeRange& range, OnTurn&& on_turn) {
  using Limits = std::numeric_limits<std::int64_t>;
  ORCHARD_TRY(core::Statement turns,
              database.prepare("SELECT COALESCE(started_at, finished_at), session FROM turn "
                               "WHERE COALESCE(started_at, finished_at) >= ?1 "
                               "AND COALESCE(started_at, finished_at) < ?2"));
  turns.bind_all(micros(range.from).value_or(Limits::min()),
                 micros(range.to).value_or(Limits::max()));
  return turns.each([&](const core::Statement& row) {
    if (scope.has_session(row.integer(1))) on_turn(timestamp(row.integer(0)), row.integer(1));
  });
}

/// Turns begun in `range` by session; sessions without any are left out.
[[nodiscard]] inline core::Result<std::unordered_map<std::int64_t, std::int64_t>> count_turns(
    core::Database& database, const Scope& scope, const TimeRange& range) {
  std::unordered_map<std::int64_t, std::int64_t> by_session;
  if (range.from || range.to) {
    ORCHARD_CHECK(each_turn(database, scope, range,
                            [&](core::Timestamp, std::int64_t session) { ++by_session[session]; }));
    return by_session;
  }
  ORCHARD_TRY(core::Statement totals,
              database.prepare("SELECT session, turns FROM session_total WHERE turns > 0"));
  ORCHARD_CHECK(totals.each([&](const core::Statement& row) {
    if (scope.has_session(row.integer(0))) by_session[row.integer(0)] = row.integer(1);
  }));
  return by_session;
}

}  // namespace orchard::metrics
