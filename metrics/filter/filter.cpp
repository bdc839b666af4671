#include "metrics/filter/filter.h"

#include "metrics/calendar/day_window.h"

#include <array>

namespace orchard::metrics {

namespace {

struct WindowName {
  Window window;
  std::string_view name;
  int days;  ///< 0: not counted in calendar days
};

constexpr std::array kWindows{WindowName{Window::day, "24h", 0}, WindowName{Window::week, "7d", 7},
                              WindowName{Window::month, "30d", 30},
                              WindowName{Window::quarter, "90d", 90},
                              WindowName{Window::all, "all", 0}};

const WindowName& entry_of(Window window) {
  return kWindows.at(static_cast<std::size_t>(window));
}

}  // namespace

TimeRange range_of(Window window, const LocalTime& local, core::Timestamp now) {
  // A moment that just came counts: (now - 24 h, now] in whole microseconds.
  constexpr core::Duration kMoment{1};
  if (window == Window::all) return {};
  if (window == Window::day) return {now - std::chrono::hours(24) + kMoment, now + kMoment};
  const DayWindow days(local, now, entry_of(window).days);
  return {days.start(), days.end()};
}

std::string_view to_string(Window window) {
  return entry_of(window).name;
}

std::optional<Window> parse_window(std::string_view text) {
  for (const WindowName& entry : kWindows)
    if (entry.name == text) return entry.window;
  return std::nullopt;
}

}  // namespace orchard::metrics
