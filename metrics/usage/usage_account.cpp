#include "metrics/usage/usage_account.h"

#include "metrics/calendar/wall_clock.h"
#include "metrics/ledger/read_view.h"
#include "metrics/usage/usage_groups.h"
#include "metrics/usage/usage_tally.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace orchard::metrics {

using core::Result;
using core::Timestamp;

namespace {

constexpr core::Duration kHour = std::chrono::hours(1);

/// Cuts time into the periods of a step. A period is a number: the days of its first day, or for
/// hours the microseconds of its beginning.
class Calendar {
 public:
  Calendar(const LocalTime& local, UsageStep step, int week_start)
      : local_(local), clock_(local), step_(step), week_start_(week_start) {}

  [[nodiscard]] std::int64_t period_of(Timestamp at) {
    switch (step_) {
      case UsageStep::whole:
        return 0;
      case UsageStep::hour:
        return hour_of(at).time_since_epoch().count();
      default:
        return first_day(clock_.read(at).day).time_since_epoch().count();
    }
  }

  [[nodiscard]] std::int64_t after(std::int64_t period) {
    if (step_ != UsageStep::hour) return next_day(day(period)).time_since_epoch().count();
    const Timestamp next = hour_of(Timestamp(core::Duration(period)) + kHour);
    // Where clocks go forward by half an hour the next hour would be this one.
    return std::max(next.time_since_epoch().count(), period + kHour.count() / 2);
  }

  void describe(std::int64_t period, const TimeRange& range, AccountLine& line) {
    line.span = range;
    if (step_ == UsageStep::whole) return;
    Timestamp begins;
    Timestamp ends;
    if (step_ == UsageStep::hour) {
      begins = Timestamp(core::Duration(period));
      ends = begins + kHour;
      const WallClock::Reading reading = clock_.read(begins);
      line.day = reading.day;
      line.hour = reading.hour;
    } else {
      line.day = day(period);
      begins = local_.start_of(line.day);
      ends = local_.start_of(next_day(line.day));
    }
    line.span.from = range.from ? std::max(*range.from, begins) : begins;
    line.span.to = range.to ? std::min(*range.to, ends) : ends;
  }

 private:
  static CivilDay day(std::int64_t period) { return CivilDay(std::chrono::days(period)); }

  [[nodiscard]] Timestamp hour_of(Timestamp at) const {
    const auto offset = local_.offset_at(at);
    return Timestamp(std::chrono::floor<std::chrono::hours>(at + offset)) - offset;
  }

  [[nodiscard]] CivilDay first_day(CivilDay day) const {
    if (step_ == UsageStep::week)
      return day - std::chrono::days((weekday_of(day) - week_start_ + 7) % 7);
    if (step_ == UsageStep::day) return day;
    const std::chrono::year_month_day date(day);
    return date.year() / date.month() / 1;
  }

  [[nodiscard]] CivilDay next_day(CivilDay day) const {
    if (step_ == UsageStep::day) return day + std::chrono::days(1);
    if (step_ == UsageStep::week) return day + std::chrono::days(7);
    return std::chrono::year_month_day(day) + std::chrono::months(1);
  }

  const LocalTime& local_;
  WallClock clock_;
  UsageStep step_;
  int week_start_;
};

struct Gathered {
  TallyBuilder tally;
  UsagePart first;  ///< tells the group
};
/// By period and group.
using Lines = std::map<std::pair<std::int64_t, std::int64_t>, Gathered>;

void add_empty_periods(Calendar& calendar, const TimeRange& range, Timestamp now, Lines& lines) {
  if (!range.from && lines.empty()) return;
  const std::int64_t first =
      range.from ? calendar.period_of(*range.from) : lines.begin()->first.first;
  const Timestamp end = range.to ? *range.to - core::Duration(1) : now;
  // A call that claims to be of a far future is no reason to show all the time until then.
  const std::int64_t last = calendar.period_of(end);
  for (std::int64_t period = first; period <= last; period = calendar.after(period))
    lines.try_emplace({period, 0});
}

std::vector<AccountLine> finish(Calendar& calendar, const UsagePlaces& places,
                                const UsageQuestion& question, const Lines& lines) {
  std::vector<AccountLine> finished;
  std::vector<std::int64_t> periods;
  for (const auto& [where, gathered] : lines) {
    AccountLine& line = finished.emplace_back();
    calendar.describe(where.first, question.range, line);
    line.group = group_of(places, question.by, gathered.first);
    line.tally = gathered.tally.finish(places);
  }
  std::ranges::stable_sort(finished, [](const AccountLine& a, const AccountLine& b) {
    return std::tie(a.span.from, b.tally.sums.cost, a.group.name, a.group.agent_type) <
           std::tie(b.span.from, a.tally.sums.cost, b.group.name, b.group.agent_type);
  });
  return finished;
}

}  // namespace

UsageTally TallyBuilder::finish(const UsagePlaces& places) const {
  UsageTally tally;
  tally.sums = sums_;
  tally.by_source = by_source_;
  for (const auto& [model, sums] : models_) tally.models.push_back({places.model(model), sums});
  std::ranges::sort(tally.models, [](const ModelUsage& a, const ModelUsage& b) {
    return std::tie(b.sums.cost, a.model) < std::tie(a.sums.cost, b.model);
  });
  for (const auto& [agent, sums] : agents_) tally.agents.push_back({places.agent(agent), sums});
  std::ranges::sort(tally.agents, [](const AgentUsage& a, const AgentUsage& b) {
    return std::tie(b.sums.cost, a.type) < std::tie(a.sums.cost, b.type);
  });
  return tally;
}

Result<UsageAccount> query_usage(Store& store, const LocalTime& local, Timestamp now,
                                 const UsageQuestion& question) {
  ORCHARD_TRY(const ReadView view, ReadView::open(store.database()));
  ORCHARD_TRY(const UsagePlaces places, UsagePlaces::read(store.database()));
  ORCHARD_TRY(const UsageScope scope,
              UsageScope::resolve(store.database(), places, question.filter));
  Calendar calendar(local, question.step, question.week_start);
  Lines lines;
  TallyBuilder total;
  const auto grain = question.step == UsageStep::whole ? UsageGrain::days : UsageGrain::quarters;
  ORCHARD_CHECK(
      each_usage_part(store.database(), scope, question.range, grain, [&](const UsagePart& part) {
        const UsageSource source = source_of(places.session(part.session), part.origin);
        const auto [line, is_new] = lines.try_emplace(
            {calendar.period_of(part.at), group_number(places, question.by, part)});
        if (is_new) line->second.first = part;
        line->second.tally.add(part, source);
        total.add(part, source);
      }));
  if (question.with_empty && question.by == UsageDimension::none &&
      question.step != UsageStep::whole)
    add_empty_periods(calendar, question.range, now, lines);
  UsageAccount account;
  account.total = total.finish(places);
  account.lines = finish(calendar, places, question, lines);
  return account;
}

}  // namespace orchard::metrics
