#pragma once

#include "core/base/clock.h"

#include <chrono>

namespace orchard::metrics {

/// A calendar day of the user, counted as if it were a UTC day: only a label, not a moment.
using CivilDay = std::chrono::sys_days;

/// The user's time zone; tests replace it. Any thread.
class LocalTime {
 public:
  virtual ~LocalTime() = default;
  [[nodiscard]] virtual CivilDay day_of(core::Timestamp at) const = 0;
  /// The first moment of the day there, also where clocks change at midnight.
  [[nodiscard]] virtual core::Timestamp start_of(CivilDay day) const = 0;
  /// How far the clocks there are ahead of UTC.
  [[nodiscard]] virtual std::chrono::seconds offset_at(core::Timestamp at) const = 0;
};

/// The zone of this process (TZ or /etc/localtime), read when constructed.
class SystemLocalTime final : public LocalTime {
 public:
  SystemLocalTime();
  [[nodiscard]] CivilDay day_of(core::Timestamp at) const override;
  [[nodiscard]] core::Timestamp start_of(CivilDay day) const override;
  [[nodiscard]] std::chrono::seconds offset_at(core::Timestamp at) const override;
};

/// 0 = Monday … 6 = Sunday.
[[nodiscard]] int weekday_of(CivilDay day);

}  // namespace orchard::metrics
