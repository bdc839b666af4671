#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace orchard::app {

/// Decides when figures that somebody looks at are asked again, so that asking takes a part of the
/// time only and news shows within a second. Pure: time comes in.
class FigurePace {
 public:
  static constexpr core::Duration kBetween = std::chrono::milliseconds(250);
  /// "The last 24 hours" move on their own.
  static constexpr core::Duration kAge = std::chrono::minutes(1);

  /// Somebody looks at something else, or at nothing.
  void look(bool looks) {
    looks_ = looks;
    news_ = looks;
    hurry_ = looks;
    next_ = {};
  }
  void note_news() { news_ = looks_; }

  /// Ask now.
  [[nodiscard]] bool is_due(core::Timestamp now) const {
    if (!looks_ || asking_) return false;
    return now >= next_ && (news_ || now >= last_ + kAge);
  }
  void begin() {
    asking_ = true;
    news_ = false;
    hurry_ = false;
  }
  void end(core::Timestamp began, core::Timestamp now) {
    asking_ = false;
    last_ = began;
    // The question may have changed since: that one waits for nothing.
    next_ = hurry_ ? core::Timestamp{} : now + std::max(kBetween, 2 * (now - began));
  }

  /// When is_due() may say something else without news.
  [[nodiscard]] std::optional<core::Timestamp> next() const {
    if (!looks_ || asking_) return std::nullopt;
    return news_ ? next_ : std::max(next_, last_ + kAge);
  }

 private:
  bool looks_ = false;
  bool asking_ = false;
  bool news_ = false;
  bool hurry_ = false;
  core::Timestamp next_;
  core::Timestamp last_;
};

}  // namespace orchard::app
