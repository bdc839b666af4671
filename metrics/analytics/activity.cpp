#include "metrics/analytics/activity.h"

#include "metrics/calendar/day_window.h"
#include "metrics/calendar/wall_clock.h"
#include "metrics/filter/turn_moments.h"
#include "metrics/filter/usage.h"

#include <algorithm>

namespace orchard::metrics {

using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

/// The first bucket whose edge is not below the value; the last one has no edge.
template <class Edges, class Value>
std::size_t bucket_of(const Edges& edges, const Value& value) {
  return static_cast<std::size_t>(std::lower_bound(edges.begin(), edges.end(), value) -
                                  edges.begin());
}

constexpr std::string_view kDurations =
    "SELECT session, ended - began FROM session_total "
    "WHERE began >= ?1 AND began < ?2 AND ended IS NOT NULL";

// Whoever has a turn is Orchard's own: recording it says so.
constexpr std::string_view kTurnsWithin =
    "SELECT COUNT(*) FROM turn WHERE COALESCE(started_at, finished_at) >= ?1 "
    "AND COALESCE(started_at, finished_at) < ?2";

std::int64_t& day_of(ActivityCalendar& calendar, CivilDay day) {
  const auto index = static_cast<std::size_t>((day - calendar.first_day).count());
  return calendar.turns.at(index / 7).at(index % 7);
}

/// Counted where they stand, which takes a third of the time of looking at each.
Result<void> count_all_turns(core::Database& database, const LocalTime& local,
                             ActivityCalendar& calendar) {
  ORCHARD_TRY(Statement within, database.prepare(kTurnsWithin));
  Timestamp begin = local.start_of(calendar.first_day);
  for (CivilDay day = calendar.first_day; day <= calendar.today; day += std::chrono::days(1)) {
    const Timestamp end = local.start_of(day + std::chrono::days(1));
    within.bind_all(micros(begin), micros(end));
    ORCHARD_CHECK(
        within.each([&](const Statement& row) { day_of(calendar, day) = row.integer(0); }));
    begin = end;
  }
  return {};
}

}  // namespace

std::array<std::int64_t, 24> ActivityHeatmap::by_hour() const {
  std::array<std::int64_t, 24> hours{};
  for (const auto& day : turns)
    for (std::size_t hour = 0; hour < hours.size(); ++hour) hours[hour] += day[hour];
  return hours;
}

std::int64_t ActivityHeatmap::total() const {
  std::int64_t sum = 0;
  for (const std::int64_t hour : by_hour()) sum += hour;
  return sum;
}

std::optional<int> ActivityHeatmap::peak_hour() const {
  const auto hours = by_hour();
  const auto peak = std::max_element(hours.begin(), hours.end());
  return *peak == 0 ? std::nullopt : std::optional(static_cast<int>(peak - hours.begin()));
}

Result<ActivityHeatmap> query_heatmap(Store& store, const LocalTime& local, const Filter& filter,
                                      const TimeRange& range) {
  ActivityHeatmap heatmap;
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  WallClock clock(local);
  ORCHARD_CHECK(each_turn(store.database(), scope, range, [&](Timestamp at, std::int64_t) {
    const WallClock::Reading shown = clock.read(at);
    ++heatmap.turns[static_cast<std::size_t>(shown.weekday)][static_cast<std::size_t>(shown.hour)];
  }));
  return heatmap;
}

Result<ActivityCalendar> query_calendar(Store& store, const LocalTime& local, Timestamp now,
                                        const Filter& filter) {
  ActivityCalendar calendar;
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  calendar.today = local.day_of(now);
  const int days = static_cast<int>(calendar.turns.size() - 1) * 7 + weekday_of(calendar.today) + 1;
  calendar.first_day = calendar.today - std::chrono::days(days - 1);
  if (scope.is_everything()) {
    ORCHARD_CHECK(count_all_turns(store.database(), local, calendar));
    return calendar;
  }
  const DayWindow window(local, now, days);
  WallClock clock(local);
  const TimeRange range{window.start(), window.end()};
  ORCHARD_CHECK(each_turn(store.database(), scope, range, [&](Timestamp at, std::int64_t) {
    ++day_of(calendar, clock.read(at).day);
  }));
  return calendar;
}

Result<TurnHistogram> query_turns_per_session(Store& store, const Filter& filter,
                                              const TimeRange& range) {
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  ORCHARD_TRY(const auto by_session, count_turns(store.database(), scope, range));
  TurnHistogram histogram;
  for (const auto& [session, turns] : by_session)
    ++histogram.sessions[bucket_of(TurnHistogram::kEdges, turns)];
  return histogram;
}

Result<SessionDurations> query_session_durations(Store& store, const Filter& filter,
                                                 const TimeRange& range) {
  using Limits = std::numeric_limits<std::int64_t>;
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  ORCHARD_TRY(Statement sessions, store.database().prepare(kDurations));
  sessions.bind_all(micros(range.from).value_or(Limits::min()),
                    micros(range.to).value_or(Limits::max()));
  std::vector<core::Duration> all;
  SessionDurations durations;
  ORCHARD_CHECK(sessions.each([&](const Statement& row) {
    if (!scope.has_session(row.integer(0))) return;
    const core::Duration took(std::max<std::int64_t>(0, row.integer(1)));
    all.push_back(took);
    durations.total += took;
    ++durations.sessions[bucket_of(SessionDurations::kEdges, took)];
  }));
  durations.count = static_cast<std::int64_t>(all.size());
  if (all.empty()) return durations;
  std::sort(all.begin(), all.end());
  durations.median = all[(all.size() - 1) / 2];
  durations.longest = all.back();
  return durations;
}

Result<CallPace> query_call_pace(Store& store, const Filter& filter, const TimeRange& range) {
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  CallPace pace;
  std::optional<Timestamp> quarter;
  std::int64_t calls = 0;
  const auto close = [&] {
    if (calls == 0) return;
    pace.calls += calls;
    ++pace.active_quarters;
    if (calls > pace.peak_calls) {
      pace.peak_calls = calls;
      pace.peak_at = quarter;
    }
  };
  ORCHARD_CHECK(each_quarter_usage(store.database(), scope, range,
                                   [&](Timestamp begins, const UsageSums& sums) {
                                     if (quarter != begins) {
                                       close();
                                       quarter = begins;
                                       calls = 0;
                                     }
                                     calls += sums.calls;
                                   }));
  close();
  return pace;
}

}  // namespace orchard::metrics
