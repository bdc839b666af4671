#pragma once

#include <optional>

namespace orchard::app::shell {

/// Decides when a frame is drawn: three after every wake, nine a second while a mark breathes, one
/// when something on the screen changes by itself, else none; none while minimised. Pure: time
/// comes in as seconds of any steady clock.
class FramePacer {
 public:
  static constexpr int kFramesAfterWake = 3;
  static constexpr double kBreath = 1.0 / 9;

  struct Decision {
    bool draw = false;
    double wait = 0;  ///< seconds to wait for events before asking again; negative: for ever
  };

  /// Input, news or a resize came.
  void wake() { frames_due_ = kFramesAfterWake; }
  void set_minimised(bool minimised);
  /// A running agent's mark is on the screen.
  void set_breathing(bool breathing) { breathing_ = breathing; }
  /// When what is shown changes without input or news; none: never.
  void set_next_change(std::optional<double> at) { next_change_ = at; }
  [[nodiscard]] Decision next(double now) const;
  void drew(double now);

 private:
  int frames_due_ = kFramesAfterWake;
  bool minimised_ = false;
  bool breathing_ = false;
  std::optional<double> next_change_;
  double last_ = 0;
};

}  // namespace orchard::app::shell
