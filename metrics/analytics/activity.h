#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/domain/states.h"
#include "metrics/calendar/local_time.h"
#include "metrics/filter/filter.h"
#include "metrics/ledger/store.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

// When sessions were active. The sign of activity is a turn that begins; errors are those of
// Filter: not_found for a filter by something unknown.

/// Turns begun by weekday (Monday first) and hour of the user's clock.
struct ActivityHeatmap {
  std::array<std::array<std::int64_t, 24>, 7> turns{};

  [[nodiscard]] std::array<std::int64_t, 24> by_hour() const;
  [[nodiscard]] std::int64_t total() const;
  /// The hour of the day with the most turns, the earliest of equals; none without a turn.
  [[nodiscard]] std::optional<int> peak_hour() const;
};
[[nodiscard]] core::Result<ActivityHeatmap> query_heatmap(Store& store, const LocalTime& local,
                                                          const Filter& filter,
                                                          const TimeRange& range);

/// Turns begun on each day of 13 weeks, Monday first; the last week holds today.
struct ActivityCalendar {
  std::array<std::array<std::int64_t, 7>, 13> turns{};
  CivilDay first_day;
  CivilDay today;
};
[[nodiscard]] core::Result<ActivityCalendar> query_calendar(Store& store, const LocalTime& local,
                                                            core::Timestamp now,
                                                            const Filter& filter);

/// Sessions by their number of turns begun in the window; sessions without any do not count.
struct TurnHistogram {
  static constexpr std::array<std::int64_t, 7> kEdges{2, 4, 8, 16, 32, 64, 128};
  std::array<std::int64_t, 8> sessions{};  ///< up to each edge, then more
};
[[nodiscard]] core::Result<TurnHistogram> query_turns_per_session(Store& store,
                                                                  const Filter& filter,
                                                                  const TimeRange& range);

/// How long sessions took that began in the window, from their first turn's beginning to their last
/// turn's end. Sessions without an ended turn do not count.
struct SessionDurations {
  static constexpr std::array<std::chrono::minutes, 6> kEdges{
      std::chrono::minutes(1),  std::chrono::minutes(5),   std::chrono::minutes(15),
      std::chrono::minutes(60), std::chrono::minutes(240), std::chrono::minutes(1440)};
  std::array<std::int64_t, 7> sessions{};  ///< up to each edge, then more
  std::int64_t count = 0;
  core::Duration median{0};  ///< the lower of two middle ones
  core::Duration longest{0};
  core::Duration total{0};
};
[[nodiscard]] core::Result<SessionDurations> query_session_durations(Store& store,
                                                                     const Filter& filter,
                                                                     const TimeRange& range);

/// How fast models were called, in quarters of an hour of the window that hold a call.
struct CallPace {
  std::int64_t calls = 0;
  std::int64_t active_quarters = 0;
  std::int64_t peak_calls = 0;  ///< in the busiest quarter
  std::optional<core::Timestamp> peak_at;

  [[nodiscard]] double per_minute() const {
    return active_quarters == 0
               ? 0
               : static_cast<double>(calls) / (15.0 * static_cast<double>(active_quarters));
  }
  [[nodiscard]] double peak_per_minute() const { return static_cast<double>(peak_calls) / 15.0; }
};
/// Quarters that begin in `range`.
[[nodiscard]] core::Result<CallPace> query_call_pace(Store& store, const Filter& filter,
                                                     const TimeRange& range);

/// A session with a sign of life in the last 24 hours: from its first to its last turn there.
struct SessionDot {
  core::SessionId session;
  std::string title;  ///< first line of its first prompt, at most 200 bytes
  std::optional<core::WorkspaceId> workspace;
  std::string workspace_name;
  std::string repository_name;
  core::Timestamp from;                      ///< its first turn's beginning, not before the window
  core::Timestamp to;                        ///< its last turn's end; now for a turn that has none
  std::int64_t turns = 0;                    ///< of the session, ever
  bool open = false;                         ///< its newest turn has no end in the ledger
  std::optional<core::TurnOutcome> outcome;  ///< of the turn that ended last
};
/// Newest first.
[[nodiscard]] core::Result<std::vector<SessionDot>> query_recent_sessions(Store& store,
                                                                          core::Timestamp now,
                                                                          const Filter& filter);

}  // namespace orchard::metrics
