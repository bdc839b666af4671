#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace orchard::app {

/// Decides when figures that somebody looks at are asked again, so that asking takes a part of the
/// time only and what is written shows within 250 ms. Pure: time comes in, and may jump.
class FigurePace {
 public:
  static constexpr core::Duration kBetween = std::chrono::milliseconds(100);
  /// "The last 24 hours" move on their own.
  static constexpr core::Duration kAge = std::chrono::minutes(1);

  /// Somebody looks at something else, or at nothing.
  void look(bool looks) {
    looks_ = looks;
    news_ = looks;
    hurry_ = looks;
    rest_ = {};
  }
  void note_news() { news_ = looks_; }

  /// Ask now.
  [[nodiscard]] bool is_due(core::Timestamp now) const {
    if (!looks_ || asking_) return false;
    // Before what already was: the clock was set back, and the wait has no end that is known.
    if (now < ended_) return true;
    return now >= ended_ + rest_ && (news_ || now >= began_ + kAge);
  }
  void begin(core::Timestamp now) {
    asking_ = true;
    news_ = false;
    hurry_ = false;
    began_ = now;
  }
  void end(core::Timestamp now) {
    asking_ = false;
    ended_ = now;
    // The question may have changed since: that one waits for nothing.
    rest_ = hurry_ ? core::Duration(0) : std::clamp(2 * (now - began_), kBetween, kAge);
  }

  /// When is_due() may say something else without news.
  [[nodiscard]] std::optional<core::Timestamp> next() const {
    if (!looks_ || asking_) return std::nullopt;
    return news_ ? ended_ + rest_ : std::max(ended_ + rest_, began_ + kAge);
  }

 private:
  bool looks_ = false;
  bool asking_ = false;
  bool news_ = false;
  bool hurry_ = false;
  core::Timestamp began_;
  core::Timestamp ended_;
  core::Duration rest_{0};
};

}  // namespace orchard::app
