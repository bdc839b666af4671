#pragma once

#include "core/base/clock.h"
#include "metrics/calendar/zone_rule.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What a clock on the wall shows at some moment: on a day of the year, or on whatever day.
struct ShownTime {
  std::optional<std::chrono::month_day> day;
  std::chrono::minutes time{0};  ///< since midnight
  bool operator==(const ShownTime&) const = default;
};

/// A time zone by its name, whichever this process lives in. Plain value.
class NamedZone {
 public:
  /// As the machine's zone files have it ($TZDIR or /usr/share/zoneinfo). None for a name that is
  /// none of theirs; a path is none. Any thread.
  [[nodiscard]] static std::optional<NamedZone> find(std::string_view name);
  /// What a zone file (TZif, RFC 8536, version 2 or later) says. None for anything else. Pure.
  [[nodiscard]] static std::optional<NamedZone> parse(std::string_view file);

  /// How far the clocks are ahead of UTC.
  [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds at) const;
  /// The first moment after `after` at which clocks show that; none when they do on no such day of
  /// this year and the next.
  [[nodiscard]] std::optional<core::Timestamp> first_after(core::Timestamp after,
                                                           const ShownTime& shown) const;

 private:
  struct Change {
    std::chrono::sys_seconds at;
    std::chrono::seconds offset;  ///< from then on
  };

  class Reader;

  std::chrono::seconds first_{0};  ///< before all changes
  std::vector<Change> changes_;    ///< by time
  std::optional<ZoneRule> after_;  ///< the last of them
};

}  // namespace orchard::metrics
