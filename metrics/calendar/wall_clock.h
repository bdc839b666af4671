#pragma once

#include "metrics/calendar/local_time.h"

#include <cstdint>
#include <unordered_map>

namespace orchard::metrics {

/// What the clocks of a zone show, for very many moments: asks the zone once a UTC day unless
/// clocks change on it. One thread.
class WallClock {
 public:
  explicit WallClock(const LocalTime& local) : local_(local) {}

  struct Reading {
    CivilDay day;
    int weekday = 0;  ///< 0 = Monday
    int hour = 0;     ///< 0–23
  };
  [[nodiscard]] Reading read(core::Timestamp at);

 private:
  [[nodiscard]] std::chrono::seconds offset_at(core::Timestamp at);

  struct Day {
    std::chrono::seconds offset{0};
    bool clocks_change = false;
  };
  const LocalTime& local_;
  std::unordered_map<std::int64_t, Day> days_;
  std::int64_t last_day_ = 0;  ///< moments mostly come in the order of time
  const Day* last_ = nullptr;
};

}  // namespace orchard::metrics
