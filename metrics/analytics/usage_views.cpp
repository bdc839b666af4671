#include "metrics/analytics/usage_views.h"

#include "metrics/calendar/wall_clock.h"
#include "metrics/filter/scope.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <map>
#include <utility>

namespace orchard::metrics {

using core::Result;
using core::Statement;
using core::Timestamp;

Result<std::vector<ModelUsage>> query_models(Store& store, const Filter& filter,
                                             const TimeRange& range) {
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  std::map<std::int64_t, UsageSums> by_model;
  ORCHARD_CHECK(each_session_usage(
      store.database(), scope, range,
      [&](std::int64_t, std::int64_t model, const UsageSums& sums) { by_model[model] += sums; }));
  std::vector<ModelUsage> models;
  ORCHARD_TRY(Statement names, store.database().prepare("SELECT key, name FROM model"));
  ORCHARD_CHECK(names.each([&](const Statement& row) {
    const auto found = by_model.find(row.integer(0));
    if (found != by_model.end() && found->second.calls > 0)
      models.push_back({row.text(1), found->second});
  }));
  std::sort(models.begin(), models.end(), [](const ModelUsage& a, const ModelUsage& b) {
    return std::pair(b.sums.cost, a.model) < std::pair(a.sums.cost, b.model);
  });
  return models;
}

Result<std::vector<DayUsage>> query_days(Store& store, const LocalTime& local, Timestamp now,
                                         const Filter& filter, const TimeRange& range) {
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  const CivilDay today = local.day_of(now);
  // Whole days, also where the window begins within one: midnights are borders of quarters.
  TimeRange whole_days = range;
  if (range.from) whole_days.from = local.start_of(local.day_of(*range.from));
  std::optional<CivilDay> end;
  if (range.to) end = local.day_of(*range.to - core::Duration(1));
  if (end) whole_days.to = local.start_of(*end + std::chrono::days(1));
  std::map<CivilDay, UsageSums> by_day;
  WallClock clock(local);
  ORCHARD_CHECK(each_quarter_usage(
      store.database(), scope, whole_days,
      [&](Timestamp begins, const UsageSums& sums) { by_day[clock.read(begins).day] += sums; }));
  CivilDay day = range.from ? local.day_of(*range.from) : today;
  if (!range.from && !by_day.empty()) day = std::min(day, by_day.begin()->first);
  std::vector<DayUsage> days;
  CivilDay last = today;
  if (!by_day.empty()) last = std::max(last, by_day.rbegin()->first);
  if (end) last = std::min(last, *end);
  for (; day <= last; day += std::chrono::days(1)) days.push_back({day, by_day[day]});
  return days;
}

}  // namespace orchard::metrics
