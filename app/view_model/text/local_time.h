#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <string>

namespace orchard::app {

// Times in the user's zone (the TZ of the process), right across daylight-saving changes.

/// "16:37".
[[nodiscard]] std::string clock_time(core::Timestamp at);
/// "20 Nov 2026".
[[nodiscard]] std::string calendar_date(core::Timestamp at);
/// "Fri 20 Nov 2026, 16:42:07".
[[nodiscard]] std::string full_time(core::Timestamp at);
/// What clocks show.
struct LocalMoment {
  std::chrono::sys_days day;  ///< only a label
  int weekday = 0;            ///< 0 = Monday
  int hour = 0;
};
[[nodiscard]] LocalMoment local_moment(core::Timestamp at);
/// Local calendar days from `at` to `now`; 1 means yesterday.
[[nodiscard]] long days_between(core::Timestamp at, core::Timestamp now);

}  // namespace orchard::app
