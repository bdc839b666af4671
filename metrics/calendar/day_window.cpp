#include "metrics/calendar/day_window.h"

#include <algorithm>

namespace orchard::metrics {

DayWindow::DayWindow(const LocalTime& local, core::Timestamp now, int count)
    : today_(local.day_of(now)), end_(local.start_of(today_ + std::chrono::days(1))) {
  for (int back = count - 1; back >= 0; --back)
    starts_.push_back(local.start_of(today_ - std::chrono::days(back)));
}

std::size_t DayWindow::index_of(core::Timestamp at) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), at);
  return after == starts_.begin() ? 0 : static_cast<std::size_t>(after - starts_.begin()) - 1;
}

}  // namespace orchard::metrics
