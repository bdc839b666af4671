#include "metrics/plan/plan_forecast.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>

namespace orchard::metrics {

using core::Duration;
using core::Timestamp;

namespace {

constexpr Duration kSlot = std::chrono::minutes(5);
constexpr Duration kShortWindow = std::chrono::hours(6);
/// Two answers may place one reset a little apart.
constexpr Duration kSameReset = std::chrono::minutes(2);
/// Of the window: less than this since its start says nothing about a pace. Five minutes of five
/// hours, not quite three hours of a week.
constexpr std::int64_t kShortestPart = 60;

double hours(Duration duration) {
  return static_cast<double>(duration.count()) / 3.6e9;
}

/// Dollars in [from, to); a slot that lies partly in it counts partly.
double spent(std::span<const Spending> spending, Timestamp from, Timestamp to) {
  double dollars = 0;
  for (const Spending& slot : spending) {
    const Timestamp begin = std::max(slot.at, from);
    const Timestamp end = std::min(slot.at + kSlot, to);
    if (begin < end) dollars += slot.cost.dollars() * (hours(end - begin) / hours(kSlot));
  }
  return dollars;
}

bool same_window(const PlanSample& a, const PlanSample& b) {
  if (!a.resets_at || !b.resets_at) return false;
  return std::chrono::abs(*a.resets_at - *b.resets_at) <= kSameReset;
}

}  // namespace

std::optional<Duration> plan_window_length(std::string_view kind) {
  if (kind == "five_hour") return std::chrono::hours(5);
  if (kind.starts_with("seven_day") || kind.starts_with("model:"))
    return std::chrono::hours(24 * 7);
  return std::nullopt;
}

std::string plan_window_family(std::string_view kind) {
  constexpr std::string_view kSevenDay = "seven_day_";
  constexpr std::string_view kModel = "model:";
  if (kind == "seven_day_opus" || kind == "seven_day_sonnet")
    return std::string(kind.substr(kSevenDay.size()));
  if (!kind.starts_with(kModel)) return {};
  kind.remove_prefix(kModel.size());
  std::string family(kind.substr(0, kind.find(' ')));
  for (char& letter : family)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return family;
}

std::string_view to_string(PlanPace pace) {
  constexpr std::array<std::string_view, 3> kNames{"last_hour", "last_day", "since_start"};
  return kNames.at(static_cast<std::size_t>(pace));
}

std::optional<PlanForecast> forecast_plan(std::string_view kind, const PlanSample& said,
                                          std::span<const Spending> spending, Timestamp now) {
  const auto length = plan_window_length(kind);
  if (!length || !said.resets_at || *said.resets_at <= now || said.at > now) return std::nullopt;
  const Timestamp start = *said.resets_at - *length;
  const Duration shortest_past = *length / kShortestPart;
  if (now - start < shortest_past) return std::nullopt;
  PlanForecast forecast;
  const double before = spent(spending, start, said.at);
  if (before > 0 && said.used > 0) {
    const double per_dollar = said.used / before;
    const bool is_short = *length <= kShortWindow;
    const Duration recent = is_short ? std::chrono::hours(1) : std::chrono::hours(24);
    if (now - start >= recent) forecast.pace = is_short ? PlanPace::last_hour : PlanPace::last_day;
    const Duration lookback = std::min(recent, now - start);
    forecast.used_now = said.used + per_dollar * spent(spending, said.at, now);
    forecast.per_hour = per_dollar * spent(spending, now - lookback, now) / hours(lookback);
  } else {
    const Duration past = std::max(said.at - start, shortest_past);
    forecast.per_hour = said.used / hours(past);
    forecast.used_now = said.used + forecast.per_hour * hours(now - said.at);
  }
  forecast.used_at_reset = forecast.used_now + forecast.per_hour * hours(*said.resets_at - now);
  if (forecast.used_now >= 1) {
    forecast.exhausted_at = now;
  } else if (forecast.used_at_reset > 1) {
    const double left = (1 - forecast.used_now) / forecast.per_hour;
    forecast.exhausted_at = now + Duration(static_cast<std::int64_t>(left * 3.6e9));
  }
  return forecast;
}

ForecastError measure_forecasts(std::string_view kind, std::span<const PlanSample> samples,
                                std::span<const Spending> spending, Duration ahead) {
  ForecastError error;
  std::vector<double> per_hour;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto forecast = forecast_plan(kind, samples[i], spending, samples[i].at);
    if (!forecast) continue;
    for (std::size_t j = i + 1; j < samples.size(); ++j) {
      if (!same_window(samples[i], samples[j])) break;
      const Duration apart = samples[j].at - samples[i].at;
      if (apart < ahead) continue;
      const double expected = forecast->used_now + forecast->per_hour * hours(apart);
      const double off = std::abs(expected - samples[j].used);
      ++error.forecasts;
      per_hour.push_back(off / hours(apart));
      error.mean += off;
      error.worst = std::max(error.worst, off);
    }
  }
  if (per_hour.empty()) return error;
  error.mean /= static_cast<double>(error.forecasts);
  const auto fifth = static_cast<std::ptrdiff_t>(per_hour.size() * 4 / 5);
  const auto place = per_hour.begin() + std::min<std::ptrdiff_t>(fifth, std::ssize(per_hour) - 1);
  std::ranges::nth_element(per_hour, place);
  error.spread = *place;
  return error;
}

}  // namespace orchard::metrics
