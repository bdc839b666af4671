#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace orchard::metrics {

/// When clocks of a zone change in every year from some year on, as POSIX writes it in TZ and as
/// the foot of a zone file has it: "CET-1CEST,M3.5.0,M10.5.0/3". Plain value.
class ZoneRule {
 public:
  /// None for what cannot be read, and for changes that are not told by month, week and weekday.
  /// Pure.
  [[nodiscard]] static std::optional<ZoneRule> parse(std::string_view text);

  /// How far the clocks are ahead of UTC.
  [[nodiscard]] std::chrono::seconds offset_at(std::chrono::sys_seconds at) const;

 private:
  /// "M10.5.0/3": the last Sunday of October at three.
  struct Change {
    std::chrono::month month{1};
    unsigned week = 1;  ///< 5: the last
    std::chrono::weekday weekday;
    std::chrono::seconds time = std::chrono::hours(2);  ///< as the clocks show it before

    [[nodiscard]] std::chrono::sys_seconds in(std::chrono::year year) const;
  };
  struct Summer {
    std::chrono::seconds offset{0};
    Change begins;
    Change ends;
  };

  class Reader;

  std::chrono::seconds standard_{0};
  std::optional<Summer> summer_;
};

}  // namespace orchard::metrics
