#include "metrics/calendar/wall_clock.h"

namespace orchard::metrics {

WallClock::Reading WallClock::read(core::Timestamp at) {
  const auto shown = at + offset_at(at);
  Reading reading;
  reading.day = std::chrono::floor<std::chrono::days>(shown);
  reading.weekday = weekday_of(reading.day);
  reading.hour = static_cast<int>((shown - reading.day) / std::chrono::hours(1));
  return reading;
}

std::chrono::seconds WallClock::offset_at(core::Timestamp at) {
  const auto utc_day = std::chrono::floor<std::chrono::days>(at);
  const std::int64_t number = utc_day.time_since_epoch().count();
  if (last_ == nullptr || last_day_ != number) {
    const auto [entry, is_new] = days_.try_emplace(number);
    if (is_new) {
      // Zones change their clocks at most once within a UTC day.
      Day& day = entry->second;
      day.offset = local_.offset_at(core::Timestamp(utc_day));
      const core::Timestamp last =
          core::Timestamp(utc_day + std::chrono::days(1)) - core::Duration(1);
      day.clocks_change = local_.offset_at(last) != day.offset;
    }
    last_day_ = number;
    last_ = &entry->second;
  }
  return last_->clocks_change ? local_.offset_at(at) : last_->offset;
}

}  // namespace orchard::metrics
