#include "metrics/calendar/local_time.h"

#include <cstdint>
#include <ctime>

namespace orchard::metrics {

namespace {

CivilDay day_of_seconds(std::time_t seconds) {
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return std::chrono::year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday;
}

}  // namespace

SystemLocalTime::SystemLocalTime() {
  // localtime_r alone need not look at TZ (POSIX).
  tzset();
}

CivilDay SystemLocalTime::day_of(core::Timestamp at) const {
  return day_of_seconds(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

core::Timestamp SystemLocalTime::start_of(CivilDay day) const {
  // Searched, because midnight may not exist or come twice: zones lie between -12 h and +14 h.
  const std::int64_t utc_midnight = std::chrono::sys_seconds(day).time_since_epoch().count();
  std::int64_t before = utc_midnight - 15 * 3600;
  std::int64_t within = utc_midnight + 13 * 3600;
  while (within - before > 1) {
    const std::int64_t middle = before + (within - before) / 2;
    (day_of_seconds(middle) < day ? before : within) = middle;
  }
  return core::Timestamp(std::chrono::seconds(within));
}

std::chrono::seconds SystemLocalTime::offset_at(core::Timestamp at) const {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return std::chrono::seconds(parts.tm_gmtoff);
}

int weekday_of(CivilDay day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

}  // namespace orchard::metrics
