#include "metrics/filter/window_parts.h"

#include "metrics/schema/columns.h"

#include <limits>

namespace orchard::metrics {
namespace {

/// The whole units inside a span.
Span whole(const Span& span, std::int64_t unit) {
  const auto floor = [&](std::int64_t value) {
    return value >= 0 ? value / unit : -((-value + unit - 1) / unit);
  };
  const std::int64_t first = floor(span.from);
  return {first * unit == span.from ? first : first + 1, floor(span.to)};
}

}  // namespace

Span span_of(const TimeRange& range) {
  // Far enough that no clock goes there, near enough for arithmetic.
  constexpr std::int64_t kNever =
      std::numeric_limits<std::int64_t>::max() / kMicrosADay / 2 * kMicrosADay;
  return {range.from ? micros(*range.from) : 0, range.to ? micros(*range.to) : kNever};
}

WindowParts divide(const Span& window, bool with_days) {
  constexpr std::int64_t kQuartersADay = kMicrosADay / kMicrosAQuarter;
  WindowParts parts;
  if (window.is_empty()) return parts;
  const Span quarters = whole(window, kMicrosAQuarter);
  if (quarters.is_empty()) {
    parts.calls_before = window;
    return parts;
  }
  parts.calls_before = {window.from, quarters.from * kMicrosAQuarter};
  parts.calls_after = {quarters.to * kMicrosAQuarter, window.to};
  const Span days = whole(window, kMicrosADay);
  if (days.is_empty() || !with_days) {
    parts.quarters_before = quarters;
    return parts;
  }
  parts.quarters_before = {quarters.from, days.from * kQuartersADay};
  parts.days = days;
  parts.quarters_after = {days.to * kQuartersADay, quarters.to};
  return parts;
}

}  // namespace orchard::metrics
