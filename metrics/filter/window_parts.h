#pragma once

#include "metrics/filter/filter.h"

#include <cstdint>

namespace orchard::metrics {

inline constexpr std::int64_t kMicrosAQuarter = 900'000'000;  ///< a quarter of an hour
inline constexpr std::int64_t kMicrosAnHour = 3'600'000'000;
inline constexpr std::int64_t kMicrosADay = 86'400'000'000;

/// Half-open, in some unit.
struct Span {
  std::int64_t from = 0;
  std::int64_t to = 0;
  [[nodiscard]] bool is_empty() const { return from >= to; }
};

/// In microseconds; open ends lie where no clock goes.
[[nodiscard]] Span span_of(const TimeRange& range);

/// A window put together exactly: what stands ready as sums, and single calls at its ends. The
/// parts do not overlap; any may be empty.
struct WindowParts {
  Span calls_before;     ///< in microseconds
  Span quarters_before;  ///< in quarters of an hour since 1970, as all quarters
  Span days;             ///< in UTC days since 1970
  Span quarters_after;
  Span calls_after;
};
/// Without `with_days` quarters stand for them. Pure.
[[nodiscard]] WindowParts divide(const Span& window, bool with_days);

}  // namespace orchard::metrics
