#pragma once

#include "metrics/calendar/local_time.h"

#include <cstddef>
#include <vector>

namespace orchard::metrics {

/// The last `count` calendar days of the user, today included: [start, end). Plain value.
class DayWindow {
 public:
  DayWindow(const LocalTime& local, core::Timestamp now, int count);

  [[nodiscard]] core::Timestamp start() const { return starts_.front(); }
  [[nodiscard]] core::Timestamp end() const { return end_; }
  [[nodiscard]] CivilDay today() const { return today_; }
  /// 0 for the oldest day. Moments outside go to the nearest day.
  [[nodiscard]] std::size_t index_of(core::Timestamp at) const;

 private:
  CivilDay today_;
  std::vector<core::Timestamp> starts_;  ///< oldest first
  core::Timestamp end_;
};

}  // namespace orchard::metrics
