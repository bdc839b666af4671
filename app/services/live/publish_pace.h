#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace orchard::app {

/// Decides what is read again and when, so that reading takes a small part of the time. Pure: time
/// comes in, and may jump.
class PublishPace {
 public:
  static constexpr core::Duration kFrame = std::chrono::milliseconds(33);
  static constexpr core::Duration kBetweenLedgers = std::chrono::milliseconds(100);
  static constexpr core::Duration kBetweenFigures = std::chrono::seconds(1);
  /// "Today" and "the last 24 hours" move on their own.
  static constexpr core::Duration kFiguresAge = std::chrono::minutes(1);
  /// Whatever took longer was slept through.
  static constexpr core::Duration kLongestCost = std::chrono::seconds(5);

  struct Decision {
    bool publish = false;
    bool ledger = false;
    bool transcript = false;
    bool figures = false;
  };

  void note_picture() { picture_ = true; }
  void note_ledger() { picture_ = ledger_ = figures_ = true; }
  void note_transcript() { picture_ = ledger_ = transcript_ = figures_ = true; }
  /// The user waits for it.
  void hurry() {
    note_transcript();
    next_ledger_ = {};
  }
  /// The user waits for what is read already: a picture of it does not wait for its turn.
  void hurry_picture() {
    note_picture();
    next_ledger_ = {};
  }

  /// What to do now. News of the ledger is not shown before it is read: half of it would flicker.
  [[nodiscard]] Decision decide(core::Timestamp now) const {
    Decision decision;
    // Before what already was: the clock was set back, and the waits have no end that is known.
    const bool back = now < published_;
    const bool old = back || now >= last_figures_ + kFiguresAge;
    if (!picture_ && !old && !(figures_ && now >= next_figures_)) return decision;
    if (!back && (now < next_picture_ || (ledger_ && now < next_ledger_))) return decision;
    decision.publish = true;
    decision.ledger = ledger_;
    decision.transcript = transcript_;
    decision.figures = old || (figures_ && now >= next_figures_);
    return decision;
  }

  /// What was decided was done between the two moments.
  void done(const Decision& decision, core::Timestamp began, core::Timestamp ended) {
    const core::Duration cost = std::clamp(ended - began, core::Duration(0), kLongestCost);
    published_ = ended;
    picture_ = false;
    next_picture_ = began + kFrame;
    if (decision.ledger) next_ledger_ = ended + std::max(kBetweenLedgers, 4 * cost);
    if (decision.ledger) ledger_ = false;
    if (decision.transcript) transcript_ = false;
    if (!decision.figures) return;
    figures_ = false;
    last_figures_ = ended;
    next_figures_ = ended + std::max(kBetweenFigures, 10 * cost);
  }

  /// When decide() may say something else without news.
  [[nodiscard]] core::Timestamp next(core::Timestamp now) const {
    core::Timestamp at = last_figures_ + kFiguresAge;
    if (picture_) at = std::min(at, std::max(next_picture_, ledger_ ? next_ledger_ : now));
    if (figures_) at = std::min(at, next_figures_);
    return at;
  }

 private:
  bool picture_ = true;
  bool ledger_ = true;
  bool transcript_ = true;
  bool figures_ = true;
  core::Timestamp published_;
  core::Timestamp next_picture_;
  core::Timestamp next_ledger_;
  core::Timestamp next_figures_;
  core::Timestamp last_figures_;
};

}  // namespace orchard::app
